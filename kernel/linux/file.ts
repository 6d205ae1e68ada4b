/** System calls on open files and descriptors. */

import { Errno } from "../../core/errno.ts";
import { CHANGEABLE_FLAGS, OpenFlags, STATUS_FLAGS } from "../file/open-flags.ts";
import { openPath } from "../file/open.ts";
import { PipePair } from "../file/pipe-file.ts";
import type { File } from "../file/file.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import { readUser32, readUser64, writeUser32, writeUser64 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { Resource } from "../process/limits.ts";
import { getLock, setLock, wholeLock } from "./file-lock.ts";
import { AT_FDCWD, baseOf, fileAt, pathAt } from "./paths.ts";
import {
  checkSizeLimit,
  loadVectors,
  readableFile,
  readInto,
  readIntoAt,
  userBuffer,
  writableFile,
  writeFrom,
  writeFromAt,
} from "./transfer.ts";

/** Set in F_GETFL of every file, as 64-bit Linux does. */
const O_LARGEFILE: u32 = 0x8000;

/** Gives an open file the lowest free descriptor. Throws EMFILE, ENOMEM. */
export function installFile(file: File, flags: u32): i64 {
  const process = currentProcess();
  const isClosedOnExec = (flags & OpenFlags.CloseOnExec) !== 0;
  return i64(process.descriptors.install(file, isClosedOnExec, process.limits.soft(Resource.Files)));
}

// ---------------------------------------------------------------- opening and closing

/**
 * openat(2): opens a file, or makes it (O_CREAT), and returns its lowest free descriptor. A relative path begins at the directory `directory`.
 *
 * Errors: EACCES; EBADF; EEXIST (O_CREAT | O_EXCL); EINVAL flags; EISDIR a directory for writing; ELOOP too many links, or one with O_NOFOLLOW; EMFILE;
 * ENAMETOOLONG; ENOENT; ENOSPC; ENOTDIR; ENXIO a FIFO without a reader (O_NONBLOCK), or a device without a driver; EOPNOTSUPP O_TMPFILE where
 * that is not there; EROFS; EFAULT; ENOMEM; EINTR.
 */
export function openat(directory: i32, path: u64, flags: i32, mode: u32): i64 {
  const process = currentProcess();
  const text = pathAt(path);
  const wanted = u32(flags) | O_LARGEFILE;
  const file = openPath(
    process.directories,
    process.credentials,
    baseOf(directory, text),
    text,
    wanted,
    mode,
  );
  return installFile(file, wanted);
}

/** open(2): openat from the current directory. */
export function open(path: u64, flags: i32, mode: u32): i64 {
  return openat(AT_FDCWD, path, flags, mode);
}

/** creat(2): open with O_CREAT, O_WRONLY and O_TRUNC. */
export function creat(path: u64, mode: u32): i64 {
  return openat(AT_FDCWD, path, i32(OpenFlags.Create | OpenFlags.WriteOnly | OpenFlags.Truncate), mode);
}

/**
 * close(2): gives a descriptor back. The process's record locks on the file go with it.
 *
 * Errors: EBADF.
 */
export function close(fd: i32): i64 {
  currentProcess().descriptors.close(fd);
  return 0;
}

const CLOSE_RANGE_UNSHARE: u32 = 2;
const CLOSE_RANGE_CLOEXEC: u32 = 4;

/**
 * close_range(2): closes all descriptors from `first` to `last`, or marks them for closing on execve (CLOSE_RANGE_CLOEXEC).
 *
 * Errors: EINVAL unknown flags, or first above last; ENOMEM (CLOSE_RANGE_UNSHARE).
 */
export function close_range(first: u32, last: u32, flags: u32): i64 {
  if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) !== 0 || first > last) throw Errno.EINVAL;
  const process = currentProcess();
  if ((flags & CLOSE_RANGE_UNSHARE) !== 0) process.descriptors = process.descriptors.unshare();
  const descriptors = process.descriptors;
  const end = bits.min(u64(last) + 1, descriptors.length);
  for (let fd = u64(first); fd < end; fd++) {
    if (descriptors.find(i32(fd)) === null) continue;
    if ((flags & CLOSE_RANGE_CLOEXEC) !== 0) descriptors.setClosedOnExec(i32(fd), true);
    else descriptors.close(i32(fd));
  }
  return 0;
}

// ---------------------------------------------------------------- reading and writing

