/** System calls about signals (signal(7)). */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { copyFromUser, loadStruct, readUser64, storeStruct, writeUser64 } from "../platform/user.ts";
import { readU32, readU64 } from "../../core/bytes.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { NEVER } from "../task/timer.ts";
import { currentCredentials, currentProcess, currentUserThread } from "../process/current.ts";
import { returnFromHandler } from "../process/deliver-signal.ts";
import { RESTART_UNHANDLED } from "../process/restart.ts";
import type { Process } from "../process/process.ts";
import { findThread, processOfId, table } from "../process/process-table.ts";
import { credentialsOf, credentialsOfThread } from "../process/program-state.ts";
import type { Credentials } from "../rights/credentials.ts";
import { maySend, Recipients, sendSignal, sendToMany, sendToThread } from "../process/send-signal.ts";
import {
  KNOWN_ACTION_FLAGS,
  type Signal,
  SIGNAL_MAX,
  SignalAction,
  SignalCode,
  SignalInfo,
  setOf,
  UNBLOCKABLE,
} from "../process/signal.ts";
import { SignalStack, UserSignalInfo } from "../process/signal-frame.ts";
import { isOn, setSignalStack, stackFlags } from "../process/signal-stack.ts";
import { TimeSpec } from "./structures.ts";
import type { In, Out, Pid, SignalNumber } from "./abi/arguments.ts";
import { MaskChange } from "./abi/process-flags.ts";

/** Size of the kernel's sigset_t, which callers pass along. */
const SET_SIZE: u64 = 8;

function checkSetSize(size: u64): void {
  if (size !== SET_SIZE) throw Errno.EINVAL;
}

/** A signal number of the caller's. Throws EINVAL. */
function signalOf(number: i32): Signal {
  if (number < 1 || u32(number) > SIGNAL_MAX) throw Errno.EINVAL;
  return u32(number) as Signal;
}

/**
 * rt_sigaction(2): sets and returns what the process does on a signal. Either pointer may be null.
 *
 * Errors: EINVAL not a signal, SIGKILL or SIGSTOP, or a wrong set size; EFAULT.
 */
export function rt_sigaction(
  number: SignalNumber,
  action: In<"sigaction">,
  old: Out<"sigaction">,
  setSize: u64,
): i64 {
  checkSetSize(setSize);
  const signal = signalOf(number);
  const process = currentProcess();
  const before = new SignalAction();
  if (action === 0) {
    process.actions.get(signal, before);
  } else {
    const wanted = new SignalAction();
    loadStruct(action, wanted);
    if ((setOf(signal) & UNBLOCKABLE) !== 0) throw Errno.EINVAL;
    wanted.flags &= KNOWN_ACTION_FLAGS;
    wanted.mask &= ~UNBLOCKABLE;
    process.actions.exchange(signal, wanted, before);
    if (process.actions.ignores(signal)) discardPending(process, signal);
  }
  if (old !== 0) storeStruct(old, before);
  return 0;
}

/** POSIX: a pending signal that becomes ignored is forgotten. */
function discardPending(process: Process, signal: Signal): void {
  using _ = table.lock();
  process.pending.discard(setOf(signal));
  for (const thread of process.threads) thread.pending.discard(setOf(signal));
}

/**
 * rt_sigprocmask(2): changes and returns the thread's set of blocked signals. SIGKILL and SIGSTOP cannot be blocked (no error).
 *
 * Errors: EINVAL unknown `how` or a wrong set size; EFAULT.
 */
export function rt_sigprocmask(
  how: MaskChange,
  set: In<"sigset_t">,
  old: Out<"sigset_t">,
  setSize: u64,
): i64 {
  checkSetSize(setSize);
  const thread = currentUserThread();
  const before = thread.blocked;
  let after = before;
  if (set !== 0) {
    const given = readUser64(set);
    if (how === MaskChange.SIG_BLOCK) after = before | given;
    else if (how === MaskChange.SIG_UNBLOCK) after = before & ~given;
    else if (how === MaskChange.SIG_SETMASK) after = given;
    else throw Errno.EINVAL;
  }
  if (old !== 0) writeUser64(old, before);
  thread.blocked = after & ~UNBLOCKABLE;
  if (thread.isInterrupted()) thread.hasPendingWork = true;
  return 0;
}

/**
 * rt_sigreturn(2): called by the C library's restorer when a handler returns; gives back the interrupted registers. It does not return.
 */
export function rt_sigreturn(frame: TrapFrame): i64 {
  returnFromHandler(frame);
  return i64(frame.rax);
}

/**
 * rt_sigpending(2): the blocked signals that wait.
 *
 * Errors: EINVAL size above 8; EFAULT.
 */
