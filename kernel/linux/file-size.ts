/** System calls about the lengths of files, and what is on a disk (ftruncate(2), fsync(2)). */

import { Errno } from "../../core/errno.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { FileAccess } from "../rights/mode.ts";
import { AT_FDCWD, fileAt } from "./paths.ts";
import { checkSizeLimit, writableFile } from "./transfer.ts";
import type { Fd, UserPath } from "./abi/arguments.ts";
import { FallocateMode, type FileAdvice } from "./abi/file-flags.ts";

/**
 * ftruncate(2): makes the file this long.
 *
 * Errors: EBADF; EINVAL not open for writing, not a regular file, or a negative size; EFBIG.
 */
export function ftruncate(fd: Fd, size: u64): i64 {
  const file = currentProcess().descriptors.get(fd);
  if (!file.isWritable || i64(size) < 0) throw Errno.EINVAL;
  checkSizeLimit(size);
  file.inode.dropBits(currentCredentials());
  file.truncate(size);
  return 0;
}

/**
 * truncate(2): makes the file at the path this long.
 *
 * Errors: EACCES; EINVAL; EISDIR; EFBIG; ETXTBSY a program runs from it; and those of paths.
 */
export function truncate(path: UserPath, size: u64): i64 {
  if (i64(size) < 0) throw Errno.EINVAL;
  const inode = fileAt(AT_FDCWD, path, true);
  if (!inode.isRegular) throw inode.isDirectory ? Errno.EISDIR : Errno.EINVAL;
  inode.checkAccess(currentCredentials(), FileAccess.Write);
  checkSizeLimit(size);
  inode.truncateFor(currentCredentials(), size);
  return 0;
}

/**
 * fallocate(2): gives a range of the file its room now, making the file longer unless FALLOC_FL_KEEP_SIZE; or frees it (FALLOC_FL_PUNCH_HOLE).
 *
 * Errors: EBADF not open for writing; EINVAL; EFBIG; ENODEV not a regular file; ENOSPC; EOPNOTSUPP other modes; ESPIPE; EINTR a signal came before
 * all of it had its room.
 */
export function fallocate(fd: Fd, mode: FallocateMode, offset: u64, length: u64): i64 {
  const file = writableFile(fd);
  if (i64(offset) < 0 || i64(length) <= 0) throw Errno.EINVAL;
  if ((mode & ~(FallocateMode.FALLOC_FL_KEEP_SIZE | FallocateMode.FALLOC_FL_PUNCH_HOLE)) !== 0)
    throw Errno.EOPNOTSUPP;
  const isHole = (mode & FallocateMode.FALLOC_FL_PUNCH_HOLE) !== 0;
  if (isHole && (mode & FallocateMode.FALLOC_FL_KEEP_SIZE) === 0) throw Errno.EOPNOTSUPP;
  const inode = file.inode;
  if (!inode.isRegular) throw inode.type === 0x1000 ? Errno.ESPIPE : Errno.ENODEV;
  const end = offset + length;
  if (i64(end) < 0) throw Errno.EFBIG;
  checkSizeLimit(end);
  inode.dropBits(currentCredentials());
  inode.reserve(offset, length, isHole);
  if ((mode & FallocateMode.FALLOC_FL_KEEP_SIZE) === 0 && end > inode.size) file.truncate(end);
  return 0;
}

/**
 * fsync(2): writes the file to its disk.
 *
 * Errors: EBADF; EINVAL the file cannot be on a disk; EIO.
 */
export function fsync(fd: Fd): i64 {
  currentProcess().descriptors.get(fd).synchronize();
  return 0;
}

/** fdatasync(2): as fsync, without times. */
export function fdatasync(fd: Fd): i64 {
  return fsync(fd);
}

/** sync(2): writes everything to the disks. There is no write cache in Tessera. Never fails. */
export function sync(): i64 {
  return 0;
}

/** syncfs(2): sync for the file system of an open file. Errors: EBADF. */
export function syncfs(fd: Fd): i64 {
  currentProcess().descriptors.get(fd);
  return 0;
}

/**
 * fadvise64(2): takes advice on how a file will be used, and has no use for it.
 *
 * Errors: EBADF; EINVAL unknown advice, or a negative length; ESPIPE a pipe.
 */
export function fadvise64(fd: Fd, _offset: u64, length: u64, advice: FileAdvice): i64 {
  const file = currentProcess().descriptors.get(fd);
  if (file.inode.type === 0x1000) throw Errno.ESPIPE;
  if (advice > 5 || i64(length) < 0) throw Errno.EINVAL;
  return 0;
}
