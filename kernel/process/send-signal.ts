/** Sending signals: to a thread, a process, a group (kill(2), signal(7)). */

import { Errno } from "../../core/errno.ts";
import { wake } from "../task/scheduler.ts";
import type { Credentials } from "../rights/credentials.ts";
import { mayKill } from "../rights/policy.ts";
import { ChildEvent, type Process } from "./process.ts";
import { findProcess, table } from "./process-table.ts";
import {
  ActionFlags,
  bareRecord,
  HANDLER_DEFAULT,
  kernelRecord,
  Signal,
  SignalCode,
  SignalInfo,
  setOf,
  STOP_SIGNALS,
} from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** Sends a signal to a process: whichever of its threads does not block it takes it. Throws EAGAIN (queue full), but for standard signals. */
export function sendSignal(process: Process, info: SignalInfo): void {
  if (!trySignal(process, info)) throw Errno.EAGAIN;
}

/** The same. False: the queue is full, which it never is for a standard signal. Any context. */
export function trySignal(process: Process, info: SignalInfo): boolean {
  using _ = table.lock();
  return sendLocked(process, info);
}

/** The same for who holds the process table's lock. */
export function sendLocked(process: Process, info: SignalInfo): boolean {
  return process.hasExited || !prepare(process, info.signal) || enqueue(process, info);
}

/** Has the process's threads find the signal. False: the queue is full. */
function enqueue(process: Process, info: SignalInfo): boolean {
  // SIGKILL needs no record, and so no memory: the threads are told.
  if (info.signal !== Signal.SIGKILL && !process.pending.add(info)) return false;
  for (const thread of process.threads) notify(thread, info.signal);
  process.signalArrivals?.wakeAll();
  return true;
}

/** Sends a signal to one thread (tgkill(2), faults). Throws as `sendSignal`. */
export function sendToThread(thread: UserThread, info: SignalInfo): void {
  if (!trySignalThread(thread, info)) throw Errno.EAGAIN;
}

/** The same. False: as of `trySignal`. */
export function trySignalThread(thread: UserThread, info: SignalInfo): boolean {
  using _ = table.lock();
  if (!prepare(thread.process, info.signal)) return true;
  if (info.signal === Signal.SIGKILL) {
    for (const each of thread.process.threads) notify(each, Signal.SIGKILL);
    return true;
  }
  if (!thread.pending.add(info)) return false;
  notify(thread, info.signal);
  thread.process.signalArrivals?.wakeAll();
  return true;
}

/** A standard signal from the kernel itself to a process that may be gone. */
export function sendToPid(pid: i32, signal: Signal): void {
  const process = findProcess(pid);
  if (process !== null) trySignal(process, kernelRecord(signal));
}

/** A standard signal from the kernel (a terminal) to every process of a group. */
export function sendToGroup(group: i32, signal: Signal): void {
  const info = kernelRecord(signal);
  using processes = table.lock();
  for (let member = processes.value.firstOf(group); member !== null; member = member.nextInGroup) {
    sendLocked(member, info);
  }
}

/** Whom kill(2) found for a pid that means several processes. */
@struct
export class Recipients {
  /** Somebody was sent the signal; somebody may not be. */
  hasSome: boolean = false;
  hasForbidden: boolean = false;
}

/**
 * Sends a signal to all processes that the sender may send to but itself and process 1 (`group` 0), or to those of a group. Null only looks for them. It
 * needs no memory to find them: what takes all memory must be possible to end. Throws ENOMEM, EAGAIN, but for SIGKILL.
 */
export function sendToMany(sender: UserThread, group: i32, info: SignalInfo | null, found: Recipients): void {
  using processes = table.lock();
  if (group !== 0) {
    for (let member = processes.value.firstOf(group); member !== null; member = member.nextInGroup)
      sendToOne(sender, member, info, found);
    return;
  }
  for (const [, target] of processes.value.processes) {
    if (target.pid !== 1 && target !== sender.process) sendToOne(sender, target, info, found);
  }
}

