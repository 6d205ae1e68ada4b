import { sleepUntilWoken } from "./sleep-timer.ts";
import { currentThread } from "./thread.ts";
import { RESTART, type WaitQueue } from "./wait-queue.ts";
import { Waiter } from "./waiter.ts";

/**
 * A wait on several queues at once, as poll(2) and select(2) do. Each file that is asked for its state adds the queues that
 * tell of its changes; then the thread sleeps until one of them wakes it, and asks again.
 */
export class PollTable {
  private readonly queues: WaitQueue[] = [];
  private readonly waiters: Waiter[] = [];
  /** Set once the queues are known: the second round of questions need not add them again. */
  private isComplete: boolean = false;

  /** Called by a file: its state may change when this queue is woken. Throws ENOMEM. */
  add(queue: WaitQueue): void {
    if (this.isComplete) return;
    const waiter = new Waiter();
    // In this order: for each queue there is a waiter, even if memory runs out in between.
    this.waiters.push(waiter);
    this.queues.push(queue);
    queue.enter(waiter, currentThread());
  }

  /** Says that the thread means to sleep; to be called before the files are asked. */
  prepare(): void {
    currentThread().isSleeping = true;
    for (let i: usize = 0; i < this.queues.length; i++)
      this.queues[i].enter(this.waiters[i], currentThread());
  }

  /** After asking: there is something to report, do not sleep. */
  cancel(): void {
    currentThread().isSleeping = false;
  }

  /**
   * Sleeps until one of the queues or a signal wakes the thread; false when the deadline passed first. Throws RESTART when a signal is pending: files
   * are asked before that counts, as in `WaitQueue.sleep`.
   */
  sleep(deadline: u64): boolean {
    this.isComplete = true;
    const thread = currentThread();
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      throw RESTART;
    }
    return sleepUntilWoken(thread, deadline);
  }

  /** Leaves all queues. */
  [Symbol.dispose](): void {
    for (let i: usize = 0; i < this.queues.length; i++) this.queues[i].leave(this.waiters[i]);
  }
}
