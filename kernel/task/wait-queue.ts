/**
 * Threads that wait for something to happen.
 *
 * The waiter says that it will sleep *before* it looks at the condition for the last time, so that a wake between the
 * look and the sleep is not lost:
 *
 *     for (;;) {
 *       queue.prepare();
 *       if (condition) { queue.cancel(); break; }
 *       queue.sleep();
 *     }
 *
 * Whoever makes the condition true does so first and wakes then. The lock that guards the condition is held while it
 * is looked at, and never during `sleep`.
 */

import { Errno } from "../../core/errno.ts";
import { SpinLock } from "../platform/lock.ts";
import { schedule, wake } from "./scheduler.ts";
import { sleepUntilWoken } from "./sleep-timer.ts";
import { NEVER } from "./timer.ts";
import { currentThread, type Thread } from "./thread.ts";
import type { Waiter } from "./waiter.ts";

/**
 * Thrown by an interrupted wait: the system call is restarted after the signal's handler if the handler's action says so, else
 * it fails with EINTR (ERESTARTSYS of Linux; programs never see it).
 */
export const RESTART: Errno = 512 as Errno;

class WaiterList {
  first: Waiter | null = null;
  last: Waiter | null = null;

  add(waiter: Waiter): void {
    if (this.last === null) this.first = waiter;
    else this.last.next = waiter;
    this.last = waiter;
  }

  takeFirst(): Waiter | null {
    const waiter = this.first;
    if (waiter === null) return null;
    this.first = waiter.next;
    if (this.first === null) this.last = null;
    waiter.next = null;
    return waiter;
  }

  remove(waiter: Waiter): void {
    let before: Waiter | null = null;
    let at = this.first;
    while (at !== null && at !== waiter) {
      before = at;
      at = at.next;
    }
    if (at === null) return;
    if (before === null) this.first = waiter.next;
    else before.next = waiter.next;
    if (this.last === waiter) this.last = before;
    waiter.next = null;
  }
}

export class WaitQueue {
  private readonly waiters: SpinLock<WaiterList> = new SpinLock(new WaiterList());

  /** Enters the running thread, which from now on means to sleep. */
  prepare(): void {
    const thread = currentThread();
    thread.isSleeping = true;
    this.enter(thread.waiter, thread);
  }

  /** Takes the running thread out again without sleeping. */
  cancel(): void {
    const thread = currentThread();
    thread.isSleeping = false;
    this.leave(thread.waiter);
  }

  /**
   * Sleeps until woken. Throws RESTART when a signal is pending or comes. False when `deadline` (monotonic nanoseconds)
   * passed first.
   */
  sleep(deadline: u64 = NEVER): boolean {
    const thread = currentThread();
    if (thread.isInterrupted()) {
      this.cancel();
      throw RESTART;
    }
    const isInTime = sleepUntilWoken(thread, deadline);
    this.leave(thread.waiter);
    if (thread.isInterrupted()) throw RESTART;
    return isInTime;
  }

  /** The same, for waits that end soon by themselves: signals wait. */
  sleepUninterruptibly(): void {
    const thread = currentThread();
    schedule();
    this.leave(thread.waiter);
  }

  /** Wakes the thread that has waited longest, if any does. Returns whether one did. */
  wakeOne(): boolean {
    using waiters = this.waiters.lock();
    const waiter = waiters.value.takeFirst();
    if (waiter === null) return false;
    wakeWaiter(waiter);
    return true;
  }

  wakeAll(): void {
    using waiters = this.waiters.lock();
    for (let waiter = waiters.value.takeFirst(); waiter !== null; waiter = waiters.value.takeFirst()) wakeWaiter(waiter);
  }

  /** Whether anybody waits. */
  isEmpty(): boolean {
    using waiters = this.waiters.lock();
    return waiters.value.first === null;
  }

  /** For poll tables: enters with an entry of one's own. */
  enter(waiter: Waiter, thread: Thread): void {
    using waiters = this.waiters.lock();
    if (waiter.thread !== null) return;
    waiter.thread = thread;
    waiters.value.add(waiter);
  }

  leave(waiter: Waiter): void {
    using waiters = this.waiters.lock();
    if (waiter.thread === null) return;
    waiter.thread = null;
    waiters.value.remove(waiter);
  }
}

function wakeWaiter(waiter: Waiter): void {
  const thread = waiter.thread;
  waiter.thread = null;
  if (thread !== null) wake(thread);
}
