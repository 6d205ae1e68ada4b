/** System calls about a process's interval timers (setitimer(2), alarm(2)). */

import { Errno } from "../../core/errno.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { IntervalTimer } from "../process/interval-timer.ts";
import type { Process } from "../process/process.ts";
import { table } from "../process/process-table.ts";
import { timeOf, watchCpuTime } from "../process/program-state.ts";
import { IntervalValue } from "./structures.ts";
import type { In, Out } from "./abi/arguments.ts";
import { IntervalTimerKind } from "./abi/system-flags.ts";

/**
 * alarm(2): has SIGALRM sent in `seconds` (0: not at all). Returns the seconds that an earlier alarm had left. Never fails.
 */
export function alarm(seconds: u32): i64 {
  const timer = alarmOf(currentProcess());
  const left = (timer.remaining + 999_999_999) / 1_000_000_000;
  timer.set(u64(seconds) * 1_000_000_000, 0);
  return i64(left);
}

/** The process's alarm, made if it had none. */
function alarmOf(process: Process): IntervalTimer {
  const known = process.alarm;
  if (known !== null) return known;
  const made = new IntervalTimer(process.pid);
  using _ = table.lock();
  // Another thread may have been quicker.
  return (process.alarm ??= made);
}

/**
 * setitimer(2): has a signal sent after a time, and again every interval: SIGALRM (ITIMER_REAL), SIGVTALRM by the time that the process spends in user mode
 * (ITIMER_VIRTUAL), SIGPROF by all its CPU time (ITIMER_PROF). The latter two are looked at a hundred times a second.
 *
 * Errors: EINVAL another timer, or not a valid time; EFAULT; ENOMEM.
 */
export function setitimer(which: IntervalTimerKind, value: In<"itimerval">, old: Out<"itimerval">): i64 {
  if (which > IntervalTimerKind.ITIMER_PROF) throw Errno.EINVAL;
  const wanted = new IntervalValue();
  if (value !== 0) loadStruct(value, wanted);
  if (!wanted.value.isValid || !wanted.interval.isValid) throw Errno.EINVAL;
  if (old !== 0) getitimer(which, old);
  const process = currentProcess();
  const first = wanted.value.total;
  const interval = wanted.interval.total;
  if (which === IntervalTimerKind.ITIMER_REAL) {
    alarmOf(process).set(first, interval);
    return 0;
  }
  const used = timeOf(process);
  {
    using timers = process.cpuTimers.lock();
    if (which === IntervalTimerKind.ITIMER_VIRTUAL) timers.value.virtual.set(used.user, first, interval);
    else timers.value.profile.set(used.total, first, interval);
  }
  watchCpuTime(process);
  return 0;
}

/**
 * getitimer(2): what is left of the timer, and its interval.
 *
 * Errors: EINVAL another timer; EFAULT; ENOMEM.
 */
export function getitimer(which: IntervalTimerKind, value: Out<"itimerval">): i64 {
  if (which > IntervalTimerKind.ITIMER_PROF) throw Errno.EINVAL;
  const now = new IntervalValue();
  readTimer(currentProcess(), which, now);
  storeStruct(value, now);
  return 0;
}

function readTimer(process: Process, which: u32, into: IntervalValue): void {
  if (which === IntervalTimerKind.ITIMER_REAL) {
    const timer = alarmOf(process);
    into.value.set(timer.remaining);
    into.interval.set(timer.interval);
    return;
  }
  const used = timeOf(process);
  using timers = process.cpuTimers.lock();
  if (which === IntervalTimerKind.ITIMER_VIRTUAL) {
    into.value.set(timers.value.virtual.remaining(used.user));
    into.interval.set(timers.value.virtual.interval);
  } else {
    into.value.set(timers.value.profile.remaining(used.total));
    into.interval.set(timers.value.profile.interval);
  }
}
