/** System calls about processes and threads. */

import { Errno } from "../../core/errno.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { cpuCount } from "../platform/percpu.ts";
import {
  copyFromUser,
  copyStringFromUser,
  copyToUser,
  readUser64,
  storeStruct,
  writeUser32,
  writeUser64,
} from "../platform/user.ts";
import { yieldNow } from "../task/scheduler.ts";
import { currentProcess, currentUserThread } from "../process/current.ts";
import { execute } from "../process/exec.ts";
import { beginExit, exitCurrentThread, exitProcess } from "../process/exit.ts";
import { clone as cloneProcess, CloneFlags, CloneRequest } from "../process/fork.ts";
import { exitedStatus, type Process } from "../process/process.ts";
import { findProcess, findThread } from "../process/process-table.ts";
import { waitForChild, WaitOptions, WaitResult } from "../process/wait.ts";
import { ResourceUsage } from "./structures.ts";

/**
 * getpid(2): the id of the process. Never fails.
 */
export function getpid(): i64 {
  return i64(currentProcess().pid);
}

/**
 * gettid(2): the id of the thread; the first thread's is the process id. Never fails.
 */
export function gettid(): i64 {
  return i64(currentUserThread().id);
}

/**
 * getppid(2): the id of the parent, 0 for the first process. Never fails.
 */
export function getppid(): i64 {
  const parent = currentProcess().parent;
  return parent === null ? 0 : i64(parent.pid);
}

/**
 * fork(2): makes a copy of the process, which returns 0. Returns the copy's id.
 *
 * Errors: EAGAIN no id is free; ENOMEM.
 */
export function fork(frame: TrapFrame): i64 {
  const request = new CloneRequest();
  request.exitSignal = 17;
  return i64(cloneProcess(frame, request));
}

/**
 * vfork(2): as fork, but the child uses the parent's memory, and the parent sleeps until the child calls execve or ends.
 *
 * Errors: EAGAIN; ENOMEM.
 */
export function vfork(frame: TrapFrame): i64 {
  const request = new CloneRequest();
  request.flags = u64(CloneFlags.Vfork | CloneFlags.Memory);
  request.exitSignal = 17;
  return i64(cloneProcess(frame, request));
}

/**
 * clone(2): makes a process or thread that shares with the caller what `flags` say. Namespaces, CLONE_PTRACE, CLONE_PIDFD and CLONE_IO
 * are not supported.
 *
 * Errors: EINVAL unsupported or contradicting flags; EAGAIN; ENOMEM.
 */
export function clone(
  frame: TrapFrame,
  flags: u64,
  stack: u64,
  parentTid: u64,
  childTid: u64,
  tls: u64,
): i64 {
  const request = new CloneRequest();
  request.flags = flags & ~u64(CloneFlags.ExitSignal);
  request.exitSignal = u32(flags & u64(CloneFlags.ExitSignal));
  request.stack = stack;
  request.parentTid = parentTid;
  request.childTid = childTid;
  request.tls = tls;
  return i64(cloneProcess(frame, request));
}

/** `struct clone_args` in its first form (CLONE_ARGS_SIZE_VER0). */
const CLONE_ARGUMENTS: u64 = 64;

/**
 * clone3(2): as clone, with the arguments in a structure of `size` bytes; the stack is given by its lowest address and size.
 *
 * Errors: EINVAL size below 64 bytes, set_tid or a cgroup asked for, unsupported flags; E2BIG size above a page; EFAULT; EAGAIN; ENOMEM.
 */
export function clone3(frame: TrapFrame, address: u64, size: u64): i64 {
  if (size < CLONE_ARGUMENTS) throw Errno.EINVAL;
  if (size > 4096) throw Errno.E2BIG;
  for (let offset = CLONE_ARGUMENTS; offset + 8 <= size; offset += 8) {
    if (readUser64(address + offset) !== 0) throw Errno.EINVAL;
  }
  const request = new CloneRequest();
  request.flags = readUser64(address);
  if ((request.flags & u64(CloneFlags.ExitSignal)) !== 0) throw Errno.EINVAL;
  request.childTid = readUser64(address + 16);
  request.parentTid = readUser64(address + 24);
  const signal = readUser64(address + 32);
  if (signal > 64) throw Errno.EINVAL;
  request.exitSignal = u32(signal);
  const stack = readUser64(address + 40);
  const stackSize = readUser64(address + 48);
  if ((stack === 0) !== (stackSize === 0)) throw Errno.EINVAL;
  request.stack = stack + stackSize;
  request.tls = readUser64(address + 56);
  return i64(cloneProcess(frame, request));
}

