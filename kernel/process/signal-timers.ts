import { Errno } from "../../core/errno.ts";
import { NumberPool } from "../../core/number-pool.ts";
import type { SignalTimer } from "./signal-timer.ts";

/** Most timers of a process (RLIMIT_SIGPENDING bounds them on Linux). */
const MOST_TIMERS: usize = 1024;

/** A process's timers of timer_create(2) by their id. */
export class SignalTimers {
  /** Null where one was deleted. */
  private readonly timers: (SignalTimer | null)[] = [];
  private readonly ids: NumberPool = new NumberPool();

  /** Throws EINVAL when there is none with the id. */
  get(id: i32): SignalTimer {
    const timer = id >= 0 && u64(id) < this.timers.length ? this.timers[u64(id)] : null;
    if (timer === null) throw Errno.EINVAL;
    return timer;
  }

  /** The lowest id that no timer has, with room for one. Throws EAGAIN, ENOMEM. */
  newId(): i32 {
    const id = this.ids.lowestFree(0);
    if (id === MOST_TIMERS) throw Errno.EAGAIN;
    this.ids.prepare(id);
    if (id === this.timers.length) this.timers.push(null);
    return i32(id);
  }

  /** `id` is of `newId`. */
  add(id: i32, timer: SignalTimer): void {
    this.timers[u64(id)] = timer;
    this.ids.take(u64(id));
  }

  /** Throws EINVAL. */
  delete(id: i32): void {
    this.end(u64(id), this.get(id));
  }

  /** Those of CPU time: see `SignalTimer.expireByCpu`. */
  expireByCpu(processUsed: u64, thread: i32, threadUsed: u64): void {
    for (const timer of this.timers) timer?.expireByCpu(processUsed, thread, threadUsed);
  }

  /** Whether one of CPU time is set. */
  get areWatchingCpu(): boolean {
    return this.timers.some((timer) => timer !== null && timer.cpuTimer.isSet);
  }

  /** Neither the process's end nor execve(2) leaves any. */
  deleteAll(): void {
    for (let id: usize = 0; id < this.timers.length; id++) {
      const timer = this.timers[id];
      if (timer !== null) this.end(id, timer);
    }
  }

  private end(id: usize, timer: SignalTimer): void {
    timer.cancel();
    this.timers[id] = null;
    this.ids.giveBack(id);
  }
}