export function rt_sigpending(set: Out<"sigset_t">, setSize: u64): i64 {
  if (setSize > SET_SIZE) throw Errno.EINVAL;
  const thread = currentUserThread();
  writeUser64(set, (thread.pending.signals | thread.process.pending.signals) & thread.blocked);
  return 0;
}

/**
 * rt_sigsuspend(2): sleeps with another set of blocked signals until a handler has run.
 *
 * Errors: EINTR always; EINVAL; EFAULT.
 */
export function rt_sigsuspend(set: In<"sigset_t">, setSize: u64): i64 {
  checkSetSize(setSize);
  const mask = readUser64(set);
  setTemporaryMask(mask);
  sleepForSignal(NEVER);
  throw RESTART_UNHANDLED;
}

/** Blocks `mask` until the system call has ended and its signals' handlers are set up. */
export function setTemporaryMask(mask: u64): void {
  const thread = currentUserThread();
  thread.savedMask = thread.blocked;
  thread.hasSavedMask = true;
  thread.blocked = mask & ~UNBLOCKABLE;
  thread.hasPendingWork = true;
}

/** Sleeps until a signal that is not blocked is pending; false when the deadline passed first. */
function sleepForSignal(deadline: u64): boolean {
  const thread = currentUserThread();
  for (;;) {
    thread.isSleeping = true;
    if (thread.isInterrupted()) {
      thread.isSleeping = false;
      return true;
    }
    if (!sleepUntilWoken(thread, deadline)) return false;
  }
}

/**
 * pause(2): sleeps until a signal's handler has run.
 *
 * Errors: EINTR always.
 */
export function pause(): i64 {
  sleepForSignal(NEVER);
  throw RESTART_UNHANDLED;
}

/**
 * rt_sigtimedwait(2): takes a pending signal of the set, waiting for one if need be. Returns its number.
 *
 * Errors: EAGAIN none came in time; EINTR another signal came; EINVAL; EFAULT.
 */
export function rt_sigtimedwait(
  set: In<"sigset_t">,
  info: Out<"siginfo_t">,
  timeout: In<"timespec">,
  setSize: u64,
): i64 {
  checkSetSize(setSize);
  const wanted = readUser64(set) & ~UNBLOCKABLE;
  const deadline = deadlineOf(timeout);
  const thread = currentUserThread();
  let found = takeWanted(wanted);
  if (found === null) {
    thread.awaited = wanted;
    try {
      // What came before it was awaited has woken nobody.
      found = takeWanted(wanted);
      if (found === null) sleepForSignal(deadline);
    } finally {
      thread.awaited = 0;
    }
    if (found === null) found = takeWanted(wanted);
  }
  if (found === null) throw thread.isInterrupted() ? Errno.EINTR : Errno.EAGAIN;
  if (info !== 0) {
    const user = new UserSignalInfo();
    user.set(found);
    storeStruct(info, user);
  }
  return i64(found.signal);
}

function takeWanted(wanted: u64): SignalInfo | null {
  using _ = table.lock();
  const thread = currentUserThread();
  return thread.pending.take(~wanted) ?? thread.process.pending.take(~wanted);
}

function deadlineOf(timeout: u64): u64 {
  if (timeout === 0) return NEVER;
  const time = new TimeSpec();
  loadStruct(timeout, time);
  if (!time.isValid) throw Errno.EINVAL;
  const now = monotonicNanoseconds();
  return bits.addOverflows(now, time.total) ? NEVER : now + time.total;
}

/**
 * kill(2): sends a signal to a process; 0: to the caller's group; -1: to all that it may; below: to that group. Signal 0 only checks.
 *
 * Errors: EINVAL not a signal; ESRCH; EPERM; ENOMEM; EAGAIN.
 */
export function kill(pid: Pid, number: SignalNumber): i64 {
  if (number < 0 || u32(number) > SIGNAL_MAX) throw Errno.EINVAL;
  const self = currentProcess();
  if (pid > 0) {
    const target = processOfId(pid);
    if (target === null) throw Errno.ESRCH;
    checkMaySend(target, credentialsOf(target), number);
    if (number !== 0) sendSignal(target, fromCaller(number, SignalCode.User));
    return 0;
  }
  const found = new Recipients();
  const group = pid === 0 ? self.group : pid === -1 ? 0 : -i32(pid);
  sendToMany(currentUserThread(), group, number === 0 ? null : fromCaller(number, SignalCode.User), found);
  // Of all processes there may be none that it may send to: Linux says so for groups alone.
  if (!found.hasSome && !(pid === -1 && found.hasForbidden))
    throw found.hasForbidden ? Errno.EPERM : Errno.ESRCH;
  return 0;
}

function checkMaySend(target: Process, theirs: Credentials, number: i32): void {
  if (!maySend(currentUserThread(), target, theirs, u32(number))) throw Errno.EPERM;
}

