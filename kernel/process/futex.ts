/**
 * Waiting on words of user memory (futex(2)).
 *
 * Waiters are in buckets by key. A word that processes share is named by its frame, where they meet; a word of a process's own by the address
 * space and the address, for its frame changes when it is copied after fork(2).
 */

import { Errno } from "../../core/errno.ts";
import { USER_END } from "../memory/address-space.ts";
import { SpinLock } from "../platform/lock.ts";
import { compareExchangeUser32, readUser32 } from "../platform/user.ts";
import type { VirtAddr } from "../platform/address.ts";
import { wake } from "../task/scheduler.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { TimeBase } from "../task/timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentProcess, currentUserThread } from "./current.ts";
import type { UserThread } from "./user-thread.ts";

/** Names a word. */
@struct
class FutexKey {
  /** The address space's id; 0: `place` is physical. */
  space: u64 = 0;
  place: u64 = 0;
  /** Named by FUTEX_PRIVATE_FLAG: waits with it and without it do not meet, also on a word that is shared with nobody. */
  isOwn: boolean = false;

  equals(other: FutexKey): boolean {
    return this.space === other.space && this.place === other.place && this.isOwn === other.isOwn;
  }
}

class FutexWaiter {
  readonly thread: UserThread;
  key: FutexKey;
  readonly mask: u32;
  isWoken: boolean = false;
  /** Its neighbours in the bucket. Guarded by the table's lock, as is all that can change here. */
  before: FutexWaiter | null = null;
  next: FutexWaiter | null = null;
  isListed: boolean = false;

  constructor(thread: UserThread, key: FutexKey, mask: u32) {
    this.thread = thread;
    this.key = key;
    this.mask = mask;
  }
}

const FEWEST_BUCKETS: usize = 256;

/**
 * All waiters, in buckets by their keys, each in the order of coming. There are as many buckets as waiters, so that those of one word do not stand in the
 * way of another's.
 */
class FutexTable {
  private firsts = new Array<FutexWaiter | null>(FEWEST_BUCKETS);
  private lasts = new Array<FutexWaiter | null>(FEWEST_BUCKETS);
  private count: usize = 0;

  /** The first in the bucket of the key: it, or one behind it, may wait for that. */
  first(key: FutexKey): FutexWaiter | null {
    return this.firsts[this.bucketOf(key)];
  }

  private bucketOf(key: FutexKey): usize {
    // The golden ratio spreads what is alike over the upper bits (Knuth, TAOCP 3, 6.4).
    const hash = ((key.place >> 2) ^ (key.space << 40)) * 0x9e37_79b9_7f4a_7c15;
    return (hash >> 32) & (this.firsts.length - 1);
  }

  add(waiter: FutexWaiter): void {
    if (this.count >= this.firsts.length) this.tryGrow();
    this.append(waiter);
    this.count += 1;
  }

  private append(waiter: FutexWaiter): void {
    const bucket = this.bucketOf(waiter.key);
    const last = this.lasts[bucket];
    waiter.before = last;
    waiter.isListed = true;
    if (last === null) this.firsts[bucket] = waiter;
    else last.next = waiter;
    this.lasts[bucket] = waiter;
  }

  /** Takes a waiter out, if it is there. */
  remove(waiter: FutexWaiter): void {
    if (!waiter.isListed) return;
    const { before, next } = waiter;
    const bucket = this.bucketOf(waiter.key);
    if (before === null) this.firsts[bucket] = next;
    else before.next = next;
    if (next === null) this.lasts[bucket] = before;
    else next.before = before;
    waiter.before = null;
    waiter.next = null;
    waiter.isListed = false;
    this.count -= 1;
  }

  /** From now on it waits for another key, behind those that do already. */
  rename(waiter: FutexWaiter, key: FutexKey): void {
    this.remove(waiter);
    waiter.key = key;
    this.add(waiter);
  }

