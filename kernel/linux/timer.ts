/** System calls about a program's timers that send signals: timer_create(2) and its family. */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds, realtimeNanoseconds } from "../platform/clock.ts";
import { loadStruct, storeStruct, writeUser32 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import type { Process } from "../process/process.ts";
import { findThread } from "../process/process-table.ts";
import { Signal, SIGNAL_MAX } from "../process/signal.ts";
import { SignalTimer } from "../process/signal-timer.ts";
import { IntervalSpec } from "./structures.ts";
import type { In, Out } from "./abi/arguments.ts";

const CLOCK_REALTIME: u32 = 0;
const CLOCK_MONOTONIC: u32 = 1;
const CLOCK_BOOTTIME: u32 = 7;

/** Clocks that timers may run by. Throws EINVAL. */
export function checkTimerClock(clock: u32): void {
  if (clock !== CLOCK_REALTIME && clock !== CLOCK_MONOTONIC && clock !== CLOCK_BOOTTIME) throw Errno.EINVAL;
}

/** The monotonic time that a timer's first value means; later times than can be said are never reached. */
export function dueTime(clock: u32, value: u64, isAbsolute: boolean): u64 {
  const now = monotonicNanoseconds();
  let wait = value;
  if (isAbsolute) {
    const clockNow = clock === CLOCK_REALTIME ? realtimeNanoseconds() : now;
    wait = value > clockNow ? value - clockNow : 0;
  }
  const latest = ~u64(0) - 1;
  return wait > latest - now ? latest : now + wait;
}

/** `struct sigevent`. */
@struct
@size(64)
class SignalEvent {
  value: u64 = 0;
  signal: i32 = 0;
  notify: i32 = 0;
  thread: i32 = 0;
  padding = new FixedArray<i32, 11>();
}

const SIGEV_SIGNAL: i32 = 0;
const SIGEV_NONE: i32 = 1;
const SIGEV_THREAD_ID: i32 = 4;

/**
 * timer_create(2): makes a timer by CLOCK_REALTIME, CLOCK_MONOTONIC or CLOCK_BOOTTIME that sends a signal to the process, or to one of its threads
 * (SIGEV_THREAD_ID), or none (SIGEV_NONE). Without `event` it is SIGALRM. Its id is written to `id`.
 *
 * Errors: EINVAL another clock, event, signal or thread; EAGAIN too many timers; EFAULT; ENOMEM.
 */
export function timer_create(clock: u32, event: In<"sigevent">, id: Out<"timer_t">): i64 {
  checkTimerClock(clock);
  const process = currentProcess();
  const wanted = new SignalEvent();
  if (event !== 0) loadStruct(event, wanted);
  else wanted.signal = i32(Signal.SIGALRM);
  const signal = signalOf(wanted);
  let thread: i32 = 0;
  if (wanted.notify === SIGEV_THREAD_ID) {
    thread = wanted.thread;
    if (findThread(thread)?.process !== process) throw Errno.EINVAL;
  }
  const made = addTimer(process, clock, thread, signal, wanted.value, event === 0);
  try {
    writeUser32(id, u32(made));
  } catch (error) {
    timer_delete(made);
    throw error;
  }
  return 0;
}

/** Makes a timer and returns its id, which is its signal's value as well if none was given. */
function addTimer(
  process: Process,
  clock: u32,
  thread: i32,
  signal: Signal | null,
  value: u64,
  hasNoValue: boolean,
): i32 {
  using timers = process.timers.lock();
  const id = timers.value.newId();
  timers.value.add(id, new SignalTimer(clock, process.pid, thread, signal, hasNoValue ? u64(id) : value, id));
  return id;
}

function signalOf(event: SignalEvent): Signal | null {
  if (event.notify === SIGEV_NONE) return null;
  if (event.notify !== SIGEV_SIGNAL && event.notify !== SIGEV_THREAD_ID) throw Errno.EINVAL;
  if (event.signal < 1 || u32(event.signal) > SIGNAL_MAX) throw Errno.EINVAL;
  return u32(event.signal) as Signal;
}

/** Throws EINVAL. */
function timerOf(id: i32): SignalTimer {
  using timers = currentProcess().timers.lock();
  return timers.value.get(id);
}

const TIMER_ABSTIME: u32 = 1;

/**
 * timer_settime(2): starts a timer, or with a value of 0 stops it. `old`, which may be null, gets what it was set to.
 *
 * Errors: EINVAL no such timer, or not a valid time; EFAULT; ENOMEM.
 */
export function timer_settime(id: i32, flags: u32, value: In<"itimerspec">, old: Out<"itimerspec">): i64 {
  timerOf(id);
  const wanted = new IntervalSpec();
  loadStruct(value, wanted);
  if (!wanted.isValid) throw Errno.EINVAL;
  if (old !== 0) timer_gettime(id, old);
  // Nobody deletes it now: a timer that runs can be found.
  using timers = currentProcess().timers.lock();
  const timer = timers.value.get(id);
  timer.cancel();
  timer.overruns = 0;
  const first = wanted.value.total;
  if (first !== 0)
    timer.start(dueTime(timer.clock, first, (flags & TIMER_ABSTIME) !== 0), wanted.interval.total);
  return 0;
}

/**
 * timer_gettime(2): what is left of a timer, and its interval.
 *
 * Errors: EINVAL no such timer; EFAULT.
 */
export function timer_gettime(id: i32, value: Out<"itimerspec">): i64 {
  const timer = timerOf(id);
  const now = new IntervalSpec();
  now.value.set(timer.remaining);
  now.interval.set(timer.interval);
  storeStruct(value, now);
  return 0;
}

/**
 * timer_getoverrun(2): how many times the timer was due since its last signal was sent without one being sent.
 *
 * Errors: EINVAL no such timer.
 */
export function timer_getoverrun(id: i32): i64 {
  return i64(bits.min(timerOf(id).overruns, 0x7fff_ffff));
}

/**
 * timer_delete(2): takes a timer away. A signal that it has sent stays.
 *
 * Errors: EINVAL no such timer.
 */
export function timer_delete(id: i32): i64 {
  using timers = currentProcess().timers.lock();
  timers.value.delete(id);
  return 0;
}
