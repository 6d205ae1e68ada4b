import type { DescriptorTable } from "../file/descriptors.ts";
import type { DirectoryContext } from "../file/directory-context.ts";
import type { ExecutionHold } from "../file/file-holds.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { UsageCounts } from "../task/usage-counts.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import type { Credentials } from "../rights/credentials.ts";
import { CpuTimers } from "./cpu-timers.ts";
import type { IntervalTimer } from "./interval-timer.ts";
import { SpinLock } from "../platform/lock.ts";
import { SharedReference } from "../platform/shared-reference.ts";
import type { Limits } from "./limits.ts";
import { OomStanding } from "./oom-standing.ts";
import { PendingSignals } from "./pending-signals.ts";
import type { SignalActions } from "./signal-actions.ts";
import { SignalTimers } from "./signal-timers.ts";
import type { UserThread } from "./user-thread.ts";

/** A change of a process that its parent has not been told of by wait4(2). */
export enum ChildEvent {
  None,
  Stopped,
  Continued,
}

/**
 * A process's children, linked through themselves, so that a process can be adopted when memory is short. Those that have something to tell come first: who
 * waits for any child sees at once whether there is one.
 */
export class ChildList {
  first: Process | null = null;
  private last: Process | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  /** Adds a process that is in no such list. */
  add(child: Process): void {
    if (child.hasNews) this.addFirst(child);
    else this.addLast(child);
  }

  private addFirst(child: Process): void {
    child.nextSibling = this.first;
    if (this.first === null) this.last = child;
    else this.first.beforeSibling = child;
    this.first = child;
  }

  private addLast(child: Process): void {
    child.beforeSibling = this.last;
    if (this.last === null) this.first = child;
    else this.last.nextSibling = child;
    this.last = child;
  }

  /** Takes out a child, which is one. */
  remove(child: Process): void {
    const before = child.beforeSibling;
    const next = child.nextSibling;
    if (before === null) this.first = next;
    else before.nextSibling = next;
    if (next === null) this.last = before;
    else next.beforeSibling = before;
    child.beforeSibling = null;
    child.nextSibling = null;
  }
}

/**
 * A program that runs: what all its threads share.
 *
 * The tree (parent, children, group, session), the life cycle (`hasExited`, `status`, `event`, `isStopped`) and the pending
 * signals are guarded by the lock of process-table.ts.
 */
export class Process {
  readonly pid: i32;
  /** Set until it has been waited for. Parent and child hold each other until then. */
  parent: Process | null = null;
  /** Its id, 0 without one: what can be read without the lock. */
  parentId: i32 = 0;
  /** The parent's thread that made it, for waits of threads for their own children alone (__WNOTHREAD). */
  creatorId: i32 = 0;
  readonly children: ChildList = new ChildList();
  /** Its neighbours among the children of its parent. */
  beforeSibling: Process | null = null;
  nextSibling: Process | null = null;
  /** Changed by the process table alone (`move`) once it is in there. */
  group: i32;
  session: i32;
  /** Its neighbours in its group. */
  beforeInGroup: Process | null = null;
  nextInGroup: Process | null = null;

  /** In no order. Changed by the two methods below. */
  readonly threads: UserThread[] = [];
  /** A zombie: only the exit status is left. */
  hasExited: boolean = false;
  /** All its threads are to end; no new ones may begin. */
  isExiting: boolean = false;
  /** As wait4(2) reports it. */
  status: i32 = 0;
  isStopped: boolean = false;
  /** A stop signal was taken and not carried out yet; SIGCONT and SIGKILL call it off. */
  isStopDue: boolean = false;
  /** Changed by `tell`. */
  event: ChildEvent = ChildEvent.None;
  /** Since it was made, has it called execve? (setpgid(2) of a parent is refused after.) */
  hasExecuted: boolean = false;
  /** Parents wait here for their children, and a vforking parent for its child. */
  readonly childEvents: WaitQueue = new WaitQueue();
  /** Stopped threads wait here. */
  readonly continued: WaitQueue = new WaitQueue();
  /** The parent sleeps until this child has called execve or ended (vfork(2)). */
  isVforkChild: boolean = false;
  /** Its descendants' children become its own when these end (PR_SET_CHILD_SUBREAPER). */
  isSubreaper: boolean = false;
  /** The signal that it gets when its parent ends; 0: none (PR_SET_PDEATHSIG). */
  parentDeathSignal: u32 = 0;
  /** The signal that its parent gets when it ends; 0: none (clone(2)). */
  exitSignal: u32 = 17;

