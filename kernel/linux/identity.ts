/** System calls about users, groups, process groups and sessions (credentials(7)). */

import { Errno } from "../../core/errno.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { declareText } from "../setting/setting.ts";
import { currentProcess } from "../process/current.ts";
import { setGroup, startSession } from "../process/job-control.ts";
import type { Process } from "../process/process.ts";
import { findProcess } from "../process/process-table.ts";
import type { GroupId, InArray, Out, OutArray, Pid, UserId } from "./abi/arguments.ts";

/** getuid(2): the real user id. Never fails. */
export function getuid(): i64 {
  return i64(currentProcess().credentials.realUser);
}

/** geteuid(2): the effective user id. Never fails. */
export function geteuid(): i64 {
  return i64(currentProcess().credentials.effectiveUser);
}

/** getgid(2): the real group id. Never fails. */
export function getgid(): i64 {
  return i64(currentProcess().credentials.realGroup);
}

/** getegid(2): the effective group id. Never fails. */
export function getegid(): i64 {
  return i64(currentProcess().credentials.effectiveGroup);
}

/** setuid(2). Errors: EPERM the caller is not privileged and the id is not one of its own. */
export function setuid(user: UserId): i64 {
  currentProcess().credentials.setUser(user);
  return 0;
}

/** setgid(2). Errors: EPERM. */
export function setgid(group: GroupId): i64 {
  currentProcess().credentials.setGroup(group);
  return 0;
}

/** setresuid(2): -1 leaves an id unchanged. Errors: EPERM. */
export function setresuid(real: UserId, effective: UserId, saved: UserId): i64 {
  currentProcess().credentials.setUsers(real, effective, saved);
  return 0;
}

/** setresgid(2): -1 leaves an id unchanged. Errors: EPERM. */
export function setresgid(real: GroupId, effective: GroupId, saved: GroupId): i64 {
  currentProcess().credentials.setGroups(real, effective, saved);
  return 0;
}

/** setreuid(2): -1 leaves an id unchanged. Errors: EPERM. */
export function setreuid(real: UserId, effective: UserId): i64 {
  currentProcess().credentials.setRealAndEffectiveUser(real, effective);
  return 0;
}

/** setregid(2): -1 leaves an id unchanged. Errors: EPERM. */
export function setregid(real: GroupId, effective: GroupId): i64 {
  currentProcess().credentials.setRealAndEffectiveGroup(real, effective);
  return 0;
}

/** getresuid(2). Errors: EFAULT. */
export function getresuid(real: Out<"uid_t">, effective: Out<"uid_t">, saved: Out<"uid_t">): i64 {
  const credentials = currentProcess().credentials;
  writeUser32(real, credentials.realUser);
  writeUser32(effective, credentials.effectiveUser);
  writeUser32(saved, credentials.savedUser);
  return 0;
}

/** getresgid(2). Errors: EFAULT. */
export function getresgid(real: Out<"gid_t">, effective: Out<"gid_t">, saved: Out<"gid_t">): i64 {
  const credentials = currentProcess().credentials;
  writeUser32(real, credentials.realGroup);
  writeUser32(effective, credentials.effectiveGroup);
  writeUser32(saved, credentials.savedGroup);
  return 0;
}

/** Groups beyond the effective one that a process may have. */
const MOST_GROUPS: i32 = 65536;

declareText("kernel/ngroups_max", () => MOST_GROUPS.toString());

/** getgroups(2): the supplementary groups; size 0 asks for their number. Errors: EINVAL size too small; EFAULT. */
export function getgroups(size: i32, list: OutArray<"gid_t", "size">): i64 {
  const groups = currentProcess().credentials.groups.load();
  if (size < 0) throw Errno.EINVAL;
  if (size === 0) return i64(groups.length);
  if (u64(size) < groups.length) throw Errno.EINVAL;
  for (let i: u64 = 0; i < groups.length; i++) writeUser32(list + i * 4, groups[i]);
  return i64(groups.length);
}

/** setgroups(2). Errors: EPERM; EINVAL more than 65536; EFAULT; ENOMEM. */
export function setgroups(size: i32, list: InArray<"gid_t", "size">): i64 {
  const credentials = currentProcess().credentials;
  if (!credentials.isPrivileged) throw Errno.EPERM;
  if (size < 0 || size > MOST_GROUPS) throw Errno.EINVAL;
  const groups: u32[] = [];
  for (let i: u64 = 0; i < u64(size); i++) groups.push(readUser32(list + i * 4));
  credentials.groups.store(groups);
  return 0;
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
  setGroup(currentProcess(), processOrSelf(pid), group);
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
