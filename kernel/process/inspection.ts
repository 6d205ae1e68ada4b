import { currentThread } from "../task/thread.ts";
import { type TraceIds, mayTrace } from "../rights/policy.ts";
import type { Process } from "./process.ts";
import { credentialsOf, credentialsOfThread, dumpableOf } from "./program-state.ts";
import { UserThread } from "./user-thread.ts";

/** Whether the running thread may look into the process (ptrace(2), "Ptrace access mode checking"). The kernel's own threads may. */
export function mayInspect(target: Process, ids: TraceIds): boolean {
  const asker = currentThread();
  if (!(asker instanceof UserThread) || asker.process === target) return true;
  return mayTrace(asker.credentials, ids, credentialsOf(target), dumpableOf(target));
}

/** The same for one thread of a process. */
export function mayInspectThread(target: UserThread, ids: TraceIds): boolean {
  const asker = currentThread();
  if (!(asker instanceof UserThread) || asker.process === target.process) return true;
  return mayTrace(asker.credentials, ids, credentialsOfThread(target), dumpableOf(target.process));
}
