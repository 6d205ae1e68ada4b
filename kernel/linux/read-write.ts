/** System calls that move bytes (read(2), write(2)). */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import { readUser64, writeUser64 } from "../platform/user.ts";
import { isInterrupted } from "../task/thread.ts";
import { currentProcess } from "../process/current.ts";
import {
  loadVectors,
  MOST_BYTES,
  readableFile,
  readInto,
  readIntoAt,
  userBuffer,
  writableFile,
  writeFrom,
  writeFromAt,
} from "./transfer.ts";
import type { Fd, InArray, InBuffer, InOut, OutArray, OutBuffer } from "./abi/arguments.ts";
import { type Whence } from "./abi/file-flags.ts";

/**
 * read(2): reads up to `count` bytes at the file's offset and moves that. Returns how many; 0 at the end.
 *
 * Errors: EBADF not open for reading; EFAULT; EAGAIN (O_NONBLOCK); EINTR; EINVAL; EISDIR; EIO.
 */
export function read(fd: Fd, address: OutBuffer<"count">, count: u64): i64 {
  const file = readableFile(fd);
  const buffer = userBuffer(address, count);
  return readInto(file, buffer);
}

/**
 * write(2): writes up to `count` bytes at the file's offset (at its end with O_APPEND) and moves that. Returns how many.
 *
 * Errors: EBADF not open for writing; EFAULT; EAGAIN (O_NONBLOCK); EINTR; EINVAL; EPIPE (and SIGPIPE); EFBIG (and SIGXFSZ for RLIMIT_FSIZE); ENOSPC; EIO.
 */
export function write(fd: Fd, address: InBuffer<"count">, count: u64): i64 {
  const file = writableFile(fd);
  const buffer = userBuffer(address, count);
  return writeFrom(file, buffer);
}

/**
 * pread64(2): reads at an offset of its own; the file's stays.
 *
 * Errors: as read; ESPIPE the file has no offsets.
 */
export function pread64(fd: Fd, address: OutBuffer<"count">, count: u64, offset: u64): i64 {
  const file = readableFile(fd);
  const buffer = userBuffer(address, count);
  return readIntoAt(file, buffer, offset);
}

/**
 * pwrite64(2): writes at an offset of its own (with O_APPEND at the end all the same).
 *
 * Errors: as write; ESPIPE the file has no offsets.
 */
export function pwrite64(fd: Fd, address: InBuffer<"count">, count: u64, offset: u64): i64 {
  const file = writableFile(fd);
  const buffer = userBuffer(address, count);
  return writeFromAt(file, buffer, offset);
}

/**
 * readv(2): reads into several buffers, one after the other.
 *
 * Errors: as read; EINVAL more than 1024 buffers.
 */
export function readv(fd: Fd, vectors: OutArray<"iovec", "count">, count: i32): i64 {
  const file = readableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return readInto(file, buffer);
}

/**
 * writev(2): writes several buffers as one.
 *
 * Errors: as write; EINVAL more than 1024 buffers.
 */
export function writev(fd: Fd, vectors: InArray<"iovec", "count">, count: i32): i64 {
  const file = writableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return writeFrom(file, buffer);
}

/** preadv(2): readv at an offset. Errors: as readv and pread64. */
export function preadv(fd: Fd, vectors: OutArray<"iovec", "count">, count: i32, offset: u64): i64 {
  const file = readableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return readIntoAt(file, buffer, offset);
}

/** pwritev(2): writev at an offset. Errors: as writev and pwrite64. */
export function pwritev(fd: Fd, vectors: InArray<"iovec", "count">, count: i32, offset: u64): i64 {
  const file = writableFile(fd);
  const buffer = IoBuffer.scattered(loadVectors(vectors, count));
  return writeFromAt(file, buffer, offset);
}

/**
 * lseek(2): moves the file's offset: from the start (SEEK_SET), from where it is (SEEK_CUR), from the end (SEEK_END), or to the next data or hole.
 *
 * Errors: EBADF; EINVAL; ENXIO no data or hole behind the offset; EOVERFLOW; ESPIPE.
 */
export function lseek(fd: Fd, offset: u64, whence: Whence): i64 {
  return i64(currentProcess().descriptors.get(fd).seek(i64(offset), whence));
}

/**
 * sendfile(2): copies from one file to another inside the kernel. With `offset` (an address) it reads from there and leaves the input's offset as it is.
 *
 * Errors: EBADF; EINVAL the input is not a regular file, or the output is open with O_APPEND; EFAULT; EAGAIN; ESPIPE `offset` given for a file without offsets; ENOMEM; EIO.
 */
export function sendfile(output: Fd, input: Fd, offset: InOut<"off_t">, count: u64): i64 {
  const start = offset === 0 ? 0 : readUser64(offset);
  if (i64(start) < 0 || i64(count) < 0) throw Errno.EINVAL;
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
  input: Fd,
  inputOffset: InOut<"off_t">,
  output: Fd,
  outputOffset: InOut<"off_t">,
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

/** Moved at once. */
const CHUNK: u64 = 32768;

/** Copies up to `count` bytes by way of a kernel buffer; at given offsets or at the files' own. Returns how many: fewer when a signal comes. */
function copyBetween(
  from: File,
  to: File,
  fromGiven: boolean,
  source: u64,
  toGiven: boolean,
  target: u64,
  count: u64,
): u64 {
  const most = bits.min(count, MOST_BYTES);
  const size = bits.min(most, CHUNK);
  if (size === 0) return 0;
  const bytes = new Array<u8>(size);
  let moved: u64 = 0;
  while (moved < most) {
    const wanted = bits.min(most - moved, size);
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
    if (isInterrupted()) break;
  }
  return moved;
}

/** What was read but could not be written is to be read again. Only files with offsets can take it back. */
function giveBack(file: File, count: u64): void {
  if (file.inode.isRegular) file.offset -= bits.min(count, file.offset);
}