/**
 * read(2): reads up to `count` bytes at the file's offset and moves that. Returns how many; 0 at the end.
 *
 * Errors: EBADF not open for reading; EFAULT; EAGAIN (O_NONBLOCK); EINTR; EINVAL; EISDIR; EIO.
 */
export function read(fd: i32, address: u64, count: u64): i64 {
  const file = readableFile(fd);
  const buffer = userBuffer(address, count);
  return readInto(file, buffer);
}

/**
 * write(2): writes up to `count` bytes at the file's offset (at its end with O_APPEND) and moves that. Returns how many.
 *
 * Errors: EBADF not open for writing; EFAULT; EAGAIN (O_NONBLOCK); EINTR; EINVAL; EPIPE (and SIGPIPE); EFBIG (and SIGXFSZ for RLIMIT_FSIZE); ENOSPC; EIO.
 */
export function write(fd: i32, address: u64, count: u64): i64 {
  const file = writableFile(fd);
  const buffer = userBuffer(address, count);
  return writeFrom(file, buffer);
}

/**
 * pread64(2): reads at an offset of its own; the file's stays.
 *
 * Errors: as read; ESPIPE the file has no offsets.
 */
export function pread64(fd: i32, address: u64, count: u64, offset: u64): i64 {
  const file = readableFile(fd);
  const buffer = userBuffer(address, count);
  return readIntoAt(file, buffer, offset);
}

/**
 * pwrite64(2): writes at an offset of its own (with O_APPEND at the end all the same).
 *
 * Errors: as write; ESPIPE the file has no offsets.
 */
export function pwrite64(fd: i32, address: u64, count: u64, offset: u64): i64 {
  const file = writableFile(fd);
  const buffer = userBuffer(address, count);
  return writeFromAt(file, buffer, offset);
}

/**
 * readv(2): reads into several buffers, one after the other.
 *
 * Errors: as read; EINVAL more than 1024 buffers.
 */
export function readv(fd: i32, vectors: u64, count: i32): i64 {
  const file = readableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return readInto(file, buffer);
}

/**
 * writev(2): writes several buffers as one.
 *
 * Errors: as write; EINVAL more than 1024 buffers.
 */
export function writev(fd: i32, vectors: u64, count: i32): i64 {
  const file = writableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return writeFrom(file, buffer);
}

/** preadv(2): readv at an offset. Errors: as readv and pread64. */
export function preadv(fd: i32, vectors: u64, count: i32, offset: u64): i64 {
  const file = readableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return readIntoAt(file, buffer, offset);
}

/** pwritev(2): writev at an offset. Errors: as writev and pwrite64. */
export function pwritev(fd: i32, vectors: u64, count: i32, offset: u64): i64 {
  const file = writableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return writeFromAt(file, buffer, offset);
}

/**
 * lseek(2): moves the file's offset: from the start (SEEK_SET), from where it is (SEEK_CUR), from the end (SEEK_END), or to the next data or hole.
 *
 * Errors: EBADF; EINVAL; ENXIO no data or hole behind the offset; EOVERFLOW; ESPIPE.
 */
export function lseek(fd: i32, offset: u64, whence: u32): i64 {
  return i64(currentProcess().descriptors.get(fd).seek(i64(offset), whence));
}

const CHUNK: u64 = 32768;

/**
 * sendfile(2): copies from one file to another inside the kernel. With `offset` (an address) it reads from there and leaves the input's offset as it is.
 *
 * Errors: EBADF; EINVAL the input is not a regular file, or the output is open with O_APPEND; EFAULT; EAGAIN; ESPIPE `offset` given for a file without offsets; ENOMEM; EIO.
 */
export function sendfile(output: i32, input: i32, offset: u64, count: u64): i64 {
  const start = offset === 0 ? 0 : readUser64(offset);
  const from = readableFile(input);
  const to = writableFile(output);
  if (to.isAppending || !from.inode.isRegular) throw Errno.EINVAL;
  const moved = copyBetween(from, to, offset !== 0, start, false, 0, count);
  if (offset !== 0) writeUser64(offset, start + moved);
  return i64(moved);
}

/**
 * copy_file_range(2): copies between regular files. An offset address of 0 means the file's own offset.
 *
 * Errors: EBADF; EINVAL not regular files, flags, or overlapping ranges of one file; EISDIR; EFBIG; EFAULT; ENOSPC; ENOMEM.
 */
