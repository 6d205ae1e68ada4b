import { Errno } from "../../core/errno.ts";
import { NumberPool } from "../../core/number-pool.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { AddressSpaces } from "../memory/mappings.ts";
import { frameStatistics } from "../platform/frames.ts";
import { SpinLock } from "../platform/lock.ts";
import { declareNumber } from "../setting/number-setting.ts";
import type { Process } from "./process.ts";
import { ProcessGroup } from "./process-group.ts";
import type { UserThread } from "./user-thread.ts";

/** Ids wrap here. The lowest and highest value are those of Linux on 64-bit machines. */
const idLimit = declareNumber("kernel/pid_max", 32768, 301, 4194304);
/** Threads that there are at most, at first so many that their stacks take an eighth of the memory, as on Linux. */
const mostThreads = declareNumber("kernel/threads-max", frameStatistics().total / 32, 1, 0x3fff_ffff);
/** Where they go on: lower ones are for what the system itself has started (RESERVED_PIDS of Linux). */
const FIRST_AGAIN: u64 = 300;

/** A session (setsid(2)). */
class Session {
  members: u32 = 0;
}

/** Every process and thread by its id, and the processes of each group. */
export class ProcessTable {
  readonly processes: Map<i32, Process> = new Map<i32, Process>();
  readonly threads: Map<i32, UserThread> = new Map<i32, UserThread>();
  /** There is none without members. */
  private readonly groups: Map<i32, ProcessGroup> = new Map<i32, ProcessGroup>();
  private readonly sessions: Map<i32, Session> = new Map<i32, Session>();
  /** Ids that something has. */
  private readonly ids: NumberPool = new NumberPool();
  private lastId: i32 = 0;

  /** Gives out an id that no process, thread, group or session has; `freeId` takes it back. Throws EAGAIN when all are in use or there are too many threads, ENOMEM. */
  newId(): i32 {
    if (this.threads.size >= mostThreads.value) throw Errno.EAGAIN;
    const limit = idLimit.value;
    let id = this.ids.lowestFree(u64(this.lastId) + 1);
    if (id >= limit) id = this.ids.lowestFree(FIRST_AGAIN);
    if (id >= limit) throw Errno.EAGAIN;
    this.ids.prepare(id);
    this.ids.take(id);
    this.lastId = i32(id);
    return this.lastId;
  }

  /** An id is free again when nothing has it any more. */
  freeId(id: i32): void {
    const isUsed =
      this.processes.has(id) || this.threads.has(id) || this.groups.has(id) || this.sessions.has(id);
    if (!isUsed && id > 0 && this.ids.has(u64(id))) this.ids.giveBack(u64(id));
  }

  /** Enters a process, with the group and session that it says. Throws ENOMEM, and then has not. */
  add(process: Process): void {
    this.processes.set(process.pid, process);
    try {
      this.makeRoom(process.group, process.session);
    } catch (error) {
      this.processes.delete(process.pid);
      throw error;
    }
    this.enter(process);
  }

  /** Takes a process out; nothing if it is not there. */
  remove(process: Process): void {
    this.withdraw(process);
    this.freeId(process.pid);
  }

  /** The same, but for its id. */
  withdraw(process: Process): void {
    if (!this.processes.delete(process.pid)) return;
    this.leave(process);
    this.tidy(process.group, process.session);
  }

  /** Has a process that is in the table change its group and session. Throws ENOMEM, and then it has not. */
  move(process: Process, group: i32, session: i32): void {
    this.makeRoom(group, session);
    this.leave(process);
    const before = process.group;
    const sessionBefore = process.session;
    process.group = group;
    process.session = session;
    this.enter(process);
    this.tidy(before, sessionBefore);
  }

  /** The lowest id of a process from this one on; 0 when there is none. */
  nextProcessId(from: i32): i32 {
    let at = this.ids.nextTaken(u64(from));
    while (at !== null && !this.processes.has(i32(at))) at = this.ids.nextTaken(at + 1);
    return at === null ? 0 : i32(at);
  }