/** The record of a signal that needs none. */
const killRecord: SignalInfo = new SignalInfo(9 as Signal, 0);

function fromCaller(number: i32, code: SignalCode): SignalInfo {
  if (number === 9) return killRecord;
  const self = currentProcess();
  return SignalInfo.from(signalOf(number), i32(code), self.pid, currentCredentials().user.real);
}

/**
 * tgkill(2): sends a signal to a thread of a process.
 *
 * Errors: EINVAL; ESRCH; EPERM; ENOMEM; EAGAIN.
 */
export function tgkill(process: Pid, id: Pid, number: SignalNumber): i64 {
  if (process <= 0) throw Errno.EINVAL;
  return signalThread(process, id, number);
}

/**
 * tkill(2): sends a signal to a thread, whatever its process.
 *
 * Errors: EINVAL; ESRCH; EPERM; ENOMEM; EAGAIN.
 */
export function tkill(id: Pid, number: SignalNumber): i64 {
  return signalThread(0, id, number);
}

function signalThread(process: i32, id: i32, number: i32): i64 {
  if (id <= 0 || number < 0 || u32(number) > SIGNAL_MAX) throw Errno.EINVAL;
  const thread = findThread(id);
  if (thread === null || (process !== 0 && thread.process.pid !== process)) throw Errno.ESRCH;
  checkMaySend(thread.process, credentialsOfThread(thread), number);
  if (number !== 0) sendToThread(thread, fromCaller(number, SignalCode.Tkill));
  return 0;
}

/**
 * rt_sigqueueinfo(2): sends a signal with a value to a process (sigqueue(3)), which the id of any of its threads stands for.
 *
 * Errors: EINVAL; ESRCH; EPERM, also for a code that only the kernel may use; EFAULT; EAGAIN; ENOMEM.
 */
export function rt_sigqueueinfo(pid: Pid, number: SignalNumber, info: In<"siginfo_t">): i64 {
  const record = loadRecord(number, info, pid);
  const target = pid > 0 ? processOfId(pid) : null;
  if (target === null) throw Errno.ESRCH;
  checkMaySend(target, credentialsOf(target), number);
  if (record !== null) sendSignal(target, record);
  return 0;
}

/**
 * rt_tgsigqueueinfo(2): the same for one thread of a process.
 *
 * Errors: as rt_sigqueueinfo.
 */
export function rt_tgsigqueueinfo(pid: Pid, id: Pid, number: SignalNumber, info: In<"siginfo_t">): i64 {
  const record = loadRecord(number, info, id);
  if (pid <= 0 || id <= 0) throw Errno.EINVAL;
  const target = findThread(id);
  if (target === null || target.process.pid !== pid) throw Errno.ESRCH;
  checkMaySend(target.process, credentialsOfThread(target), number);
  if (record !== null) sendToThread(target, record);
  return 0;
}

/** What a program queues for the process or thread `id`; null for signal 0. Throws EINVAL, EPERM, EFAULT, ENOMEM. */
function loadRecord(number: i32, info: u64, id: i32): SignalInfo | null {
  const bytes = new FixedArray<u8, 32>();
  copyFromUser(bytes.span(), info);
  const code = i32(readU32(bytes.span(), 8));
  // Nobody else is to believe that the kernel, or tgkill(2), sent it.
  if ((code >= 0 || code === i32(SignalCode.Tkill)) && id !== currentUserThread().id) throw Errno.EPERM;
  if (number < 0 || u32(number) > SIGNAL_MAX) throw Errno.EINVAL;
  if (number === 0) return null;
  const record = new SignalInfo(signalOf(number), code);
  record.pid = i32(readU32(bytes.span(), 16));
  record.uid = readU32(bytes.span(), 20);
  record.value = readU64(bytes.span(), 24);
  return record;
}

/**
 * sigaltstack(2): sets and returns the stack for handlers with SA_ONSTACK. Either pointer may be null. Flags: SS_DISABLE, SS_ONSTACK (without effect),
 * SS_AUTODISARM.
 *
 * Errors: EPERM the thread is on it now; EINVAL unknown flags; ENOMEM smaller than 2048 bytes; EFAULT.
 */
export function sigaltstack(stack: In<"stack_t">, old: Out<"stack_t">, frame: TrapFrame): i64 {
  const thread = currentUserThread();
  const isOnIt = isOn(thread.signalStack, frame.rsp);
  const wanted = new SignalStack();
  if (stack !== 0) loadStruct(stack, wanted);
  if (old !== 0) {
    let before = thread.signalStack;
    before.flags = stackFlags(thread.signalStack, isOnIt);
    storeStruct(old, before);
  }
  if (stack !== 0) setSignalStack(thread, wanted, frame.rsp);
  return 0;
}