  private tryGrow(): void {
    const old = this.firsts;
    try {
      const size = old.length * 2;
      const firsts = new Array<FutexWaiter | null>(size);
      this.lasts = new Array<FutexWaiter | null>(size);
      this.firsts = firsts;
    } catch {
      // No memory: the buckets get fuller.
      return;
    }
    for (let i: usize = 0; i < old.length; i++) {
      for (let waiter = old[i]; waiter !== null;) {
        const next = waiter.next;
        waiter.next = null;
        this.append(waiter);
        waiter = next;
      }
    }
  }
}

const futexes: SpinLock<FutexTable> = new SpinLock(new FutexTable());

/** The bit set of calls without one: wakes, and is woken by, all (FUTEX_BITSET_MATCH_ANY). */
export const ANY_BIT: u32 = 0xffff_ffff;

/** `isOwn`: the program says that it shares the word with no other process (FUTEX_PRIVATE_FLAG). Throws EINVAL, EFAULT. */
function keyOf(address: u64, isOwn: boolean): FutexKey {
  if ((address & 3) !== 0) throw Errno.EINVAL;
  const space = currentProcess().space;
  if (space === null || address >= USER_END) throw Errno.EFAULT;
  const key = new FutexKey();
  key.isOwn = isOwn;
  // A word that may be shared is brought into memory if need be, and must be there.
  if (!isOwn) readUser32(address);
  if (isOwn || !space.isShared(address)) {
    key.space = space.id;
    key.place = address;
    return key;
  }
  const frame = space.table.frameAt((address & ~u64(0xfff)) as VirtAddr);
  if (frame === null) throw Errno.EFAULT;
  key.place = u64(frame) | (address & 0xfff);
  return key;
}

/**
 * FUTEX_WAIT: sleeps while the word is `expected`, until woken with a bit of `mask`, or a time of the clock `base`. Throws EAGAIN when the word differs,
 * ETIMEDOUT, RESTART, EFAULT, EINVAL.
 */
export function waitOnAddress(
  address: u64,
  isOwn: boolean,
  expected: u32,
  deadline: u64,
  mask: u32,
  base: TimeBase = TimeBase.Monotonic,
): void {
  const thread = currentUserThread();
  const waiter = new FutexWaiter(thread, keyOf(address, isOwn), mask);
  try {
    add(waiter);
    // Looked at after the waiter is in the table: a wake that follows a change of the word finds it.
    if (readUser32(address) !== expected) throw Errno.EAGAIN;
    sleepUntilMarked(thread, waiter, deadline, base);
  } catch (error) {
    // A wake that came all the same is not lost.
    if (!remove(waiter)) throw error;
  }
}

/** Throws ETIMEDOUT, RESTART. */
function sleepUntilMarked(thread: UserThread, waiter: FutexWaiter, deadline: u64, base: TimeBase): void {
  for (;;) {
    thread.isSleeping = true;
    if (waiter.isWoken) break;
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      throw RESTART;
    }
    if (!sleepUntilWoken(thread, deadline, base)) throw Errno.ETIMEDOUT;
  }
  thread.isSleeping = false;
}

function add(waiter: FutexWaiter): void {
  using table = futexes.lock();
  table.value.add(waiter);
}

/** Takes a waiter out; true when it had been woken. */
function remove(waiter: FutexWaiter): boolean {
  using table = futexes.lock();
  if (waiter.isWoken) return true;
  table.value.remove(waiter);
  return false;
}

/** FUTEX_WAKE: wakes up to `count` waiters, but one at least (as Linux does). Returns how many. Throws EFAULT, EINVAL. */
export function wakeAddress(address: u64, isOwn: boolean, count: i32, mask: u32 = ANY_BIT): u32 {
  const key = keyOf(address, isOwn);
  using table = futexes.lock();
  return wakeIn(table.value, key, atLeastOne(count), mask);
}

const atLeastOne = (count: i32): u32 => (count < 1 ? 1 : u32(count));

/** What FUTEX_WAKE_OP does with the second word, and how it compares what was there before. */
@struct
class WordOperation {
  private readonly operation: u32;
  private readonly comparison: u32;
  private readonly argument: u32;
  private readonly compared: i32;

