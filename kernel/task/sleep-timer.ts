import { schedule, wake } from "./scheduler.ts";
import type { Thread } from "./thread.ts";
import { NEVER, TimeBase, Timer } from "./timer.ts";

/** Wakes a thread at a deadline. */
class SleepTimer extends Timer {
  private readonly thread: Thread;
  hasFired: boolean = false;

  constructor(thread: Thread) {
    super();
    this.thread = thread;
  }

  override fire(): void {
    this.hasFired = true;
    wake(this.thread);
  }
}

/**
 * Gives the CPU away until somebody wakes the thread, which has said that it means to sleep, or the deadline (nanoseconds
 * of the clock `base`, or NEVER) passes. False in the latter case. Throws ENOMEM, and then it no longer means to sleep.
 */
export function sleepUntilWoken(thread: Thread, deadline: u64, base: TimeBase = TimeBase.Monotonic): boolean {
  if (deadline === NEVER) {
    schedule();
    return true;
  }
  const timer = armed(thread, deadline, base);
  schedule();
  timer.cancel();
  return !timer.hasFired;
}

function armed(thread: Thread, deadline: u64, base: TimeBase): SleepTimer {
  try {
    const timer = new SleepTimer(thread);
    timer.arm(deadline, base);
    return timer;
  } catch (error) {
    thread.isSleeping = false;
    throw error;
  }
}
