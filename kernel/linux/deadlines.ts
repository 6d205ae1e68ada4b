/** How calls that wait are told how long, and with which signals blocked. */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { loadStruct, readUser64, storeStruct } from "../platform/user.ts";
import { NEVER } from "../task/timer.ts";
import { setTemporaryMask } from "./signal.ts";
import { TimeSpec } from "./structures.ts";

/** Milliseconds from now as a deadline; negative: none. */
export function deadlineAfter(milliseconds: i32): u64 {
  if (milliseconds < 0) return NEVER;
  return milliseconds === 0 ? 0 : monotonicNanoseconds() + u64(milliseconds) * 1_000_000;
}

/** The deadline that a relative `struct timespec` means; an address of 0: none. Throws EFAULT, EINVAL. */
export function deadlineFrom(address: u64): u64 {
  if (address === 0) return NEVER;
  const time = new TimeSpec();
  loadStruct(address, time);
  if (!time.isValid) throw Errno.EINVAL;
  return later(time.total);
}

/** A time from now as a deadline; 0 stays 0, "at once". */
export function later(nanoseconds: u64): u64 {
  if (nanoseconds === 0) return 0;
  const now = monotonicNanoseconds();
  return nanoseconds >= NEVER - now ? NEVER : now + nanoseconds;
}

/** Linux writes back how much of the time was left; a bad address is no error then. */
export function storeTimeLeft(address: u64, deadline: u64): void {
  if (address === 0 || deadline === NEVER) return;
  const time = new TimeSpec();
  const now = monotonicNanoseconds();
  if (deadline > now) time.set(deadline - now);
  try {
    storeStruct(address, time);
  } catch {
    // As on Linux.
  }
}

/** Blocks the signals of a set at an address (null: leaves them) until the call has ended. Throws EINVAL, EFAULT. */
export function useMask(mask: u64, size: u64): void {
  if (mask === 0) return;
  if (size !== 8) throw Errno.EINVAL;
  setTemporaryMask(readUser64(mask));
}
