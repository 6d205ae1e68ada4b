// Objects that come, are shared and go, all by counted references.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const SLOTS = 1024;

class Message {
  readonly replyTo: Message | null;
  readonly id: u64;
  readonly payload: u64;

  constructor(replyTo: Message | null, id: u64, payload: u64) {
    this.replyTo = replyTo;
    this.id = id;
    this.payload = payload;
  }
}

const slots = new FixedArray<Message | null, 1024>();
const recent = new FixedArray<Message | null, 1024>();

function churn(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let i: u32 = 0; i < iterations; i++) {
    random = nextRandom(random);
    const slot: usize = random & (SLOTS - 1);
    const other: usize = (random >> 12) & (SLOTS - 1);
    // One in four answers the message in another slot, so chains form and end.
    const replyTo = ((random >> 30) & 3) === 0 ? slots[other] : null;
    slots[slot] = new Message(replyTo, u64(i), random);
    recent[other] = slots[slot];
    const seen = recent[(random >> 40) & (SLOTS - 1)];
    if (seen !== null) {
      total += seen.payload ^ seen.id;
      if (seen.replyTo !== null) total += seen.replyTo.id;
    }
  }
  for (let i = 0; i < SLOTS; i++) {
    slots[i] = null;
    recent[i] = null;
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return churn(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
