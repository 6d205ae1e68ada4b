import { Errno } from "./errno.ts";

/**
 * The allocator below the language: `metal_allocate` of the program (linux/allocator.ts) or of the kernel.
 * Gives zeroed memory aligned to 16 bytes, or 0.
 * @extern metal_allocate
 */
declare function metalAllocate(size: u64): u64;

/**
 * The same with anything in it.
 * @extern metal_allocate_unset
 */
declare function metalAllocateUnset(size: u64): u64;

/**
 * Gives memory back; `size` is the size it was allocated with.
 * @extern metal_free
 */
export declare function freeMemory(address: u64, size: u64): void;

/** Zeroed memory for `count` items of `itemSize` bytes. Throws ENOMEM, also when the product overflows. */
export function allocateItems(count: usize, itemSize: usize): u64 {
  if (bits.multiplyOverflows(count, itemSize)) throw Errno.ENOMEM;
  const address = metalAllocate(count * itemSize);
  if (address === 0) throw Errno.ENOMEM;
  return address;
}

/** Memory that the caller sets before anyone reads it. Throws ENOMEM. */
export function allocateUnset(size: u64): u64 {
  const address = metalAllocateUnset(size);
  if (address === 0) throw Errno.ENOMEM;
  return address;
}

/** The same for `count` items of `itemSize` bytes. Throws ENOMEM, also when the product overflows. */
export function allocateUnsetItems(count: usize, itemSize: usize): u64 {
  if (bits.multiplyOverflows(count, itemSize)) throw Errno.ENOMEM;
  return allocateUnset(count * itemSize);
}
