/** What time it is, and alarms. */

import { features } from "./cpu/features.ts";
import { bootFlags } from "./boot/flags.ts";
import { log } from "./log.ts";
import { frequencies, measureFrequencies } from "./time/calibrate.ts";
import { findReference } from "./time/reference.ts";
import { readRealTimeClock } from "./time/rtc.ts";
import { startTimer, timerName } from "./time/timer.ts";
import { readTsc, uptimeNanoseconds, uptimeSourceName, useClockSource, useTsc } from "./time/uptime.ts";

export { armDeadline } from "./time/timer.ts";

@struct
class RealTime {
  /** Real time less monotonic time, in nanoseconds. */
  offset: u64 = 0;
}

const realTime = new RealTime();

/** Chooses the clock, sets it by the CMOS clock, and starts the timer. Once. Throws ENOMEM. */
export function startClock(): void {
  const reference = findReference();
  const by = measureFrequencies(reference);
  if (frequencies.tsc !== 0 && !(bootFlags.ignoreTsc && reference !== null)) useTsc(frequencies.tsc);
  else if (reference !== null) useClockSource(reference);
  else
    panic(
      "no clock: this machine has no HPET, ACPI timer, PIT or CMOS clock, and its CPU does not tell its frequency",
    );
  realTime.offset = readRealTimeClock() * 1_000_000_000 - uptimeNanoseconds();
  startTimer();
  const from = frequencies.isTold ? "told by CPUID" : `measured by ${by ?? "nothing"}`;
  log.info(`clock: ${uptimeSourceName()}, TSC ${frequencies.tsc / 1000} kHz ${from}, timer ${timerName()}`);
}

/** Nanoseconds since the kernel started; never goes back. @inline */
export function monotonicNanoseconds(): u64 {
  return uptimeNanoseconds();
}

/** Nanoseconds since 1970-01-01T00:00Z. */
export function realtimeNanoseconds(): u64 {
  return uptimeNanoseconds() + realTime.offset;
}

/** Sets the real time, to one not before the monotonic. Timers by it come at other moments from then on: see `setClock` of task/timer.ts. */
export function setRealtime(nanoseconds: u64): void {
  realTime.offset = nanoseconds - uptimeNanoseconds();
}

/** The monotonic time at which the real time will be that, as the clock is set now; 0 if it was before the kernel started. */
export function monotonicAt(realtime: u64): u64 {
  return realtime > realTime.offset ? realtime - realTime.offset : 0;
}

/** The time-stamp counter, or 0 on a CPU that has none. */
export function cycles(): u64 {
  return features.tsc ? readTsc() : u64(0);
}
