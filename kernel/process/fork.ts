/** New processes and threads (clone(2), fork(2), vfork(2)). */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { writeUser32 } from "../platform/user.ts";
import { mayExceedProcessLimit } from "../rights/policy.ts";
import { start } from "../task/scheduler.ts";
import { currentCredentials, currentProcess, currentUserThread } from "./current.ts";
import { Resource, UNLIMITED } from "./limits.ts";
import { Process } from "./process.ts";
import { addProcess, addThread, freeId, newId, table, withdraw } from "./process-table.ts";
import { setScheduling } from "./program-state.ts";
import { UserThread } from "./user-thread.ts";

/** Flags of clone(2); the lowest byte is the signal at the child's end. */
export enum CloneFlags {
  ExitSignal = 0xff,
  Memory = 0x100,
  FileSystem = 0x200,
  Files = 0x400,
  SignalHandlers = 0x800,
  Vfork = 0x4000,
  Parent = 0x8000,
  Thread = 0x1_0000,
  SystemV = 0x4_0000,
  SetTls = 0x8_0000,
  ParentSetTid = 0x10_0000,
  ChildClearTid = 0x20_0000,
  Detached = 0x40_0000,
  Untraced = 0x80_0000,
  ChildSetTid = 0x100_0000,
  /** The child's signals have their default actions, but for those that are ignored. Of clone3(2) alone. */
  ClearHandlers = 0x1_0000_0000,
}

/** Flags that mean a new namespace or the like, which Tessera does not have (clone(2): EINVAL or EPERM). */
const UNSUPPORTED: u64 = 0xfe02_0000 | 0x80 | 0x1000;

/** All the flags that clone3(2) knows, besides those of `CloneFlags` that are in the lower half. */
export const CLONE_FLAGS: u64 = 0x1_ffff_ffff;

/** What clone(2) is asked for. */
@struct
export class CloneRequest {
  flags: u64 = 0;
  exitSignal: u32 = 0;
  /** The child's stack pointer; 0: the parent's. */
  stack: u64 = 0;
  tls: u64 = 0;
  parentTid: u64 = 0;
  childTid: u64 = 0;

  has(flag: CloneFlags): boolean {
    return (this.flags & u64(flag)) !== 0;
  }
}

/** Makes a process or thread that returns 0 from the running system call. Returns its id. Throws EINVAL, EAGAIN, ENOMEM; EPERM a TLS base beyond user space. */
export function clone(frame: TrapFrame, request: CloneRequest): i32 {
  check(request);
  const parent = currentProcess();
  checkProcessLimit(parent);
  const id = newId();
  try {
    return cloneAs(id, frame, request, parent);
  } catch (error) {
    freeId(id);
    throw error;
  }
}

function cloneAs(id: i32, frame: TrapFrame, request: CloneRequest, parent: Process): i32 {
  const isThread = request.has(CloneFlags.Thread);
  const process = isThread ? parent : copyProcess(parent, id, request);
  const thread = copyThread(frame, process, id, request);
  if (request.has(CloneFlags.Parent) && !isThread) process.exitSignal = parent.exitSignal;
  enroll(parent, process, thread, request);
  if (request.has(CloneFlags.ParentSetTid)) tryWrite(request.parentTid, u32(id));
  if (request.has(CloneFlags.ChildSetTid)) thread.setChildTid = request.childTid;
  if (request.has(CloneFlags.ChildClearTid)) thread.clearChildTid = request.childTid;
  start(thread);
  if (request.has(CloneFlags.Vfork)) waitForVforkChild(parent, process);
  return id;
}

/** The combinations that clone(2) refuses. */
function check(request: CloneRequest): void {
  if ((request.flags & UNSUPPORTED) !== 0) throw Errno.EINVAL;
  // Its children's parent would be the machine itself.
  if (request.has(CloneFlags.Parent) && currentProcess().pid === 1) throw Errno.EINVAL;
  if (request.has(CloneFlags.ClearHandlers) && request.has(CloneFlags.SignalHandlers)) throw Errno.EINVAL;
  if (request.has(CloneFlags.Thread) && !request.has(CloneFlags.SignalHandlers)) throw Errno.EINVAL;
  if (request.has(CloneFlags.SignalHandlers) && !request.has(CloneFlags.Memory)) throw Errno.EINVAL;
}

/** No user can have more threads than there are ids, whatever the limit says. */
const MOST_THREADS: u64 = 32768;

