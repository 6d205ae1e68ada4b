/**
 * What every twin in Metal TypeScript shares; the C half is twin.h.
 */

/** One step of xorshift64: cheap numbers that no compiler can foresee and both languages agree on. */
export function nextRandom(seed: u64): u64 {
  let x: u64 = seed;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return x;
}

/** Where every twin's random numbers begin. */
export const FIRST_RANDOM = 88172645463325252;

/** Runs a twin as a program: its iterations are the last argument, its checksum is printed. */
export function runTwin(args: string[], checksum: (iterations: u32) => u64): i32 {
  const iterations = args.length === 0 ? null : parseInteger(args[args.length - 1]);
  if (iterations === null || iterations < 0) {
    console.error("usage: twin ITERATIONS");
    return 2;
  }
  console.log(`${checksum(u32(iterations))}`);
  return 0;
}
