/** System calls that control open files (fcntl(2), ioctl(2), flock(2)). */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { CHANGEABLE_FLAGS, OpenFlags, STATUS_FLAGS } from "../file/open-flags.ts";
import type { Pipe } from "../file/pipe.ts";
import { PipeFile } from "../file/pipe-file.ts";
import { setPipeSize } from "../file/pipe-size.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { Resource } from "../process/limits.ts";
import { getLock, LockOwner, setLock, wholeLock } from "./file-lock.ts";
import {
  getExtendedOwner,
  getFileSignal,
  getOwner,
  setExtendedOwner,
  setFileSignal,
  setOwner,
} from "./file-owner.ts";
import type { CommandArgument, Fd } from "./abi/arguments.ts";
import { FcntlCommand, IoctlRequest, type FlockOperation } from "./abi/file-flags.ts";

/**
 * ioctl(2): requests to a device or file: FIOCLEX, FIONCLEX, FIONBIO, FIONREAD on any, terminal requests on terminals.
 *
 * Errors: EBADF; EFAULT; ENOTTY the file does not know the request; EINVAL.
 */
export function ioctl(fd: Fd, request: IoctlRequest, argument: CommandArgument): i64 {
  const descriptors = currentProcess().descriptors;
  const file = descriptors.get(fd);
  switch (request) {
    case IoctlRequest.FIOCLEX:
      descriptors.setClosedOnExec(fd, true);
      return 0;
    case IoctlRequest.FIONCLEX:
      descriptors.setClosedOnExec(fd, false);
      return 0;
    case IoctlRequest.FIONBIO:
      file.changeFlags(OpenFlags.NonBlocking, readUser32(argument) !== 0 ? OpenFlags.NonBlocking : 0);
      return 0;
    case IoctlRequest.FIOASYNC:
      if (!file.setAsync(readUser32(argument) !== 0, fd)) throw Errno.ENOTTY;
      return 0;
    case IoctlRequest.FIONREAD:
      if (!file.inode.isRegular) return file.control(request, argument);
      writeUser32(argument, u32(file.inode.size - bits.min(file.offset, file.inode.size)));
      return 0;
    default:
      return file.control(request, argument);
  }
}

/**
 * fcntl(2): duplicates descriptors (F_DUPFD, F_DUPFD_CLOEXEC), reads and sets their flags (F_GETFD, F_SETFD) and those of the open file (F_GETFL, F_SETFL),
 * locks ranges (F_GETLK, F_SETLK, F_SETLKW), tells and sets the size of a pipe (F_GETPIPE_SZ, F_SETPIPE_SZ), and sets who is sent which signal when a pipe, a
 * terminal or a socket with O_ASYNC becomes ready (F_SETOWN, F_SETOWN_EX, F_SETSIG and their F_GET…). Locks on ranges can be the open file's own (F_OFD_GETLK,
 * F_OFD_SETLK, F_OFD_SETLKW). Leases are not supported.
 *
 * Errors: EBADF; EINVAL; EMFILE; EAGAIN the range is locked; EDEADLK; EPERM (O_NOATIME of another's file; F_SETPIPE_SZ above fs.pipe-max-size);
 * EBUSY more is in the pipe than it would hold; ESRCH no such owner; EFAULT; EINTR.
 */
export function fcntl(fd: Fd, command: FcntlCommand, argument: CommandArgument): i64 {
  const process = currentProcess();
  const descriptors = process.descriptors;
  const file = worksOnPaths(command) ? descriptors.getAny(fd) : descriptors.get(fd);
  switch (command) {
    case FcntlCommand.F_DUPFD:
    case FcntlCommand.F_DUPFD_CLOEXEC: {
      const limit = process.limits.soft(Resource.Files);
      if (u64(u32(argument)) >= limit) throw Errno.EINVAL;
      return i64(descriptors.install(file, command === FcntlCommand.F_DUPFD_CLOEXEC, limit, u32(argument)));
    }
    case FcntlCommand.F_GETFD:
      return descriptors.isClosedOnExec(fd) ? 1 : 0;
    case FcntlCommand.F_SETFD:
      descriptors.setClosedOnExec(fd, (argument & 1) !== 0);
      return 0;
    case FcntlCommand.F_GETFL:
      return i64(file.flags & STATUS_FLAGS);
    case FcntlCommand.F_SETFL:
      checkFlagChange(file, u32(argument));
      // What can send no signals ignores O_ASYNC, as on Linux, and does not show it.
      file.setAsync((argument & OpenFlags.Async) !== 0, fd);
      file.changeFlags(CHANGEABLE_FLAGS, u32(argument));
      return 0;
    case FcntlCommand.F_GETLK:
      getLock(file, argument, LockOwner.Process);
      return 0;
    case FcntlCommand.F_OFD_GETLK:
      getLock(file, argument, LockOwner.OpenFile);
      return 0;
    case FcntlCommand.F_SETLK:
    case FcntlCommand.F_SETLKW:
      setLock(file, argument, command === FcntlCommand.F_SETLKW, LockOwner.Process);
      return 0;
    case FcntlCommand.F_OFD_SETLK:
    case FcntlCommand.F_OFD_SETLKW:
      setLock(file, argument, command === FcntlCommand.F_OFD_SETLKW, LockOwner.OpenFile);
      return 0;
    case FcntlCommand.F_SETOWN:
      setOwner(file, i32(argument));
      return 0;
    case FcntlCommand.F_GETOWN:
      return i64(getOwner(file));
    case FcntlCommand.F_SETOWN_EX:
      setExtendedOwner(file, argument);
      return 0;
    case FcntlCommand.F_GETOWN_EX:
      getExtendedOwner(file, argument);
      return 0;
    case FcntlCommand.F_SETSIG:
      setFileSignal(file, argument);
      return 0;
    case FcntlCommand.F_GETSIG:
      return i64(getFileSignal(file));
    case FcntlCommand.F_GETPIPE_SZ:
      return i64(pipeOf(file).capacity);
    case FcntlCommand.F_SETPIPE_SZ:
      return i64(setPipeSize(pipeOf(file), argument, currentCredentials()));
    default:
      throw Errno.EINVAL;
  }
}

/** Throws EBADF when it is none. */
function pipeOf(file: File): Pipe {
  if (file instanceof PipeFile) return file.pipe;
  throw Errno.EBADF;
}

/** Throws EINVAL for O_DIRECT where that cannot be (open.ts), EPERM for O_NOATIME on another's file. */
function checkFlagChange(file: File, flags: u32): void {
  const added = flags & ~file.flags;
  if ((added & OpenFlags.Direct) !== 0 && !file.inode.isRegular) throw Errno.EINVAL;
  // Others would read it without leaving a trace.
  if ((added & OpenFlags.NoAccessTime) !== 0) file.inode.checkOwner(currentCredentials());
}

/** What can be asked of a descriptor that only names a place (open(2), O_PATH). */
const worksOnPaths = (command: u32): boolean =>
  command <= FcntlCommand.F_GETFL || command === FcntlCommand.F_DUPFD_CLOEXEC;

/**
 * flock(2): locks the whole file for the open file, shared (LOCK_SH) or alone (LOCK_EX), or unlocks it (LOCK_UN).
 *
 * Errors: EBADF; EINVAL; EAGAIN (LOCK_NB) somebody else holds it; EINTR; ENOMEM.
 */
export function flock(fd: Fd, operation: FlockOperation): i64 {
  wholeLock(currentProcess().descriptors.get(fd), operation);
  return 0;
}
