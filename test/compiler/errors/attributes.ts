// @error: MTS1400 4:6 Unknown tag '@inlin'.
// @error: MTS1401 9:6 '@section' needs a name.

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

export function main(): i32 {
  return i32(add(1));
}