export function copy_file_range(
  input: i32,
  inputOffset: u64,
  output: i32,
  outputOffset: u64,
  count: u64,
  flags: u32,
): i64 {
  if (flags !== 0) throw Errno.EINVAL;
  const from = readableFile(input);
  const to = writableFile(output);
  if (from.inode.isDirectory || to.inode.isDirectory) throw Errno.EISDIR;
  if (!from.inode.isRegular || !to.inode.isRegular) throw Errno.EINVAL;
  if (to.isAppending) throw Errno.EBADF;
  const source = inputOffset === 0 ? from.offset : readUser64(inputOffset);
  const target = outputOffset === 0 ? to.offset : readUser64(outputOffset);
  const length = bits.min(count, from.inode.size - bits.min(source, from.inode.size));
  if (from.inode === to.inode && source < target + length && target < source + length) throw Errno.EINVAL;
  const moved = copyBetween(from, to, inputOffset !== 0, source, outputOffset !== 0, target, length);
  if (inputOffset !== 0) writeUser64(inputOffset, source + moved);
  if (outputOffset !== 0) writeUser64(outputOffset, target + moved);
  return i64(moved);
}

/** Copies up to `count` bytes by way of a kernel buffer; at given offsets or at the files' own. Returns how many. */
function copyBetween(
  from: File,
  to: File,
  fromGiven: boolean,
  source: u64,
  toGiven: boolean,
  target: u64,
  count: u64,
): u64 {
  const size = bits.min(count, CHUNK);
  if (size === 0) return 0;
  const bytes = new Array<u8>(size);
  let moved: u64 = 0;
  while (moved < count) {
    const wanted = bits.min(count - moved, size);
    let length: u64 = 0;
    let written: u64 = 0;
    try {
      const input = IoBuffer.array(bytes, 0, wanted);
      length = u64(fromGiven ? readIntoAt(from, input, source + moved) : readInto(from, input));
      if (length === 0) break;
      const output = IoBuffer.array(bytes, 0, length);
      written = u64(toGiven ? writeFromAt(to, output, target + moved) : writeFrom(to, output));
    } catch (error) {
      if (length > 0 && !fromGiven) giveBack(from, length);
      if (moved > 0) return moved;
      throw error;
    }
    moved += written;
    if (written < length) {
      if (!fromGiven) giveBack(from, length - written);
      break;
    }
  }
  return moved;
}

/** What was read but could not be written is to be read again. Only files with offsets can take it back. */
function giveBack(file: File, count: u64): void {
  if (file.inode.isRegular) file.offset -= bits.min(count, file.offset);
}

// ---------------------------------------------------------------- duplicates

/**
 * dup(2): another descriptor, the lowest free one, for the same open file.
 *
 * Errors: EBADF; EMFILE; ENOMEM.
 */
export function dup(fd: i32): i64 {
  return installFile(currentProcess().descriptors.get(fd), 0);
}

/**
 * dup2(2): makes `target` a descriptor of the open file of `fd`; what it was is closed. Equal descriptors: nothing happens.
 *
 * Errors: EBADF; ENOMEM.
 */
export function dup2(fd: i32, target: i32): i64 {
  if (fd !== target) return dup3(fd, target, 0);
  currentProcess().descriptors.get(fd);
  return i64(target);
}

/**
 * dup3(2): as dup2, with O_CLOEXEC if wanted.
 *
 * Errors: EBADF; EINVAL equal descriptors or other flags; ENOMEM.
 */
export function dup3(fd: i32, target: i32, flags: u32): i64 {
  if (fd === target || (flags & ~OpenFlags.CloseOnExec) !== 0) throw Errno.EINVAL;
  const process = currentProcess();
  const file = process.descriptors.get(fd);
  process.descriptors.replace(target, file, flags !== 0, process.limits.soft(Resource.Files));
  return i64(target);
}

/**
 * pipe2(2): makes a pipe and writes the descriptors of its reading and its writing end to `descriptors`. Flags: O_CLOEXEC, O_NONBLOCK, O_DIRECT (without
 * effect).
 *
 * Errors: EFAULT; EINVAL; EMFILE; ENOMEM.
 */
export function pipe2(descriptors: u64, flags: u32): i64 {
  if ((flags & ~(OpenFlags.CloseOnExec | OpenFlags.NonBlocking | OpenFlags.Direct)) !== 0) throw Errno.EINVAL;
  const process = currentProcess();
  const { effectiveUser, effectiveGroup } = process.credentials;
  const pair = new PipePair(flags & OpenFlags.NonBlocking, effectiveUser, effectiveGroup);
  const reader = i32(installFile(pair.reader, flags));
  let writer: i32 = -1;
  try {
    writer = i32(installFile(pair.writer, flags));
    writeUser32(descriptors, u32(reader));
    writeUser32(descriptors + 4, u32(writer));
  } catch (error) {
    process.descriptors.close(reader);
    if (writer >= 0) process.descriptors.close(writer);
    throw error;
  }
  return 0;
}

