import { Errno } from "../../core/errno.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { AddressSpaces } from "../memory/mappings.ts";
import { SpinLock } from "../platform/lock.ts";
import { declareNumber } from "../setting/number-setting.ts";
import type { Process } from "./process.ts";
import type { UserThread } from "./user-thread.ts";

/** Ids wrap here. The lowest and highest value are those of Linux on 64-bit machines. */
const idLimit = declareNumber("kernel/pid_max", 32768, 301, 4194304);
/** Where they go on: lower ones are for what the system itself has started (RESERVED_PIDS of Linux). */
const FIRST_AGAIN: i32 = 300;

/** Every process and thread by its id. */
export class ProcessTable {
  readonly processes: Map<i32, Process> = new Map<i32, Process>();
  readonly threads: Map<i32, UserThread> = new Map<i32, UserThread>();
  private lastId: i32 = 0;
  /** Ids are given out for the second time: their first processes may have left groups and sessions behind. */
  private hasWrapped: boolean = false;

  /** An id that no process, thread, group or session has. Throws EAGAIN when all are in use. */
  newId(): i32 {
    const limit = i32(idLimit.value);
    for (let tries: i32 = 0; tries < limit; tries++) {
      this.lastId += 1;
      if (this.lastId >= limit) {
        this.lastId = FIRST_AGAIN;
        this.hasWrapped = true;
      }
      if (!this.isUsed(this.lastId)) return this.lastId;
    }
    throw Errno.EAGAIN;
  }

  private isUsed(id: i32): boolean {
    return this.processes.has(id) || this.threads.has(id) || (this.hasWrapped && this.isGroup(id));
  }

  private isGroup(id: i32): boolean {
    for (const process of this.processes.values()) {
      if (process.group === id || process.session === id) return true;
    }
    return false;
  }
}

/** Guards the table and what process.ts says. Taken after no other spin lock, before those of wait queues. */
export const table: SpinLock<ProcessTable> = new SpinLock(new ProcessTable());

/** An id that no process, thread, group or session has. Throws EAGAIN when all are in use. */
export function newId(): i32 {
  using processes = table.lock();
  return processes.value.newId();
}

/** Throws ENOMEM. */
export function addProcess(process: Process): void {
  using processes = table.lock();
  processes.value.processes.set(process.pid, process);
}

/** Takes a process out of the table; its id is free when no group or session has it either. */
export function removeProcess(process: Process): void {
  using processes = table.lock();
  processes.value.processes.delete(process.pid);
}

/** Throws ENOMEM. */
export function addThread(thread: UserThread): void {
  using processes = table.lock();
  processes.value.threads.set(thread.id, thread);
}

/** Takes a thread out of the table. */
export function removeThread(thread: UserThread): void {
  using processes = table.lock();
  processes.value.threads.delete(thread.id);
}

/** Gives a thread another id, that of a thread which has ended. Throws ENOMEM. */
export function renameThread(thread: UserThread, id: i32): void {
  if (thread.id === id) return;
  using processes = table.lock();
  processes.value.threads.set(id, thread);
  processes.value.threads.delete(thread.id);
  thread.id = id;
}

/** The process with the id, zombies included, or null. */
export function findProcess(pid: i32): Process | null {
  using processes = table.lock();
  return processes.value.processes.get(pid) ?? null;
}

/** The thread with the id, or null. */
export function findThread(id: i32): UserThread | null {
  using processes = table.lock();
  return processes.value.threads.get(id) ?? null;
}

/** All processes, in the order they were made. Throws ENOMEM. */
export function allProcesses(): Process[] {
  using processes = table.lock();
  const list: Process[] = [];
  for (const process of processes.value.processes.values()) list.push(process);
  return list;
}

/** The processes of a group that have not ended. They may change groups meanwhile. Throws ENOMEM. */
export function groupMembers(group: i32): Process[] {
  return allProcesses().filter((process) => process.group === group && !process.hasExited);
}

/** Tells the memory layer who maps what. */
export class ProcessSpaces extends AddressSpaces {
  override all(): AddressSpace[] {
    using processes = table.lock();
    const list: AddressSpace[] = [];
    for (const process of processes.value.processes.values()) {
      // Children of vfork share their parent's: twice is no harm.
      if (process.space !== null) list.push(process.space);
    }
    return list;
  }
}
