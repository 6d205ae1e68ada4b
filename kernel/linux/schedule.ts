/** System calls about scheduling (sched(7)). */

import { Errno } from "../../core/errno.ts";
import { cpuCount } from "../platform/percpu.ts";
import { readUser32, readUser64, storeStruct, writeUser32, writeUser64 } from "../platform/user.ts";
import { currentCredentials, currentProcess, currentUserThread } from "../process/current.ts";
import { allProcesses, findProcess, findThread, groupMembers } from "../process/process-table.ts";
import type { Process } from "../process/process.ts";
import { Resource } from "../process/limits.ts";
import { credentialsOf, credentialsOfThread, setScheduling, threadsOf } from "../process/program-state.ts";
import type { UserThread } from "../process/user-thread.ts";
import { Capability } from "../rights/capability.ts";
import { maySchedule, maySetIoPriority, mayUseRealTimeIo } from "../rights/policy.ts";
import { yieldNow } from "../task/scheduler.ts";
import { TimeSpec } from "./structures.ts";
import type { In, InBuffer, Out, OutBuffer, Pid } from "./abi/arguments.ts";
import { BarrierCommand, IoPriorityWhich, PriorityWhich, SchedulingPolicy } from "./abi/process-flags.ts";

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
export function sched_getaffinity(id: Pid, size: u64, mask: OutBuffer<"size">): i64 {
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
export function sched_setaffinity(id: Pid, size: u64, mask: InBuffer<"size">): i64 {
  if (size < 8) throw Errno.EINVAL;
  checkThread(id);
  if (!maySchedule(currentCredentials(), credentialsOfThread(threadOf(id)))) throw Errno.EPERM;
  if ((readUser64(mask) & ((u64(1) << u64(cpuCount())) - 1)) === 0) throw Errno.EINVAL;
  return 0;
}
const PRIO_GROUP: u32 = 1;

/** The threads that `who` of kind PRIO_PROCESS, PRIO_PGRP or PRIO_USER means; 0 is the caller's. A zombie has none. Throws EINVAL, ESRCH, ENOMEM. */
function prioritized(which: u32, who: i32): UserThread[] {
  if (which > PriorityWhich.PRIO_USER) throw Errno.EINVAL;
  if (which === PriorityWhich.PRIO_PROCESS) {
    const thread = who === 0 ? currentUserThread() : findThread(who);
    if (thread !== null) return [thread];
    if (findProcess(who) === null) throw Errno.ESRCH;
    return [];
  }
  const group = who === 0 ? currentProcess().group : who;
  const user = who === 0 ? currentCredentials().user.real : u32(who);
  const isUsers = (process: Process): boolean =>
    !process.hasExited && credentialsOf(process).user.real === user;
  const processes = which === PRIO_GROUP ? groupMembers(group) : allProcesses().filter(isUsers);
  if (processes.length === 0) throw Errno.ESRCH;
  const found: UserThread[] = [];
  for (const process of processes) {
    for (const thread of threadsOf(process)) found.push(thread);
  }
  return found;
}

/**
 * getpriority(2): 20 minus the nice value of a thread, 1 to 40; of a group or user the highest.
 *
 * Errors: EINVAL; ESRCH; ENOMEM.
 */
export function getpriority(which: PriorityWhich, who: i32): i64 {
  let highest: i64 = 0;
  for (const thread of prioritized(which, who)) highest = bits.max(highest, 20 - i64(thread.nice));
  return highest === 0 ? 20 : highest;
}

/**
 * setpriority(2): sets the nice value of a thread, or of all of a group or user. By it the slices of time are long or short: each value is a quarter more
 * or less, between 1 and 100 ms.
 *
 * Errors: EINVAL; ESRCH; EACCES a lower value without privilege; EPERM another user's process; ENOMEM.
 */
export function setpriority(which: PriorityWhich, who: i32, value: i32): i64 {
  const nice = value < -20 ? -20 : value > 19 ? 19 : value;
  let refusal: Errno | null = null;
  for (const thread of prioritized(which, who)) {
    const reason = renice(thread, nice);
    if (reason !== null) refusal = reason;
  }
  if (refusal !== null) throw refusal;
  return 0;
}

/** Why it may not; null: it is done. */
function renice(thread: UserThread, nice: i32): Errno | null {
  if (!maySchedule(currentCredentials(), credentialsOfThread(thread))) return Errno.EPERM;
  if (nice < thread.nice && !mayRaiseTo(thread.process, nice)) return Errno.EACCES;
  setScheduling(thread, thread.policy, nice);
  return null;
}

/** Whether a process may get the nice value, lower than its own: RLIMIT_NICE bounds 20 minus it. */
function mayRaiseTo(process: Process, nice: i32): boolean {
  return (
    u64(20 - nice) <= process.limits.soft(Resource.Nice) || currentCredentials().has(Capability.SYS_NICE)
  );
}

/** Throws EINVAL, ESRCH. */
function threadOf(id: i32): UserThread {
  checkThread(id);
  return id === 0 ? currentUserThread() : (findThread(id) ?? currentUserThread());
}

/**
 * sched_setscheduler(2): SCHED_OTHER, SCHED_BATCH and SCHED_IDLE, whose priority is 0; the latter's slices are the shortest. There are no real-time policies.
 *
 * Errors: EINVAL another policy or priority; EPERM SCHED_FIFO, SCHED_RR; ESRCH; EFAULT.
 */
export function sched_setscheduler(id: Pid, policy: SchedulingPolicy, parameters: In<"sched_param">): i64 {
  const kind = policy & ~SchedulingPolicy.SCHED_RESET_ON_FORK;
  if (parameters === 0) throw Errno.EINVAL;
  const priority = i32(readUser32(parameters));
  const thread = threadOf(id);
  if (kind === SchedulingPolicy.SCHED_FIFO || kind === SchedulingPolicy.SCHED_RR) {
    if (priority < 1 || priority > HIGHEST_PRIORITY) throw Errno.EINVAL;
    throw Errno.EPERM;
  }
  if (
    kind !== SchedulingPolicy.SCHED_OTHER &&
    kind !== SchedulingPolicy.SCHED_BATCH &&
    kind !== SchedulingPolicy.SCHED_IDLE
  )
    throw Errno.EINVAL;
  if (priority !== 0) throw Errno.EINVAL;
  if (!maySchedule(currentCredentials(), credentialsOfThread(thread))) throw Errno.EPERM;
  // To leave SCHED_IDLE is to get more time than before.
  const isRaised = thread.policy === SchedulingPolicy.SCHED_IDLE && kind !== SchedulingPolicy.SCHED_IDLE;
  if (isRaised && !mayRaiseTo(thread.process, thread.nice)) throw Errno.EPERM;
  setScheduling(thread, kind, thread.nice);
  thread.resetsOnFork = kind !== policy;
  return 0;
}
const HIGHEST_PRIORITY: i32 = 99;

/**
 * sched_getscheduler(2): the policy, with SCHED_RESET_ON_FORK if that is set.
 *
 * Errors: EINVAL; ESRCH.
 */
export function sched_getscheduler(id: Pid): i64 {
  const thread = threadOf(id);
  return i64(thread.policy | (thread.resetsOnFork ? SchedulingPolicy.SCHED_RESET_ON_FORK : 0));
}

/**
 * sched_setparam(2): the priority of the policies that there are is 0.
 *
 * Errors: EINVAL another priority; ESRCH; EFAULT.
 */
export function sched_setparam(id: Pid, parameters: In<"sched_param">): i64 {
  if (parameters === 0) throw Errno.EINVAL;
  const thread = threadOf(id);
  if (readUser32(parameters) !== 0) throw Errno.EINVAL;
  if (!maySchedule(currentCredentials(), credentialsOfThread(thread))) throw Errno.EPERM;
  return 0;
}

/**
 * sched_getparam(2): the priority, 0.
 *
 * Errors: EINVAL; ESRCH; EFAULT.
 */
export function sched_getparam(id: Pid, parameters: Out<"sched_param">): i64 {
  if (parameters === 0) throw Errno.EINVAL;
  threadOf(id);
  writeUser32(parameters, 0);
  return 0;
}

/**
 * sched_get_priority_max(2): 99 for the real-time policies of Linux, 0 for the others.
 *
 * Errors: EINVAL no such policy.
 */
export function sched_get_priority_max(policy: SchedulingPolicy): i64 {
  return policyBound(policy, i64(HIGHEST_PRIORITY));
}

/**
 * sched_get_priority_min(2): 1 for the real-time policies of Linux, 0 for the others.
 *
 * Errors: EINVAL no such policy.
 */
export function sched_get_priority_min(policy: SchedulingPolicy): i64 {
  return policyBound(policy, 1);
}

function policyBound(policy: u32, realTime: i64): i64 {
  if (policy === SchedulingPolicy.SCHED_FIFO || policy === SchedulingPolicy.SCHED_RR) return realTime;
  if (
    policy !== SchedulingPolicy.SCHED_OTHER &&
    policy !== SchedulingPolicy.SCHED_BATCH &&
    policy !== SchedulingPolicy.SCHED_IDLE
  )
    throw Errno.EINVAL;
  return 0;
}

/**
 * sched_rr_get_interval(2): how long the thread's slices are.
 *
 * Errors: EINVAL; ESRCH; EFAULT.
 */
export function sched_rr_get_interval(id: Pid, interval: Out<"timespec">): i64 {
  const time = new TimeSpec();
  time.set(threadOf(id).slice);
  storeStruct(interval, time);
  return 0;
}
/** GLOBAL, GLOBAL_EXPEDITED and PRIVATE_EXPEDITED with their registrations. */
const MEMBARRIER_COMMANDS: u32 = 0x1f;

/**
 * membarrier(2): a barrier in all threads. A switch between threads is one, and there is one CPU, so the calling is enough. MEMBARRIER_CMD_QUERY tells
 * the commands.
 *
 * Errors: EINVAL another command, or flags.
 */
export function membarrier(command: BarrierCommand, flags: u32): i64 {
  if (flags !== 0) throw Errno.EINVAL;
  if (command === BarrierCommand.MEMBARRIER_CMD_QUERY) return i64(MEMBARRIER_COMMANDS);
  if ((command & MEMBARRIER_COMMANDS) === 0 || bits.popCount(u64(command)) !== 1) throw Errno.EINVAL;
  return 0;
}
const IOPRIO_CLASS_SHIFT: u32 = 13;
const IOPRIO_CLASSES: u32 = 4;
const IOPRIO_REAL_TIME: u32 = 1;

/** Throws EINVAL, ESRCH. */
function ioPrioritized(which: u32, who: i32): UserThread[] {
  if (which < IoPriorityWhich.IOPRIO_WHO_PROCESS || which > IoPriorityWhich.IOPRIO_WHO_USER)
    throw Errno.EINVAL;
  return prioritized(which - IoPriorityWhich.IOPRIO_WHO_PROCESS, who);
}

/**
 * ioprio_get(2): what ioprio_set has set, 0 at first; of a group or user that of the first.
 *
 * Errors: EINVAL; ESRCH.
 */
export function ioprio_get(which: IoPriorityWhich, who: i32): i64 {
  const threads = ioPrioritized(which, who);
  return threads.length === 0 ? 0 : i64(threads[0].ioPriority);
}

/**
 * ioprio_set(2): keeps the priority. Nothing waits for a disk in Tessera yet.
 *
 * Errors: EINVAL; ESRCH; EPERM another user's process, or the real-time class, without CAP_SYS_NICE.
 */
export function ioprio_set(which: IoPriorityWhich, who: i32, priority: i32): i64 {
  checkIoPriority(priority);
  const own = currentCredentials();
  if (u32(priority) >> IOPRIO_CLASS_SHIFT === IOPRIO_REAL_TIME && !mayUseRealTimeIo(own)) throw Errno.EPERM;
  for (const thread of ioPrioritized(which, who)) {
    if (!maySetIoPriority(own, credentialsOfThread(thread))) throw Errno.EPERM;
    thread.ioPriority = u32(priority);
  }
  return 0;
}

/** To have no class is to have no level. Throws EINVAL. */
function checkIoPriority(priority: i32): void {
  const kind = u32(priority) >> IOPRIO_CLASS_SHIFT;
  const level = u32(priority) & ((1 << IOPRIO_CLASS_SHIFT) - 1);
  if (kind >= IOPRIO_CLASSES || (kind === 0 && level !== 0)) throw Errno.EINVAL;
}
