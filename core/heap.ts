import { Errno } from "./errno.ts";

/**
 * The allocator below the language: `metal_allocate` of the program (linux/allocator.ts) or of the kernel.
 * Gives zeroed memory aligned to 16 bytes, or 0.
 * @extern metal_allocate
 */
declare function metalAllocate(size: u64): u64;

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
