/**
 * What execve(2) and the end of a process replace, and other processes look at. Its own threads read the fields as they are, for only
 * the last of them replaces them; everybody else, and who replaces them, comes here, for the process table's lock.
 */

import type { DescriptorTable } from "../file/descriptors.ts";
import type { Inode } from "../file/inode.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { CpuTime } from "../task/cpu-time.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";
import type { SignalActions } from "./signal-actions.ts";

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
  return process.programFile;
}

/** Sets the file that it executes. */
export function exchangeProgramFile(process: Process, file: Inode): Inode | null {
  using _ = table.lock();
  const previous = process.programFile;
  process.programFile = file;
  return previous;
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

/** Gives all its threads slices of that length. */
export function setSlices(process: Process, slice: u64): void {
  using _ = table.lock();
  for (const thread of process.threads) thread.slice = slice;
}

/** Has its threads look whether a timer of CPU time is due or RLIMIT_CPU exceeded, if there are such: to be called when that may have changed. */
export function watchCpuTime(process: Process): void {
  using timers = process.cpuTimers.lock();
  process.watchesCpuTime = timers.value.areNeeded(process.limits);
}
