/**
 * The heap under LLVM's address sanitizer (`tessera compile --sanitize`), whose runtime brings the functions declared here. They are
 * weak, because other programs are linked without it and never call them.
 */

import { asm } from "unsafe";

asm`
.weak calloc
.weak free
.weak __sanitizer_get_allocated_size
.weak __lsan_do_leak_check
`;

/** @extern calloc */
declare function calloc(count: u64, size: u64): u64;

/** @extern free */
declare function releaseBlock(address: u64): void;

/** @extern __sanitizer_get_allocated_size */
declare function allocatedSize(address: u64): u64;

/** @extern __lsan_do_leak_check */
declare function checkLeaks(): void;

// Not inlined: only this module's object knows that the symbols are weak.

/**
 * A block of zeros, or 0.
 * @noinline
 */
export function sanitizedAllocate(size: u64): u64 {
  return calloc(1, bits.max(size, 1));
}

/**
 * Gives a block back. The sanitizer does not look at the size that it is freed with, so that is done here.
 * @noinline
 */
export function sanitizedFree(address: u64, size: u64): void {
  assert(
    allocatedSize(address) === bits.max(size, 1),
    "a block is freed with another size than it was allocated with",
  );
  releaseBlock(address);
}

/**
 * Reports the blocks that nothing leads to, and ends the program with the sanitizer's status if there are any.
 * @noinline
 */
export function reportSanitizerLeaks(): void {
  checkLeaks();
}
