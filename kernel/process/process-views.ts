/** What /proc shows of processes and of the system (proc(5)). */

import type { DescriptorTable } from "../file/descriptors.ts";
import type { DirectoryContext } from "../file/directory-context.ts";
import type { Inode } from "../file/inode.ts";
import { ProcessView, SystemInformation } from "../file/proc-fs/system-information.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { Protection } from "../memory/protection.ts";
import { type Region, Sharing } from "../memory/region.ts";
import { monotonicNanoseconds, realtimeNanoseconds } from "../platform/clock.ts";
import { Capability } from "../rights/capability.ts";
import { cpuCount } from "../platform/percpu.ts";
import { idleNanoseconds } from "../task/scheduler.ts";
import { currentThread, type Thread } from "../task/thread.ts";
import { adjustOom, oomScoreOf } from "./badness.ts";
import { currentCredentials } from "./current.ts";
import { KERNEL_RELEASE, KERNEL_VERSION } from "./host-name.ts";
import type { Process } from "./process.ts";
import { allProcesses, findProcess, nextProcessId, table } from "./process-table.ts";
import { Dumpable } from "../rights/dumpable.ts";
import { TraceIds } from "../rights/policy.ts";
import { mayInspect } from "./inspection.ts";
import {
  actionsOf,
  credentialsOf,
  descriptorsOf,
  dumpableOf,
  firstThreadOf,
  programFileOf,
  spaceOf,
  threadIdsOf,
  timeOf,
} from "./program-state.ts";
import { SIGNAL_MAX, type Signal } from "./signal.ts";
import { UserThread } from "./user-thread.ts";
import { UNLIMITED } from "./limits.ts";
import type { Resource } from "./limits.ts";
import { HANDLER_DEFAULT, HANDLER_IGNORE } from "./signal.ts";

/** Units of the times in /proc: USER_HZ, 100 a second. */
const TICK: u64 = 10_000_000;
const SECOND: u64 = 1_000_000_000;
const PAGE: u64 = 4096;
const KIB: u64 = 1024;
/** Longest command line that is shown. */
const MOST_ARGUMENTS: u64 = 65536;

