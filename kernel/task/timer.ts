import {
  armDeadline,
  monotonicAt,
  monotonicNanoseconds,
  realtimeNanoseconds,
  setRealtime,
} from "../platform/clock.ts";
import { SpinLock } from "../platform/lock.ts";

/** "No deadline." */
export const NEVER: u64 = 0xffff_ffff_ffff_ffff;

const NOT_ARMED: u64 = 0xffff_ffff_ffff_ffff;

/** By which clock a deadline is meant. */
export enum TimeBase {
  /** Time since the kernel started. */
  Monotonic,
  /** Time since 1970: what is due by it comes sooner or later when the clock is set (clock_settime(2)). */
  Real,
}

/** Nanoseconds of a clock. */
export function timeBy(base: TimeBase): u64 {
  return base === TimeBase.Real ? realtimeNanoseconds() : monotonicNanoseconds();
}

/** Something that happens at a time. */
export abstract class Timer {
  /** Nanoseconds of the clock `base`. Guarded by the timers' lock, as are `base` and `slot`. */
  deadline: u64 = NEVER;
  base: TimeBase = TimeBase.Monotonic;
  /** Index in the heap. */
  slot: u64 = NOT_ARMED;

  /** Called once the deadline has passed, in interrupt context: must be short, must not sleep, allocate or throw. */
  abstract fire(): void;

  /** Sets (or moves) the deadline. Throws ENOMEM. */
  arm(deadline: u64, base: TimeBase = TimeBase.Monotonic): void {
    using timers = allTimers.lock();
    timers.value.remove(this);
    this.deadline = deadline;
    this.base = base;
    timers.value.add(this);
    timers.value.program();
  }

  /** Takes the deadline back. False when it had passed, or was never set. */
  cancel(): boolean {
    using timers = allTimers.lock();
    return timers.value.remove(this);
  }

  /** Whether its deadline is still to come. May have passed by the time that the caller looks. */
  get isArmed(): boolean {
    return this.slot !== NOT_ARMED;
  }
}

/** A binary heap of the armed timers by one clock: the next one is first. */
class TimerHeap {
  private readonly heap: Timer[] = [];

  add(timer: Timer): void {
    this.heap.push(timer);
    this.moveUp(this.heap.length - 1, timer);
  }

  remove(timer: Timer): boolean {
    const slot = timer.slot;
    if (slot === NOT_ARMED) return false;
    timer.slot = NOT_ARMED;
    const last = this.heap.removeAt(this.heap.length - 1);
    if (slot < this.heap.length) {
      // The last one takes its place, and then goes where it belongs.
      if (slot > 0 && last.deadline < this.heap[(slot - 1) >> 1].deadline) this.moveUp(slot, last);
      else this.moveDown(slot, last);
    }
    return true;
  }

  /** The first timer, taken out, if its deadline has passed. */
  takeExpired(now: u64): Timer | null {
    if (this.heap.length === 0) return null;
    const first = this.heap[0];
    if (first.deadline > now) return null;
    this.remove(first);
    return first;
  }

  /** The first deadline. */
  get next(): u64 {
    return this.heap.length === 0 ? NEVER : this.heap[0].deadline;
  }

  private moveUp(from: u64, timer: Timer): void {
    let slot = from;
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      if (this.heap[above].deadline <= timer.deadline) break;
      this.put(slot, this.heap[above]);
      slot = above;
    }
    this.put(slot, timer);
  }

  private moveDown(from: u64, timer: Timer): void {
    let slot = from;
    for (;;) {
      let below = slot * 2 + 1;
      if (below >= this.heap.length) break;
      if (below + 1 < this.heap.length && this.heap[below + 1].deadline < this.heap[below].deadline)
        below += 1;
      if (this.heap[below].deadline >= timer.deadline) break;
      this.put(slot, this.heap[below]);
      slot = below;
    }
    this.put(slot, timer);
  }

  private put(slot: u64, timer: Timer): void {
    this.heap[slot] = timer;
    timer.slot = slot;
  }
}

/** All armed timers. */
class Timers {
  private readonly monotonic: TimerHeap = new TimerHeap();
  private readonly real: TimerHeap = new TimerHeap();
  /** What the hardware was last told. */
  private programmed: u64 = NEVER;

  add(timer: Timer): void {
    this.heapOf(timer).add(timer);
  }

  remove(timer: Timer): boolean {
    return this.heapOf(timer).remove(timer);
  }

  private heapOf(timer: Timer): TimerHeap {
    return timer.base === TimeBase.Real ? this.real : this.monotonic;
  }

  /** A timer whose deadline had passed at the monotonic time, taken out. */
  takeExpired(now: u64): Timer | null {
    const first = this.monotonic.takeExpired(now);
    if (first !== null || this.real.next === NEVER) return first;
    return this.real.takeExpired(realtimeNanoseconds());
  }

  /** Tells the hardware the first deadline. */
  program(): void {
    let next = this.monotonic.next;
    if (this.real.next !== NEVER) next = bits.min(next, monotonicAt(this.real.next));
    if (next === this.programmed) return;
    this.programmed = next;
    if (next !== NEVER) armDeadline(next);
  }

  /** The hardware's deadline has passed, so it knows none now. */
  forgetProgrammed(): void {
    this.programmed = NEVER;
  }
}

const allTimers: SpinLock<Timers> = new SpinLock(new Timers());

/** Sets the real time, not before the monotonic: timers by it are due when it says so now. */
export function setClock(nanoseconds: u64): void {
  using timers = allTimers.lock();
  setRealtime(nanoseconds);
  timers.value.program();
}

/** Fires what is due and programs the next deadline. Called by the timer interrupt. */
export function runTimers(): void {
  const now = monotonicNanoseconds();
  forgetHardwareDeadline();
  for (let timer = takeExpired(now); timer !== null; timer = takeExpired(now)) timer.fire();
  using timers = allTimers.lock();
  timers.value.program();
}

function forgetHardwareDeadline(): void {
  using timers = allTimers.lock();
  timers.value.forgetProgrammed();
}

function takeExpired(now: u64): Timer | null {
  using timers = allTimers.lock();
  return timers.value.takeExpired(now);
}
