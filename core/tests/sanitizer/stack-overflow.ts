// A write behind the end of a local array, by a pointer that knows no length.
// @run
// @sanitize: only
// @args: 4
// @exit: 99
// @stderr-contains: AddressSanitizer: stack-buffer-overflow
// @stderr-contains: core/tests/sanitizer/stack-overflow.ts:13:
import { addressOf, pointer } from "unsafe";
import { parseInteger } from "../../parse.ts";

function store(address: u64, index: u64): void {
  // The items are 0 to 3.
  pointer<u32>(address)[index] = 7;
}

export function main(args: string[]): void {
  const items = new FixedArray<u32, 4>();
  store(addressOf(items).address, u64(parseInteger(args[0]) ?? 0));
  console.log(items[0]);
}
