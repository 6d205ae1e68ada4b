import { currentUserThread } from "./current.ts";
import { killProcess } from "./exit.ts";
import { trySignalThread } from "./send-signal.ts";
import { HANDLER_DEFAULT, HANDLER_IGNORE, type SignalInfo, setOf } from "./signal.ts";

/** Whether the running program has a handler that can run for the signal now. */
export function canHandle(info: SignalInfo): boolean {
  const thread = currentUserThread();
  const handler = thread.process.actions.handler(info.signal);
  const isBlocked = (thread.blocked & setOf(info.signal)) !== 0;
  return handler !== HANDLER_DEFAULT && handler !== HANDLER_IGNORE && !isBlocked;
}

/** Sends the running thread a signal that cannot wait: a program that blocks or ignores it, or has no handler, is ended by it. */
export function forceSignal(info: SignalInfo): void {
  if (!canHandle(info)) {
    killProcess(info.signal);
    return;
  }
  // A standard signal, which always finds room.
  trySignalThread(currentUserThread(), info);
}
