/**
 * What execve(2) and the end of a process replace, and other processes look at. Its own threads read the fields as they are, for only
 * the last of them replaces them; everybody else, and who replaces them, comes here, for the process table's lock.
 */

import type { DescriptorTable } from "../file/descriptors.ts";
import type { ExecutionHold } from "../file/file-holds.ts";
import type { Inode } from "../file/inode.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import type { Credentials } from "../rights/credentials.ts";
import { Dumpable } from "../rights/dumpable.ts";
import { hasOtherPowers } from "../rights/policy.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { sliceOf } from "../task/thread.ts";
import { UsageCounts } from "../task/usage-counts.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";
import type { SignalActions } from "./signal-actions.ts";
import type { UserThread } from "./user-thread.ts";

/** Null: process 1's, or the process has been waited for. */
export function parentOf(process: Process): Process | null {
  using _ = table.lock();
  return process.parent;
}

/** Null once it has ended. */
export function spaceOf(process: Process): AddressSpace | null {
  using _ = table.lock();
  return process.space;
}

/** The previous one is returned to be let go of after the lock, as by all below: that takes long, and may sleep. */
export function exchangeSpace(process: Process, space: AddressSpace | null): AddressSpace | null {
  using _ = table.lock();
  const previous = process.space;
  if (previous !== null) process.endedCounts.noteResident(previous.mostResidentBytes());
  process.space = space;
  return previous;
}

/** Null once it has ended. */
export function descriptorsOf(process: Process): DescriptorTable | null {
  using _ = table.lock();
  return process.hasExited ? null : process.descriptors;
}

/** Gives the process another table of descriptors. */
export function exchangeDescriptors(process: Process, descriptors: DescriptorTable): DescriptorTable {
  using _ = table.lock();
  const previous = process.descriptors;
  process.descriptors = descriptors;
  return previous;
}

/** What the process does about signals; threads and processes made with CLONE_SIGHAND share it. */
export function actionsOf(process: Process): SignalActions {
  using _ = table.lock();
  return process.actions;
}

/** Gives the process other actions for signals. */
export function exchangeActions(process: Process, actions: SignalActions): SignalActions {
  using _ = table.lock();
  const previous = process.actions;
  process.actions = actions;
  return previous;
}

/** The file that it executes; null for a process that has executed none. */
export function programFileOf(process: Process): Inode | null {
  using _ = table.lock();
  return process.programFile?.inode ?? null;
}

/** Sets the file that it executes; null: it has ended. */
export function exchangeProgramFile(process: Process, file: ExecutionHold | null): ExecutionHold | null {
  using _ = table.lock();
  const previous = process.programFile;
  process.programFile = file;
  return previous;
}

/** Who the process acts as, for others: its first thread's. */
export function credentialsOf(process: Process): Credentials {
  using _ = table.lock();
  return process.credentials;
}

/** Who a thread acts as, for other threads. */
export function credentialsOfThread(thread: UserThread): Credentials {
  using _ = table.lock();
  return thread.credentials;
}

/** Gives the running thread other credentials. What they make it lose, nobody may read in its memory any more who could not before (PR_SET_DUMPABLE). */
export function changeCredentials(thread: UserThread, credentials: Credentials): Credentials {
  using _ = table.lock();
  const previous = thread.credentials;
  thread.credentials = credentials;
  if (thread.id === thread.process.pid) thread.process.credentials = credentials;
  const { space } = thread.process;
  if (space !== null && hasOtherPowers(previous, credentials)) {
    space.dumpable = Dumpable.No;
    thread.process.parentDeathSignal = 0;
  }
  return previous;
}

/** Who may look into its memory; `Yes` of one that has none any more. */
export function dumpableOf(process: Process): Dumpable {
  return spaceOf(process)?.dumpable ?? Dumpable.Yes;
}

/** Sets who may look into its memory (prctl(2), PR_SET_DUMPABLE). */
export function setDumpable(process: Process, dumpable: Dumpable): void {
  const space = spaceOf(process);
  if (space !== null) space.dumpable = dumpable;
}

/** Whether another process has the same root and current directory (CLONE_FS). */
export function sharesDirectories(process: Process): boolean {
  using processes = table.lock();
  for (const other of processes.value.processes.values()) {
    if (other !== process && !other.hasExited && other.directories === process.directories) return true;
  }
  return false;
}

/** Ids of its threads. Throws ENOMEM. */
export function threadIdsOf(process: Process): i32[] {
  using _ = table.lock();
  return process.threads.map((thread) => thread.id);
}

/** The CPU time that all its threads have used so far. */
export function timeOf(process: Process): CpuTime {
  const used = new CpuTime();
  using _ = table.lock();
  process.addTimeTo(used);
  return used;
}

/** What else they have used. */
export function countsOf(process: Process): UsageCounts {
  const used = new UsageCounts();
  using _ = table.lock();
  process.addCountsTo(used);
  return used;
}

/** Its threads. Throws ENOMEM. */
export function threadsOf(process: Process): UserThread[] {
  using _ = table.lock();
  return process.threads.map((thread) => thread);
}

/** Gives a thread a policy and a nice value, by which its slices are as long as they are: under SCHED_IDLE the shortest. */
export function setScheduling(thread: UserThread, policy: u32, nice: i32): void {
  using _ = table.lock();
  thread.policy = policy;
  thread.nice = nice;
  thread.slice = sliceOf(policy === SCHED_IDLE ? 19 : nice);
}
const SCHED_IDLE: u32 = 5;

/** Has its threads look whether a timer of CPU time is due or RLIMIT_CPU exceeded, if there are such: to be called when that may have changed. */
export function watchCpuTime(process: Process): void {
  using signalTimers = process.timers.lock();
  using timers = process.cpuTimers.lock();
  process.watchesCpuTime = signalTimers.value.areWatchingCpu || timers.value.areNeeded(process.limits);
}
