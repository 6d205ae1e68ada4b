/** What others tell a thread, and how long work finds out: no loop whose length a program chooses may go on in a thread that is to end. */

import { gsLoad, offsetOf, pointer } from "unsafe";
import { Errno } from "../../core/errno.ts";

/** Set by any thread. `ThreadContext` extends it, so that the running thread's can be looked at by who knows nothing else of threads. */
export class ThreadFlags {
  /**
   * Something is to be done before the thread returns to ring 3 (a signal, its end): `handleUserReturn` is called then. Cleared
   * by `handleUserReturn`.
   */
  hasPendingWork: boolean = false;
  /** SIGKILL, or the end of the process, is on its way: waits end, long work ends, and the thread ends before it returns to user mode. */
  mustExit: boolean = false;
  /** It does nothing more but to end, and what it does for that is to be done: `checkAlive` lets it. Its own. */
  isExiting: boolean = false;
}

/**
 * Throws EINTR when the running thread is to end: nobody will see what the work would have come to. Called after each page's work, with no spin lock
 * held, by all that may go on for as long as a program says and does not reach its memory (whose door, user.ts, asks by itself). @inline
 */
export function checkAlive(): void {
  const thread = gsLoad<u64>(24);
  if (pointer<boolean>(thread + offsetOf<ThreadFlags>("mustExit")).value) checkExit(thread);
}

function checkExit(thread: u64): void {
  if (!pointer<boolean>(thread + offsetOf<ThreadFlags>("isExiting")).value) throw Errno.EINTR;
}