/** Longest path, with its 0 byte (PATH_MAX). */
export const PATH_MAX: u64 = 4096;
const STRING_MAX: u64 = 128 * 1024;
const MAX_STRINGS: u64 = 0x7fff;

/**
 * execve(2): replaces the program by the one in the file; a script's first line names its interpreter.
 *
 * Errors: EACCES not a regular file, or not executable; ENOEXEC not a program for this machine; ELOOP; E2BIG strings above 2 MiB or one above
 * 128 KiB; ENOENT; ENOTDIR; ENAMETOOLONG; EFAULT; ENOMEM; EIO.
 */
export function execve(frame: TrapFrame, path: u64, args: u64, environment: u64): i64 {
  const file = copyStringFromUser(path, PATH_MAX);
  execute(frame, file, readStrings(args), readStrings(environment));
  return 0;
}

/** The strings of a null-terminated vector of pointers; a null vector is empty. */
function readStrings(vector: u64): string[] {
  const strings: string[] = [];
  if (vector === 0) return strings;
  let total: u64 = 0;
  for (let i: u64 = 0; ; i++) {
    if (i > MAX_STRINGS) throw Errno.E2BIG;
    const address = readUser64(vector + i * 8);
    if (address === 0) return strings;
    const text = readArgument(address);
    total += text.length;
    if (total > 16 * STRING_MAX) throw Errno.E2BIG;
    strings.push(text);
  }
}

function readArgument(address: u64): string {
  try {
    return copyStringFromUser(address, STRING_MAX);
  } catch (error) {
    if (errnoOf(error) === Errno.ENAMETOOLONG) throw Errno.E2BIG;
    throw error;
  }
}

/**
 * exit(2): ends the thread, and with the last thread the process, whose status is the low byte of `code`.
 */
export function exit(code: i32): i64 {
  const process = currentProcess();
  if (process.threads.length === 1) beginExit(process, exitedStatus(code));
  exitCurrentThread();
}

/**
 * exit_group(2): ends the process with all its threads.
 */
export function exit_group(code: i32): i64 {
  exitProcess(code);
}

/**
 * wait4(2): waits for a child to end (or, by `options`, to stop or continue). `status` and `usage` may be null.
 *
 * Errors: ECHILD no such child; EINVAL unknown options; EFAULT; EINTR.
 */
export function wait4(pid: i32, status: u64, options: u32, usage: u64): i64 {
  const known = u32(WaitOptions.NoHang | WaitOptions.Stopped | WaitOptions.Continued) | WAIT_THREADS;
  if ((options & ~known) !== 0) throw Errno.EINVAL;
  const result = new WaitResult();
  waitForChild(currentProcess(), pid, options | u32(WaitOptions.Exited), result);
  if (result.pid === 0) return 0;
  if (status !== 0) writeUser32(status, u32(result.status));
  if (usage !== 0) writeUsage(usage, result.runtime);
  return i64(result.pid);
}

/** __WNOTHREAD, __WALL, __WCLONE: Tessera tells no kinds of children apart. */
const WAIT_THREADS: u32 = 0xe000_0000;

export function writeUsage(address: u64, runtime: u64): void {
  const usage = new ResourceUsage();
  usage.userSeconds = runtime / 1_000_000_000;
  usage.userMicroseconds = (runtime / 1000) % 1_000_000;
  storeStruct(address, usage);
}

/**
 * waitid(2): as wait4, and tells what happened in a siginfo_t. Kinds: P_ALL 0, P_PID 1, P_PGID 2.
 *
 * Errors: ECHILD; EINVAL; EFAULT; EINTR.
 */
