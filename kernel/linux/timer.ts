/** System calls about a program's timers that send signals: timer_create(2) and its family. */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { loadStruct, storeStruct, writeUser32 } from "../platform/user.ts";
import { currentProcess, currentUserThread } from "../process/current.ts";
import { timeOf, watchCpuTime } from "../process/program-state.ts";
import { CpuTime } from "../task/cpu-time.ts";
import type { Process } from "../process/process.ts";
import { findThread } from "../process/process-table.ts";
import { Signal, SIGNAL_MAX } from "../process/signal.ts";
import { SignalTimer } from "../process/signal-timer.ts";
import type { RepeatingTimer } from "../task/repeating-timer.ts";
import { TimeBase } from "../task/timer.ts";
import { IntervalSpec } from "./structures.ts";
import type { In, Out } from "./abi/arguments.ts";
import { ClockId, TimerFlags } from "./abi/system-flags.ts";

/** Clocks that timers may run by. Throws EINVAL. */
export function checkTimerClock(clock: u32): void {
  if (
    clock !== ClockId.CLOCK_REALTIME &&
    clock !== ClockId.CLOCK_MONOTONIC &&
    clock !== ClockId.CLOCK_BOOTTIME
  )
    throw Errno.EINVAL;
}

/**
 * Starts a timer for a time of its clock, or for one from now, on which setting the clock has no effect; later times than can be said are never
 * reached. Throws ENOMEM.
 */
export function startTimer(
  timer: RepeatingTimer,
  clock: u32,
  value: u64,
  isAbsolute: boolean,
  interval: u64,
): void {
  if (isAbsolute) {
    const isReal = clock === ClockId.CLOCK_REALTIME || clock === ClockId.CLOCK_TAI;
    timer.start(value, interval, isReal ? TimeBase.Real : TimeBase.Monotonic);
    return;
  }
  const now = monotonicNanoseconds();
  const latest = ~u64(0) - 1;
  timer.start(value > latest - now ? latest : now + value, interval);
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
 * timer_create(2): makes a timer that sends a signal to the process, or to one of its threads (SIGEV_THREAD_ID), or none (SIGEV_NONE): by CLOCK_REALTIME,
 * CLOCK_TAI, CLOCK_MONOTONIC, CLOCK_BOOTTIME, or the CPU time of the process or of the calling thread, which is looked at a hundred times a second. Without `event` it is SIGALRM. Its id is written to `id`.
 *
 * Errors: EINVAL another clock, event, signal or thread; EAGAIN too many timers; EFAULT; ENOMEM.
 */
export function timer_create(clockId: ClockId, event: In<"sigevent">, id: Out<"timer_t">): i64 {
  const clock = namedClock(clockId);
  if (clock !== ClockId.CLOCK_TAI && !isCpuClock(clock)) checkTimerClock(clock);
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
  const clockThread = clock === ClockId.CLOCK_THREAD_CPUTIME_ID ? currentUserThread().id : 0;
  const id = timers.value.newId();
  timers.value.add(
    id,
    new SignalTimer(clock, clockThread, process.pid, thread, signal, hasNoValue ? u64(id) : value, id),
  );
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

/**
 * timer_settime(2): starts a timer, or with a value of 0 stops it. `old`, which may be null, gets what it was set to.
 *
 * Errors: EINVAL no such timer, or not a valid time; EFAULT; ENOMEM.
 */
export function timer_settime(
  id: i32,
  flags: TimerFlags,
  value: In<"itimerspec">,
  old: Out<"itimerspec">,
): i64 {
  if (value === 0) throw Errno.EINVAL;
  const wanted = new IntervalSpec();
  loadStruct(value, wanted);
  if (!wanted.isValid) throw Errno.EINVAL;
  if (old !== 0) timer_gettime(id, old);
  if (isByCpu(timerOf(id))) setByCpu(id, wanted, (flags & TimerFlags.TIMER_ABSTIME) !== 0);
  else setByClock(id, wanted, (flags & TimerFlags.TIMER_ABSTIME) !== 0);
  return 0;
}

/** What clock_getcpuclockid(3) makes for the caller itself, which glibc passes for the two CPU clocks: ~0 << 3, and 2, or 6 for a thread. */
function namedClock(clock: u32): u32 {
  if (clock === 0xffff_fffa) return ClockId.CLOCK_PROCESS_CPUTIME_ID;
  return clock === 0xffff_fffe ? u32(ClockId.CLOCK_THREAD_CPUTIME_ID) : clock;
}

function isCpuClock(clock: u32): boolean {
  return clock === ClockId.CLOCK_PROCESS_CPUTIME_ID || clock === ClockId.CLOCK_THREAD_CPUTIME_ID;
}

function isByCpu(timer: SignalTimer): boolean {
  return isCpuClock(timer.clock);
}

/** What its process or thread has used; of a thread that has ended 0. */
function cpuTimeFor(timer: SignalTimer): u64 {
  if (timer.clockThread === 0) return timeOf(currentProcess()).total;
  const used = new CpuTime();
  findThread(timer.clockThread)?.addTimeTo(used);
  return used.total;
}

function setByCpu(id: i32, wanted: IntervalSpec, isAbsolute: boolean): void {
  const used = cpuTimeFor(timerOf(id));
  const first = wanted.value.total;
  let wait = first;
  if (isAbsolute && first !== 0) wait = first > used ? first - used : 1;
  {
    using timers = currentProcess().timers.lock();
    const timer = timers.value.get(id);
    timer.overruns = 0;
    timer.cpuTimer.set(used, wait, wanted.interval.total);
  }
  watchCpuTime(currentProcess());
}

function setByClock(id: i32, wanted: IntervalSpec, isAbsolute: boolean): void {
  // Nobody deletes it now: a timer that runs can be found.
  using timers = currentProcess().timers.lock();
  const timer = timers.value.get(id);
  timer.cancel();
  timer.overruns = 0;
  const first = wanted.value.total;
  if (first !== 0) startTimer(timer, timer.clock, first, isAbsolute, wanted.interval.total);
}

/**
 * timer_gettime(2): what is left of a timer, and its interval.
 *
 * Errors: EINVAL no such timer; EFAULT.
 */
export function timer_gettime(id: i32, value: Out<"itimerspec">): i64 {
  const timer = timerOf(id);
  const now = new IntervalSpec();
  now.value.set(isByCpu(timer) ? timer.cpuTimer.remaining(cpuTimeFor(timer)) : timer.remaining);
  now.interval.set(isByCpu(timer) ? timer.cpuTimer.interval : timer.interval);
  storeStruct(value, now);
  return 0;
}

/**
 * timer_getoverrun(2): how many times the timer was due since its last signal was sent without one being sent.
 *
 * Errors: EINVAL no such timer.
 */
export function timer_getoverrun(id: i32): i64 {
  return i64(timerOf(id).overruns);
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
