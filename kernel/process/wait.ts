/** Waiting for children (wait4(2), waitid(2)). */

import { Errno } from "../../core/errno.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { reap } from "./exit.ts";
import { ChildEvent, CONTINUED_STATUS, type Process, stoppedStatus } from "./process.ts";
import { type ProcessTable, table } from "./process-table.ts";

/** Options of wait4(2) and waitid(2). */
export enum WaitOptions {
  NoHang = 1,
  /** WUNTRACED, WSTOPPED. */
  Stopped = 2,
  Exited = 4,
  Continued = 8,
  /** Leave the child as it is: it can be waited for again. */
  NoWait = 0x0100_0000,
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
}

/**
 * Waits until a child that `selector` means has changed: above 0 that pid, 0 the caller's group, -1 any, below -1 that group.
 * Throws ECHILD when there is no such child, RESTART for a signal.
 */
export function waitForChild(parent: Process, selector: i32, options: u32, result: WaitResult): void {
  for (;;) {
    parent.childEvents.prepare();
    const found = findChanged(parent, selector, options, result);
    const isLastLook = (options & u32(WaitOptions.NoHang)) !== 0;
    if (found === null && !isLastLook && hasChild(parent, selector)) {
      parent.childEvents.sleep();
      continue;
    }
    parent.childEvents.cancel();
    if (found === null && !hasChild(parent, selector)) throw Errno.ECHILD;
    return;
  }
}

/** Looks, and takes what it finds in one go: no two waits are told the same. */
function findChanged(parent: Process, selector: i32, options: u32, result: WaitResult): Process | null {
  using processes = table.lock();
  for (
    let child = firstMeant(processes.value, parent, selector);
    child !== null;
    child = nextMeant(child, selector)
  ) {
    // None behind it has news either.
    if (!child.hasNews) break;
    if (!matches(parent, child, selector)) continue;
    if (!hasChanged(child, options)) continue;
    result.pid = child.pid;
    result.user = child.credentials.user.real;
    child.addTimeTo(result.time);
    result.time.add(child.childrenTime);
    if (child.hasExited) result.status = child.status;
    else
      result.status =
        child.event === ChildEvent.Stopped ? stoppedStatus(u32(child.status)) : CONTINUED_STATUS;
    if ((options & u32(WaitOptions.NoWait)) === 0) take(processes.value, child);
    return child;
  }
  return null;
}

function hasChild(parent: Process, selector: i32): boolean {
  using processes = table.lock();
  for (
    let child = firstMeant(processes.value, parent, selector);
    child !== null;
    child = nextMeant(child, selector)
  ) {
    if (matches(parent, child, selector)) return true;
  }
  return false;
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

function hasChanged(child: Process, options: u32): boolean {
  if (child.hasExited) return (options & u32(WaitOptions.Exited)) !== 0;
  if (child.event === ChildEvent.Stopped) return (options & u32(WaitOptions.Stopped)) !== 0;
  return child.event === ChildEvent.Continued && (options & u32(WaitOptions.Continued)) !== 0;
}

/** The change has been told: a zombie goes, any other event is forgotten. */
function take(processes: ProcessTable, child: Process): void {
  if (child.hasExited) reap(processes, child);
  else child.tell(ChildEvent.None, false);
}