/** RLIMIT_NPROC: the threads of the same real user. Throws EAGAIN. */
function checkProcessLimit(parent: Process): void {
  const limit = parent.limits.soft(Resource.Processes);
  const credentials = currentCredentials();
  if (limit >= MOST_THREADS || mayExceedProcessLimit(credentials)) return;
  let count: u64 = 0;
  using processes = table.lock();
  for (const process of processes.value.processes.values()) {
    if (process.credentials.user.real === credentials.user.real) count += process.threads.length;
  }
  if (count >= limit) throw Errno.EAGAIN;
}

function copyProcess(parent: Process, pid: i32, request: CloneRequest): Process {
  const space = parent.space;
  if (space === null) throw Errno.EINVAL;
  const process = new Process(
    pid,
    monotonicNanoseconds(),
    request.has(CloneFlags.Memory) ? space : space.fork(),
    request.has(CloneFlags.Files) ? parent.descriptors.share() : parent.descriptors.copy(),
    request.has(CloneFlags.FileSystem) ? parent.directories : parent.directories.copy(),
    currentCredentials(),
    parent.limits.copy(),
    request.has(CloneFlags.SignalHandlers) ? parent.actions : parent.actions.copy(),
  );
  if (request.has(CloneFlags.ClearHandlers)) process.actions.resetHandlers();
  process.group = parent.group;
  process.session = parent.session;
  process.terminal = parent.terminal;
  process.name.store(parent.name.load());
  process.programFile = parent.programFile;
  process.argumentsStart = parent.argumentsStart;
  process.argumentsEnd = parent.argumentsEnd;
  process.environmentEnd = parent.environmentEnd;
  process.oom.inherit(parent.oom);
  process.watchesCpuTime = process.limits.soft(Resource.CpuTime) !== UNLIMITED;
  process.exitSignal = request.exitSignal;
  process.isVforkChild = request.has(CloneFlags.Vfork);
  return process;
}

function copyThread(frame: TrapFrame, process: Process, id: i32, request: CloneRequest): UserThread {
  const self = currentUserThread();
  const thread = new UserThread(id, process, self.credentials);
  thread.startFrame = frame;
  thread.startFrame.rax = 0;
  if (request.stack !== 0) thread.startFrame.rsp = request.stack;
  self.copyUserStateTo(thread);
  if (request.has(CloneFlags.SetTls)) thread.setFirstFsBase(request.tls);
  if (process.space !== null) thread.pageTableRoot = process.space.table.root;
  thread.blocked = self.blocked;
  thread.hasNoNewPrivileges = self.hasNoNewPrivileges;
  thread.personality = self.personality;
  thread.timerSlack = self.timerSlack;
  thread.ioPriority = self.ioPriority;
  setScheduling(thread, self.policy, self.resetsOnFork ? bits.max(self.nice, 0) : self.nice);
  if (!request.has(CloneFlags.Memory) || request.has(CloneFlags.Vfork)) thread.signalStack = self.signalStack;
  return thread;
}

/** Makes them known to everybody. Undone when memory runs out half-way. */
function enroll(parent: Process, process: Process, thread: UserThread, request: CloneRequest): void {
  const isThread = request.has(CloneFlags.Thread);
  addThread(thread);
  try {
    if (!isThread) addProcess(process);
    attach(parent, process, thread, request);
  } catch (error) {
    withdraw(thread, isThread ? null : process);
    throw error;
  }
}

function attach(creator: Process, process: Process, thread: UserThread, request: CloneRequest): void {
  using _ = table.lock();
  // Who ends the process, or all its threads but one (execve(2)), has told those that there were: there must be no new ones.
  if (process.isExiting || currentUserThread().mustExit) throw Errno.EAGAIN;
  process.addThread(thread);
  if (request.has(CloneFlags.Thread)) return;
  // Looked up here, so that the parent cannot end before it has the child.
  const parent = request.has(CloneFlags.Parent) ? (creator.parent ?? creator) : creator;
  parent.children.add(process);
  process.parent = parent;
  process.parentId = parent.pid;
  process.creatorId = parent === creator ? currentUserThread().id : creator.creatorId;
}

function tryWrite(address: u64, value: u32): void {
  try {
    writeUser32(address, value);
  } catch {
    // As on Linux: a bad address only means that the word is not written.
  }
}

/** vfork(2): the parent sleeps until the child has its own memory. A fatal signal ends the wait. */
function waitForVforkChild(parent: Process, child: Process): void {
  const self = currentUserThread();
  for (;;) {
    parent.childEvents.prepare();
    if (!child.isVforkChild || self.mustExit) break;
    parent.childEvents.sleepUninterruptibly();
  }
  parent.childEvents.cancel();
}
