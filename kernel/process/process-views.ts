/** What /proc shows of processes and of the system (proc(5)). */

import type { DescriptorTable } from "../file/descriptors.ts";
import type { DirectoryContext } from "../file/directory-context.ts";
import type { Inode } from "../file/inode.ts";
import { ProcessView, SystemInformation } from "../file/proc-fs/system-information.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { monotonicNanoseconds, realtimeNanoseconds } from "../platform/clock.ts";
import { Capability } from "../rights/capability.ts";
import { cpuCount } from "../platform/percpu.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { LOAD_FRACTION_BITS, loadAverages } from "../task/load-averages.ts";
import { idleNanoseconds, readyThreads } from "../task/scheduler.ts";
import { currentThread, type Thread } from "../task/thread.ts";
import { adjustOom, oomScoreOf } from "./badness.ts";
import { currentCredentials } from "./current.ts";
import { UsageCounts } from "../task/usage-counts.ts";
import type { Credentials } from "../rights/credentials.ts";
import { KERNEL_RELEASE, KERNEL_VERSION } from "./host-name.ts";
import type { Process } from "./process.ts";
import { limitLines, mapLine, memoryLines } from "./process-lines.ts";
import { allProcesses, findProcess, findThread, nextProcessId, table } from "./process-table.ts";
import { Dumpable } from "../rights/dumpable.ts";
import { TraceIds } from "../rights/policy.ts";
import { mayInspect } from "./inspection.ts";
import {
  actionsOf,
  countsOf,
  credentialsOf,
  credentialsOfThread,
  descriptorsOf,
  dumpableOf,
  programFileOf,
  spaceOf,
  threadIdsOf,
  timeOf,
} from "./program-state.ts";
import { SIGNAL_MAX, type Signal } from "./signal.ts";
import { UserThread } from "./user-thread.ts";
import { HANDLER_DEFAULT, HANDLER_IGNORE } from "./signal.ts";

/** Units of the times in /proc: USER_HZ, 100 a second. */
const TICK: u64 = 10_000_000;
const SECOND: u64 = 1_000_000_000;
const PAGE: u64 = 4096;
/** Longest command line that is shown. */
const MOST_ARGUMENTS: u64 = 65536;

/** R running or ready, S asleep, T stopped, Z ended: a process that goes on without its first thread shows that one's end. */
function stateOf(process: Process, thread: UserThread | null): string {
  using _ = table.lock();
  if (process.hasExited || thread === null) return "Z";
  if (process.isStopped) return "T";
  return thread.isSleeping ? "S" : "R";
}

function stateName(state: string): string {
  switch (state) {
    case "R":
      return "R (running)";
    case "T":
      return "T (stopped)";
    case "Z":
      return "Z (zombie)";
    default:
      return "S (sleeping)";
  }
}

/** A set of signals by what the process does on them. */
function signalsHandledBy(process: Process, isIgnored: boolean): u64 {
  const actions = actionsOf(process);
  let set: u64 = 0;
  for (let signal: u32 = 1; signal <= SIGNAL_MAX; signal++) {
    const handler = actions.handler(signal as Signal);
    if (isIgnored ? handler === HANDLER_IGNORE : handler !== HANDLER_IGNORE && handler !== HANDLER_DEFAULT) {
      set |= u64(1) << (signal - 1);
    }
  }
  return set;
}

const hex16 = (value: u64): string => value.toString(16).padStart(16, "0");

/** A process, or one of its threads. */
class LiveProcess extends ProcessView {
  private readonly process: Process;
  /** The thread, or null for all of them: then states are the first one's. */
  private readonly threadId: i32 | null;

  constructor(process: Process, threadId: i32 | null) {
    super(process.pid);
    this.process = process;
    this.threadId = threadId;
  }

  private get id(): i32 {
    return this.threadId ?? this.process.pid;
  }

  /** Null once it has ended. */
  private thread(): UserThread | null {
    const thread = findThread(this.id);
    return thread !== null && thread.process === this.process ? thread : null;
  }

