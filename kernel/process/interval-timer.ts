import { monotonicNanoseconds } from "../platform/clock.ts";
import { NEVER, Timer } from "../task/timer.ts";
import { sendToPid } from "./send-signal.ts";
import { Signal } from "./signal.ts";

/** Sends SIGALRM to a process at a time, and again every interval (setitimer(2), alarm(2)). */
export class IntervalTimer extends Timer {
  private readonly pid: i32;
  /** Nanoseconds; 0: once. */
  interval: u64 = 0;

  constructor(pid: i32) {
    super();
    this.pid = pid;
  }

  /** Starts in `first` nanoseconds (0: stops it). Throws ENOMEM. */
  set(first: u64, interval: u64): void {
    this.interval = interval;
    if (first === 0) this.cancel();
    else this.arm(monotonicNanoseconds() + first);
  }

  /** Nanoseconds until it fires; 0 when it is not set. */
  get remaining(): u64 {
    if (!this.isArmed || this.deadline === NEVER) return 0;
    const now = monotonicNanoseconds();
    return this.deadline > now ? this.deadline - now : 1;
  }

  override fire(): void {
    try {
      if (this.interval !== 0) this.arm(this.deadline + this.interval);
      sendToPid(this.pid, Signal.SIGALRM);
    } catch {
      // No memory for the signal's record: it is lost, as a queue overflow would lose it.
    }
  }
}
