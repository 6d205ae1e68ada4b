/**
 * Waiting on words of user memory (futex(2)).
 *
 * Waiters are in buckets by key. A word that processes share is named by its frame, where they meet; a word of a process's own by the address
 * space and the address, for its frame changes when it is copied after fork(2).
 */

import { Errno } from "../../core/errno.ts";
import { USER_END } from "../memory/address-space.ts";
import { SpinLock } from "../platform/lock.ts";
import { readUser32 } from "../platform/user.ts";
import type { VirtAddr } from "../platform/address.ts";
import { wake } from "../task/scheduler.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentProcess, currentUserThread } from "./current.ts";
import type { UserThread } from "./user-thread.ts";

/** Names a word. */
@struct
class FutexKey {
  /** The address space's id; 0: `place` is physical. */
  space: u64 = 0;
  place: u64 = 0;

  equals(other: FutexKey): boolean {
    return this.space === other.space && this.place === other.place;
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
  if (isOwn || !space.isShared(address)) {
    key.space = space.id;
    key.place = address;
    return key;
  }
  // Brought into memory if need be.
  readUser32(address);
  const frame = space.table.frameAt((address & ~u64(0xfff)) as VirtAddr);
  if (frame === null) throw Errno.EFAULT;
  key.place = u64(frame) | (address & 0xfff);
  return key;
}

/**
 * FUTEX_WAIT: sleeps while the word is `expected`, until woken with a bit of `mask`. Throws EAGAIN when the word differs,
 * ETIMEDOUT, RESTART, EFAULT, EINVAL.
 */
export function waitOnAddress(address: u64, isOwn: boolean, expected: u32, deadline: u64, mask: u32): void {
  const thread = currentUserThread();
  const waiter = new FutexWaiter(thread, keyOf(address, isOwn), mask);
  try {
    add(waiter);
    // Looked at after the waiter is in the table: a wake that follows a change of the word finds it.
    if (readUser32(address) !== expected) throw Errno.EAGAIN;
    sleepUntilMarked(thread, waiter, deadline);
  } catch (error) {
    // A wake that came all the same is not lost.
    if (!remove(waiter)) throw error;
  }
}

/** Throws ETIMEDOUT, RESTART. */
function sleepUntilMarked(thread: UserThread, waiter: FutexWaiter, deadline: u64): void {
  for (;;) {
    thread.isSleeping = true;
    if (waiter.isWoken) break;
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      throw RESTART;
    }
    if (!sleepUntilWoken(thread, deadline)) throw Errno.ETIMEDOUT;
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

/** FUTEX_WAKE: wakes up to `count` waiters. Returns how many. Throws EFAULT, EINVAL. */
export function wakeAddress(address: u64, isOwn: boolean, count: u32, mask: u32 = ANY_BIT): u32 {
  const key = keyOf(address, isOwn);
  using table = futexes.lock();
  return wakeIn(table.value, key, count, mask);
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
  wakeCount: u32,
  moveCount: u32,
  isChecked: boolean,
  expected: u32,
): u32 {
  const fromKey = keyOf(from, isOwn);
  const toKey = keyOf(to, isOwn);
  if (isChecked && readUser32(from) !== expected) throw Errno.EAGAIN;
  using table = futexes.lock();
  const woken = wakeIn(table.value, fromKey, wakeCount, ANY_BIT);
  let moved: u32 = 0;
  for (let waiter = table.value.first(fromKey); waiter !== null && moved < moveCount;) {
    const next = waiter.next;
    if (waiter.key.equals(fromKey)) {
      if (!fromKey.equals(toKey)) table.value.rename(waiter, toKey);
      moved++;
    }
    waiter = next;
  }
  return woken + moved;
}
