import type { CpuTime } from "../task/cpu-time.ts";
import { type Limits, Resource, UNLIMITED } from "./limits.ts";
import { setOf, Signal, type SignalSet } from "./signal.ts";

const SECOND: u64 = 1_000_000_000;

/** A timer that runs while a process, or a thread, does: of setitimer(2) and timer_create(2). Nanoseconds of CPU time. */
@struct
export class CpuTimer {
  /** The CPU time at which it is due; 0: it is not set. */
  private due: u64 = 0;
  interval: u64 = 0;

  get isSet(): boolean {
    return this.due !== 0;
  }

  /** Starts in `first` nanoseconds of CPU time; 0: stops it. */
  set(used: u64, first: u64, interval: u64): void {
    this.due = first === 0 ? 0 : bits.addOverflows(used, first) ? ~u64(0) : used + first;
    this.interval = interval;
  }

  /** How long until it is due; 0 when it is not set. */
  remaining(used: u64): u64 {
    if (this.due === 0) return 0;
    return this.due > used ? this.due - used : 1;
  }

  /** How many times it is due, which sets it anew, or stops it. */
  expire(used: u64): u64 {
    if (this.due === 0 || used < this.due) return 0;
    const times = this.interval === 0 ? 1 : (used - this.due) / this.interval + 1;
    this.due = this.interval === 0 ? 0 : this.due + times * this.interval;
    return times;
  }
}

/** What watches the CPU time of a process: ITIMER_VIRTUAL, ITIMER_PROF and RLIMIT_CPU. Looked at a hundred times a second while it runs. */
export class CpuTimers {
  /** By the time in user mode, and by all time. */
  virtual = new CpuTimer();
  profile = new CpuTimer();
  /** The seconds at which SIGXCPU comes again, as RLIMIT_CPU was exceeded and the program goes on. */
  private nextWarning: u64 = 0;

  /** The signals that are due now. */
  due(used: CpuTime, limits: Limits): SignalSet {
    let signals: SignalSet = 0;
    if (this.virtual.expire(used.user) !== 0) signals |= setOf(Signal.SIGVTALRM);
    if (this.profile.expire(used.total) !== 0) signals |= setOf(Signal.SIGPROF);
    return signals | this.exceeded(used.total / SECOND, limits);
  }

  private exceeded(seconds: u64, limits: Limits): SignalSet {
    if (seconds >= limits.hard(Resource.CpuTime)) return setOf(Signal.SIGKILL);
    if (seconds < bits.max(limits.soft(Resource.CpuTime), this.nextWarning)) return 0;
    this.nextWarning = seconds + 1;
    return setOf(Signal.SIGXCPU);
  }

  /** Whether there is anything to watch. */
  areNeeded(limits: Limits): boolean {
    return this.virtual.isSet || this.profile.isSet || limits.soft(Resource.CpuTime) !== UNLIMITED;
  }
}
