/** Where unpredictable bits come together: each event is mixed into 256 bits, from which random.ts takes its keys. */

import { readTsc } from "./time/uptime.ts";
import { features } from "./cpu/features.ts";

@struct
class EntropyPool {
  words = new FixedArray<u64, 4>();
  /** Events mixed in so far. */
  events: u64 = 0;

  mix(value: u64): void {
    const index = this.events & 3;
    let word = this.words[index] ^ value;
    // The finaliser of MurmurHash3: every bit of the input changes half of the output.
    word = (word ^ (word >> 33)) * 0xff51_afd7_ed55_8ccd;
    word = (word ^ (word >> 33)) * 0xc4ce_b9fe_1a85_ec53;
    this.words[index] = (word ^ (word >> 33)) + bits.rotateLeft(this.words[(index + 1) & 3], 17);
    this.events++;
  }
}

/** The one pool. Any context may mix into it: events that race with each other are as good as others. */
export const entropyPool = new EntropyPool();

/** Mixes in the moment of an event that nobody outside can know exactly. */
export function addTimingEntropy(): void {
  if (features.tsc) entropyPool.mix(readTsc());
}
