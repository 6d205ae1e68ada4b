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

  constructor(thread: UserThread, key: FutexKey, mask: u32) {
    this.thread = thread;
    this.key = key;
    this.mask = mask;
  }
}

const BUCKETS: u64 = 256;

class FutexTable {
  private readonly buckets: FutexWaiter[][] = [];

  constructor() {
    for (let i: u64 = 0; i < BUCKETS; i++) this.buckets.push([]);
  }

  bucket(key: FutexKey): FutexWaiter[] {
    return this.buckets[((key.place >> 2) ^ (key.place >> 12) ^ key.space) % BUCKETS];
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
  table.value.bucket(waiter.key).push(waiter);
}

/** Takes a waiter out; true when it had been woken. */
function remove(waiter: FutexWaiter): boolean {
  using table = futexes.lock();
  if (waiter.isWoken) return true;
  const bucket = table.value.bucket(waiter.key);
  const index = bucket.indexOf(waiter);
  if (index >= 0) bucket.removeAt(u64(index));
  return false;
}

/** FUTEX_WAKE: wakes up to `count` waiters. Returns how many. Throws EFAULT, EINVAL. */
export function wakeAddress(address: u64, isOwn: boolean, count: u32, mask: u32 = ANY_BIT): u32 {
  const key = keyOf(address, isOwn);
  using table = futexes.lock();
  return wakeIn(table.value.bucket(key), key, count, mask);
}

function wakeIn(bucket: FutexWaiter[], key: FutexKey, count: u32, mask: u32): u32 {
  let woken: u32 = 0;
  for (let i: u64 = 0; i < bucket.length && woken < count;) {
    const waiter = bucket[i];
    if (!waiter.key.equals(key) || (waiter.mask & mask) === 0) {
      i++;
      continue;
    }
    bucket.removeAt(i);
    waiter.isWoken = true;
    wake(waiter.thread);
    woken++;
  }
  return woken;
}

/**
 * FUTEX_CMP_REQUEUE: wakes `wakeCount` waiters and moves up to `moveCount` others to the second word. Returns how many were woken
 * or moved. Throws EAGAIN when `isChecked` and the word is not `expected`, EFAULT, EINVAL, ENOMEM.
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
  const bucket = table.value.bucket(fromKey);
  const woken = wakeIn(bucket, fromKey, wakeCount, ANY_BIT);
  let moved: u32 = 0;
  const target = table.value.bucket(toKey);
  for (let i: u64 = 0; i < bucket.length && moved < moveCount;) {
    const waiter = bucket[i];
    if (!waiter.key.equals(fromKey)) {
      i++;
      continue;
    }
    // First what may fail: a waiter must be in some bucket, or nobody wakes it.
    if (bucket !== target) {
      target.push(waiter);
      bucket.removeAt(i);
    } else {
      i++;
    }
    waiter.key = toKey;
    moved++;
  }
  return woken + moved;
}
