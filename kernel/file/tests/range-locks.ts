// Locks on ranges of a file against a table with an entry for each byte and owner: random locks, and who is in the way after each.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "../../../core/tests/support/check.ts";
import { Random } from "../../../core/tests/support/random.ts";
import { RangeLock, RangeLocks } from "../range-locks.ts";

const BYTES: u64 = 60;
const OWNERS: u64 = 5;

const numbers = new Random(0x853c_49e6_748f_ea9b);

/** For each byte and owner 0, 1 (shared) or 2 (exclusive). */
class Model {
  readonly held: u8[] = [];

  constructor() {
    this.held.extend(BYTES * OWNERS);
  }

  at(owner: u64, byte: u64): u8 {
    return this.held[owner * BYTES + byte];
  }

  set(owner: u64, start: u64, end: u64, kind: u8): void {
    for (let byte = start; byte <= end; byte++) this.held[owner * BYTES + byte] = kind;
  }

  /** The first byte of a stretch that one owner holds in one way. */
  startOf(owner: u64, byte: u64): u64 {
    let at = byte;
    while (at > 0 && this.at(owner, at - 1) === this.at(owner, byte)) at--;
    return at;
  }

  /** Where the first lock in the way begins; BYTES when there is none. */
  conflict(owner: u64, start: u64, end: u64, isExclusive: boolean): u64 {
    let first = BYTES;
    for (let other: u64 = 0; other < OWNERS; other++) {
      if (other === owner) continue;
      for (let byte = start; byte <= end; byte++) {
        const kind = this.at(other, byte);
        if (kind === 2 || (kind === 1 && isExclusive)) first = bits.min(first, this.startOf(other, byte));
      }
    }
    return first;
  }
}

export function main(): i32 {
  for (let round: u32 = 0; round < 30; round++) {
    const locks = new RangeLocks();
    const model = new Model();
    for (let step: u32 = 0; step < 400; step++) {
      const owner = numbers.below(OWNERS);
      const start = numbers.below(BYTES);
      const end = bits.min(BYTES - 1, start + numbers.below(round < 15 ? 4 : 25));
      const isExclusive = numbers.below(3) === 0;
      const found = locks.conflict(new RangeLock(owner, 0, isExclusive, start, end));
      equal(
        found === null ? BYTES : found.start,
        model.conflict(owner, start, end, isExclusive),
        "in the way",
      );
      const choice = numbers.below(20);
      if (choice < 12) {
        if (found !== null) continue;
        locks.add(new RangeLock(owner, 0, isExclusive, start, end));
        model.set(owner, start, end, isExclusive ? 2 : 1);
      } else if (choice < 19) {
        locks.remove(owner, start, end);
        model.set(owner, start, end, 0);
      } else {
        let had = false;
        for (let byte: u64 = 0; byte < BYTES; byte++) had ||= model.at(owner, byte) !== 0;
        equal(locks.removeAll(owner), had, "all of an owner");
        model.set(owner, 0, BYTES - 1, 0);
      }
    }
    for (let owner: u64 = 0; owner < OWNERS; owner++) locks.removeAll(owner);
    check(locks.conflict(new RangeLock(OWNERS, 0, true, 0, BYTES)) === null, "nothing is left");
  }
  return finish();
}
