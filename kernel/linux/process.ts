/** System calls that make processes and threads, and tell their ids (fork(2), clone(2)). */

import { Errno } from "../../core/errno.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { readUser64 } from "../platform/user.ts";
import { currentProcess, currentUserThread } from "../process/current.ts";
import { CLONE_FLAGS, clone as cloneProcess, CloneFlags, CloneRequest } from "../process/fork.ts";
import type { Address, In, Out } from "./abi/arguments.ts";
import { type CloneBits } from "./abi/process-flags.ts";

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
  return i64(currentProcess().parentId);
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
  flags: CloneBits,
  stack: Address,
  parentTid: Out<"pid_t">,
  childTid: Address,
  tls: u64,
): i64 {
  const request = new CloneRequest();
  request.flags = u64(u32(flags)) & ~u64(CloneFlags.ExitSignal);
  request.exitSignal = u32(flags & u64(CloneFlags.ExitSignal));
  request.stack = stack;
  request.parentTid = parentTid;
  request.childTid = childTid;
  request.tls = tls;
  return i64(cloneProcess(frame, request));
}

/** `struct clone_args` in its first form (CLONE_ARGS_SIZE_VER0), and in the last one that is known here (_VER2). */
const CLONE_ARGUMENTS: u64 = 64;
const ALL_CLONE_ARGUMENTS: u64 = 88;

/**
 * clone3(2): as clone, with the arguments in a structure of `size` bytes; the stack is given by its lowest address and size.
 *
 * Errors: EINVAL size below 64 bytes, set_tid or a cgroup asked for, unknown, unsupported or contradicting flags; E2BIG size above a page, or something set that is not known here; EFAULT; EAGAIN; ENOMEM.
 */
export function clone3(frame: TrapFrame, address: In<"clone_args">, size: u64): i64 {
  if (size < CLONE_ARGUMENTS) throw Errno.EINVAL;
  if (size > 4096) throw Errno.E2BIG;
  for (let offset = CLONE_ARGUMENTS; offset + 8 <= size; offset += 8) {
    if (readUser64(address + offset) === 0) continue;
    throw offset < ALL_CLONE_ARGUMENTS ? Errno.EINVAL : Errno.E2BIG;
  }
  const request = new CloneRequest();
  request.flags = readUser64(address);
  const refused = u64(CloneFlags.ExitSignal) | u64(CloneFlags.Detached) | ~CLONE_FLAGS;
  if ((request.flags & refused) !== 0) throw Errno.EINVAL;
  request.childTid = readUser64(address + 16);
  request.parentTid = readUser64(address + 24);
  const signal = readUser64(address + 32);
  if (signal > 64) throw Errno.EINVAL;
  // The end of a thread, and of a sibling, is not told by a signal of their own.
  if (signal !== 0 && (request.has(CloneFlags.Thread) || request.has(CloneFlags.Parent))) throw Errno.EINVAL;
  request.exitSignal = u32(signal);
  const stack = readUser64(address + 40);
  const stackSize = readUser64(address + 48);
  if ((stack === 0) !== (stackSize === 0)) throw Errno.EINVAL;
  request.stack = stack + stackSize;
  request.tls = readUser64(address + 56);
  return i64(cloneProcess(frame, request));
}