/** pipe(2): pipe2 without flags. */
export function pipe(descriptors: u64): i64 {
  return pipe2(descriptors, 0);
}

// ---------------------------------------------------------------- sizes and disks

/**
 * ftruncate(2): makes the file this long.
 *
 * Errors: EBADF; EINVAL not open for writing, not a regular file, or a negative size; EFBIG.
 */
export function ftruncate(fd: i32, size: u64): i64 {
  const file = currentProcess().descriptors.get(fd);
  if (!file.isWritable || i64(size) < 0) throw Errno.EINVAL;
  checkSizeLimit(size);
  file.truncate(size);
  return 0;
}

/**
 * truncate(2): makes the file at the path this long.
 *
 * Errors: EACCES; EINVAL; EISDIR; EFBIG; and those of paths.
 */
export function truncate(path: u64, size: u64): i64 {
  if (i64(size) < 0) throw Errno.EINVAL;
  const inode = fileAt(AT_FDCWD, path, true);
  if (inode.isDirectory) throw Errno.EISDIR;
  inode.checkAccess(currentProcess().credentials, 2);
  checkSizeLimit(size);
  inode.truncate(size);
  return 0;
}

const FALLOC_FL_KEEP_SIZE: u32 = 1;
const FALLOC_FL_PUNCH_HOLE: u32 = 2;

/**
 * fallocate(2): gives a range of the file its room now, making the file longer unless FALLOC_FL_KEEP_SIZE; or frees it (FALLOC_FL_PUNCH_HOLE).
 *
 * Errors: EBADF not open for writing; EINVAL; EFBIG; ENODEV not a regular file; ENOSPC; EOPNOTSUPP other modes; ESPIPE.
 */
export function fallocate(fd: i32, mode: u32, offset: u64, length: u64): i64 {
  const file = writableFile(fd);
  if (i64(offset) < 0 || i64(length) <= 0) throw Errno.EINVAL;
  if ((mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE)) !== 0) throw Errno.EOPNOTSUPP;
  const isHole = (mode & FALLOC_FL_PUNCH_HOLE) !== 0;
  if (isHole && (mode & FALLOC_FL_KEEP_SIZE) === 0) throw Errno.EOPNOTSUPP;
  const inode = file.inode;
  if (!inode.isRegular) throw inode.type === 0x1000 ? Errno.ESPIPE : Errno.ENODEV;
  const end = offset + length;
  if (i64(end) < 0) throw Errno.EFBIG;
  checkSizeLimit(end);
  inode.reserve(offset, length, isHole);
  if ((mode & FALLOC_FL_KEEP_SIZE) === 0 && end > inode.size) file.truncate(end);
  return 0;
}

/**
 * fsync(2): writes the file to its disk.
 *
 * Errors: EBADF; EINVAL the file cannot be on a disk; EIO.
 */
export function fsync(fd: i32): i64 {
  currentProcess().descriptors.get(fd).synchronize();
  return 0;
}

/** fdatasync(2): as fsync, without times. */
export function fdatasync(fd: i32): i64 {
  return fsync(fd);
}

/** sync(2): writes everything to the disks. There is no write cache in Tessera. Never fails. */
export function sync(): i64 {
  return 0;
}

/** syncfs(2): sync for the file system of an open file. Errors: EBADF. */
export function syncfs(fd: i32): i64 {
  currentProcess().descriptors.get(fd);
  return 0;
}

/**
 * fadvise64(2): takes advice on how a file will be used, and has no use for it.
 *
 * Errors: EBADF; EINVAL unknown advice; ESPIPE a pipe.
 */
export function fadvise64(fd: i32, _offset: u64, _length: u64, advice: u32): i64 {
  const file = currentProcess().descriptors.get(fd);
  if (file.inode.type === 0x1000) throw Errno.ESPIPE;
  if (advice > 5) throw Errno.EINVAL;
  return 0;
}

// ---------------------------------------------------------------- control

const FIONCLEX: u32 = 0x5450;
const FIOCLEX: u32 = 0x5451;
const FIONBIO: u32 = 0x5421;
const FIOASYNC: u32 = 0x5452;
const FIONREAD: u32 = 0x541b;

