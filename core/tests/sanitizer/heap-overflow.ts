// A write behind the end of a block of the heap.
// @run
// @sanitize: only
// @args: 3
// @exit: 99
// @stderr-contains: AddressSanitizer: heap-buffer-overflow
// @stderr-contains: core/tests/sanitizer/heap-overflow.ts:15:
import { pointer } from "unsafe";
import { allocateItems, freeMemory } from "../../heap.ts";
import { parseInteger } from "../../parse.ts";

function store(address: u64, index: u64): void {
  const items = pointer<u32>(address);
  // The items are 0 to 2.
  items[index] = 7;
}

export function main(args: string[]): void {
  const count = u64(parseInteger(args[0]) ?? 0);
  const address = allocateItems(count, 4);
  store(address, count);
  freeMemory(address, count * 4);
}
