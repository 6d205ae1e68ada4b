import { Errno } from "../../core/errno.ts";
import type { Capability } from "../rights/capability.ts";
import type { Credentials } from "../rights/credentials.ts";
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

/** Who the running thread acts as, for kernel/rights/policy.ts. Only in system calls and faults of user mode. */
export function currentCredentials(): Credentials {
  return currentUserThread().credentials;
}

/** Throws EPERM unless the running thread has the capability. */
export function requireCapability(capability: Capability): void {
  if (!currentCredentials().has(capability)) throw Errno.EPERM;
}
