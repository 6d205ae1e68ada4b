/** System calls about time (time(7)). */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds, realtimeNanoseconds, setRealtime } from "../platform/clock.ts";
import { loadStruct, storeStruct, writeUser64 } from "../platform/user.ts";
import { currentProcess, currentUserThread } from "../process/current.ts";
import { runtimeOf } from "../process/program-state.ts";
import { deadlineOr, interruptWait } from "../process/restart.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { NEVER } from "../task/timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { TimeSpec, TimeValue } from "./structures.ts";
import { writeUsage } from "./wait.ts";

const CLOCK_REALTIME: u32 = 0;
const CLOCK_MONOTONIC: u32 = 1;
const CLOCK_PROCESS_CPUTIME_ID: u32 = 2;
const CLOCK_THREAD_CPUTIME_ID: u32 = 3;
const CLOCK_MONOTONIC_RAW: u32 = 4;
const CLOCK_REALTIME_COARSE: u32 = 5;
const CLOCK_MONOTONIC_COARSE: u32 = 6;
const CLOCK_BOOTTIME: u32 = 7;
const CLOCK_TAI: u32 = 11;

/** A clock's nanoseconds. Throws EINVAL. */
function readClock(clock: u32): u64 {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
      return realtimeNanoseconds();
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
      return monotonicNanoseconds();
    case CLOCK_PROCESS_CPUTIME_ID:
      return runtimeOf(currentProcess()) + sinceSwitch();
    case CLOCK_THREAD_CPUTIME_ID:
      return currentUserThread().runtime + sinceSwitch();
    default:
      throw Errno.EINVAL;
  }
}

/** Nanoseconds since the running thread got the CPU, which its `runtime` does not have yet. */
function sinceSwitch(): u64 {
  return monotonicNanoseconds() - currentUserThread().lastStart;
}

/**
 * clock_gettime(2): the time of a clock.
 *
 * Errors: EINVAL no such clock; EFAULT.
 */
export function clock_gettime(clock: u32, time: u64): i64 {
  const value = new TimeSpec();
  value.set(readClock(clock));
  storeStruct(time, value);
  return 0;
}

/**
 * clock_settime(2): sets CLOCK_REALTIME.
 *
 * Errors: EINVAL another clock, or not a valid time; EPERM; EFAULT.
 */
export function clock_settime(clock: u32, time: u64): i64 {
  if (clock !== CLOCK_REALTIME) throw Errno.EINVAL;
  const value = new TimeSpec();
  loadStruct(time, value);
  if (!value.isValid) throw Errno.EINVAL;
  if (!currentProcess().credentials.isPrivileged) throw Errno.EPERM;
  setRealtime(value.total);
  return 0;
}

/**
 * clock_getres(2): a nanosecond for every clock.
 *
 * Errors: EINVAL no such clock; EFAULT.
 */
export function clock_getres(clock: u32, resolution: u64): i64 {
  readClock(clock);
  if (resolution === 0) return 0;
  const value = new TimeSpec();
  value.set(1);
  storeStruct(resolution, value);
  return 0;
}

/**
 * gettimeofday(2): the real time; the time zone is zero.
 *
 * Errors: EFAULT.
 */
export function gettimeofday(time: u64, zone: u64): i64 {
  if (time !== 0) {
    const value = new TimeValue();
    value.set(realtimeNanoseconds());
    storeStruct(time, value);
  }
  if (zone !== 0) writeUser64(zone, 0);
  return 0;
}

/**
 * time(2): seconds since 1970.
 *
 * Errors: EFAULT.
 */
export function time(address: u64): i64 {
  const seconds = realtimeNanoseconds() / 1_000_000_000;
  if (address !== 0) writeUser64(address, seconds);
  return i64(seconds);
}

/** Sleeps to a monotonic time; false when a signal ended the sleep before. */
function sleepUntil(deadline: u64): boolean {
  const thread = currentUserThread();
  for (;;) {
    thread.isSleeping = true;
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      return false;
    }
    if (!sleepUntilWoken(thread, deadline)) return true;
  }
}

function later(now: u64, nanoseconds: u64): u64 {
  return bits.addOverflows(now, nanoseconds) ? NEVER - 1 : now + nanoseconds;
}

/**
 * nanosleep(2): sleeps; when a signal's handler ends the sleep, `remaining` (may be null) gets what is left.
 *
 * Errors: EINTR; EINVAL not a valid time; EFAULT.
 */
export function nanosleep(request: u64, remaining: u64): i64 {
  return clock_nanosleep(CLOCK_MONOTONIC, 0, request, remaining);
}

const TIMER_ABSTIME: u32 = 1;

/**
 * clock_nanosleep(2): sleeps for a time, or with TIMER_ABSTIME until one.
 *
 * Errors: EINTR; EINVAL; EFAULT.
 */
export function clock_nanosleep(clock: u32, flags: u32, request: u64, remaining: u64): i64 {
  if (clock === CLOCK_THREAD_CPUTIME_ID) throw Errno.EINVAL;
  const time = new TimeSpec();
  loadStruct(request, time);
  if (!time.isValid) throw Errno.EINVAL;
  const isAbsolute = (flags & TIMER_ABSTIME) !== 0;
  const clockNow = readClock(clock);
  const now = monotonicNanoseconds();
  let wait = time.total;
  if (isAbsolute) wait = wait > clockNow ? wait - clockNow : 0;
  const deadline = deadlineOr(later(now, wait));
  if (sleepUntil(deadline)) return 0;
  if (isAbsolute) throw RESTART;
  if (remaining !== 0) {
    const left = new TimeSpec();
    const current = monotonicNanoseconds();
    left.set(deadline > current ? deadline - current : 0);
    storeStruct(remaining, left);
  }
  interruptWait(deadline);
}

/** Ticks of 1/100 s, in which times(2) counts. */
const TICK: u64 = 10_000_000;

/**
 * times(2): the CPU times of the process and its children in ticks of 1/100 s. Returns the monotonic time in ticks.
 *
 * Errors: EFAULT.
 */
export function times(address: u64): i64 {
  const process = currentProcess();
  if (address !== 0) {
    writeUser64(address, (runtimeOf(process) + sinceSwitch()) / TICK);
    writeUser64(address + 8, 0);
    writeUser64(address + 16, process.childrenRuntime / TICK);
    writeUser64(address + 24, 0);
  }
  return i64(monotonicNanoseconds() / TICK);
}

const RUSAGE_SELF: i32 = 0;
const RUSAGE_CHILDREN: i32 = -1;
const RUSAGE_THREAD: i32 = 1;

/**
 * getrusage(2): the CPU time used; all of it is reported as user time.
 *
 * Errors: EINVAL; EFAULT.
 */
export function getrusage(who: i32, usage: u64): i64 {
  const process = currentProcess();
  if (who === RUSAGE_SELF) writeUsage(usage, runtimeOf(process) + sinceSwitch());
  else if (who === RUSAGE_CHILDREN) writeUsage(usage, process.childrenRuntime);
  else if (who === RUSAGE_THREAD) writeUsage(usage, currentUserThread().runtime + sinceSwitch());
  else throw Errno.EINVAL;
  return 0;
}