  private credentials(): Credentials {
    const thread = this.threadId === null ? null : this.thread();
    return thread === null ? credentialsOf(this.process) : credentialsOfThread(thread);
  }

  private time(): CpuTime {
    if (this.threadId === null) return timeOf(this.process);
    const used = new CpuTime();
    this.thread()?.addTimeTo(used);
    return used;
  }

  private counts(): UsageCounts {
    if (this.threadId === null) return countsOf(this.process);
    const used = new UsageCounts();
    this.thread()?.addCountsTo(used);
    return used;
  }

  override mayInspect(): boolean {
    return mayInspect(this.process, TraceIds.File);
  }

  override isAsking(): boolean {
    return askingThread()?.process === this.process;
  }

  override isShared(): boolean {
    return spaceOf(this.process) !== null && dumpableOf(this.process) === Dumpable.Yes;
  }

  override memoryId(): u64 {
    return spaceOf(this.process)?.id ?? 0;
  }

  override user(): u32 {
    return credentialsOf(this.process).user.effective;
  }

  override group(): u32 {
    return credentialsOf(this.process).group.effective;
  }

  private virtualBytes(): u64 {
    const space = spaceOf(this.process);
    return space === null ? 0 : space.totalBytes();
  }

  private residentBytes(): u64 {
    const space = spaceOf(this.process);
    return space === null ? 0 : space.residentBytes();
  }

  override stat(): string {
    const process = this.process;
    const thread = this.thread();
    const state = stateOf(process, thread);
    const identity = `${this.id} (${this.name()}) ${state} ${process.parentId} ${process.group} ${process.session}`;
    const foreground: i32 = -1;
    const faults = `${this.counts().faults} ${process.childrenCounts.faults} 0 0`;
    const terminal = `${process.terminal} ${foreground} 0 ${faults}`;
    const own = this.time();
    const children = process.childrenTime;
    const times = `${own.user / TICK} ${own.kernel / TICK} ${children.user / TICK} ${children.kernel / TICK}`;
    const nice = thread?.nice ?? 0;
    const threads = `${20 + nice} ${nice} ${process.threads.length} 0 ${process.startTime / TICK}`;
    const memory = `${this.virtualBytes()} ${this.residentBytes() / PAGE} 18446744073709551615`;
    return `${identity} ${terminal} ${times} ${threads} ${memory} 0 0 0 0 0 0 0 0 0 0 0 0 ${process.exitSignal} 0 0 0 0 0 0 0 0 0 0 0 0 0 ${this.mayInspect() ? process.status : 0}\n`;
  }

  override status(): string {
    const process = this.process;
    const thread = this.thread();
    const { user, group, otherGroups, capabilities } = this.credentials();
    const space = spaceOf(process);
    const counts = thread === null ? new UsageCounts() : switchesOf(thread);
    const lines: string[] = [
      `Name:\t${this.name()}\n`,
      `Umask:\t${process.directories.umask.toString(8).padStart(4, "0")}\n`,
      `State:\t${stateName(stateOf(process, thread))}\n`,
      `Tgid:\t${process.pid}\nNgid:\t0\nPid:\t${this.id}\nPPid:\t${process.parentId}\nTracerPid:\t0\n`,
      `Uid:\t${user.real}\t${user.effective}\t${user.saved}\t${user.file}\n`,
      `Gid:\t${group.real}\t${group.effective}\t${group.saved}\t${group.file}\n`,
      `FDSize:\t${descriptorRoom(descriptorsOf(process))}\n`,
      `Groups:\t${otherGroups.map((id) => id.toString() + " ").join("")}\n`,
      space === null ? "" : memoryLines(space),
      `Threads:\t${process.threads.length}\n`,
      `SigPnd:\t${hex16(thread?.pending.signals ?? 0)}\n`,
      `ShdPnd:\t${hex16(process.pending.signals)}\n`,
      `SigBlk:\t${hex16(thread?.blocked ?? 0)}\n`,
      `SigIgn:\t${hex16(signalsHandledBy(process, true))}\n`,
      `SigCgt:\t${hex16(signalsHandledBy(process, false))}\n`,
      `CapInh:\t${hex16(capabilities.inheritable.bits)}\n`,
      `CapPrm:\t${hex16(capabilities.permitted.bits)}\n`,
      `CapEff:\t${hex16(capabilities.effective.bits)}\n`,
      `CapBnd:\t${hex16(capabilities.bounding.bits)}\n`,
      `CapAmb:\t${hex16(capabilities.ambient.bits)}\n`,
      `NoNewPrivs:\t${(thread?.hasNoNewPrivileges ?? false) ? 1 : 0}\n`,
      `Seccomp:\t0\nSeccomp_filters:\t0\n`,
      `Cpus_allowed:\t${((u64(1) << u64(cpuCount())) - 1).toString(16)}\n`,
      `Cpus_allowed_list:\t${cpuCount() === 1 ? "0" : `0-${cpuCount() - 1}`}\n`,
      `Mems_allowed:\t1\nMems_allowed_list:\t0\n`,
      `voluntary_ctxt_switches:\t${counts.voluntarySwitches}\n`,
      `nonvoluntary_ctxt_switches:\t${counts.involuntarySwitches}\n`,
    ];
    return lines.join("");
  }

