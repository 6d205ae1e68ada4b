/** System calls that make descriptors of counters, timers and signals (eventfd(2), timerfd_create(2), signalfd(2)). */

import { Errno } from "../../core/errno.ts";
import { EventFile } from "../file/event-file.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { TimerFile } from "../file/timer-file.ts";
import { loadStruct, readUser64, storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { UNBLOCKABLE } from "../process/signal.ts";
import { SignalFile } from "../process/signal-file.ts";
import { installFile } from "./open.ts";
import { IntervalSpec } from "./structures.ts";
import { checkTimerClock, startTimer } from "./timer.ts";
import type { Fd, In, Out } from "./abi/arguments.ts";
import { EventFlags, type SignalFileFlags } from "./abi/file-flags.ts";
import { TimerFileFlags, ClockId, type TimerFileOpenFlags } from "./abi/system-flags.ts";

/**
 * eventfd2(2): makes a counter that is read and written as a file. Flags: EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE.
 *
 * Errors: EINVAL another flag; EMFILE; ENOMEM.
 */
export function eventfd2(initial: u32, flags: EventFlags): i64 {
  const isSemaphore = (flags & EventFlags.EFD_SEMAPHORE) !== 0;
  return installFile(new EventFile(u64(initial), isSemaphore, flags & OpenFlags.NonBlocking), flags);
}

/**
 * eventfd(2): the same without flags.
 *
 * Errors: EMFILE; ENOMEM.
 */
export function eventfd(initial: u32): i64 {
  return eventfd2(initial, 0);
}

/**
 * timerfd_create(2): makes a timer that is read as a file, by CLOCK_REALTIME, CLOCK_MONOTONIC or CLOCK_BOOTTIME. Flags: TFD_CLOEXEC, TFD_NONBLOCK.
 *
 * Errors: EINVAL another clock or flag; EMFILE; ENOMEM.
 */
export function timerfd_create(clock: ClockId, flags: TimerFileOpenFlags): i64 {
  checkTimerClock(clock);
  return installFile(new TimerFile(clock, flags & OpenFlags.NonBlocking), flags);
}

/** Throws EBADF, EINVAL when it is another kind of file. */
function timerFile(fd: i32): TimerFile {
  const file = currentProcess().descriptors.get(fd);
  if (!(file instanceof TimerFile)) throw Errno.EINVAL;
  return file;
}

/**
 * timerfd_settime(2): starts the timer, or with a value of 0 stops it. `old`, which may be null, gets what it was set to. With TFD_TIMER_CANCEL_ON_SET,
 * for an absolute time of CLOCK_REALTIME, the read fails once that clock is set.
 *
 * Errors: EBADF; EINVAL not such a descriptor, another flag, or not a valid time; EFAULT; ENOMEM.
 */
export function timerfd_settime(
  fd: Fd,
  flags: TimerFileFlags,
  value: In<"itimerspec">,
  old: Out<"itimerspec">,
): i64 {
  const wanted = new IntervalSpec();
  loadStruct(value, wanted);
  if (!wanted.isValid) throw Errno.EINVAL;
  const file = timerFile(fd);
  if (old !== 0) timerfd_gettime(fd, old);
  file.timer.cancel();
  file.timer.expirations.store(0);
  const first = wanted.value.total;
  const isAbsolute = (flags & TimerFileFlags.TFD_TIMER_ABSTIME) !== 0;
  file.watchClock(
    isAbsolute &&
      (flags & TimerFileFlags.TFD_TIMER_CANCEL_ON_SET) !== 0 &&
      file.clock === ClockId.CLOCK_REALTIME,
  );
  if (first !== 0) startTimer(file.timer, file.clock, first, isAbsolute, wanted.interval.total);
  return 0;
}

/**
 * timerfd_gettime(2): what is left of the timer, and its interval.
 *
 * Errors: EBADF; EINVAL not such a descriptor; EFAULT.
 */
export function timerfd_gettime(fd: Fd, value: Out<"itimerspec">): i64 {
  const timer = timerFile(fd).timer;
  const now = new IntervalSpec();
  now.value.set(timer.remaining);
  now.interval.set(timer.interval);
  storeStruct(value, now);
  return 0;
}

/**
 * signalfd4(2): makes a file from which the signals of a set are read, as `struct signalfd_siginfo`; the caller blocks them first. `fd` -1 makes a new one,
 * else that one's set is replaced. Flags: SFD_CLOEXEC, SFD_NONBLOCK.
 *
 * Errors: EBADF; EINVAL not such a descriptor, another flag, or a wrong size of the set; EFAULT; EMFILE; ENOMEM.
 */
export function signalfd4(fd: Fd, mask: In<"sigset_t">, size: u64, flags: SignalFileFlags): i64 {
  if (size !== 8) throw Errno.EINVAL;
  const wanted = readUser64(mask) & ~UNBLOCKABLE;
  if (fd === -1) return installFile(new SignalFile(wanted, flags & OpenFlags.NonBlocking), flags);
  const file = currentProcess().descriptors.get(fd);
  if (!(file instanceof SignalFile)) throw Errno.EINVAL;
  file.wanted.store(wanted);
  return i64(fd);
}

/** signalfd(2): signalfd4 without flags. */
export function signalfd(fd: Fd, mask: In<"sigset_t">, size: u64): i64 {
  return signalfd4(fd, mask, size, 0);
}
