/** System calls about watching many files (epoll(7)). */

import { Errno } from "../../core/errno.ts";
import { EpollFile, EventSink } from "../file/epoll/epoll-file.ts";
import { EDGE, EXCLUSIVE, ONE_SHOT, WAKE_UP } from "../file/epoll/interest.ts";
import type { File } from "../file/file.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentProcess } from "../process/current.ts";
import { deadlineOr, interruptWait } from "../process/restart.ts";
import { deadlineAfter, deadlineFrom, useMask } from "./deadlines.ts";
import { installFile } from "./open.ts";
import type { Fd, In, OutArray } from "./abi/arguments.ts";
import { EpollOperation, type EpollFlags } from "./abi/file-flags.ts";

const KNOWN_EVENTS: u32 = 0x27ff | EDGE | EXCLUSIVE | ONE_SHOT | WAKE_UP;

/** EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, and how they are reported. */
const EXCLUSIVE_EVENTS: u32 = 0x1d | WAKE_UP | EDGE | EXCLUSIVE;

/** `struct epoll_event`, packed on x86-64. */
@struct
@packed
@size(12)
class EpollEvent {
  events: u32 = 0;
  data: u64 = 0;
}
const EVENT_SIZE: u64 = 12;
/** What epoll_wait(2) takes at most. */
const MOST_EVENTS = i32(0x7fff_ffff / 12);

/**
 * epoll_create1(2): makes a set of files to be watched. Flag: EPOLL_CLOEXEC.
 *
 * Errors: EINVAL another flag; EMFILE; ENOMEM.
 */
export function epoll_create1(flags: EpollFlags): i64 {
  return installFile(new EpollFile(), flags);
}

/**
 * epoll_create(2): the same; `size` is only looked at.
 *
 * Errors: EINVAL size below 1; EMFILE; ENOMEM.
 */
export function epoll_create(size: i32): i64 {
  if (size <= 0) throw Errno.EINVAL;
  return epoll_create1(0);
}

/** Throws EBADF, EINVAL when it is another kind of file. */
function epollOf(fd: i32): EpollFile {
  const file = currentProcess().descriptors.get(fd);
  if (!(file instanceof EpollFile)) throw Errno.EINVAL;
  return file;
}

/**
 * epoll_ctl(2): adds, changes or takes away a file. EPOLLET, EPOLLONESHOT and EPOLLEXCLUSIVE are heeded; EPOLLWAKEUP is accepted, as nothing is ever suspended.
 *
 * Errors: EBADF; EINVAL not an epoll descriptor, itself, or another operation; EEXIST; ENOENT; EPERM a file that is always ready; ELOOP sets that
 * watch each other, or more than five in a row; EFAULT; ENOMEM.
 */
export function epoll_ctl(epoll: Fd, operation: EpollOperation, fd: Fd, event: In<"epoll_event">): i64 {
  const wanted = new EpollEvent();
  if (operation !== EpollOperation.EPOLL_CTL_DEL) loadStruct(event, wanted);
  const descriptors = currentProcess().descriptors;
  descriptors.get(epoll);
  const file = descriptors.get(fd);
  if (!file.isPollable) throw Errno.EPERM;
  const set = epollOf(epoll);
  if (file === set) throw Errno.EINVAL;
  const events = wanted.events & KNOWN_EVENTS;
  if ((events & EXCLUSIVE) !== 0) checkExclusive(operation, file, events);
  if (operation === EpollOperation.EPOLL_CTL_ADD) set.addFile(fd, file, events, wanted.data);
  else if (operation === EpollOperation.EPOLL_CTL_DEL) set.removeFile(fd, file);
  else if (operation === EpollOperation.EPOLL_CTL_MOD) set.changeFile(fd, file, events, wanted.data);
  else throw Errno.EINVAL;
  return 0;
}

/** Throws EINVAL for what does not go together with EPOLLEXCLUSIVE (epoll_ctl(2)). */
function checkExclusive(operation: u32, file: File, events: u32): void {
  if (operation === EpollOperation.EPOLL_CTL_MOD) throw Errno.EINVAL;
  if (operation !== EpollOperation.EPOLL_CTL_ADD) return;
  if ((events & ~EXCLUSIVE_EVENTS) !== 0 || file instanceof EpollFile) throw Errno.EINVAL;
}

/** Writes the events into the program's array. */
class EventArray extends EventSink {
  private address: u64;
  private left: u64;

  constructor(address: u64, count: u64) {
    super();
    this.address = address;
    this.left = count;
  }

  override get hasRoom(): boolean {
    return this.left > 0;
  }

  override take(events: u32, data: u64): void {
    const event = new EpollEvent();
    event.events = events;
    event.data = data;
    storeStruct(this.address, event);
    this.address += EVENT_SIZE;
    this.left -= 1;
  }
}

function waitUntil(epoll: i32, events: u64, count: i32, deadline: u64): i64 {
  if (count <= 0 || count > MOST_EVENTS) throw Errno.EINVAL;
  const set = epollOf(epoll);
  try {
    return i64(set.wait(new EventArray(events, u64(count)), deadline));
  } catch (error) {
    if (errnoOf(error) === RESTART) interruptWait(deadline);
    throw error;
  }
}

/**
 * epoll_wait(2): waits until a watched file is ready, at most `timeout` milliseconds (negative: for ever). Returns how many are, 0 after the time.
 *
 * Errors: EBADF; EINVAL not an epoll descriptor, or a count that is not positive; EINTR; EFAULT; ENOMEM.
 */
export function epoll_wait(
  epoll: Fd,
  events: OutArray<"epoll_event", "count">,
  count: i32,
  timeout: i32,
): i64 {
  return waitUntil(epoll, events, count, deadlineOr(deadlineAfter(timeout)));
}

/**
 * epoll_pwait(2): the same, with other signals blocked while it waits.
 *
 * Errors: as epoll_wait; EINVAL a wrong size of the signal set.
 */
export function epoll_pwait(
  epoll: Fd,
  events: OutArray<"epoll_event", "count">,
  count: i32,
  timeout: i32,
  mask: In<"sigset_t">,
  maskSize: u64,
): i64 {
  const deadline = deadlineOr(deadlineAfter(timeout));
  useMask(mask, maskSize);
  return waitUntil(epoll, events, count, deadline);
}

/**
 * epoll_pwait2(2): the same with the time in nanoseconds (null: for ever).
 *
 * Errors: as epoll_pwait; EINVAL a bad time.
 */
export function epoll_pwait2(
  epoll: Fd,
  events: OutArray<"epoll_event", "count">,
  count: i32,
  timeout: In<"timespec">,
  mask: In<"sigset_t">,
  maskSize: u64,
): i64 {
  const deadline = deadlineOr(deadlineFrom(timeout));
  useMask(mask, maskSize);
  return waitUntil(epoll, events, count, deadline);
}