  override memory(): string {
    return `${this.virtualBytes() / PAGE} ${this.residentBytes() / PAGE} 0 0 0 0 0\n`;
  }

  override name(): string {
    const own = this.thread()?.ownName.load() ?? "";
    return own === "" ? this.process.name.load() : own;
  }

  override commandLine(): string {
    const { argumentsStart, argumentsEnd } = this.process;
    const space = spaceOf(this.process);
    if (space === null || argumentsEnd <= argumentsStart) return "";
    const bytes = new Array<u8>(bits.min(argumentsEnd - argumentsStart, MOST_ARGUMENTS));
    const read = bytes.span().subspan(0, space.peek(argumentsStart, bytes.span()));
    return isTitle(space, argumentsEnd) ? titleAt(space, argumentsStart) : String.fromBytes(read);
  }

  override environment(): string {
    const { argumentsEnd, environmentEnd } = this.process;
    const space = spaceOf(this.process);
    if (space === null || environmentEnd <= argumentsEnd) return "";
    const bytes = new Array<u8>(bits.min(environmentEnd - argumentsEnd, MOST_ARGUMENTS));
    return String.fromBytes(bytes.span().subspan(0, space.peek(argumentsEnd, bytes.span())));
  }

  override personality(): string {
    const thread = this.thread();
    return `${(thread === null ? 0 : u32(thread.personality)).toString(16).padStart(8, "0")}\n`;
  }

  override maps(): string {
    const space = spaceOf(this.process);
    if (space === null) return "";
    let text = "";
    for (const region of space.describe()) text += mapLine(region);
    return text;
  }

  override limits(): string {
    return limitLines(this.process.limits);
  }

  override oomScore(): i64 {
    using _ = table.lock();
    return oomScoreOf(this.process);
  }

  override oomAdjustment(): i32 {
    return this.process.oom.adjustment;
  }

  override adjustOom(value: i32): void {
    adjustOom(this.process, value, currentCredentials().has(Capability.SYS_RESOURCE));
  }

  override executable(): Inode | null {
    return programFileOf(this.process);
  }

  override directories(): DirectoryContext | null {
    return this.process.hasExited ? null : this.process.directories;
  }

  override descriptors(): DescriptorTable | null {
    return descriptorsOf(this.process);
  }

  override threads(): i32[] {
    return threadIdsOf(this.process);
  }

  override threadView(id: i32): ProcessView {
    return new LiveProcess(this.process, id);
  }
}

function switchesOf(thread: UserThread): UsageCounts {
  const counts = new UsageCounts();
  thread.addCountsTo(counts);
  return counts;
}

/** Room for open files grows by doubling. */
function descriptorRoom(descriptors: DescriptorTable | null): u64 {
  if (descriptors === null) return 0;
  let room: u64 = 64;
  while (room < u64(descriptors.length)) room *= 2;
  return room;
}

