/**
 * Waiting on words of user memory (futex(2)).
 *
 * Waiters are in buckets by key. The key of a word is its frame and offset, so that processes that share memory meet; private
 * words could use the address, but the frame serves both, and a page that is present is found by four loads.
 */

import { Errno } from "../../core/errno.ts";
import { SpinLock } from "../platform/lock.ts";
import { readUser32 } from "../platform/user.ts";
import type { VirtAddr } from "../platform/address.ts";
import { wake } from "../task/scheduler.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentProcess, currentUserThread } from "./current.ts";
import type { UserThread } from "./user-thread.ts";

class FutexWaiter {
  readonly thread: UserThread;
  key: u64;
  readonly mask: u32;
  isWoken: boolean = false;

  constructor(thread: UserThread, key: u64, mask: u32) {
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

  bucket(key: u64): FutexWaiter[] {
    return this.buckets[((key >> 2) ^ (key >> 12)) % BUCKETS];
  }
}

const futexes: SpinLock<FutexTable> = new SpinLock(new FutexTable());

export const ANY_BIT: u32 = 0xffff_ffff;

/** The physical address of the word, brought into memory if need be. Throws EINVAL, EFAULT. */
function keyOf(address: u64): u64 {
  if ((address & 3) !== 0) throw Errno.EINVAL;
  const space = currentProcess().space;
  if (space === null) throw Errno.EFAULT;
  readUser32(address);
  const frame = space.table.frameAt((address & ~u64(0xfff)) as VirtAddr);
  if (frame === null) throw Errno.EFAULT;
  return u64(frame) | (address & 0xfff);
}

/**
 * FUTEX_WAIT: sleeps while the word is `expected`, until woken with a bit of `mask`. Throws EAGAIN when the word differs,
 * ETIMEDOUT, RESTART, EFAULT, EINVAL.
 */
export function waitOnAddress(address: u64, expected: u32, deadline: u64, mask: u32): void {
  const thread = currentUserThread();
  const waiter = new FutexWaiter(thread, keyOf(address), mask);
  thread.isSleeping = true;
  add(waiter);
  try {
    // Looked at after the waiter is in the table: a wake that follows a change of the word finds it.
    if (readUser32(address) !== expected) throw Errno.EAGAIN;
    if (thread.isInterrupted()) throw RESTART;
    const isInTime = sleepUntilWoken(thread, deadline);
    if (remove(waiter)) return;
    throw isInTime ? RESTART : Errno.ETIMEDOUT;
  } catch (error) {
    thread.isSleeping = false;
    remove(waiter);
    throw error;
  }
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
export function wakeAddress(address: u64, count: u32, mask: u32 = ANY_BIT): u32 {
  const key = keyOf(address);
  using table = futexes.lock();
  return wakeIn(table.value.bucket(key), key, count, mask);
}

function wakeIn(bucket: FutexWaiter[], key: u64, count: u32, mask: u32): u32 {
  let woken: u32 = 0;
  for (let i: u64 = 0; i < bucket.length && woken < count;) {
    const waiter = bucket[i];
    if (waiter.key !== key || (waiter.mask & mask) === 0) {
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
 * or moved. Throws EAGAIN when `isChecked` and the word is not `expected`.
 */
export function requeue(
  from: u64,
  to: u64,
  wakeCount: u32,
  moveCount: u32,
  isChecked: boolean,
  expected: u32,
): u32 {
  const fromKey = keyOf(from);
  const toKey = keyOf(to);
  if (isChecked && readUser32(from) !== expected) throw Errno.EAGAIN;
  using table = futexes.lock();
  const bucket = table.value.bucket(fromKey);
  const woken = wakeIn(bucket, fromKey, wakeCount, ANY_BIT);
  let moved: u32 = 0;
  const target = table.value.bucket(toKey);
  for (let i: u64 = 0; i < bucket.length && moved < moveCount;) {
    const waiter = bucket[i];
    if (waiter.key !== fromKey) {
      i++;
      continue;
    }
    bucket.removeAt(i);
    waiter.key = toKey;
    target.push(waiter);
    moved++;
    if (bucket === target) break;
  }
  return woken + moved;
}
