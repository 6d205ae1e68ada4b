/** System calls that make and close descriptors (open(2), dup(2), pipe(2)). */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { openPath } from "../file/open.ts";
import { makeNamelessMemory } from "../file/memory-fs/nameless-memory.ts";
import { PipePair } from "../file/pipe-file.ts";
import { copyStringFromUser, userStringLength, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { Resource } from "../process/limits.ts";
import { AT_FDCWD, baseOf, pathAt } from "./paths.ts";
import type { DirectoryFd, Fd, FileMode, Out, UserPath, UserString } from "./abi/arguments.ts";
import { CloseRangeFlags, MemfdFlags, type Only } from "./abi/file-flags.ts";

/** Set in F_GETFL of every file, as 64-bit Linux does. */
const O_LARGEFILE: u32 = 0x8000;

/** Gives an open file the lowest free descriptor. Throws EMFILE, ENOMEM. */
export function installFile(file: File, flags: u32): i64 {
  const process = currentProcess();
  const isClosedOnExec = (flags & OpenFlags.CloseOnExec) !== 0;
  return i64(process.descriptors.install(file, isClosedOnExec, process.limits.soft(Resource.Files)));
}

/** Gives two open files descriptors and writes these to an address, both or none. Throws EMFILE, ENOMEM, EFAULT. */
export function installPair(first: File, second: File, flags: u32, address: u64): i64 {
  const descriptors = currentProcess().descriptors;
  const one = i32(installFile(first, flags));
  let other: i32 = -1;
  try {
    other = i32(installFile(second, flags));
    writeUser32(address, u32(one));
    writeUser32(address + 4, u32(other));
  } catch (error) {
    descriptors.close(one);
    if (other >= 0) descriptors.close(other);
    throw error;
  }
  return 0;
}

/**
 * openat(2): opens a file, or makes it (O_CREAT), and returns its lowest free descriptor. A relative path begins at the directory `directory`.
 *
 * Errors: EACCES; EBADF; EEXIST (O_CREAT | O_EXCL); EINVAL flags; EISDIR a directory for writing; ELOOP too many links, or one with O_NOFOLLOW; EMFILE;
 * ENAMETOOLONG; ENOENT; ENOSPC; ENOTDIR; ETXTBSY a program runs from it (to write, or with O_TRUNC); ENXIO a FIFO without a reader (O_NONBLOCK), or a device without a driver; EOPNOTSUPP O_TMPFILE where
 * that is not there; EROFS; EFAULT; ENOMEM; EINTR.
 */
export function openat(directory: DirectoryFd, path: UserPath, flags: OpenFlags, mode: FileMode): i64 {
  const process = currentProcess();
  const text = pathAt(path);
  const wanted = u32(flags) | O_LARGEFILE;
  const file = openPath(
    process.directories,
    currentCredentials(),
    baseOf(directory, text),
    text,
    wanted,
    mode,
  );
  return installFile(file, wanted);
}

/** open(2): openat from the current directory. */
export function open(path: UserPath, flags: OpenFlags, mode: FileMode): i64 {
  return openat(AT_FDCWD, path, flags, mode);
}

/** creat(2): open with O_CREAT, O_WRONLY and O_TRUNC. */
export function creat(path: UserPath, mode: FileMode): i64 {
  return openat(AT_FDCWD, path, OpenFlags.Create | OpenFlags.WriteOnly | OpenFlags.Truncate, mode);
}

/**
 * close(2): gives a descriptor back. The process's record locks on the file go with it.
 *
 * Errors: EBADF.
 */
export function close(fd: Fd): i64 {
  currentProcess().descriptors.close(fd);
  return 0;
}

/**
 * close_range(2): closes all descriptors from `first` to `last`, or marks them for closing on execve (CLOSE_RANGE_CLOEXEC).
 *
 * Errors: EINVAL unknown flags, or first above last; ENOMEM (CLOSE_RANGE_UNSHARE).
 */
export function close_range(first: u32, last: u32, flags: CloseRangeFlags): i64 {
  if (first > last) throw Errno.EINVAL;
  const process = currentProcess();
  if ((flags & CloseRangeFlags.CLOSE_RANGE_UNSHARE) !== 0)
    process.descriptors = process.descriptors.unshare();
  const descriptors = process.descriptors;
  const end = bits.min(u64(last) + 1, descriptors.length);
  for (let fd = u64(first); fd < end; fd++) {
    if (descriptors.find(i32(fd)) === null) continue;
    if ((flags & CloseRangeFlags.CLOSE_RANGE_CLOEXEC) !== 0) descriptors.setClosedOnExec(i32(fd), true);
    else descriptors.close(i32(fd));
  }
  return 0;
}

/**
 * dup(2): another descriptor, the lowest free one, for the same open file.
 *
 * Errors: EBADF; EMFILE; ENOMEM.
 */
export function dup(fd: Fd): i64 {
  return installFile(currentProcess().descriptors.getAny(fd), 0);
}

/**
 * dup2(2): makes `target` a descriptor of the open file of `fd`; what it was is closed. Equal descriptors: nothing happens.
 *
 * Errors: EBADF; ENOMEM.
 */
export function dup2(fd: Fd, target: Fd): i64 {
  if (fd !== target) return dup3(fd, target, 0);
  currentProcess().descriptors.getAny(fd);
  return i64(target);
}

/**
 * dup3(2): as dup2, with O_CLOEXEC if wanted.
 *
 * Errors: EBADF; EINVAL equal descriptors or other flags; ENOMEM.
 */
export function dup3(fd: Fd, target: Fd, flags: Only<OpenFlags, "O_CLOEXEC">): i64 {
  if (fd === target) throw Errno.EINVAL;
  const process = currentProcess();
  const file = process.descriptors.getAny(fd);
  process.descriptors.replace(target, file, flags !== 0, process.limits.soft(Resource.Files));
  return i64(target);
}

/**
 * pipe2(2): makes a pipe and writes the descriptors of its reading and its writing end to `descriptors`. Flags: O_CLOEXEC, O_NONBLOCK. There
 * are no pipes of packets (O_DIRECT).
 *
 * Errors: EFAULT; EINVAL; EMFILE; ENFILE fs.pipe-user-pages-hard; ENOMEM.
 */
export function pipe2(
  descriptors: Out<"int[2]">,
  flags: Only<OpenFlags, "O_CLOEXEC" | "O_NONBLOCK" | "O_DIRECT">,
): i64 {
  const pair = new PipePair(flags & OpenFlags.NonBlocking, currentCredentials());
  return installPair(pair.reader, pair.writer, flags, descriptors);
}

/** pipe(2): pipe2 without flags. */
export function pipe(descriptors: Out<"int[2]">): i64 {
  return pipe2(descriptors, 0);
}
/** Longest name of a file in memory, without its 0 byte: NAME_MAX without the "memfd:" before it. */
const LONGEST_TITLE: u64 = 249;

/**
 * memfd_create(2): a file in memory that has no name in any folder; `name` is shown in /proc. Flags: MFD_CLOEXEC, MFD_EXEC. There are no seals and no huge pages.
 *
 * Errors: EINVAL another flag, or a name above 249 bytes; EMFILE; EFAULT; ENOSPC; ENOMEM.
 */
export function memfd_create(name: UserString, flags: MemfdFlags): i64 {
  const length = userStringLength(name, LONGEST_TITLE + 1);
  if (length > LONGEST_TITLE) throw Errno.EINVAL;
  const title = copyStringFromUser(name, LONGEST_TITLE + 1);
  const file = makeNamelessMemory(title, currentCredentials());
  return installFile(file, (flags & MemfdFlags.MFD_CLOEXEC) !== 0 ? OpenFlags.CloseOnExec : 0);
}
