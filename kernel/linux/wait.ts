/** System calls that wait for children (wait(2)). */

import { Errno } from "../../core/errno.ts";
import { copyToUser, storeStruct, writeUser32 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { waitForChild, WaitOptions, WaitResult } from "../process/wait.ts";
import type { CpuTime } from "../task/cpu-time.ts";
import type { UsageCounts } from "../task/usage-counts.ts";
import { ResourceUsage } from "./structures.ts";
import type { Out, Pid } from "./abi/arguments.ts";
import { type Only } from "./abi/file-flags.ts";
import { type WaitFlags, type WaitKind } from "./abi/process-flags.ts";

/**
 * wait4(2): waits for a child to end (or, by `options`, to stop or continue). `status` and `usage` may be null. Children that tell their end by another
 * signal than SIGCHLD are waited for with __WCLONE alone, with __WALL all; __WNOTHREAD: those that the thread itself has made.
 *
 * Errors: ECHILD no such child, or none that can still change so; EINVAL unknown options; ESRCH the lowest number as `pid`; EFAULT; EINTR.
 */
export function wait4(
  pid: Pid,
  status: Out<"wstatus">,
  options: Only<WaitFlags, "WNOHANG" | "WSTOPPED" | "WCONTINUED" | "__WNOTHREAD" | "__WALL" | "__WCLONE">,
  usage: Out<"rusage">,
): i64 {
  // No group has the number that this stands for.
  if (pid === -0x8000_0000) throw Errno.ESRCH;
  const result = new WaitResult();
  waitForChild(currentProcess(), pid, options | u32(WaitOptions.Exited), result);
  if (result.pid === 0) return 0;
  if (status !== 0) writeUser32(status, u32(result.status));
  if (usage !== 0) writeUsage(usage, result.time, result.counts);
  return i64(result.pid);
}

/** Writes a `struct rusage` to the program's memory. Throws EFAULT. */
export function writeUsage(address: u64, time: CpuTime, counts: UsageCounts): void {
  const usage = new ResourceUsage();
  usage.userSeconds = time.user / 1_000_000_000;
  usage.userMicroseconds = (time.user / 1000) % 1_000_000;
  usage.systemSeconds = time.kernel / 1_000_000_000;
  usage.systemMicroseconds = (time.kernel / 1000) % 1_000_000;
  usage.maximumResident = counts.mostResident / 1024;
  usage.minorFaults = counts.faults;
  usage.voluntarySwitches = counts.voluntarySwitches;
  usage.involuntarySwitches = counts.involuntarySwitches;
  storeStruct(address, usage);
}

/**
 * waitid(2): as wait4, and tells what happened in a siginfo_t. Kinds: P_ALL 0, P_PID 1, P_PGID 2.
 *
 * Errors: ECHILD; EINVAL; EFAULT; EINTR.
 */
export function waitid(
  kind: WaitKind,
  id: Pid,
  info: Out<"siginfo_t">,
  options: WaitFlags,
  usage: Out<"rusage">,
): i64 {
  const wanted = u32(WaitOptions.Stopped | WaitOptions.Exited | WaitOptions.Continued);
  if ((options & wanted) === 0 || kind > 2) throw Errno.EINVAL;
  if ((kind === 1 && id <= 0) || (kind === 2 && id < 0)) throw Errno.EINVAL;
  const selector = kind === 0 ? -1 : kind === 1 ? id : -id;
  const result = new WaitResult();
  waitForChild(currentProcess(), selector, options, result);
  if (info !== 0) writeChildInfo(info, result);
  if (usage !== 0) writeUsage(usage, result.time, result.counts);
  return 0;
}

function writeChildInfo(address: u64, result: WaitResult): void {
  const words = new FixedArray<u8, 128>();
  copyToUser(address, words.span());
  if (result.pid === 0) return;
  const status = u32(result.status);
  let code: u32 = 1;
  let value: u32 = (status >> 8) & 0xff;
  if (status === 0xffff) {
    code = 6;
    value = 18;
  } else if ((status & 0x7f) === 0x7f) {
    code = 5;
  } else if ((status & 0x7f) !== 0) {
    code = 2;
    value = status & 0x7f;
  }
  writeUser32(address, 17);
  writeUser32(address + 8, code);
  writeUser32(address + 16, u32(result.pid));
  writeUser32(address + 20, result.user);
  writeUser32(address + 24, value);
}
