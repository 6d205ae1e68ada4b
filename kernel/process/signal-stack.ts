/** The stack that a thread's handlers run on if they ask for it (sigaltstack(2)). */

import { Errno } from "../../core/errno.ts";
import { AUTO_DISARM, type SignalStack, STACK_DISABLED, STACK_ON } from "./signal-frame.ts";
import type { UserThread } from "./user-thread.ts";

const LEAST_SIZE: u64 = 2048;

/** Whether the stack pointer lies on the alternate stack. One that is disarmed while it is used is never "on". */
export function isOn(stack: SignalStack, pointer: u64): boolean {
  return (
    (stack.flags & (STACK_DISABLED | AUTO_DISARM)) === 0 &&
    pointer - stack.address <= stack.length &&
    pointer !== stack.address
  );
}

/** ss_flags as sigaltstack(2) reports them. */
export function stackFlags(stack: SignalStack, isOnIt: boolean): i32 {
  return isOnIt ? STACK_ON : stack.flags & (STACK_DISABLED | AUTO_DISARM);
}

/** Sets the stack of a thread whose stack pointer is `pointer`. Throws EPERM it is on it now; EINVAL unknown flags; ENOMEM too small. */
export function setSignalStack(thread: UserThread, wanted: SignalStack, pointer: u64): void {
  if (isOn(thread.signalStack, pointer)) throw Errno.EPERM;
  const mode = wanted.flags & ~AUTO_DISARM;
  if (mode !== 0 && mode !== STACK_ON && mode !== STACK_DISABLED) throw Errno.EINVAL;
  if (mode === STACK_DISABLED) {
    disarm(thread);
    thread.signalStack.flags = wanted.flags;
    return;
  }
  if (wanted.length < LEAST_SIZE) throw Errno.ENOMEM;
  thread.signalStack = wanted;
  thread.signalStack.flags = wanted.flags & AUTO_DISARM;
}

/** The thread has none any more. */
export function disarm(thread: UserThread): void {
  thread.signalStack.address = 0;
  thread.signalStack.length = 0;
  thread.signalStack.flags = STACK_DISABLED;
}
