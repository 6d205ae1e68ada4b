/** System calls about users, groups, process groups and sessions (credentials(7)). */

import { Errno } from "../../core/errno.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { declareText } from "../setting/setting.ts";
import {
  currentCredentials,
  currentProcess,
  currentUserThread,
  requireCapability,
} from "../process/current.ts";
import { changeCredentials } from "../process/program-state.ts";
import { Capability } from "../rights/capability.ts";
import { type Credentials, type Ids, NO_ID } from "../rights/credentials.ts";
import {
  setFileGroup,
  setFileUser,
  setGroup,
  setGroups,
  setRealAndEffectiveGroup,
  setRealAndEffectiveUser,
  setUser,
  setUsers,
} from "../rights/identity-change.ts";
import { setGroup as setProcessGroup, startSession } from "../process/job-control.ts";
import type { Process } from "../process/process.ts";
import { findProcess } from "../process/process-table.ts";
import type { GroupId, InArray, Out, OutArray, Pid, UserId } from "./abi/arguments.ts";

/** getuid(2): the real user id. Never fails. */
export function getuid(): i64 {
  return i64(currentCredentials().user.real);
}

/** geteuid(2): the effective user id. Never fails. */
export function geteuid(): i64 {
  return i64(currentCredentials().user.effective);
}

/** getgid(2): the real group id. Never fails. */
export function getgid(): i64 {
  return i64(currentCredentials().group.real);
}

/** getegid(2): the effective group id. Never fails. */
export function getegid(): i64 {
  return i64(currentCredentials().group.effective);
}

/** The ids are each thread's own, as on Linux: the C library has all threads change theirs. */
function become(credentials: Credentials): i64 {
  changeCredentials(currentUserThread(), credentials);
  return 0;
}

/**
 * setuid(2): with CAP_SETUID all user ids of the thread, else the effective one to the real or the saved one.
 *
 * Errors: EINVAL -1; EPERM; ENOMEM.
 */
export function setuid(user: UserId): i64 {
  return become(setUser(currentCredentials(), user));
}

/** setgid(2): as setuid for groups, with CAP_SETGID. Errors: EINVAL -1; EPERM; ENOMEM. */
export function setgid(group: GroupId): i64 {
  return become(setGroup(currentCredentials(), group));
}

/** setresuid(2): the real, effective and saved id; -1 leaves one unchanged. Errors: EPERM not the caller's own, without CAP_SETUID; ENOMEM. */
export function setresuid(real: UserId, effective: UserId, saved: UserId): i64 {
  return become(setUsers(currentCredentials(), real, effective, saved));
}

/** setresgid(2): -1 leaves an id unchanged. Errors: EPERM not the caller's own, without CAP_SETGID; ENOMEM. */
export function setresgid(real: GroupId, effective: GroupId, saved: GroupId): i64 {
  return become(setGroups(currentCredentials(), real, effective, saved));
}

/** setreuid(2): -1 leaves an id unchanged. Errors: EPERM; ENOMEM. */
export function setreuid(real: UserId, effective: UserId): i64 {
  return become(setRealAndEffectiveUser(currentCredentials(), real, effective));
}

/** setregid(2): -1 leaves an id unchanged. Errors: EPERM; ENOMEM. */
export function setregid(real: GroupId, effective: GroupId): i64 {
  return become(setRealAndEffectiveGroup(currentCredentials(), real, effective));
}

/** setfsuid(2): whom the thread acts as towards files. Returns whom it did until now, also where it may not become the other. Errors: ENOMEM. */
export function setfsuid(user: UserId): i64 {
  const before = currentCredentials();
  const after = setFileUser(before, user);
  if (after !== null) changeCredentials(currentUserThread(), after);
  return i64(before.user.file);
}

/** setfsgid(2): as setfsuid for groups. Errors: ENOMEM. */
export function setfsgid(group: GroupId): i64 {
  const before = currentCredentials();
  const after = setFileGroup(before, group);
  if (after !== null) changeCredentials(currentUserThread(), after);
  return i64(before.group.file);
}

function writeIds(ids: Ids, real: u64, effective: u64, saved: u64): i64 {
  writeUser32(real, ids.real);
  writeUser32(effective, ids.effective);
  writeUser32(saved, ids.saved);
  return 0;
}

/** getresuid(2). Errors: EFAULT. */
export function getresuid(real: Out<"uid_t">, effective: Out<"uid_t">, saved: Out<"uid_t">): i64 {
  const { user } = currentCredentials();
  return writeIds(user, real, effective, saved);
}

/** getresgid(2). Errors: EFAULT. */
export function getresgid(real: Out<"gid_t">, effective: Out<"gid_t">, saved: Out<"gid_t">): i64 {
  const { group } = currentCredentials();
  return writeIds(group, real, effective, saved);
}

/** Groups besides the group ids that a thread may be in (NGROUPS_MAX). */
const MOST_GROUPS: u32 = 65536;

declareText("kernel/ngroups_max", () => MOST_GROUPS.toString());

/** getgroups(2): the supplementary groups, ascending; size 0 asks for their number. Errors: EINVAL size too small; EFAULT. */
export function getgroups(size: i32, list: OutArray<"gid_t", "size">): i64 {
  const groups = currentCredentials().otherGroups;
  if (size < 0) throw Errno.EINVAL;
  if (size === 0) return i64(groups.length);
  if (u64(size) < groups.length) throw Errno.EINVAL;
  for (let i: u64 = 0; i < groups.length; i++) writeUser32(list + i * 4, groups[i]);
  return i64(groups.length);
}

/** setgroups(2). Errors: EPERM without CAP_SETGID; EINVAL more than 65536, or -1 among them; EFAULT; ENOMEM. */
export function setgroups(size: u32, list: InArray<"gid_t", "size">): i64 {
  requireCapability(Capability.SETGID);
  if (size > MOST_GROUPS) throw Errno.EINVAL;
  const groups: u32[] = [];
  for (let i: u64 = 0; i < u64(size); i++) {
    const group = readUser32(list + i * 4);
    if (group === NO_ID) throw Errno.EINVAL;
    groups.push(group);
  }
  groups.sort();
  return become(currentCredentials().withOtherGroups(groups));
}

/** The process with the id, or for 0 the caller. Throws ESRCH. */
function processOrSelf(pid: i32): Process {
  if (pid === 0) return currentProcess();
  const process = pid > 0 ? findProcess(pid) : null;
  if (process === null) throw Errno.ESRCH;
  return process;
}

/** getpgrp(2): the caller's process group. Never fails. */
export function getpgrp(): i64 {
  return i64(currentProcess().group);
}

/** getpgid(2): a process's group; 0: the caller's. Errors: ESRCH. */
export function getpgid(pid: Pid): i64 {
  return i64(processOrSelf(pid).group);
}

/**
 * setpgid(2): puts the process (0: the caller) into a group (0: a new one with its id).
 *
 * Errors: EINVAL negative group; ESRCH not the caller or its child; EACCES the child has called execve; EPERM another session, or a leader.
 */
export function setpgid(pid: Pid, group: Pid): i64 {
  setProcessGroup(currentProcess(), processOrSelf(pid), group);
  return 0;
}

/** getsid(2): a process's session; 0: the caller's. Errors: ESRCH. */
export function getsid(pid: Pid): i64 {
  return i64(processOrSelf(pid).session);
}

/** setsid(2): a new session and group led by the caller, without a terminal. Returns its id. Errors: EPERM the caller leads a group. */
export function setsid(): i64 {
  const process = currentProcess();
  startSession(process);
  return i64(process.session);
}
