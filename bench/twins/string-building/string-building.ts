// Building text: lines of words and decimal numbers put together, then hashed.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const names = ["init", "shell", "idle", "logger"];

function buildAndHash(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let round: u32 = 0; round < iterations; round++) {
    let text = "";
    for (let line: u64 = 0; line < 100; line++) {
      random = nextRandom(random);
      const state = random & 4 ? "ready" : "waiting";
      text += `task ${line} (${names[random & 3]}): ${random >> 40} ticks, state ${state}\n`;
    }
    let hash: u64 = 5381;
    for (const byte of text.bytes()) hash = (hash * 33) ^ byte;
    total = total * 31 + hash;
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return buildAndHash(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
