import type { Thread } from "./thread.ts";

/** A thread's entry in one wait queue. Guarded by the queue's lock. */
export class Waiter {
  /** Who waits; null while the entry is in no queue (and so the thread and its entry do not keep each other alive). */
  thread: Thread | null = null;
  next: Waiter | null = null;
}
