/**
 * Interrupted system calls that only a handler ends (signal(7)): poll, select, relative sleeps. A stop and SIGCONT, or a signal
 * that comes to nothing, let them go on, and a time that they were given goes on as well: it does not begin anew.
 *
 * Such a call fails with RESTART_UNHANDLED. The registers are as they were, so starting it again is executing the `syscall`
 * instruction again; only its deadline must be kept, by the thread.
 */

import type { Errno } from "../../core/errno.ts";
import { SYSTEM_CALL } from "../platform/interrupt/trap-frame.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { currentUserThread } from "./current.ts";

/** Like RESTART, but EINTR after every handler, whatever its flags say (ERESTARTNOHAND of Linux; programs never see it). */
export const RESTART_UNHANDLED: Errno = 514 as Errno;

/** Ends the running call, which waited for a signal or until a monotonic time (nanoseconds, or NEVER). */
export function interruptWait(deadline: u64): never {
  currentUserThread().resumedDeadline = deadline;
  throw RESTART_UNHANDLED;
}

/** The deadline of the call that starts again now, or `fresh` when this is its first start. Asked once by each start. */
export function deadlineOr(fresh: u64): u64 {
  const thread = currentUserThread();
  const resumed = thread.resumedDeadline;
  if (resumed === 0) return fresh;
  thread.resumedDeadline = 0;
  return resumed;
}

/** Whether the frame is that of a system call which has just failed so. */
export function hasFailedWith(frame: TrapFrame, error: Errno): boolean {
  return frame.vector === SYSTEM_CALL && i64(frame.rax) === -i64(error);
}

/** Back to the `syscall` instruction, two bytes long: the call starts again. */
export function rewind(frame: TrapFrame): void {
  frame.rax = frame.error;
  frame.rip -= 2;
  frame.vector = 0;
}
