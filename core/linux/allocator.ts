/** The heap of a program: `metal_allocate` and `metal_free`. */

import { allocateBlock, allocateUnsetBlock, freeBlock } from "./blocks.ts";
import { checkedAllocate, checkedFree } from "./heap-check.ts";

let isChecked: boolean = false;

/** From now on each block is guarded (heap-check.ts). Only before the first allocation. */
export function checkHeap(): void {
  isChecked = true;
}

/** @export metal_allocate */
export function allocate(size: u64): u64 {
  return isChecked ? checkedAllocate(size) : allocateBlock(size);
}

/** @export metal_allocate_unset */
export function allocateUnset(size: u64): u64 {
  return isChecked ? checkedAllocate(size) : allocateUnsetBlock(size);
}

/** @export metal_free */
export function free(address: u64, size: u64): void {
  if (isChecked) checkedFree(address, size);
  else freeBlock(address, size);
}