function sendToOne(sender: UserThread, target: Process, info: SignalInfo | null, found: Recipients): void {
  if (target.hasExited) return;
  if (!maySend(sender, target, target.credentials, info === null ? 0 : u32(info.signal))) {
    found.hasForbidden = true;
    return;
  }
  if (info !== null && !sendLocked(target, info)) throw Errno.EAGAIN;
  found.hasSome = true;
}

/** Whether the thread may send the signal to a process, or thread of it, with the credentials (kill(2), "a process needs…"). */
export function maySend(sender: UserThread, target: Process, theirs: Credentials, signal: u32): boolean {
  if (target === sender.process || mayKill(sender.credentials, theirs)) return true;
  return signal === u32(Signal.SIGCONT) && target.session === sender.process.session;
}

/** What sending does at once, whether or not the signal is blocked. False: it is ignored, and nothing is left to do. */
function prepare(process: Process, signal: Signal): boolean {
  const bit = setOf(signal);
  if (isKeptFrom(process, signal)) return false;
  if (signal === Signal.SIGCONT) {
    discard(process, STOP_SIGNALS);
    if (resume(process)) reportContinued(process);
  } else if ((bit & STOP_SIGNALS) !== 0) {
    discard(process, setOf(Signal.SIGCONT));
  }
  if (signal === Signal.SIGKILL) resume(process);
  return isWanted(process, signal);
}

/** Process 1 gets only what it has asked for (kill(2), NOTES): nobody can stop the system by stopping it. */
function isKeptFrom(process: Process, signal: Signal): boolean {
  if (process.pid !== 1 || process.actions.handler(signal) !== HANDLER_DEFAULT) return false;
  return !isBlockedSomewhere(process, setOf(signal));
}

function isWanted(process: Process, signal: Signal): boolean {
  // A blocked signal stays pending even if it is ignored now: the program may be about to wait for it (sigwait(3)).
  return !process.actions.ignores(signal) || isBlockedSomewhere(process, setOf(signal));
}

function discard(process: Process, signals: u64): void {
  process.pending.discard(signals);
  for (const thread of process.threads) thread.pending.discard(signals);
}

function isBlockedSomewhere(process: Process, bit: u64): boolean {
  for (const thread of process.threads) if ((thread.blocked & bit) !== 0) return true;
  return false;
}

/** Lets a stopped process go on. False: it was not stopped. */
function resume(process: Process): boolean {
  process.isStopDue = false;
  if (!process.isStopped) return false;
  process.isStopped = false;
  process.tell(ChildEvent.None, process.hasExited);
  process.continued.wakeAll();
  return true;
}

/** Lets the parent of a process that goes on know. */
function reportContinued(process: Process): void {
  process.tell(ChildEvent.Continued, process.hasExited);
  const parent = process.parent;
  if (parent === null) return;
  // SIGCHLD stops nobody and has nobody go on, so nothing else is to be done at once.
  const isTaken = !parent.hasExited && !isKeptFrom(parent, Signal.SIGCHLD);
  const isTold = isTaken && isWanted(parent, Signal.SIGCHLD);
  if (isTold && !parent.actions.hasFlag(Signal.SIGCHLD, ActionFlags.NoChildStop))
    enqueue(parent, recordOf(process, Signal.SIGCHLD, SignalCode.Continued, i32(Signal.SIGCONT)));
  parent.childEvents.wakeAll();
}

/** A signal that tells of a process; a bare one when there is no memory for that. */
export function recordOf(process: Process, signal: Signal, code: SignalCode, status: i32): SignalInfo {
  try {
    const info = SignalInfo.from(signal, i32(code), process.pid, process.credentials.user.real);
    info.status = status;
    return info;
  } catch {
    return bareRecord(signal);
  }
}

/** Makes a thread look: ends its wait, and has it take the signal on its way to user mode. */
function notify(thread: UserThread, signal: Signal): void {
  if (signal === Signal.SIGKILL) thread.mustExit = true;
  else if ((thread.blocked & ~thread.awaited & setOf(signal)) !== 0) return;
  thread.hasPendingWork = true;
  wake(thread);
}