  /** The first process of a group, from which `nextInGroup` leads to the others; null: there is no such group. */
  firstOf(group: i32): Process | null {
    return this.groups.get(group)?.first ?? null;
  }

  /** So that `enter` cannot fail. */
  private makeRoom(group: i32, session: i32): void {
    if (!this.sessions.has(session)) this.sessions.set(session, new Session());
    try {
      if (!this.groups.has(group)) this.groups.set(group, new ProcessGroup());
    } catch (error) {
      this.tidy(group, session);
      throw error;
    }
  }

  private enter(process: Process): void {
    this.groups.get(process.group)?.add(process);
    const session = this.sessions.get(process.session);
    if (session !== undefined) session.members += 1;
  }

  private leave(process: Process): void {
    this.groups.get(process.group)?.remove(process);
    const session = this.sessions.get(process.session);
    if (session !== undefined) session.members -= 1;
  }

  /** Groups and sessions end with their last members, and their ids are free then. */
  private tidy(group: i32, session: i32): void {
    if (this.groups.get(group)?.first === null) this.groups.delete(group);
    if (this.sessions.get(session)?.members === 0) this.sessions.delete(session);
    this.freeId(group);
    this.freeId(session);
  }
}

/** Guards the table and what process.ts says. Taken after no other spin lock, before those of wait queues. */
export const table: SpinLock<ProcessTable> = new SpinLock(new ProcessTable());

/** Gives out an id that no process, thread, group or session has; `freeId` takes it back. Throws EAGAIN when all are in use, ENOMEM. */
export function newId(): i32 {
  using processes = table.lock();
  return processes.value.newId();
}

/** Takes an id back that came to nothing; nothing if somebody has it. */
export function freeId(id: i32): void {
  using processes = table.lock();
  processes.value.freeId(id);
}

/** Throws ENOMEM. */
export function addProcess(process: Process): void {
  using processes = table.lock();
  processes.value.add(process);
}

/** Takes out again what has not begun to run; the id stays given out. `process` null: the thread is of another. */
export function withdraw(thread: UserThread, process: Process | null): void {
  using processes = table.lock();
  processes.value.threads.delete(thread.id);
  if (process !== null) processes.value.withdraw(process);
}

/** Throws ENOMEM. */
export function addThread(thread: UserThread): void {
  using processes = table.lock();
  processes.value.threads.set(thread.id, thread);
}

/** Takes a thread out of the table; its id is free when nothing else has it. */
export function removeThread(thread: UserThread): void {
  using processes = table.lock();
  processes.value.threads.delete(thread.id);
  processes.value.freeId(thread.id);
}

/** Gives a thread another id, that of a thread which has ended. Throws ENOMEM. */
export function renameThread(thread: UserThread, id: i32): void {
  if (thread.id === id) return;
  using processes = table.lock();
  processes.value.threads.set(id, thread);
  processes.value.threads.delete(thread.id);
  processes.value.freeId(thread.id);
  thread.id = id;
}

/** The process with the id, zombies included, or null. */
export function findProcess(pid: i32): Process | null {
  using processes = table.lock();
  return processes.value.processes.get(pid) ?? null;
}

/** The process that the id stands for where Linux takes any thread's (kill(2) and others), or null. */
export function processOfId(id: i32): Process | null {
  using processes = table.lock();
  return processes.value.processes.get(id) ?? processes.value.threads.get(id)?.process ?? null;
}

/** The thread with the id, or null. */
export function findThread(id: i32): UserThread | null {
  using processes = table.lock();
  return processes.value.threads.get(id) ?? null;
}

/** The lowest id of a process from this one on; 0 when there is none. */
export function nextProcessId(from: i32): i32 {
  using processes = table.lock();
  return processes.value.nextProcessId(from);
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
  const list: Process[] = [];
  using processes = table.lock();
  for (let member = processes.value.firstOf(group); member !== null; member = member.nextInGroup) {
    if (!member.hasExited) list.push(member);
  }
  return list;
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
