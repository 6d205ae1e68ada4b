/** How threads and processes end, and what they leave to their parents (exit(2), wait(2)). */

import { writeUser32 } from "../platform/user.ts";
import { exitThread, wake } from "../task/scheduler.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentUserThread } from "./current.ts";
import { wakeAddress } from "./futex.ts";
import { hangUpSession, signalOrphanedGroups } from "./job-control.ts";
import { ChildEvent, exitedStatus, killedStatus, type Process } from "./process.ts";
import { tellMemoryReleased } from "./memory-reserve.ts";
import { findProcess, type ProcessTable, removeThread, renameThread, table } from "./process-table.ts";
import { programObserver } from "./program-observer.ts";
import { exchangeProgramFile, exchangeSpace, parentOf } from "./program-state.ts";
import { releaseRobustList } from "./robust-list.ts";
import { recordOf, sendLocked } from "./send-signal.ts";
import { ActionFlags, HANDLER_IGNORE, Signal, SIGNAL_MAX, SignalCode, type SignalInfo } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** Called when process 1 has ended: there is nothing left to run. */
export abstract class SystemEnd {
  /** `status` as wait4(2) has it. */
  abstract firstProcessEnded(status: i32): never;
}
let systemEnd: SystemEnd | null = null;
/** Called once, when the kernel starts. */
export function setSystemEnd(end: SystemEnd): void {
  systemEnd = end;
}

/** exit_group(2): the process ends with an exit code; see `beginExit`. */
export function exitProcess(code: i32): void {
  beginExit(currentUserThread().process, exitedStatus(code));
}

/** Ends the process as a signal does; see `beginExit`. */
export function killProcess(signal: Signal): void {
  beginExit(currentUserThread().process, killedStatus(u32(signal)));
}

/**
 * Tells all threads of the process to end, the running one too: each does so when it would return to user mode, where nothing is left on its
 * stack that refers to objects. The first status counts.
 */
export function beginExit(process: Process, status: i32): void {
  using _ = table.lock();
  if (!process.isExiting) {
    process.isExiting = true;
    process.status = status;
  }
  const self = currentUserThread();
  for (const thread of process.threads) {
    thread.mustExit = true;
    thread.hasPendingWork = true;
    if (thread !== self) wake(thread);
  }
  process.continued.wakeAll();
}

/** exit(2): tells the running thread to end, and with the last one the process. */
export function leaveThread(code: i32): void {
  const thread = currentUserThread();
  if (thread.process.threads.length === 1) {
    exitProcess(code);
    return;
  }
  thread.isLeaving = true;
  thread.mustExit = true;
  thread.hasPendingWork = true;
}

/**
 * execve(2): ends the process's other threads, waits until they are gone, and takes over the id of the first one. Throws RESTART when the
 * thread itself is to end: the process ends, or another of its threads was quicker to call execve. ENOMEM, then it is the only thread but has not got the id.
 */
export function becomeOnlyThread(process: Process): void {
  const self = currentUserThread();
  endOthers(process, self);
  for (;;) {
    process.childEvents.prepare();
    if (process.threads.length === 1 || self.mustExit) break;
    process.childEvents.sleepUninterruptibly();
  }
  process.childEvents.cancel();
  if (self.mustExit) throw RESTART;
  renameThread(self, process.pid);
}

function endOthers(process: Process, self: UserThread): void {
  using _ = table.lock();
  if (self.mustExit) throw RESTART;
  for (const thread of process.threads) {
    if (thread === self) continue;
    thread.mustExit = true;
    thread.isLeaving = true;
    thread.hasPendingWork = true;
    wake(thread);
  }
}

/** Ends the running thread, which was told to, and with the last one the process. Nothing on its stack may refer to objects. */
export function exitCurrentThread(): never {
  const thread = currentUserThread();
  const process = thread.process;
  programObserver()?.ends(thread);
  // What it leaves in the program's memory is for others who have that too.
  thread.isExiting = true;
  releaseRobustList(thread);
  releaseChildTid(thread);
  // Once it has left the process, another thread can be the last, and free the memory while this one still runs.
  thread.usePageTable(null);
  removeThread(thread);
  if (leaveProcess(process, thread)) finishProcess(process);
  else process.childEvents.wakeAll();
  exitThread();
}

/** Takes the thread out of its process. True: it was the last. */
function leaveProcess(process: Process, thread: UserThread): boolean {
  using _ = table.lock();
  process.removeThread(thread);
  thread.addTimeTo(process.endedTime);
  thread.addCountsTo(process.endedCounts);
  return process.threads.length === 0;
}

/** set_tid_address(2): other threads of the process may wait for the word to become 0. */
function releaseChildTid(thread: UserThread): void {
  const address = thread.clearChildTid;
  if (address === 0) return;
  thread.clearChildTid = 0;
  try {
    writeUser32(address, 0);
    wakeAddress(address, false, 1);
  } catch {
    // The program gave a bad address: its loss.
  }
}