/**
 * ioctl(2): requests to a device or file: FIOCLEX, FIONCLEX, FIONBIO, FIONREAD on any, terminal requests on terminals.
 *
 * Errors: EBADF; EFAULT; ENOTTY the file does not know the request; EINVAL.
 */
export function ioctl(fd: i32, request: u32, argument: u64): i64 {
  const descriptors = currentProcess().descriptors;
  const file = descriptors.get(fd);
  switch (request) {
    case FIOCLEX:
      descriptors.setClosedOnExec(fd, true);
      return 0;
    case FIONCLEX:
      descriptors.setClosedOnExec(fd, false);
      return 0;
    case FIONBIO:
      setFlag(file, OpenFlags.NonBlocking, readUser32(argument) !== 0);
      return 0;
    case FIOASYNC:
      // No file of Tessera sends SIGIO.
      if (readUser32(argument) !== 0) throw Errno.ENOTTY;
      return 0;
    case FIONREAD:
      if (!file.inode.isRegular) return file.control(request, argument);
      writeUser32(argument, u32(file.inode.size - bits.min(file.offset, file.inode.size)));
      return 0;
    default:
      return file.control(request, argument);
  }
}

function setFlag(file: File, flag: u32, value: boolean): void {
  file.flags = value ? file.flags | flag : file.flags & ~flag;
}

const F_DUPFD: u32 = 0;
const F_GETFD: u32 = 1;
const F_SETFD: u32 = 2;
const F_GETFL: u32 = 3;
const F_SETFL: u32 = 4;
const F_GETLK: u32 = 5;
const F_SETLK: u32 = 6;
const F_SETLKW: u32 = 7;
const F_SETOWN: u32 = 8;
const F_GETOWN: u32 = 9;
const F_DUPFD_CLOEXEC: u32 = 1030;
const F_SETPIPE_SZ: u32 = 1031;
const F_GETPIPE_SZ: u32 = 1032;

const PIPE_SIZE: u64 = 65536;

/**
 * fcntl(2): duplicates descriptors (F_DUPFD, F_DUPFD_CLOEXEC), reads and sets their flags (F_GETFD, F_SETFD) and those of the open file (F_GETFL, F_SETFL),
 * locks ranges (F_GETLK, F_SETLK, F_SETLKW), tells the size of a pipe. Open-file-description locks, leases and signals are not supported.
 *
 * Errors: EBADF; EINVAL; EMFILE; EAGAIN the range is locked; EDEADLK; EPERM (F_SETPIPE_SZ above 64 KiB); EFAULT; EINTR.
 */
export function fcntl(fd: i32, command: u32, argument: u64): i64 {
  const process = currentProcess();
  const descriptors = process.descriptors;
  const file = descriptors.get(fd);
  switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC: {
      const limit = process.limits.soft(Resource.Files);
      if (u64(u32(argument)) >= limit) throw Errno.EINVAL;
      return i64(descriptors.install(file, command === F_DUPFD_CLOEXEC, limit, u32(argument)));
    }
    case F_GETFD:
      return descriptors.isClosedOnExec(fd) ? 1 : 0;
    case F_SETFD:
      descriptors.setClosedOnExec(fd, (argument & 1) !== 0);
      return 0;
    case F_GETFL:
      return i64(file.flags & STATUS_FLAGS);
    case F_SETFL:
      file.flags = (file.flags & ~CHANGEABLE_FLAGS) | (u32(argument) & CHANGEABLE_FLAGS);
      return 0;
    case F_GETLK:
      getLock(file, argument);
      return 0;
    case F_SETLK:
    case F_SETLKW:
      setLock(file, argument, command === F_SETLKW);
      return 0;
    case F_SETOWN:
    case F_GETOWN:
      return 0;
    case F_GETPIPE_SZ:
      if (file.inode.type !== 0x1000) throw Errno.EBADF;
      return i64(PIPE_SIZE);
    case F_SETPIPE_SZ:
      if (file.inode.type !== 0x1000) throw Errno.EBADF;
      if (argument > PIPE_SIZE) throw Errno.EPERM;
      return i64(PIPE_SIZE);
    default:
      throw Errno.EINVAL;
  }
}

/**
 * flock(2): locks the whole file for the open file, shared (LOCK_SH) or alone (LOCK_EX), or unlocks it (LOCK_UN).
 *
 * Errors: EBADF; EINVAL; EAGAIN (LOCK_NB) somebody else holds it; EINTR; ENOMEM.
 */
export function flock(fd: i32, operation: u32): i64 {
  wholeLock(currentProcess().descriptors.get(fd), operation);
  return 0;
}
