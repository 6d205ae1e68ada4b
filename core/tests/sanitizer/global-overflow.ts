// A read behind the end of static data.
// @run
// @sanitize: only
// @args: 4
// @exit: 99
// @stderr-contains: AddressSanitizer: global-buffer-overflow
// @stderr-contains: core/tests/sanitizer/global-overflow.ts:14:
import { addressOf, pointer } from "unsafe";
import { parseInteger } from "../../parse.ts";

const items = new FixedArray<u32, 4>();

function load(address: u64, index: u64): u32 {
  return pointer<u32>(address)[index];
}

export function main(args: string[]): void {
  console.log(load(addressOf(items).address, u64(parseInteger(args[0]) ?? 0)));
}
