/** The arguments of fcntl(2) and flock(2) about locks. */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { locksOf, WholeLock } from "../file/file-locks.ts";
import { LOCK_TO_END, RangeLock } from "../file/range-locks.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { FlockOperation } from "./abi/file-flags.ts";

const F_RDLCK: i16 = 0;
const F_WRLCK: i16 = 1;
const F_UNLCK: i16 = 2;

/** `struct flock`. */
@struct
@size(32)
class LockRequest {
  type: i16 = 0;
  whence: i16 = 0;
  start: i64 = 0;
  length: i64 = 0;
  pid: i32 = 0;
}

/** Whose lock a request is about. */
export enum LockOwner {
  Process,
  /** The open file (F_OFD_SETLK). */
  OpenFile,
}

/** The range that a request means, as a lock of the owner. Throws EINVAL, EOVERFLOW, ENOMEM. */
function rangeOf(file: File, request: LockRequest, owner: LockOwner): RangeLock {
  let base: i64 = 0;
  if (request.whence === 1) base = i64(file.offset);
  else if (request.whence === 2) base = i64(file.inode.size);
  else if (request.whence !== 0) throw Errno.EINVAL;
  if (bits.addOverflows(base, request.start)) throw Errno.EOVERFLOW;
  let start = base + request.start;
  let end = i64(LOCK_TO_END);
  if (request.length > 0) {
    if (bits.addOverflows(start, request.length - 1)) throw Errno.EOVERFLOW;
    end = start + request.length - 1;
  } else if (request.length < 0) {
    end = start - 1;
    start += request.length;
  }
  if (start < 0) throw Errno.EINVAL;
  const isExclusive = request.type === F_WRLCK;
  if (owner === LockOwner.OpenFile) {
    if (request.pid !== 0) throw Errno.EINVAL;
    return new RangeLock(file.rangeOwnerId(), -1, isExclusive, u64(start), u64(end));
  }
  const process = currentProcess();
  return new RangeLock(process.descriptors.id, process.pid, isExclusive, u64(start), u64(end));
}

/** F_GETLK, F_OFD_GETLK: says in the structure what would be in the way, or F_UNLCK. */
export function getLock(file: File, address: u64, owner: LockOwner): void {
  const request = new LockRequest();
  loadStruct(address, request);
  if (request.type !== F_RDLCK && request.type !== F_WRLCK) throw Errno.EINVAL;
  const obstacle = locksOf(file.inode).findConflict(rangeOf(file, request, owner));
  if (obstacle === null) {
    request.type = F_UNLCK;
  } else {
    request.type = obstacle.isExclusive ? F_WRLCK : F_RDLCK;
    request.whence = 0;
    request.start = i64(obstacle.start);
    request.length = obstacle.end === LOCK_TO_END ? 0 : i64(obstacle.end - obstacle.start + 1);
    request.pid = obstacle.pid;
  }
  storeStruct(address, request);
}

/** F_SETLK, F_SETLKW, and those of open files. */
export function setLock(file: File, address: u64, waits: boolean, owner: LockOwner): void {
  const request = new LockRequest();
  loadStruct(address, request);
  const lock = rangeOf(file, request, owner);
  switch (request.type) {
    case F_UNLCK:
      locksOf(file.inode).clearRange(lock.owner, lock.start, lock.end);
      return;
    case F_RDLCK:
      if (!file.isReadable) throw Errno.EBADF;
      break;
    case F_WRLCK:
      if (!file.isWritable) throw Errno.EBADF;
      break;
    default:
      throw Errno.EINVAL;
  }
  locksOf(file.inode).setRange(lock, waits);
}

/** flock(2). Changing a lock gives the old one up first, as on Linux. */
export function wholeLock(file: File, operation: u32): void {
  const kind = operation & ~FlockOperation.LOCK_NB;
  if (kind !== FlockOperation.LOCK_SH && kind !== FlockOperation.LOCK_EX && kind !== FlockOperation.LOCK_UN)
    throw Errno.EINVAL;
  const held = file.wholeLock.load();
  if (
    held !== null &&
    kind !== FlockOperation.LOCK_UN &&
    held.isExclusive === (kind === FlockOperation.LOCK_EX)
  )
    return;
  file.wholeLock.store(null);
  if (kind === FlockOperation.LOCK_UN) return;
  const locks = locksOf(file.inode);
  // Made before the lock is taken, so that no lack of memory can come between; it lets go only of what was acquired.
  const hold = new WholeLock(locks, kind === FlockOperation.LOCK_EX);
  hold.acquire((operation & FlockOperation.LOCK_NB) === 0);
  file.wholeLock.store(hold);
}
