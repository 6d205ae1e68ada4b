import { TimeBase, timeBy, Timer } from "./timer.ts";

/** A timer does not fire more often than this, in nanoseconds: a shorter interval would leave no time for anything else. What is missed counts. */
const SHORTEST: u64 = 100_000;

/** A timer that programs set: once, or again every interval. */
export abstract class RepeatingTimer extends Timer {
  /** Nanoseconds; 0: once. */
  interval: u64 = 0;
  /** The time at which it is due, by its clock, which may be before the deadline: see SHORTEST. */
  private due: u64 = 0;

  /** Called in interrupt context when it has been due `times` times more: as `Timer.fire`. */
  protected abstract expire(times: u64): void;

  /** Starts it for a time of the clock `base`, which may have passed. Throws ENOMEM. */
  start(due: u64, interval: u64, base: TimeBase = TimeBase.Monotonic): void {
    this.interval = interval;
    this.due = due;
    this.arm(due, base);
  }

  /** Nanoseconds until it is due; 0 when it is not set. */
  get remaining(): u64 {
    if (!this.isArmed) return 0;
    const now = timeBy(this.base);
    return this.due > now ? this.due - now : 1;
  }

  override fire(): void {
    let times: u64 = 1;
    if (this.interval !== 0) {
      const now = timeBy(this.base);
      if (now > this.due) times += (now - this.due) / this.interval;
      this.due += times * this.interval;
      try {
        this.arm(bits.max(this.due, now + SHORTEST), this.base);
      } catch {
        // No memory to go on: this is its last time.
      }
    }
    this.expire(times);
  }
}
