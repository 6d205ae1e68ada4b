/** System calls about the times of files (utimensat(2)). */

import { Errno } from "../../core/errno.ts";
import { FileTime } from "../file/file-time.ts";
import type { Inode } from "../file/inode.ts";
import { FileAccess } from "../rights/mode.ts";
import { loadStruct } from "../platform/user.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { mayActAsOwner } from "../rights/policy.ts";
import { fileOrDescriptorAt } from "./paths.ts";
import { TimeSpec } from "./structures.ts";
import type { DirectoryFd, In, UserPath } from "./abi/arguments.ts";
import { AtFlags, type Only } from "./abi/file-flags.ts";

const UTIME_NOW: i64 = 0x3fff_ffff;
const UTIME_OMIT: i64 = 0x3fff_fffe;

/**
 * utimensat(2): sets the times of last access and modification; an address of 0 means now, as does UTIME_NOW; UTIME_OMIT leaves one as it is. A path of 0
 * means the descriptor.
 *
 * Errors: EACCES now, but neither owner nor allowed to write; EPERM another time, not the owner; EINVAL; EROFS; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP;
 * ENAMETOOLONG; ENOMEM.
 */
export function utimensat(
  directory: DirectoryFd,
  path: UserPath,
  times: In<"timespec[2]">,
  flags: Only<AtFlags, "AT_SYMLINK_NOFOLLOW" | "AT_EMPTY_PATH">,
): i64 {
  const access = new TimeSpec();
  const modify = new TimeSpec();
  access.nanoseconds = UTIME_NOW;
  modify.nanoseconds = UTIME_NOW;
  if (times !== 0) {
    loadStruct(times, access);
    loadStruct(times + 16, modify);
  }
  // Nothing to do: not even the path is looked at.
  if (access.nanoseconds === UTIME_OMIT && modify.nanoseconds === UTIME_OMIT) return 0;
  checkTime(access);
  checkTime(modify);
  if (path === 0 && flags !== 0) throw Errno.EINVAL;
  const inode =
    path === 0
      ? currentProcess().descriptors.get(directory).inode
      : fileOrDescriptorAt(directory, path, flags);
  checkMaySetTimes(inode, access.nanoseconds === UTIME_NOW && modify.nanoseconds === UTIME_NOW);
  const now = FileTime.now();
  if (access.nanoseconds !== UTIME_OMIT) inode.accessTime = timeOf(access, now);
  if (modify.nanoseconds !== UTIME_OMIT) inode.modifyTime = timeOf(modify, now);
  inode.changeTime = now;
  return 0;
}

function checkTime(time: TimeSpec): void {
  const isSpecial = time.nanoseconds === UTIME_NOW || time.nanoseconds === UTIME_OMIT;
  if (!isSpecial && (time.nanoseconds < 0 || time.nanoseconds >= 1_000_000_000)) throw Errno.EINVAL;
}

function timeOf(time: TimeSpec, now: FileTime): FileTime {
  return time.nanoseconds === UTIME_NOW ? now : FileTime.of(time.seconds, u32(time.nanoseconds));
}

function checkMaySetTimes(inode: Inode, isNow: boolean): void {
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  const credentials = currentCredentials();
  if (mayActAsOwner(credentials, inode.user)) return;
  if (!isNow) throw Errno.EPERM;
  inode.checkAccess(credentials, FileAccess.Write);
}
