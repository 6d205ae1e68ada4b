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
 * Whoever makes the condition true does so first, by an atomic operation or under a lock (whose release is one), and wakes then: a
 * wake looks whether anybody waits before it takes the queue's own lock. The lock that guards the condition is held while it
 * is looked at, and never during `sleep`. A thread has one entry for such waits, so the condition must not be one that takes a mutex: a second
 * wait in between would not be entered. Poll tables have entries of their own, and may ask files that do.
 */

import { Errno } from "../../core/errno.ts";
import { disableInterrupts, restoreInterrupts } from "../platform/cpu.ts";
import { RawLock } from "../platform/memory/raw-lock.ts";
import { schedule, wake } from "./scheduler.ts";
import { sleepUntilWoken } from "./sleep-timer.ts";
import { NEVER } from "./timer.ts";
import { currentThread, type Thread } from "./thread.ts";
import { Wakeable, type Waiter } from "./waiter.ts";

/**
 * Thrown by an interrupted wait: the system call is restarted after the signal's handler if the handler's action says so, else
 * it fails with EINTR (ERESTARTSYS of Linux; programs never see it).
 */
export const RESTART: Errno = 512 as Errno;

/** Threads that wait for something to become true, and files of epoll(7) that listen for it. Woken in the order of their coming. */
export class WaitQueue extends Wakeable {
  /** Guards the list. One object in all, as every mutex and pipe has a queue or two. */
  private readonly lock = new RawLock();
  private first: Waiter | null = null;
  private last: Waiter | null = null;
  /** Of the wake that goes on: an exclusive listener has had its turn. */
  private hasWokenExclusive: boolean = false;

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
   * Sleeps until woken, by a signal too. Throws RESTART when one is pending, ENOMEM when there is none for the deadline's timer. False when `deadline`
   * (monotonic nanoseconds) passed first. A signal that comes does not end the wait here but at the next `sleep`: the caller looks at the condition
   * between, for what has become true by then counts (a child that ends and sends SIGCHLD is told, not EINTR).
   */
  sleep(deadline: u64 = NEVER): boolean {
    const thread = currentThread();
    try {
      if (thread.isInterrupted()) throw RESTART;
      return sleepUntilWoken(thread, deadline);
    } finally {
      this.cancel();
    }
  }

  /** The same, for waits that end soon by themselves: signals wait. */
  sleepUninterruptibly(): void {
    const thread = currentThread();
    schedule();
    this.leave(thread.waiter);
  }

  /** Wakes the thread that has waited longest, if any does. Returns whether one did. */
  wakeOne(): boolean {
    // Who only listens does not take the turn of a thread.
    while (this.first !== null) {
      const wasOn = this.acquire();
      const waiter = this.takeFirst();
      const isThread = waiter !== null && waiter.thread !== null;
      const next = waiter === null ? null : wakeWaiter(waiter);
      this.release(wasOn);
      if (next !== null) wakeInTurn(next);
      if (isThread) return true;
    }
    return false;
  }

  /** Wakes all threads that wait, and tells all that listen. Any context. */
  wakeAll(): void {
    if (this.first === null) return;
    this.hasWokenExclusive = false;
    wakeInTurn(this);
  }

  override wakeUntilNext(): Wakeable | null {
    const wasOn = this.acquire();
    let next: Wakeable | null = null;
    for (let waiter = this.takeNext(); waiter !== null; waiter = this.takeNext()) {
      const isExclusive = waiter.isExclusive;
      next = wakeWaiter(waiter);
      if (next !== null && !next.isEmpty) {
        this.hasWokenExclusive ||= isExclusive;
        break;
      }
      next = null;
    }
    this.release(wasOn);
    return next;
  }

  /** Whether nobody waits. */
  override get isEmpty(): boolean {
    return this.first === null;
  }

  /** For poll tables: enters with an entry of one's own. */
  enter(waiter: Waiter, thread: Thread): void {
    const wasOn = this.acquire();
    if (waiter.thread === null) {
      waiter.thread = thread;
      this.add(waiter);
    }
    this.release(wasOn);
  }

  /** Has the entry's `notice` called by the next wake. */
  listen(waiter: Waiter): void {
    const wasOn = this.acquire();
    if (!waiter.isListening) {
      waiter.isListening = true;
      this.add(waiter);
    }
    this.release(wasOn);
  }

  /** Takes an entry out, if it is still in the queue. */
  leave(waiter: Waiter): void {
    const wasOn = this.acquire();
    if (waiter.thread !== null || waiter.isListening) {
      waiter.thread = null;
      waiter.isListening = false;
      this.remove(waiter);
    }
    this.release(wasOn);
  }

  private acquire(): boolean {
    const wasOn = disableInterrupts();
    this.lock.acquire();
    return wasOn;
  }

  private release(wasOn: boolean): void {
    this.lock.release();
    restoreInterrupts(wasOn);
  }

  private add(waiter: Waiter): void {
    if (this.last === null) this.first = waiter;
    else this.last.next = waiter;
    waiter.before = this.last;
    this.last = waiter;
  }

  /** The one that a wake comes to next: exclusive ones behind all others, and none when one of them was enough. */
  private takeNext(): Waiter | null {
    let at = this.first;
    while (at !== null && at.isExclusive) at = at.next;
    if (at === null) return this.hasWokenExclusive ? null : this.takeFirst();
    this.remove(at);
    return at;
  }

  private takeFirst(): Waiter | null {
    const waiter = this.first;
    if (waiter === null) return null;
    this.first = waiter.next;
    if (this.first === null) this.last = null;
    else this.first.before = null;
    waiter.next = null;
    return waiter;
  }

  private remove(waiter: Waiter): void {
    const { before, next } = waiter;
    // It is in another queue.
    if ((before === null && this.first !== waiter) || (next === null && this.last !== waiter)) return;
    if (before === null) this.first = next;
    else before.next = next;
    if (next === null) this.last = before;
    else next.before = before;
    waiter.before = null;
    waiter.next = null;
  }
}

/** Wakes all of a queue. Those that listen lead to more queues: one at a time is locked, and the way back is kept in a list, not on the stack. */
function wakeInTurn(first: Wakeable): void {
  const way = new QueueWay();
  let queue: Wakeable | null = first;
  while (queue !== null) {
    const next = queue.wakeUntilNext();
    if (next !== null) way.push(queue);
    queue = next ?? way.pop();
  }
}

/** Returns the queue that is to be woken in turn. */
function wakeWaiter(waiter: Waiter): Wakeable | null {
  const thread = waiter.thread;
  if (thread === null) {
    waiter.isListening = false;
    return waiter.notice();
  }
  waiter.thread = null;
  wake(thread);
  return null;
}

/** The queues that a wake has left to wake another first: no more than lead to each other, five sets of epoll(7) and what the first one watches. */
@struct
class QueueWay {
  private readonly queues = new FixedArray<Wakeable | null, 6>();
  private length: u64 = 0;

  push(queue: Wakeable): void {
    this.queues[this.length] = queue;
    this.length += 1;
  }

  pop(): Wakeable | null {
    if (this.length === 0) return null;
    this.length -= 1;
    const queue = this.queues[this.length];
    this.queues[this.length] = null;
    return queue;
  }
}
