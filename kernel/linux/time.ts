/** System calls about time (time(7)). */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds, realtimeNanoseconds } from "../platform/clock.ts";
import { setClockAndTell } from "../file/timer-file.ts";
import { loadStruct, storeStruct, writeUser64 } from "../platform/user.ts";
import { currentProcess, currentUserThread, requireCapability } from "../process/current.ts";
import { Capability } from "../rights/capability.ts";
import { findProcess, findThread } from "../process/process-table.ts";
import { countsOf, timeOf } from "../process/program-state.ts";
import { deadlineOr, interruptWait, RESTART_UNHANDLED } from "../process/restart.ts";
import type { UserThread } from "../process/user-thread.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { UsageCounts } from "../task/usage-counts.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { NEVER, TimeBase } from "../task/timer.ts";
import { TimeSpec, TimeValue } from "./structures.ts";
import { writeUsage } from "./wait.ts";
import type { In, Out } from "./abi/arguments.ts";
import { ClockId, TimerFlags } from "./abi/system-flags.ts";
import { UsageWho } from "./abi/process-flags.ts";

/** A clock's nanoseconds. Throws EINVAL. */
function readClock(clock: u32): u64 {
  switch (clock) {
    case ClockId.CLOCK_REALTIME:
    case ClockId.CLOCK_REALTIME_COARSE:
    case ClockId.CLOCK_TAI:
      return realtimeNanoseconds();
    case ClockId.CLOCK_MONOTONIC:
    case ClockId.CLOCK_MONOTONIC_RAW:
    case ClockId.CLOCK_MONOTONIC_COARSE:
    case ClockId.CLOCK_BOOTTIME:
      return monotonicNanoseconds();
    case ClockId.CLOCK_PROCESS_CPUTIME_ID:
      return timeOf(currentProcess()).total;
    case ClockId.CLOCK_THREAD_CPUTIME_ID:
      return threadTimeUsed(currentUserThread()).total;
    default:
      return readProcessorClock(i32(clock));
  }
}

/** Parts of a clock id that names a process or thread (clock_getcpuclockid(3)): the complement of its id in the bits above these. */
const PROCESSOR_CLOCK_KIND: i32 = 3;
const PROCESSOR_CLOCK_THREAD: i32 = 4;
const KIND_USER: i32 = 1;
const KIND_DESCRIPTOR: i32 = 3;

/** The time that another process, or a thread of this one, has used. Throws EINVAL. */
function readProcessorClock(clock: i32): u64 {
  const kind = clock & PROCESSOR_CLOCK_KIND;
  if (clock >= 0 || kind === KIND_DESCRIPTOR) throw Errno.EINVAL;
  const id = ~(clock >> 3);
  const used = (clock & PROCESSOR_CLOCK_THREAD) !== 0 ? timeOfThread(id) : timeOfProcess(id);
  return kind === KIND_USER ? used.user : used.total;
}

function timeOfProcess(id: i32): CpuTime {
  const process = id === 0 ? currentProcess() : findProcess(id);
  if (process === null) throw Errno.EINVAL;
  return timeOf(process);
}

function timeOfThread(id: i32): CpuTime {
  const thread = id === 0 ? currentUserThread() : findThread(id);
  if (thread === null || thread.process !== currentProcess()) throw Errno.EINVAL;
  return threadTimeUsed(thread);
}

function threadTimeUsed(thread: UserThread): CpuTime {
  const used = new CpuTime();
  thread.addTimeTo(used);
  return used;
}

/**
 * clock_gettime(2): the time of a clock.
 *
 * Errors: EINVAL no such clock; EFAULT.
 */
export function clock_gettime(clock: ClockId, time: Out<"timespec">): i64 {
  const value = new TimeSpec();
  value.set(readClock(clock));
  storeStruct(time, value);
  return 0;
}

/** The clock may be set to before this, in seconds: thirty years are left until an i64 of nanoseconds is full (TIME_SETTOD_SEC_MAX of Linux). */
const LATEST_SETTING: i64 = 9_223_372_036 - 30 * 365 * 24 * 3600;

/**
 * clock_settime(2): sets CLOCK_REALTIME: what waits for one of its times comes sooner or later by it, what waits for a time from then on does not.
 *
 * Errors: EINVAL another clock, not a valid time, before that of CLOCK_MONOTONIC or after 2232; EPERM; EFAULT.
 */
export function clock_settime(clock: ClockId, time: In<"timespec">): i64 {
  if (clock !== ClockId.CLOCK_REALTIME) throw Errno.EINVAL;
  const value = new TimeSpec();
  loadStruct(time, value);
  if (!value.isValid || value.seconds >= LATEST_SETTING) throw Errno.EINVAL;
  requireCapability(Capability.SYS_TIME);
  if (value.total < monotonicNanoseconds()) throw Errno.EINVAL;
  setClockAndTell(value.total);
  return 0;
}

