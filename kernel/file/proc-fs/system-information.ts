import type { DescriptorTable } from "../descriptors.ts";
import type { DirectoryContext } from "../directory-context.ts";
import type { Inode } from "../inode.ts";

/** A process as /proc shows it. It may have ended: then what is gone is empty, or null. */
export abstract class ProcessView {
  readonly pid: i32;

  constructor(pid: i32) {
    this.pid = pid;
  }

  /** Whether the running thread may look into it (ptrace(2), "Ptrace access mode checking"); and whether it is one of its own. */
  abstract mayInspect(): boolean;
  abstract isAsking(): boolean;
  /** Whether its user may look into it: else its files in /proc are user 0's. */
  abstract isShared(): boolean;
  /** Names its memory: another number after execve(2), 0 once it has ended. */
  abstract memoryId(): u64;
  /** Who owns its directory in /proc: the effective user and group. */
  abstract user(): u32;
  abstract group(): u32;
  /** Contents of /proc/PID/stat, status, statm, comm, cmdline and maps (proc(5)). Throw ENOMEM. */
  abstract stat(): string;
  abstract status(): string;
  abstract memory(): string;
  abstract name(): string;
  abstract commandLine(): string;
  abstract maps(): string;
  /** Contents of /proc/PID/environ and personality. Throw ENOMEM. */
  abstract environment(): string;
  abstract personality(): string;
  /** Contents of /proc/PID/limits. Throws ENOMEM. */
  abstract limits(): string;
  /** /proc/PID/oom_score: how much it is to go when memory runs out. */
  abstract oomScore(): i64;
  /** /proc/PID/oom_score_adj; setting it throws EINVAL, EACCES. */
  abstract oomAdjustment(): i32;
  abstract adjustOom(value: i32): void;
  /** The program's file. */
  abstract executable(): Inode | null;
  /** Null once it has ended, as its descriptors. */
  abstract directories(): DirectoryContext | null;
  abstract descriptors(): DescriptorTable | null;
  /** Ids of its threads. */
  abstract threads(): i32[];
  /** One of them as a process of its own, for /proc/PID/task. */
  abstract threadView(id: i32): ProcessView;
}

/** What /proc tells of the system as a whole and asks the layers above for. */
export abstract class SystemInformation {
  /** The lowest id of a process from this one on; 0 when there is none. */
  abstract nextProcess(from: i32): i32;
  /** Null when there is no such process. */
  abstract find(pid: i32): ProcessView | null;
  /** The process, and the thread, that asks; 0 when none does. */
  abstract currentProcess(): i32;
  abstract currentThread(): i32;
  /** Contents of /proc/stat, loadavg, uptime, version. */
  abstract statistics(): string;
  abstract loadAverage(): string;
  abstract uptime(): string;
  abstract version(): string;
}

let information: SystemInformation | null = null;

/** Called when the kernel starts. */
export function setSystemInformation(value: SystemInformation): void {
  information = value;
}

/** Null until the process layer has said what it is. */
export function systemInformation(): SystemInformation | null {
  return information;
}
