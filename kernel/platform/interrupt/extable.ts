/**
 * The exception table: instructions that may fault on a program's memory, each with the place where the kernel goes on then. Assembly adds a
 * pair to it by `.pushsection .extable`.
 */

import { pointer, symbolAddress } from "unsafe";

@struct
@size(16)
class FixupPair {
  instruction: u64 = 0;
  fixup: u64 = 0;
}

/** Where to go on after a fault at the instruction; 0 when none was to be expected there. */
export function findFixup(instruction: u64): u64 {
  const start = symbolAddress("__extable_start");
  const count = (symbolAddress("__extable_end") - start) / 16;
  const pairs = pointer<FixupPair>(start);
  // A dozen pairs at most: a search would not be faster.
  for (let i: usize = 0; i < count; i++) {
    if (pairs[i].instruction === instruction) return pairs[i].fixup;
  }
  return 0;
}