/** R running or ready, S asleep, T stopped, Z ended. */
function stateOf(process: Process): string {
  using _ = table.lock();
  if (process.hasExited) return "Z";
  if (process.isStopped) return "T";
  return process.threads.some((thread) => !thread.isSleeping) ? "R" : "S";
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

class LiveProcess extends ProcessView {
  private readonly process: Process;

  constructor(process: Process) {
    super(process.pid);
    this.process = process;
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
    const identity = `${process.pid} (${process.name.load()}) ${stateOf(process)} ${process.parentId} ${process.group} ${process.session}`;
    const foreground: i32 = -1;
    const terminal = `${process.terminal} ${foreground} 0 0 0 0 0`;
    const own = timeOf(process);
    const children = process.childrenTime;
    const times = `${own.user / TICK} ${own.kernel / TICK} ${children.user / TICK} ${children.kernel / TICK}`;
    const threads = `${20 + process.nice} ${process.nice} ${process.threads.length} 0 ${process.startTime / TICK}`;
    const memory = `${this.virtualBytes()} ${this.residentBytes() / PAGE} 18446744073709551615`;
    return `${identity} ${terminal} ${times} ${threads} ${memory} 0 0 0 0 0 0 0 0 0 0 0 0 ${process.exitSignal} 0 0 0 0 0 0 0 0 0 0 0 0 0 ${this.mayInspect() ? process.status : 0}\n`;
  }

  override status(): string {
    const process = this.process;
    const { user, group, otherGroups, capabilities } = credentialsOf(process);
    const lines: string[] = [
      `Name:\t${process.name.load()}\n`,
      `Umask:\t${process.directories.umask.toString(8).padStart(4, "0")}\n`,
      `State:\t${stateName(stateOf(process))}\n`,
      `Tgid:\t${process.pid}\nPid:\t${process.pid}\nPPid:\t${process.parentId}\nTracerPid:\t0\n`,
      `Uid:\t${user.real}\t${user.effective}\t${user.saved}\t${user.file}\n`,
      `Gid:\t${group.real}\t${group.effective}\t${group.saved}\t${group.file}\n`,
      `Groups:\t${otherGroups.map((id) => id.toString() + " ").join("")}\n`,
      `VmSize:\t${(this.virtualBytes() / KIB).toString().padStart(8)} kB\n`,
      `VmRSS:\t${(this.residentBytes() / KIB).toString().padStart(8)} kB\n`,
      `Threads:\t${process.threads.length}\n`,
      `ShdPnd:\t${hex16(process.pending.signals)}\n`,
      `SigIgn:\t${hex16(signalsHandledBy(process, true))}\n`,
      `SigCgt:\t${hex16(signalsHandledBy(process, false))}\n`,
      `CapInh:\t${hex16(capabilities.inheritable.bits)}\n`,
      `CapPrm:\t${hex16(capabilities.permitted.bits)}\n`,
      `CapEff:\t${hex16(capabilities.effective.bits)}\n`,
      `CapBnd:\t${hex16(capabilities.bounding.bits)}\n`,
      `CapAmb:\t${hex16(capabilities.ambient.bits)}\n`,
      `NoNewPrivs:\t${(firstThreadOf(process)?.hasNoNewPrivileges ?? false) ? 1 : 0}\n`,
    ];
    return lines.join("");
  }

  override memory(): string {
    return `${this.virtualBytes() / PAGE} ${this.residentBytes() / PAGE} 0 0 0 0 0\n`;
  }

  override name(): string {
    return this.process.name.load();
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
    const thread = firstThreadOf(this.process);
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
    let text = "Limit                     Soft Limit           Hard Limit           Units     \n";
    for (let i: u64 = 0; i < LIMIT_NAMES.length; i++) {
      const soft = limitText(this.process.limits.soft(u32(i) as Resource)).padEnd(20);
      const hard = limitText(this.process.limits.hard(u32(i) as Resource)).padEnd(20);
      const unit = LIMIT_UNITS[i] === "" ? "" : LIMIT_UNITS[i].padEnd(10);
      text += `${LIMIT_NAMES[i].padEnd(25)} ${soft} ${hard} ${unit}\n`;
    }
    return text;
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

/** A line of /proc/PID/maps. */
function mapLine(region: Region): string {
  const start = region.start.toString(16).padStart(8, "0");
  const end = region.end.toString(16).padStart(8, "0");
  const protection = region.protection;
  const read = (protection & Protection.Read) !== 0 ? "r" : "-";
  const write = (protection & Protection.Write) !== 0 ? "w" : "-";
  const execute = (protection & Protection.Execute) !== 0 ? "x" : "-";
  const sharing = region.sharing === Sharing.Shared ? "s" : "p";
  const offset = (region.source === null ? 0 : region.firstPage * PAGE).toString(16).padStart(8, "0");
  const place = `${start}-${end} ${read}${write}${execute}${sharing} ${offset} 00:00 0`;
  return region.label === "" ? `${place} \n` : `${place.padEnd(72)} ${region.label}\n`;
}

const LIMIT_NAMES = [
  "Max cpu time",
  "Max file size",
  "Max data size",
  "Max stack size",
  "Max core file size",
  "Max resident set",
  "Max processes",
  "Max open files",
  "Max locked memory",
  "Max address space",
  "Max file locks",
  "Max pending signals",
  "Max msgqueue size",
  "Max nice priority",
  "Max realtime priority",
  "Max realtime timeout",
];
const LIMIT_UNITS = [
  "seconds",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "processes",
  "files",
  "bytes",
  "bytes",
  "locks",
  "signals",
  "bytes",
  "",
  "",
  "us",
];

function limitText(value: u64): string {
  return value === UNLIMITED ? "unlimited" : value.toString();
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
    const process = findProcess(pid);
    return process === null ? null : new LiveProcess(process);
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
    const list = allProcesses();
    const running = list.filter((process) => stateOf(process) === "R").length;
    const total = `cpu  ${busy / TICK} 0 0 ${idleSum / TICK} 0 0 0 0 0 0\n`;
    return `${total}${lines}intr 0\nctxt 0\nbtime ${bootTime}\nprocesses ${lastId(list)}\nprocs_running ${running}\nprocs_blocked 0\n`;
  }

  /** Tessera keeps no averages: what runs now stands for all three. */
  override loadAverage(): string {
    const list = allProcesses();
    const running = list.filter((process) => stateOf(process) === "R").length;
    const load = `${running}.00`;
    return `${load} ${load} ${load} ${running}/${list.length} ${lastId(list)}\n`;
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
