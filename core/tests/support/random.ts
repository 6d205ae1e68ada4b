/** Numbers that look random and are the same in each run, for tests against a model. */

/** A sequence of its own for each seed, which is not 0 (xorshift64*). */
export class Random {
  private state: u64;

  constructor(seed: u64) {
    this.state = seed;
  }

  /** The next number below the limit. */
  below(limit: u64): u64 {
    this.state ^= this.state >> 12;
    this.state ^= this.state << 25;
    this.state ^= this.state >> 27;
    return ((this.state * 0x2545_f491_4f6c_dd1d) >> 20) % limit;
  }
}
