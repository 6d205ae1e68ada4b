import { currentThread } from "../task/thread.ts";
import type { Process } from "./process.ts";
import { UserThread } from "./user-thread.ts";

/** The program's thread that runs on this CPU. Only in system calls and faults of user mode. */
export function currentUserThread(): UserThread {
  return currentThread() as UserThread;
}

/** The process whose thread runs on this CPU. Only in system calls and faults of user mode. */
export function currentProcess(): Process {
  return currentUserThread().process;
}