  /** `code`: as FUTEX_OP() makes it. Throws ENOSYS. */
  constructor(code: u32) {
    this.operation = (code >> 28) & 7;
    this.comparison = (code >> 24) & 0xf;
    const given = signed12(code >> 12);
    this.argument = (code & FUTEX_OP_OPARG_SHIFT) !== 0 ? u32(1) << (u32(given) & 31) : u32(given);
    this.compared = signed12(code);
    if (this.operation > 4 || this.comparison > 5) throw Errno.ENOSYS;
  }

  /** The word's new value. */
  apply(word: u32): u32 {
    switch (this.operation) {
      case 0:
        return this.argument;
      case 1:
        return word + this.argument;
      case 2:
        return word | this.argument;
      case 3:
        return word & ~this.argument;
      default:
        return word ^ this.argument;
    }
  }

  holds(before: u32): boolean {
    const word = i32(before);
    switch (this.comparison) {
      case 0:
        return word === this.compared;
      case 1:
        return word !== this.compared;
      case 2:
        return word < this.compared;
      case 3:
        return word <= this.compared;
      case 4:
        return word > this.compared;
      default:
        return word >= this.compared;
    }
  }
}

const FUTEX_OP_OPARG_SHIFT: u32 = 0x8000_0000;

/** The lowest twelve bits as a signed number. */
const signed12 = (bits12: u32): i32 => (i32(bits12 & 0xfff) ^ 0x800) - 0x800;

/**
 * FUTEX_WAKE_OP: changes the word at `second` in one step as `code` says, wakes up to `count` waiters of the first word and, if the comparison
 * holds for what the second was, up to `secondCount` of that. Returns how many. Throws EFAULT, EINVAL, ENOSYS.
 */
export function wakeAfterOperation(
  first: u64,
  second: u64,
  isOwn: boolean,
  count: i32,
  secondCount: i32,
  code: u32,
): u32 {
  const firstKey = keyOf(first, isOwn);
  const secondKey = keyOf(second, isOwn);
  const operation = new WordOperation(code);
  let before = readUser32(second);
  for (;;) {
    const found = compareExchangeUser32(second, before, operation.apply(before));
    if (found === before) break;
    before = found;
  }
  using table = futexes.lock();
  let woken = wakeIn(table.value, firstKey, atLeastOne(count), ANY_BIT);
  if (operation.holds(before)) woken += wakeIn(table.value, secondKey, atLeastOne(secondCount), ANY_BIT);
  return woken;
}

function wakeIn(table: FutexTable, key: FutexKey, count: u32, mask: u32): u32 {
  let woken: u32 = 0;
  for (let waiter = table.first(key); waiter !== null && woken < count;) {
    const next = waiter.next;
    if (waiter.key.equals(key) && (waiter.mask & mask) !== 0) {
      table.remove(waiter);
      waiter.isWoken = true;
      wake(waiter.thread);
      woken++;
    }
    waiter = next;
  }
  return woken;
}

/**
 * FUTEX_CMP_REQUEUE: wakes `wakeCount` waiters and moves up to `moveCount` others to the second word. Returns how many were woken
 * or moved. Throws EAGAIN when `isChecked` and the word is not `expected`, EFAULT, EINVAL.
 */
export function requeue(
  from: u64,
  to: u64,
  isOwn: boolean,
  wakeCount: i32,
  moveCount: i32,
  isChecked: boolean,
  expected: u32,
): u32 {
  if (wakeCount < 0 || moveCount < 0) throw Errno.EINVAL;
  const fromKey = keyOf(from, isOwn);
  const toKey = keyOf(to, isOwn);
  if (isChecked && readUser32(from) !== expected) throw Errno.EAGAIN;
  using table = futexes.lock();
  const woken = wakeIn(table.value, fromKey, u32(wakeCount), ANY_BIT);
  let moved: u32 = 0;
  for (let waiter = table.value.first(fromKey); waiter !== null && moved < u32(moveCount);) {
    const next = waiter.next;
    if (waiter.key.equals(fromKey)) {
      if (!fromKey.equals(toKey)) table.value.rename(waiter, toKey);
      moved++;
    }
    waiter = next;
  }
  return woken + moved;
}
