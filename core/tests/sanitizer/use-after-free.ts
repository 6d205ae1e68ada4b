// A read of a block that was given back.
// @run
// @sanitize: only
// @exit: 99
// @stderr-contains: AddressSanitizer: heap-use-after-free
// @stderr-contains: core/tests/sanitizer/use-after-free.ts:12:
// @stderr-contains: freed by thread
import { pointer } from "unsafe";
import { allocateItems, freeMemory } from "../../heap.ts";

function load(address: u64): u64 {
  return pointer<u64>(address)[1];
}

export function main(): void {
  const address = allocateItems(2, 8);
  freeMemory(address, 16);
  console.log(load(address));
}