export function waitid(kind: u32, id: i32, info: u64, options: u32, usage: u64): i64 {
  const known = u32(
    WaitOptions.NoHang |
      WaitOptions.Stopped |
      WaitOptions.Exited |
      WaitOptions.Continued |
      WaitOptions.NoWait,
  );
  const wanted = u32(WaitOptions.Stopped | WaitOptions.Exited | WaitOptions.Continued);
  if ((options & ~(known | WAIT_THREADS)) !== 0 || (options & wanted) === 0 || kind > 2) throw Errno.EINVAL;
  if (kind !== 0 && id < 0) throw Errno.EINVAL;
  const selector = kind === 0 ? -1 : kind === 1 ? id : -id;
  const result = new WaitResult();
  waitForChild(currentProcess(), selector, options, result);
  if (info !== 0) writeChildInfo(info, result);
  if (usage !== 0) writeUsage(usage, result.runtime);
  return 0;
}

function writeChildInfo(address: u64, result: WaitResult): void {
  const words = new FixedArray<u8, 128>();
  copyToUser(address, words.span());
  if (result.pid === 0) return;
  const status = u32(result.status);
  let code: u32 = 1;
  let value: u32 = (status >> 8) & 0xff;
  if (status === 0xffff) {
    code = 6;
    value = 18;
  } else if ((status & 0x7f) === 0x7f) {
    code = 5;
  } else if ((status & 0x7f) !== 0) {
    code = (status & 0x80) !== 0 ? 3 : 2;
    value = status & 0x7f;
  }
  writeUser32(address, 17);
  writeUser32(address + 8, code);
  writeUser32(address + 16, u32(result.pid));
  writeUser32(address + 20, result.user);
  writeUser32(address + 24, value);
}

/**
 * set_tid_address(2): the word that is set to 0 (and woken as a futex) when the thread ends. Returns the thread's id. Never fails.
 */
export function set_tid_address(address: u64): i64 {
  const thread = currentUserThread();
  thread.clearChildTid = address;
  return i64(thread.id);
}

const ARCH_SET_GS: u32 = 0x1001;
const ARCH_SET_FS: u32 = 0x1002;
const ARCH_GET_FS: u32 = 0x1003;
const ARCH_GET_GS: u32 = 0x1004;

/**
 * arch_prctl(2): sets or gets the FS and GS base. (Shadow stacks, CPUID faulting and XSAVE permissions are EINVAL.)
 *
 * Errors: EPERM the base is not a user address; EINVAL unknown code; EFAULT.
 */