  // Replaced under the process table's lock: see program-state.ts for how others look at them.
  space: AddressSpace | null;
  descriptors: DescriptorTable;
  actions: SignalActions;
  /** Those of its first thread, which stay when that has ended: what other processes go by. */
  credentials: Credentials;
  /** The program's file (/proc/PID/exe), to which nobody may write. */
  programFile: ExecutionHold | null = null;

  /** How it stands when memory runs out. Guarded by the lock of process-table.ts. */
  readonly oom: OomStanding = new OomStanding();

  readonly directories: DirectoryContext;
  readonly limits: Limits;
  readonly pending: PendingSignals = new PendingSignals();

  /** The file's last path component, at most 15 bytes; and the arguments' place in memory (/proc/PID/cmdline). */
  readonly name = new SharedReference<string>("");
  argumentsStart: u64 = 0;
  argumentsEnd: u64 = 0;
  /** Behind the arguments lies the environment (/proc/PID/environ). */
  environmentEnd: u64 = 0;
  /** The session's terminal: its device number, 0 if none. */
  terminal: u32 = 0;
  /** Monotonic nanoseconds. */
  readonly startTime: u64;
  /** What threads that have ended have used, and children that were waited for. */
  endedTime = new CpuTime();
  childrenTime = new CpuTime();
  endedCounts = new UsageCounts();
  childrenCounts = new UsageCounts();
  /** Readers of signalfd(2) wait here; made when there is the first. */
  signalArrivals: WaitQueue | null = null;
  /** setitimer(ITIMER_REAL) and alarm(2); made when it is first set, once. */
  alarm: IntervalTimer | null = null;
  /** Whether the threads look at these while they run. */
  watchesCpuTime: boolean = false;
  readonly cpuTimers: SpinLock<CpuTimers> = new SpinLock(new CpuTimers());
  /** Those of timer_create(2). */
  readonly timers: SpinLock<SignalTimers> = new SpinLock(new SignalTimers());

  constructor(
    pid: i32,
    startTime: u64,
    space: AddressSpace | null,
    descriptors: DescriptorTable,
    directories: DirectoryContext,
    credentials: Credentials,
    limits: Limits,
    actions: SignalActions,
  ) {
    this.pid = pid;
    this.group = pid;
    this.session = pid;
    this.startTime = startTime;
    this.space = space;
    this.descriptors = descriptors;
    this.directories = directories;
    this.credentials = credentials;
    this.limits = limits;
    this.actions = actions;
  }

  /** Adds the CPU time used so far by all its threads, which the process table's lock keeps together. */
  addTimeTo(sum: CpuTime): void {
    sum.add(this.endedTime);
    for (const thread of this.threads) thread.addTimeTo(sum);
  }

  /** The same for what else they have used. */
  addCountsTo(sum: UsageCounts): void {
    sum.add(this.endedCounts);
    for (const thread of this.threads) thread.addCountsTo(sum);
    if (this.space !== null) sum.noteResident(this.space.mostResidentBytes());
  }

  /** Throws ENOMEM. */
  addThread(thread: UserThread): void {
    this.threads.push(thread);
    thread.place = this.threads.length - 1;
  }

  /** The last one takes the place of the one that leaves. */
  removeThread(thread: UserThread): void {
    const last = this.threads.pop();
    if (last === undefined || last === thread) return;
    this.threads[thread.place] = last;
    last.place = thread.place;
  }

  /** Whether its parent would learn something by waiting. */
  get hasNews(): boolean {
    return this.hasExited || this.event !== ChildEvent.None;
  }

  /** What its parent has not been told of is from now on this, or (`hasExited`) its end. The caller holds the process table's lock. */
  tell(event: ChildEvent, hasExited: boolean): void {
    const hadNews = this.hasNews;
    this.event = event;
    this.hasExited = hasExited;
    if (this.parent === null || hadNews === this.hasNews) return;
    this.parent.children.remove(this);
    this.parent.children.add(this);
  }

  get isSessionLeader(): boolean {
    return this.session === this.pid;
  }
}

/** wait4(2) statuses. */
export function exitedStatus(code: i32): i32 {
  return (code & 0xff) << 8;
}

/** The status of a process that a signal ended. That a core was dumped it never says: Tessera writes none, as Linux under its usual RLIMIT_CORE of 0. */
export function killedStatus(signal: u32): i32 {
  return i32(signal);
}

/** The status of a process that a signal stopped. */
export function stoppedStatus(signal: u32): i32 {
  return (i32(signal) << 8) | 0x7f;
}

/** The status of a process that SIGCONT continued. */
export const CONTINUED_STATUS: i32 = 0xffff;
