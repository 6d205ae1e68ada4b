// @error: MTS1400 5:6 Unknown tag '@inlin'.
// @error: MTS1401 10:6 '@section' needs a name.
// @error: MTS1402 25:6 '@struct' is a decorator and means nothing in a comment.

/** @inlin */
function one(): u32 {
  return 1;
}

/** @section */
function two(): u32 {
  return 2;
}

/**
 * Adds.
 * @param a the one
 * @returns the sum
 * @noinline
 */
function add(a: u32): u32 {
  return a + one() + two();
}

/** @struct */
class Pair {
  first: u32 = 0;
}

export function main(): i32 {
  return i32(add(new Pair().first));
}
