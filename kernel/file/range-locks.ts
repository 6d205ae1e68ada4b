/** The locks of fcntl(2) on ranges of a file's bytes, found by where they are: however many there are, one more costs the logarithm of their number. */

import { OrderedMap } from "../../core/ordered-map.ts";

/** As the end of a range: "to the end of the file, however far that moves". */
export const LOCK_TO_END: u64 = 0x7fff_ffff_ffff_ffff;

/** A lock on a range of bytes. */
export class RangeLock {
  /** Whose it is: the id of a descriptor table, which threads share, or of an open file (`RangeOwner`). */
  readonly owner: u64;
  /** The process that set it, for F_GETLK; -1: an open file. */
  readonly pid: i32;
  readonly isExclusive: boolean;
  /** First and last byte. */
  readonly start: u64;
  readonly end: u64;

  constructor(owner: u64, pid: i32, isExclusive: boolean, start: u64, end: u64) {
    this.owner = owner;
    this.pid = pid;
    this.isExclusive = isExclusive;
    this.start = start;
    this.end = end;
  }

  /** The same holder's lock of another range. Throws ENOMEM. */
  withBounds(start: u64, end: u64): RangeLock {
    return new RangeLock(this.owner, this.pid, this.isExclusive, start, end);
  }
}

/** Shared locks that begin at the same byte, by their owners, with their ends as weights. */
class SharedStart {
  readonly locks: OrderedMap<RangeLock> = new OrderedMap<RangeLock>();

  /** The lock of another owner that reaches a byte, or null. */
  reaching(byte: u64, owner: u64): RangeLock | null {
    const first = this.locks.firstWithWeight(0, byte);
    if (first === null || first.key !== owner) return first?.value ?? null;
    return this.locks.firstWithWeight(owner + 1, byte)?.value ?? null;
  }
}

/**
 * All locks of a file. Those of one owner never overlap, and of two owners only shared ones do. So there is one exclusive lock at most that begins at a
 * byte; the ends are the weights of both trees.
 */
export class RangeLocks {
  /** Each owner's, by their starts. */
  private readonly owners: Map<u64, OrderedMap<RangeLock>> = new Map<u64, OrderedMap<RangeLock>>();
  private readonly exclusive: OrderedMap<RangeLock> = new OrderedMap<RangeLock>();
  private readonly shared: OrderedMap<SharedStart> = new OrderedMap<SharedStart>();

  /** Of those that keep the lock from being set the one that begins first, or null. */
  conflict(wanted: RangeLock): RangeLock | null {
    const alone = this.exclusiveConflict(wanted);
    if (!wanted.isExclusive) return alone;
    const together = this.sharedConflict(wanted);
    if (alone === null || together === null) return alone ?? together;
    return alone.start < together.start ? alone : together;
  }

  private exclusiveConflict(wanted: RangeLock): RangeLock | null {
    let entry = this.exclusive.firstWithWeight(0, wanted.start);
    // Its own ones there, which it would replace, are passed over.
    while (entry !== null && entry.key <= wanted.end && entry.value.owner === wanted.owner)
      entry = this.exclusive.firstWithWeight(entry.key + 1, wanted.start);
    return entry === null || entry.key > wanted.end ? null : entry.value;
  }

  private sharedConflict(wanted: RangeLock): RangeLock | null {
    let entry = this.shared.firstWithWeight(0, wanted.start);
    while (entry !== null && entry.key <= wanted.end) {
      const found = entry.value.reaching(wanted.start, wanted.owner);
      if (found !== null) return found;
      entry = this.shared.firstWithWeight(entry.key + 1, wanted.start);
    }
    return null;
  }

  /** Sets the lock in place of what its owner had there; what adjoins it becomes one with it. Throws ENOMEM, and then its owner may have lost some there. */
  add(lock: RangeLock): void {
    let { start, end } = lock;
    const own = this.owners.get(lock.owner) ?? null;
    if (own !== null) {
      // The one that ends just before it is the last to begin below.
      const below = start === 0 ? null : own.floor(start - 1);
      for (let at = below ?? own.ceiling(start); at !== null && at.key <= end + 1;) {
        const known = at.value;
        if (known.isExclusive === lock.isExclusive && known.end + 1 >= start) {
          start = bits.min(start, known.start);
          end = bits.max(end, known.end);
        }
        at = own.ceiling(known.start + 1);
      }
    }
    const whole = lock.withBounds(start, end);
    this.remove(lock.owner, start, end);
    this.insert(whole);
  }

  /** Takes the owner's locks off the range. Throws ENOMEM, and then nothing has changed. */
  remove(owner: u64, start: u64, end: u64): void {
    const own = this.owners.get(owner) ?? null;
    if (own === null) return;
    const last = own.floor(end)?.value ?? null;
    if (last === null || last.end < start) return;
    const first = own.floor(start)?.value ?? null;
    const reachesIn = first !== null && first.start < start && first.end >= start;
    const before = first !== null && reachesIn ? first.withBounds(first.start, start - 1) : null;
    // The one part that is new comes first: all that follows needs no memory.
    if (last.end > end) this.insert(last.withBounds(end + 1, last.end));
    for (let at = own.ceiling(start); at !== null && at.key <= end; at = own.ceiling(start))
      this.drop(at.value);
    if (first !== null && before !== null) this.shorten(first, before);
    if (own.size === 0) this.owners.delete(owner);
  }

  /** Takes all of the owner's locks off; false when there are none. */
  removeAll(owner: u64): boolean {
    const own = this.owners.get(owner) ?? null;
    if (own === null) return false;
    for (let at = own.ceiling(0); at !== null; at = own.ceiling(0)) this.drop(at.value);
    this.owners.delete(owner);
    return true;
  }

  /** Throws ENOMEM, and then nothing has changed. */
  private insert(lock: RangeLock): void {
    const own = this.owners.get(lock.owner) ?? new OrderedMap<RangeLock>();
    this.owners.set(lock.owner, own);
    try {
      own.set(lock.start, lock);
      if (lock.isExclusive) this.exclusive.set(lock.start, lock, lock.end);
      else this.insertShared(lock);
    } catch (error) {
      own.delete(lock.start);
      if (own.size === 0) this.owners.delete(lock.owner);
      throw error;
    }
  }

  private insertShared(lock: RangeLock): void {
    const there = this.shared.get(lock.start)?.value ?? new SharedStart();
    there.locks.set(lock.owner, lock, lock.end);
    this.shared.set(lock.start, there, there.locks.most);
  }

  private drop(lock: RangeLock): void {
    this.owners.get(lock.owner)?.delete(lock.start);
    if (lock.isExclusive) {
      this.exclusive.delete(lock.start);
      return;
    }
    const there = this.shared.get(lock.start)?.value ?? null;
    if (there === null) return;
    there.locks.delete(lock.owner);
    if (there.locks.size === 0) this.shared.delete(lock.start);
    else this.shared.setWeight(lock.start, there.locks.most);
  }

  /** Puts a lock in the place of one that begins at the same byte and ends later. */
  private shorten(lock: RangeLock, by: RangeLock): void {
    const own = this.owners.get(lock.owner) ?? null;
    if (own !== null) own.replace(lock.start, by, 0);
    if (lock.isExclusive) {
      this.exclusive.replace(lock.start, by, by.end);
      return;
    }
    const there = this.shared.get(lock.start)?.value ?? null;
    if (there === null) return;
    there.locks.replace(lock.owner, by, by.end);
    this.shared.setWeight(lock.start, there.locks.most);
  }
}