/** A program that overwrites the last argument's 0 byte has put a title in the arguments' place (setproctitle(3)). */
function isTitle(space: AddressSpace, argumentsEnd: u64): boolean {
  const last = new FixedArray<u8, 1>();
  return space.peek(argumentsEnd - 1, last.span()) === 1 && last[0] !== 0;
}

/** The string there, with its 0 byte, at most a page long. */
function titleAt(space: AddressSpace, address: u64): string {
  const bytes = new Array<u8>(PAGE);
  const read = bytes.span().subspan(0, space.peek(address, bytes.span()));
  const end = read.indexOf(0);
  return String.fromBytes(end < 0 ? read : read.subspan(0, u64(end) + 1));
}

/** The program's thread that asks; null when a kernel thread does. */
function askingThread(): UserThread | null {
  const thread: Thread = currentThread();
  return thread instanceof UserThread ? thread : null;
}

/** The processes as /proc shows them, found anew for each question: one that has ended meanwhile is no more there. */
export class LiveSystem extends SystemInformation {
  override nextProcess(from: i32): i32 {
    return nextProcessId(from);
  }

  override find(pid: i32): ProcessView | null {
    const process = findProcess(pid) ?? findThread(pid)?.process ?? null;
    if (process === null) return null;
    return new LiveProcess(process, process.pid === pid ? null : pid);
  }

  override currentProcess(): i32 {
    const thread = askingThread();
    return thread === null ? 0 : thread.process.pid;
  }

  override currentThread(): i32 {
    const thread = askingThread();
    return thread === null ? 0 : thread.id;
  }

  override statistics(): string {
    const now = monotonicNanoseconds();
    let idleSum: u64 = 0;
    let lines = "";
    for (let cpu: u32 = 0; cpu < cpuCount(); cpu++) {
      const idle = bits.min(idleNanoseconds(cpu), now);
      idleSum += idle;
      lines += `cpu${cpu} ${(now - idle) / TICK} 0 0 ${idle / TICK} 0 0 0 0 0 0\n`;
    }
    const busy = now * u64(cpuCount()) - idleSum;
    const bootTime = (realtimeNanoseconds() - now) / SECOND;
    const total = `cpu  ${busy / TICK} 0 0 ${idleSum / TICK} 0 0 0 0 0 0\n`;
    return `${total}${lines}intr 0\nctxt 0\nbtime ${bootTime}\nprocesses ${lastId(allProcesses())}\nprocs_running ${readyThreads()}\nprocs_blocked 0\n`;
  }

  override loadAverage(): string {
    const list = allProcesses();
    let threads: u64 = 0;
    for (const process of list) threads += process.threads.length;
    const { of } = loadAverages;
    const loads = `${loadText(of[0])} ${loadText(of[1])} ${loadText(of[2])}`;
    return `${loads} ${readyThreads()}/${threads} ${lastId(list)}\n`;
  }

  override uptime(): string {
    let idle: u64 = 0;
    for (let cpu: u32 = 0; cpu < cpuCount(); cpu++) idle += idleNanoseconds(cpu);
    return `${hundredths(monotonicNanoseconds())} ${hundredths(idle)}\n`;
  }

  override version(): string {
    return `Linux version ${KERNEL_RELEASE} (tessera) ${KERNEL_VERSION}\n`;
  }
}

/** With two decimals, rounded. */
function loadText(load: u64): string {
  const hundreds = (load * 100 + (u64(1) << (LOAD_FRACTION_BITS - 1))) >> LOAD_FRACTION_BITS;
  return `${hundreds / 100}.${(hundreds % 100).toString().padStart(2, "0")}`;
}

/** Nanoseconds as seconds with two decimals. */
function hundredths(nanoseconds: u64): string {
  const total = nanoseconds / TICK;
  return `${total / 100}.${(total % 100).toString().padStart(2, "0")}`;
}

function lastId(list: Process[]): i32 {
  let last: i32 = 0;
  for (const process of list) last = bits.max(last, process.pid);
  return last;
}
