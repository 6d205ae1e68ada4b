/** System calls about waiting on memory (futex(2)). */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { loadStruct, writeUser64 } from "../platform/user.ts";
import { NEVER, TimeBase } from "../task/timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentUserThread } from "../process/current.ts";
import { ANY_BIT, requeue, waitOnAddress, wakeAddress, wakeAfterOperation } from "../process/futex.ts";
import { TraceIds } from "../rights/policy.ts";
import { mayInspectThread } from "../process/inspection.ts";
import { findThread } from "../process/process-table.ts";
import { deadlineOr, interruptWait } from "../process/restart.ts";
import { TimeSpec } from "./structures.ts";
import type { Address, In, Out, Pid } from "./abi/arguments.ts";
import { FutexOperation } from "./abi/process-flags.ts";

/**
 * futex(2): WAIT, WAKE, WAKE_OP, REQUEUE, CMP_REQUEUE, WAIT_BITSET and WAKE_BITSET, private or shared. `timeout` is the number of waiters to move
 * for the requeue operations. Priority-inheriting operations are not supported.
 *
 * Errors: EAGAIN the word is not `value`; ETIMEDOUT; EINTR; EINVAL address not a multiple of 4, no bits, bad time, a negative number to requeue; ENOSYS another operation; EFAULT.
 */
export function futex(
  address: Address,
  operation: FutexOperation,
  value: u32,
  timeout: In<"timespec">,
  second: Address,
  third: u32,
): i64 {
  const isOwn = (operation & FutexOperation.FUTEX_PRIVATE_FLAG) !== 0;
  const isRealtime = (operation & FutexOperation.FUTEX_CLOCK_REALTIME) !== 0;
  const command = operation & ~(FutexOperation.FUTEX_PRIVATE_FLAG | FutexOperation.FUTEX_CLOCK_REALTIME);
  // The other ones that have a time count it from now, by the monotonic clock.
  if (isRealtime && command !== FutexOperation.FUTEX_WAIT_BITSET) throw Errno.ENOSYS;
  switch (command) {
    case FutexOperation.FUTEX_WAIT:
      waitFor(address, isOwn, value, deadlineOr(relativeDeadline(timeout)));
      return 0;
    case FutexOperation.FUTEX_WAIT_BITSET:
      if (third === 0) throw Errno.EINVAL;
      waitOnAddress(
        address,
        isOwn,
        value,
        timeout === 0 ? NEVER : readTime(timeout),
        third,
        isRealtime ? TimeBase.Real : TimeBase.Monotonic,
      );
      return 0;
    case FutexOperation.FUTEX_WAKE:
      return i64(wakeAddress(address, isOwn, i32(value)));
    case FutexOperation.FUTEX_WAKE_BITSET:
      if (third === 0) throw Errno.EINVAL;
      return i64(wakeAddress(address, isOwn, i32(value), third));
    case FutexOperation.FUTEX_REQUEUE:
      return i64(requeue(address, second, isOwn, i32(value), i32(timeout), false, 0));
    case FutexOperation.FUTEX_CMP_REQUEUE:
      return i64(requeue(address, second, isOwn, i32(value), i32(timeout), true, third));
    case FutexOperation.FUTEX_WAKE_OP:
      return i64(wakeAfterOperation(address, second, isOwn, i32(value), i32(timeout), third));
    default:
      throw Errno.ENOSYS;
  }
}

/** A wait with a relative time ends for every handler, one without goes on (signal(7)). */
function waitFor(address: u64, isOwn: boolean, value: u32, deadline: u64): void {
  try {
    waitOnAddress(address, isOwn, value, deadline, ANY_BIT);
  } catch (error) {
    if (errnoOf(error) === RESTART && deadline !== NEVER) interruptWait(deadline);
    throw error;
  }
}

function readTime(address: u64): u64 {
  const time = new TimeSpec();
  loadStruct(address, time);
  if (!time.isValid) throw Errno.EINVAL;
  return time.total;
}

function relativeDeadline(timeout: u64): u64 {
  if (timeout === 0) return NEVER;
  const wait = readTime(timeout);
  const now = monotonicNanoseconds();
  return bits.addOverflows(now, wait) ? NEVER : now + wait;
}

/** `struct robust_list_head`. */
const ROBUST_LIST_HEAD: u64 = 24;

/**
 * set_robust_list(2): remembers the list of the robust mutexes that the thread holds.
 *
 * Errors: EINVAL size is not 24.
 */
export function set_robust_list(head: Address, size: u64): i64 {
  if (size !== ROBUST_LIST_HEAD) throw Errno.EINVAL;
  currentUserThread().robustList = head;
  return 0;
}

/**
 * get_robust_list(2): what set_robust_list was given by a thread (0: the caller).
 *
 * Errors: ESRCH; EPERM it may not look into the thread; EFAULT.
 */
export function get_robust_list(id: Pid, head: Out<"address">, size: Out<"size_t">): i64 {
  const thread = id === 0 ? currentUserThread() : findThread(id);
  if (thread === null) throw Errno.ESRCH;
  if (!mayInspectThread(thread, TraceIds.Real)) throw Errno.EPERM;
  writeUser64(head, thread.robustList);
  writeUser64(size, ROBUST_LIST_HEAD);
  return 0;
}
