/** The heap of a program: `metal_allocate` and `metal_free`. */

import { allocateBlock, allocateUnsetBlock, freeBlock } from "./blocks.ts";
import { checkedAllocate, checkedFree } from "./heap-check.ts";
import { sanitizedAllocate, sanitizedFree } from "./sanitizer.ts";

/** Where blocks come from. The numbers are what the program's start is told. */
export enum HeapKind {
  /** blocks.ts. */
  plain = 0,
  /** The same with guards: heap-check.ts. */
  guarded = 1,
  /** The address sanitizer's: sanitizer.ts. */
  sanitized = 2,
}

let kind: HeapKind = HeapKind.plain;

/** Where all blocks come from. Only before the first allocation. */
export function chooseHeap(wanted: HeapKind): void {
  kind = wanted;
}

/** @export metal_allocate */
export function allocate(size: u64): u64 {
  return kind === HeapKind.plain ? allocateBlock(size) : allocateChecked(size);
}

/** @export metal_allocate_unset */
export function allocateUnset(size: u64): u64 {
  return kind === HeapKind.plain ? allocateUnsetBlock(size) : allocateChecked(size);
}

/** @export metal_free */
export function free(address: u64, size: u64): void {
  if (kind === HeapKind.plain) freeBlock(address, size);
  else freeChecked(address, size);
}

/** @cold */
function allocateChecked(size: u64): u64 {
  return kind === HeapKind.guarded ? checkedAllocate(size) : sanitizedAllocate(size);
}

/** @cold */
function freeChecked(address: u64, size: u64): void {
  if (kind === HeapKind.guarded) checkedFree(address, size);
  else sanitizedFree(address, size);
}
