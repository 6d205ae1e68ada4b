/** Waiting for children (wait4(2), waitid(2)). */

import { Errno } from "../../core/errno.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { currentUserThread } from "./current.ts";
import { UsageCounts } from "../task/usage-counts.ts";
import { reap } from "./exit.ts";
import { ChildEvent, CONTINUED_STATUS, type Process, stoppedStatus } from "./process.ts";
import { type ProcessTable, table } from "./process-table.ts";
import { Signal } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** Options of wait4(2) and waitid(2). */
export enum WaitOptions {
  NoHang = 1,
  /** WUNTRACED, WSTOPPED. */
  Stopped = 2,
  Exited = 4,
  Continued = 8,
  /** Leave the child as it is: it can be waited for again. */
  NoWait = 0x0100_0000,
  /** __WNOTHREAD: the calling thread's children, not those of its process's other threads. */
  OwnThread = 0x2000_0000,
  /** __WALL: children of both kinds. */
  AllKinds = 0x4000_0000,
  /** __WCLONE: of the kind that tells its end by another signal than SIGCHLD, or by none; without it the others. */
  CloneKind = 0x8000_0000,
}

/** What a wait found. */
@struct
export class WaitResult {
  /** 0: nothing yet (with NoHang). */
  pid: i32 = 0;
  user: u32 = 0;
  /** As wait4(2) encodes it. */
  status: i32 = 0;
  /** What the child and those it waited for have used. */
  time = new CpuTime();
  counts = new UsageCounts();
}

/** What a look at the children came to. */
enum Look {
  /** One has changed; the result tells. */
  Found,
  /** None has, and one may. */
  Later,
  /** None is meant, or those that are can change no more in a way that is waited for. */
  Never,
}

/**
 * Waits until a child that `selector` means has changed: above 0 that pid, 0 the caller's group, -1 any, below -1 that group.
 * Throws ECHILD when there is no such child, RESTART for a signal.
 */
export function waitForChild(parent: Process, selector: i32, options: u32, result: WaitResult): void {
  for (;;) {
    parent.childEvents.prepare();
    const look = lookForChange(parent, selector, options, result);
    if (look === Look.Later && (options & u32(WaitOptions.NoHang)) === 0) {
      parent.childEvents.sleep();
      continue;
    }
    parent.childEvents.cancel();
    if (look === Look.Never) throw Errno.ECHILD;
    return;
  }
}

/** Looks, and takes what it finds in one go: no two waits are told the same. */
function lookForChange(parent: Process, selector: i32, options: u32, result: WaitResult): Look {
  using processes = table.lock();
  let look = Look.Never;
  for (
    let child = firstMeant(processes.value, parent, selector);
    child !== null;
    child = nextMeant(child, selector)
  ) {
    if (!matches(parent, child, selector) || !isOfKind(parent, child, options)) continue;
    // One that has ended changes no more.
    if (!child.hasExited) look = Look.Later;
    // None behind it has news either.
    if (!child.hasNews) break;
    if (!hasChanged(child, options)) continue;
    describe(child, result);
    if ((options & u32(WaitOptions.NoWait)) === 0) take(processes.value, parent, child);
    return Look.Found;
  }
  return look;
}

function describe(child: Process, result: WaitResult): void {
  result.pid = child.pid;
  result.user = child.credentials.user.real;
  child.addTimeTo(result.time);
  result.time.add(child.childrenTime);
  child.addCountsTo(result.counts);
  result.counts.add(child.childrenCounts);
  if (child.hasExited) result.status = child.status;
  else
    result.status = child.event === ChildEvent.Stopped ? stoppedStatus(u32(child.status)) : CONTINUED_STATUS;
}

/** Where to begin to look for children that the selector means: one that it names is found by its id. */
function firstMeant(processes: ProcessTable, parent: Process, selector: i32): Process | null {
  if (selector <= 0) return parent.children.first;
  const child = processes.processes.get(selector) ?? null;
  return child !== null && child.parent === parent ? child : null;
}

function nextMeant(child: Process, selector: i32): Process | null {
  return selector > 0 ? null : child.nextSibling;
}

function matches(parent: Process, child: Process, selector: i32): boolean {
  if (selector > 0) return child.pid === selector;
  if (selector === -1) return true;
  return child.group === (selector === 0 ? parent.group : -selector);
}

function isOfKind(parent: Process, child: Process, options: u32): boolean {
  if ((options & u32(WaitOptions.OwnThread)) !== 0 && childKeeper(parent, child) !== currentUserThread())
    return false;
  if ((options & u32(WaitOptions.AllKinds)) !== 0) return true;
  const isClone = child.exitSignal !== u32(Signal.SIGCHLD);
  return isClone === ((options & u32(WaitOptions.CloneKind)) !== 0);
}

/** The thread that a child is counted to: which made it, or when that has ended the oldest. */
function childKeeper(parent: Process, child: Process): UserThread {
  for (const thread of parent.threads) if (thread.id === child.creatorId) return thread;
  return parent.threads[0];
}

function hasChanged(child: Process, options: u32): boolean {
  if (child.hasExited) return (options & u32(WaitOptions.Exited)) !== 0;
  if (child.event === ChildEvent.Stopped) return (options & u32(WaitOptions.Stopped)) !== 0;
  return child.event === ChildEvent.Continued && (options & u32(WaitOptions.Continued)) !== 0;
}

/** The change has been told: a zombie goes, and what it used is now its parent's; any other event is forgotten. */
function take(processes: ProcessTable, parent: Process, child: Process): void {
  if (!child.hasExited) {
    child.tell(ChildEvent.None, false);
    return;
  }
  parent.childrenTime.add(child.endedTime);
  parent.childrenTime.add(child.childrenTime);
  parent.childrenCounts.add(child.endedCounts);
  parent.childrenCounts.add(child.childrenCounts);
  reap(processes, child);
}