export function arch_prctl(code: u32, address: u64): i64 {
  const thread = currentUserThread();
  switch (code) {
    case ARCH_SET_FS:
    case ARCH_SET_GS:
      if (code === ARCH_SET_FS) thread.setBases(address, thread.gsBase);
      else thread.setBases(thread.fsBase, address);
      return 0;
    case ARCH_GET_FS:
      writeUser64(address, thread.fsBase);
      return 0;
    case ARCH_GET_GS:
      writeUser64(address, thread.gsBase);
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

const PR_GET_DUMPABLE: u32 = 3;
const PR_SET_DUMPABLE: u32 = 4;
const PR_SET_NAME: u32 = 15;
const PR_GET_NAME: u32 = 16;
const PR_CAPBSET_READ: u32 = 23;
const PR_SET_NO_NEW_PRIVS: u32 = 38;
const PR_GET_NO_NEW_PRIVS: u32 = 39;
const LAST_CAPABILITY: u64 = 40;

/**
 * prctl(2): PR_SET_NAME and PR_GET_NAME; PR_GET_DUMPABLE (always 1), PR_SET_DUMPABLE, PR_CAPBSET_READ and the no_new_privs pair are accepted
 * and have no effect, as Tessera neither dumps cores nor changes privileges in execve.
 *
 * Errors: EINVAL any other operation; EFAULT.
 */
export function prctl(operation: u32, argument: u64): i64 {
  switch (operation) {
    case PR_SET_NAME:
      setName(argument);
      return 0;
    case PR_GET_NAME:
      writeName(argument);
      return 0;
    case PR_GET_DUMPABLE:
      return 1;
    case PR_CAPBSET_READ:
      if (argument > LAST_CAPABILITY) throw Errno.EINVAL;
      return 1;
    case PR_SET_DUMPABLE:
    case PR_SET_NO_NEW_PRIVS:
      if (argument > 1) throw Errno.EINVAL;
      return 0;
    case PR_GET_NO_NEW_PRIVS:
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

function setName(address: u64): void {
  const bytes = new FixedArray<u8, 16>();
  for (let i: u64 = 0; i < 15; i++) {
    copyFromUser(bytes.span().subspan(i, i + 1), address + i);
    if (bytes[i] === 0) break;
  }
  const end = bytes.span().indexOf(0);
  const name = String.fromBytes(bytes.span().subspan(0, u64(end)));
  const thread = currentUserThread();
  if (thread.id === thread.process.pid) thread.process.name = name;
  else thread.ownName = name;
}

function writeName(address: u64): void {
  const thread = currentUserThread();
  const name = thread.ownName.length > 0 ? thread.ownName : thread.process.name;
  const bytes = new FixedArray<u8, 16>();
  bytes.span().copyFrom(name.bytes());
  copyToUser(address, bytes.span());
}

/**
 * sched_yield(2): lets the other threads that are ready run first. Never fails.
 */
export function sched_yield(): i64 {
  yieldNow();
  return 0;
}

/** The thread or, for 0, the caller's own. Throws ESRCH. */
function checkThread(id: i32): void {
  if (id < 0) throw Errno.EINVAL;
  if (id !== 0 && findThread(id) === null) throw Errno.ESRCH;
}

/**
 * sched_getaffinity(2): the CPUs that the thread may run on: all. Returns the bytes written, 8.
 *
 * Errors: EINVAL fewer than 8 bytes, or not a multiple of 8; ESRCH; EFAULT.
 */
export function sched_getaffinity(id: i32, size: u64, mask: u64): i64 {
  if (size < 8 || (size & 7) !== 0) throw Errno.EINVAL;
  checkThread(id);
  writeUser64(mask, (u64(1) << u64(cpuCount())) - 1);
  return 8;
}

/**
 * sched_setaffinity(2): threads run on every CPU, so a mask is accepted if it holds at least one that there is.
 *
 * Errors: EINVAL; ESRCH; EFAULT.
 */
export function sched_setaffinity(id: i32, size: u64, mask: u64): i64 {
  if (size < 8) throw Errno.EINVAL;
  checkThread(id);
  if ((readUser64(mask) & ((u64(1) << u64(cpuCount())) - 1)) === 0) throw Errno.EINVAL;
  return 0;
}

/** The process that getpriority(2) and its like mean by `who` of kind PRIO_PROCESS, PRIO_PGRP, PRIO_USER. */
function prioritized(which: u32, who: i32): Process {
  if (which > 2) throw Errno.EINVAL;
  const self = currentProcess();
  if (who === 0 || (which === 2 && u32(who) === self.credentials.realUser)) return self;
  const found = findProcess(who);
  if (found === null) throw Errno.ESRCH;
  return found;
}

/**
 * getpriority(2): 20 minus the nice value, 1 to 40. A group or user is represented by its process of the same id.
 *
 * Errors: EINVAL; ESRCH.
 */
export function getpriority(which: u32, who: i32): i64 {
  return 20 - i64(prioritized(which, who).nice);
}

/**
 * setpriority(2): keeps the nice value, which Tessera's scheduler does not yet heed.
 *
 * Errors: EINVAL; ESRCH; EACCES a lower value without privilege.
 */
export function setpriority(which: u32, who: i32, value: i32): i64 {
  const process = prioritized(which, who);
  const nice = value < -20 ? -20 : value > 19 ? 19 : value;
  if (nice < process.nice && !currentProcess().credentials.isPrivileged) throw Errno.EACCES;
  process.nice = nice;
  return 0;
}

/**
 * personality(2): only the Linux personality 0 is there; 0xffffffff asks for it.
 *
 * Errors: EINVAL any other.
 */
export function personality(value: u32): i64 {
  if (value !== 0 && value !== 0xffff_ffff) throw Errno.EINVAL;
  return 0;
}
