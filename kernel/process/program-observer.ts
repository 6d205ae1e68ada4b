import type { SignalInfo } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** Somebody who is told what happens to programs outside of their system calls. */
export abstract class ProgramObserver {
  /** The running thread takes a signal, whatever that does. Never throws. */
  abstract takesSignal(thread: UserThread, info: SignalInfo): void;

  /** The running thread ends. Never throws. */
  abstract ends(thread: UserThread): void;
}

let observer: ProgramObserver | null = null;

/** Called once, when the kernel starts. */
export function setProgramObserver(one: ProgramObserver): void {
  observer = one;
}

/** Who is to be told; null: nobody. */
export function programObserver(): ProgramObserver | null {
  return observer;
}
