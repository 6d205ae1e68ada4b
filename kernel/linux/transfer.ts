/** What the system calls that read and write have in common. */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { IoBuffer, IoVector } from "../memory/io-buffer.ts";
import { loadStruct } from "../platform/user.ts";
import { currentCredentials, currentProcess, currentUserThread } from "../process/current.ts";
import { Resource, UNLIMITED } from "../process/limits.ts";
import { trySignalThread } from "../process/send-signal.ts";
import { kernelRecord, Signal } from "../process/signal.ts";

/** Most bytes that one call moves (MAX_RW_COUNT of Linux). */
export const MOST_BYTES: u64 = 0x7fff_f000;
const MOST_VECTORS: i32 = 1024;
const VECTOR_SIZE: u64 = 16;

/** Throws EBADF unless the descriptor is open for reading. */
export function readableFile(fd: i32): File {
  const file = currentProcess().descriptors.get(fd);
  if (!file.isReadable) throw Errno.EBADF;
  return file;
}

/** Throws EBADF unless the descriptor is open for writing. */
export function writableFile(fd: i32): File {
  const file = currentProcess().descriptors.get(fd);
  if (!file.isWritable) throw Errno.EBADF;
  return file;
}

/** A buffer of the program, cut to what one call moves. */
export function userBuffer(address: u64, count: u64): IoBuffer {
  return IoBuffer.user(address, bits.min(count, MOST_BYTES));
}

/** The buffers that an array of `struct iovec` lists. Throws EINVAL, EFAULT, ENOMEM. */
export function loadVectors(address: u64, count: i32): IoVector[] {
  if (count < 0 || count > MOST_VECTORS) throw Errno.EINVAL;
  const vectors: IoVector[] = [];
  vectors.reserve(u64(count));
  const vector = new IoVector();
  let total: u64 = 0;
  for (let i: u64 = 0; i < u64(count); i++) {
    loadStruct(address + i * VECTOR_SIZE, vector);
    if (vector.length > 0x7fff_ffff_ffff_ffff) throw Errno.EINVAL;
    vector.length = bits.min(vector.length, MOST_BYTES - total);
    total += vector.length;
    vectors.push(vector);
  }
  return vectors;
}

/** Reads at the file's offset. Returns the bytes read; what is thrown after some have moved is for the next call to find. */
export function readInto(file: File, buffer: IoBuffer): i64 {
  const wanted = buffer.remaining;
  try {
    file.read(buffer);
  } catch (error) {
    if (buffer.remaining === wanted) throw error;
  }
  return i64(wanted - buffer.remaining);
}

/** Reads at an offset; the file's own stays. Returns the bytes read, as `readInto` does. Throws EINVAL for a range beyond the largest offset. */
export function readIntoAt(file: File, buffer: IoBuffer, offset: u64): i64 {
  checkRange(offset, buffer.remaining);
  const wanted = buffer.remaining;
  try {
    file.readAt(buffer, offset);
  } catch (error) {
    if (buffer.remaining === wanted) throw error;
  }
  return i64(wanted - buffer.remaining);
}

/** Writes at the file's offset. A broken pipe also sends SIGPIPE. */
export function writeFrom(file: File, buffer: IoBuffer): i64 {
  if (file.inode.isRegular) keepWithinLimit(buffer, file.isAppending ? file.inode.size : file.offset);
  const wanted = buffer.remaining;
  if (wanted > 0 && file.inode.hasIdBits) file.inode.dropBits(currentCredentials());
  try {
    file.write(buffer);
  } catch (error) {
    if (errnoOf(error) === Errno.EPIPE && file.raisesPipeSignal) raise(Signal.SIGPIPE);
    if (buffer.remaining === wanted) throw error;
  }
  return i64(wanted - buffer.remaining);
}

/** Writes at an offset; the file's own stays. Returns the bytes written. */
export function writeFromAt(file: File, buffer: IoBuffer, offset: u64): i64 {
  checkRange(offset, buffer.remaining);
  if (file.inode.isRegular) keepWithinLimit(buffer, offset);
  const wanted = buffer.remaining;
  if (wanted > 0 && file.inode.hasIdBits) file.inode.dropBits(currentCredentials());
  try {
    file.writeAt(buffer, offset);
  } catch (error) {
    if (buffer.remaining === wanted) throw error;
  }
  return i64(wanted - buffer.remaining);
}

/** RLIMIT_FSIZE: cuts what would go beyond it. Throws EFBIG, after SIGXFSZ, when that is all. */
function keepWithinLimit(buffer: IoBuffer, offset: u64): void {
  const limit = currentProcess().limits.soft(Resource.FileSize);
  if (limit === UNLIMITED || buffer.remaining === 0) return;
  if (offset >= limit) {
    raise(Signal.SIGXFSZ);
    throw Errno.EFBIG;
  }
  buffer.limit(limit - offset);
}

/** The same for a file that is made longer. */
export function checkSizeLimit(size: u64): void {
  if (size <= currentProcess().limits.soft(Resource.FileSize)) return;
  raise(Signal.SIGXFSZ);
  throw Errno.EFBIG;
}

/** Sends the running thread a standard signal for what it asked of a file. */
export function raise(signal: Signal): void {
  trySignalThread(currentUserThread(), kernelRecord(signal));
}

/** Throws EINVAL when the bytes would lie beyond what an offset can say. */
function checkRange(offset: u64, length: u64): void {
  const last: u64 = 0x7fff_ffff_ffff_ffff;
  if (offset > last || length > last - offset) throw Errno.EINVAL;
}
