// The queens that stand on a board without attack, counted with bit sets, and a few more bit tricks on the way.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

function place(all: u32, columns: u32, left: u32, right: u32): u64 {
  if (columns === all) return 1;
  let solutions: u64 = 0;
  let free: u32 = all & ~(columns | left | right);
  while (free !== 0) {
    const bit: u32 = free & -free;
    free ^= bit;
    solutions += place(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return solutions;
}

function countBits(value: u64): u32 {
  let x: u64 = value - ((value >> 1) & 0x5555555555555555);
  x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return u32((x * 0x0101010101010101) >> 56);
}

function reverseBits(value: u64): u64 {
  let x: u64 = value;
  let reversed: u64 = 0;
  for (let i = 0; i < 64; i++) {
    reversed = (reversed << 1) | (x & 1);
    x >>= 1;
  }
  return reversed;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let i: u32 = 0; i < iterations; i++) {
    const size: u32 = 6 + (i % 4);
    const one: u32 = 1;
    total = total * 31 + place((one << size) - 1, 0, 0, 0);
    for (let k = 0; k < 100; k++) {
      random = nextRandom(random);
      total += countBits(random) + (reverseBits(random) >> 50);
    }
  }
  return total;
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
