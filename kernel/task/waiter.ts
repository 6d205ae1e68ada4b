import type { Thread } from "./thread.ts";

/** What a wake goes on with: a queue of waiters (wait-queue.ts). */
export abstract class Wakeable {
  abstract get isEmpty(): boolean;
  /** Wakes one after the other until one leads to another queue with waiters, which is returned; null: all are woken. */
  abstract wakeUntilNext(): Wakeable | null;
}

/** A thread's entry in one wait queue. Guarded by the queue's lock. */
export class Waiter {
  /** Who waits; null while the entry is in no queue (and so the thread and its entry do not keep each other alive). */
  thread: Thread | null = null;
  /** Its neighbours in the queue. */
  before: Waiter | null = null;
  next: Waiter | null = null;
  /** The entry is in a queue, and no thread's: `notice` is called instead of waking one. */
  isListening: boolean = false;

  /** Of those that listen so, a wake notices one that leads to somebody who waits, and the others go on listening (EPOLLEXCLUSIVE). */
  get isExclusive(): boolean {
    return false;
  }

  /**
   * The queue was woken and the entry is out of it. Called with the queue locked and interrupts off, also in interrupt context: must be short, must
   * not touch a queue, allocate or throw. Returns the queue whose waiters are to be woken because of that, which the caller does; no more than six
   * queues may lead to each other so (file/watch-graph.ts sees to it).
   */
  notice(): Wakeable | null {
    return null;
  }
}
