import { monotonicNanoseconds } from "../platform/clock.ts";
import { RepeatingTimer } from "../task/repeating-timer.ts";
import { sendToPid } from "./send-signal.ts";
import { Signal } from "./signal.ts";

/** Sends SIGALRM to a process at a time, and again every interval (setitimer(2), alarm(2)). */
export class IntervalTimer extends RepeatingTimer {
  private readonly pid: i32;

  constructor(pid: i32) {
    super();
    this.pid = pid;
  }

  /** Starts in `first` nanoseconds (0: stops it). Throws ENOMEM. */
  set(first: u64, interval: u64): void {
    this.cancel();
    if (first === 0) return;
    const now = monotonicNanoseconds();
    this.start(bits.addOverflows(now, first) ? ~u64(0) - 1 : now + first, interval);
  }

  override expire(_times: u64): void {
    sendToPid(this.pid, Signal.SIGALRM);
  }
}