/** The last thread is ending, and uses the program's memory no more: gives back what the process holds, and tells the parent. */
function finishProcess(process: Process): void {
  process.alarm?.cancel();
  deleteTimers(process);
  process.descriptors.closeAll();
  releaseVforkParent(process);
  exchangeSpace(process, null);
  exchangeProgramFile(process, null);
  tellMemoryReleased();
  if (process.pid === 1 && systemEnd !== null) systemEnd.firstProcessEnded(process.status);
  if (process.isSessionLeader) hangUpSession(process);
  // While the children still say whose they were.
  signalOrphanedGroups(process);
  adoptChildren(process);
  becomeZombie(process);
}

/** Those of timer_create(2), which neither the process's end nor execve(2) leaves. */
export function deleteTimers(process: Process): void {
  using timers = process.timers.lock();
  timers.value.deleteAll();
}

/** Lets the parent of vfork(2) go on: the child has left its memory. Nothing for other processes. */
export function releaseVforkParent(process: Process): void {
  if (!process.isVforkChild) return;
  process.isVforkChild = false;
  const parent = parentOf(process);
  if (parent !== null) parent.childEvents.wakeAll();
}

/** Somebody has asked to become the parent of what its descendants leave behind, so that it is worth a look who. */
const areSubreapers: Atomic<boolean> = new Atomic<boolean>(false);

/** prctl(2), PR_SET_CHILD_SUBREAPER. */
export function setSubreaper(process: Process, isSubreaper: boolean): void {
  process.isSubreaper = isSubreaper;
  if (isSubreaper) areSubreapers.store(true);
}

/** Who becomes the parent of a process's children: the nearest ancestor that has asked for it, else process 1. The caller holds the process table's lock. */
function reaperFor(process: Process, init: Process): Process {
  if (!areSubreapers.load()) return init;
  for (let at = process.parent; at !== null; at = at.parent) {
    if (at.isSubreaper && !at.isExiting) return at;
  }
  return init;
}

/** What the children asked to be told of their parent's end (prctl(2), PR_SET_PDEATHSIG). The caller holds the process table's lock. */
function tellOfParentsEnd(parent: Process, child: Process): void {
  const signal = child.parentDeathSignal;
  if (signal === 0) return;
  sendLocked(child, recordOf(parent, signal as Signal, SignalCode.User, 0));
}

/** Gives the process's children to another parent. */
function adoptChildren(process: Process): void {
  const init = findProcess(1);
  if (init === null || process.children.isEmpty) return;
  using _ = table.lock();
  const reaper = reaperFor(process, init);
  let hasZombie = false;
  for (let child = process.children.first; child !== null; child = process.children.first) {
    process.children.remove(child);
    child.parent = reaper;
    child.parentId = reaper.pid;
    child.creatorId = reaper.pid;
    reaper.children.add(child);
    tellOfParentsEnd(process, child);
    hasZombie ||= child.hasExited;
  }
  if (hasZombie) reaper.childEvents.wakeAll();
}

/** All in one go: whoever is the parent now learns of it. */
function becomeZombie(process: Process): void {
  // clone(2) takes any number: one that is no signal is none.
  const isTold = process.exitSignal !== 0 && process.exitSignal <= SIGNAL_MAX;
  const info = isTold ? childInfo(process, process.exitSignal as Signal) : null;
  using processes = table.lock();
  process.tell(ChildEvent.None, true);
  const parent = process.parent;
  // A real-time signal (clone(2)) may find the queue full. The parent still finds the zombie when it waits.
  if (parent !== null && info !== null) sendLocked(parent, info);
  if (parent === null || ignoresChildren(parent, process)) reap(processes.value, process);
  if (parent !== null) parent.childEvents.wakeAll();
}

/** POSIX: a parent that ignores SIGCHLD, or set SA_NOCLDWAIT, wants no zombies. */
function ignoresChildren(parent: Process, child: Process): boolean {
  if (child.exitSignal !== u32(Signal.SIGCHLD)) return false;
  const actions = parent.actions;
  return (
    actions.handler(Signal.SIGCHLD) === HANDLER_IGNORE ||
    actions.hasFlag(Signal.SIGCHLD, ActionFlags.NoChildWait)
  );
}

/** What SIGCHLD tells of a child that has ended. */
function childInfo(child: Process, signal: Signal): SignalInfo {
  const status = child.status;
  const killer = status & 0x7f;
  const code = killer !== 0 ? SignalCode.Killed : SignalCode.Exited;
  return recordOf(child, signal, code, killer !== 0 ? killer : (status >> 8) & 0xff);
}

/**
 * Takes a zombie out of the world. What it used is its parent's only if that has waited for it (wait.ts; getrusage(2), RUSAGE_CHILDREN).
 * The caller holds the process table's lock, and the process until after it.
 */
export function reap(processes: ProcessTable, process: Process): void {
  processes.remove(process);
  const parent = process.parent;
  process.parent = null;
  process.parentId = 0;
  if (parent !== null) parent.children.remove(process);
}