/**
 * clock_getres(2): a nanosecond for every clock.
 *
 * Errors: EINVAL no such clock; EFAULT.
 */
export function clock_getres(clock: ClockId, resolution: Out<"timespec">): i64 {
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
export function gettimeofday(time: Out<"timeval">, zone: Out<"timezone">): i64 {
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
export function time(address: Out<"time_t">): i64 {
  const seconds = realtimeNanoseconds() / 1_000_000_000;
  if (address !== 0) writeUser64(address, seconds);
  return i64(seconds);
}

/** Sleeps to a time; false when a signal ended the sleep before. */
function sleepUntil(deadline: u64, base: TimeBase): boolean {
  const thread = currentUserThread();
  for (;;) {
    thread.isSleeping = true;
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      return false;
    }
    if (!sleepUntilWoken(thread, deadline, base)) return true;
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
export function nanosleep(request: In<"timespec">, remaining: Out<"timespec">): i64 {
  return clock_nanosleep(ClockId.CLOCK_MONOTONIC, 0, request, remaining);
}

/** Not by a thread's own time, which stands still meanwhile, nor by those that are only read. */
function maySleepBy(clock: u32): boolean {
  switch (clock) {
    case ClockId.CLOCK_THREAD_CPUTIME_ID:
    case ClockId.CLOCK_MONOTONIC_RAW:
    case ClockId.CLOCK_MONOTONIC_COARSE:
    case ClockId.CLOCK_REALTIME_COARSE:
      return false;
    default:
      return true;
  }
}

/**
 * clock_nanosleep(2): sleeps for a time, or with TIMER_ABSTIME until one.
 *
 * Errors: EINTR; EINVAL not a valid time or no such clock; EOPNOTSUPP a clock that nobody can sleep by; EFAULT.
 */
export function clock_nanosleep(
  clock: ClockId,
  flags: TimerFlags,
  request: In<"timespec">,
  remaining: Out<"timespec">,
): i64 {
  if (!maySleepBy(clock)) throw Errno.EOPNOTSUPP;
  const time = new TimeSpec();
  loadStruct(request, time);
  if (!time.isValid) throw Errno.EINVAL;
  const clockNow = readClock(clock);
  const now = monotonicNanoseconds();
  if ((flags & TimerFlags.TIMER_ABSTIME) !== 0) {
    const isReal = clock === ClockId.CLOCK_REALTIME || clock === ClockId.CLOCK_TAI;
    const isSlept = isReal
      ? sleepUntil(time.total, TimeBase.Real)
      : sleepUntil(later(now, time.total > clockNow ? time.total - clockNow : 0), TimeBase.Monotonic);
    if (!isSlept) throw RESTART_UNHANDLED;
    return 0;
  }
  const deadline = deadlineOr(later(now, time.total));
  if (sleepUntil(deadline, TimeBase.Monotonic)) return 0;
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
export function times(address: Out<"tms">): i64 {
  const process = currentProcess();
  if (address !== 0) {
    const own = timeOf(process);
    const children = process.childrenTime;
    writeUser64(address, own.user / TICK);
    writeUser64(address + 8, own.kernel / TICK);
    writeUser64(address + 16, children.user / TICK);
    writeUser64(address + 24, children.kernel / TICK);
  }
  return i64(monotonicNanoseconds() / TICK);
}
const RUSAGE_CHILDREN: i32 = -1;

/** Of the running thread; the memory is the process's. */
function threadCounts(): UsageCounts {
  const counts = new UsageCounts();
  const thread = currentUserThread();
  thread.addCountsTo(counts);
  counts.noteResident(countsOf(thread.process).mostResident);
  return counts;
}

/**
 * getrusage(2): CPU time, memory at the most, page faults and switches, of RUSAGE_SELF, RUSAGE_THREAD or RUSAGE_CHILDREN. What was spent in the kernel is sampled, a hundred times a second.
 *
 * Errors: EINVAL; EFAULT.
 */
export function getrusage(who: i32, usage: Out<"rusage">): i64 {
  const process = currentProcess();
  if (who === UsageWho.RUSAGE_SELF) writeUsage(usage, timeOf(process), countsOf(process));
  else if (who === RUSAGE_CHILDREN) writeUsage(usage, process.childrenTime, process.childrenCounts);
  else if (who === UsageWho.RUSAGE_THREAD)
    writeUsage(usage, threadTimeUsed(currentUserThread()), threadCounts());
  else throw Errno.EINVAL;
  return 0;
}
