/**
 * Numbers from 0 that are given out and come back, the lowest first: descriptors, ids. A tree of bitmaps: a bit of a level says that the 64 bits below it are
 * all set, so that the lowest free number from any place on is a few steps away however many are taken.
 */

import { Errno } from "./errno.ts";

const FULL: u64 = ~u64(0);
/** See above. Takes memory for the highest number that was ever given out: an eighth of a byte each. */
export class NumberPool {
  /** The lowest level has a bit for each number; there is a level above where it has more than a word. */
  private readonly levels: u64[][] = [];
  private taken: usize = 0;

  /** How many are given out. */
  get size(): usize {
    return this.taken;
  }

  has(number: usize): boolean {
    if (this.levels.length === 0) return false;
    const words = this.levels[0];
    return number >> 6 < words.length && ((words[number >> 6] >> (number & 63)) & 1) !== 0;
  }

  /** The lowest number from `lowest` on that is not given out. */
  lowestFree(lowest: usize): usize {
    let at = lowest;
    let level: usize = 0;
    // Up while there is nothing free further on in the word.
    while (level < this.levels.length) {
      const words = this.levels[level];
      if (at >> 6 >= words.length) break;
      const free = ~words[at >> 6] & (FULL << (at & 63));
      if (free !== 0) {
        at = (at & ~usize(63)) + u64(bits.trailingZeros(free));
        break;
      }
      at = (at >> 6) + 1;
      level += 1;
    }
    // Down again to the lowest one.
    for (; level > 0; level--) {
      const words = this.levels[level - 1];
      if (at >= words.length) {
        at <<= 6;
        continue;
      }
      at = (at << 6) + u64(bits.trailingZeros(~words[at]));
    }
    return at;
  }

  /** The lowest number from `lowest` on that is given out; null when there is none. Takes a step for 64 that are not. */
  nextTaken(lowest: usize): usize | null {
    if (this.levels.length === 0) return null;
    const words = this.levels[0];
    let mask = FULL << (lowest & 63);
    for (let word = lowest >> 6; word < words.length; word++) {
      const taken = words[word] & mask;
      if (taken !== 0) return (word << 6) + u64(bits.trailingZeros(taken));
      mask = FULL;
    }
    return null;
  }

  /** Gives out the number, which must be free and for which `prepare` has made room. */
  take(number: usize): void {
    assert(!this.has(number), "a number is given out twice");
    this.taken += 1;
    let at = number;
    for (let level: usize = 0; level < this.levels.length; level++) {
      const words = this.levels[level];
      words[at >> 6] |= u64(1) << (at & 63);
      if (words[at >> 6] !== FULL) return;
      at >>= 6;
    }
  }

  /** Takes the number back, which must have been given out. */
  giveBack(number: usize): void {
    assert(this.has(number), "a number comes back that was not given out");
    this.taken -= 1;
    let at = number;
    for (let level: usize = 0; level < this.levels.length; level++) {
      const words = this.levels[level];
      const wasFull = words[at >> 6] === FULL;
      words[at >> 6] &= ~(u64(1) << (at & 63));
      if (!wasFull) return;
      at >>= 6;
    }
  }

  /** Makes room for the number, so that giving it out cannot fail. Throws ENOMEM. */
  prepare(number: usize): void {
    if (number >> 32 !== 0) throw Errno.ENOMEM;
    let words = (number >> 6) + 1;
    for (let level: usize = 0; ; level++) {
      if (level === this.levels.length) this.levels.push(this.newLevel(level, words));
      const have = this.levels[level].length;
      if (have < words) this.levels[level].extend(words - have);
      if (words === 1) return;
      words = (words + 63) >> 6;
    }
  }

  /** Of so many words. Those of the level below may be full already. */
  private newLevel(level: usize, count: usize): u64[] {
    const words = new Array<u64>(count);
    if (level === 0) return words;
    const below = this.levels[level - 1];
    for (let i: usize = 0; i < below.length; i++) {
      if (below[i] === FULL) words[i >> 6] |= u64(1) << (i & 63);
    }
    return words;
  }

  /** A pool of its own with the same numbers given out. Throws ENOMEM. */
  copy(): NumberPool {
    const other = new NumberPool();
    for (const words of this.levels) other.levels.push(words.slice());
    other.taken = this.taken;
    return other;
  }
}
