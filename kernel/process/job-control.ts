/** Sessions and process groups (setsid(2), setpgid(2), credentials(7)). */

import { Errno } from "../../core/errno.ts";
import type { Process } from "./process.ts";
import { allProcesses, groupMembers, type ProcessTable, table } from "./process-table.ts";
import { parentOf } from "./program-state.ts";
import { sendToGroup, trySignal } from "./send-signal.ts";
import { kernelRecord, Signal } from "./signal.ts";

/** The terminal's side of job control, provided by the terminal layer when the kernel starts. */
export abstract class SessionTerminals {
  /** The session's leader has ended: the terminal has no session any more. Returns the group that was in the foreground, 0 if none. */
  abstract release(session: i32): i32;
}
let terminals: SessionTerminals | null = null;
/** Sets who knows of sessions' terminals. Called once, by main.ts. */
export function setSessionTerminals(value: SessionTerminals): void {
  terminals = value;
}

/** setpgid(2). Throws ESRCH, EPERM, EACCES, EINVAL. */
export function setGroup(caller: Process, target: Process, group: i32): void {
  if (group < 0) throw Errno.EINVAL;
  using processes = table.lock();
  const isChild = target !== caller;
  if (isChild && target.parent !== caller) throw Errno.ESRCH;
  if (isChild && target.hasExecuted) throw Errno.EACCES;
  if (target.session !== caller.session || target.isSessionLeader) throw Errno.EPERM;
  const wanted = group === 0 ? target.pid : group;
  if (wanted !== target.pid && !hasGroup(processes.value, wanted, caller.session)) throw Errno.EPERM;
  processes.value.move(target, wanted, target.session);
}

/** Whether the session has such a group. */
function hasGroup(processes: ProcessTable, group: i32, session: i32): boolean {
  for (let member = processes.firstOf(group); member !== null; member = member.nextInGroup) {
    if (member.session === session && !member.hasExited) return true;
  }
  return false;
}

/** setsid(2): a new session and group without a terminal. Throws EPERM for a group leader. */
export function startSession(process: Process): void {
  using processes = table.lock();
  if (processes.value.firstOf(process.pid) !== null) throw Errno.EPERM;
  processes.value.move(process, process.pid, process.pid);
  process.terminal = 0;
}

/** The leader ends: the terminal is free again, and its foreground group hears of it. Called by exit. */
export function hangUpSession(leader: Process): void {
  if (terminals === null || leader.terminal === 0) return;
  try {
    const group = terminals.release(leader.session);
    for (const process of allProcesses()) {
      if (process.session === leader.session) process.terminal = 0;
    }
    if (group === 0) return;
    sendToGroup(group, Signal.SIGHUP);
    sendToGroup(group, Signal.SIGCONT);
  } catch {
    // No memory to tell them: they find out when they next use the terminal (EIO).
  }
}

/** A group whose last link to its session's other groups ends, and that has stopped members, is told (POSIX, _exit). Called before the children are adopted. */
export function signalOrphanedGroups(ending: Process): void {
  try {
    const parent = parentOf(ending);
    if (parent !== null && links(parent, ending) && isOrphaned(ending.group, ending))
      wakeStopped(ending.group);
    for (const child of childrenOutside(ending)) {
      if (isOrphaned(child.group, ending)) wakeStopped(child.group);
    }
  } catch {
    // No memory for the list of processes: stopped ones wait for SIGCONT from somebody else.
  }
}

/** The children that keep their groups from being orphaned by having this parent. Throws ENOMEM. */
function childrenOutside(parent: Process): Process[] {
  const list: Process[] = [];
  using _ = table.lock();
  for (let child = parent.children.first; child !== null; child = child.nextSibling) {
    if (links(parent, child)) list.push(child);
  }
  return list;
}

/** Whether the parent, of another group of the same session, keeps the child's group from being orphaned. */
function links(parent: Process, child: Process): boolean {
  return parent.group !== child.group && parent.session === child.session;
}

/** No member but `ending` has a parent in another group of the same session. */
function isOrphaned(group: i32, ending: Process): boolean {
  return !groupMembers(group).some((member) => {
    const parent = parentOf(member);
    return member !== ending && parent !== null && parent !== ending && links(parent, member);
  });
}

function wakeStopped(group: i32): void {
  const members = groupMembers(group);
  if (!members.some((member) => member.isStopped)) return;
  for (const member of members) {
    trySignal(member, kernelRecord(Signal.SIGHUP));
    trySignal(member, kernelRecord(Signal.SIGCONT));
  }
}

/** Whether the process's group may not be stopped by the terminal because nobody would continue it. */
export function isInOrphanedGroup(process: Process): boolean {
  return !groupMembers(process.group).some((member) => {
    const parent = parentOf(member);
    return parent !== null && links(parent, member);
  });
}
