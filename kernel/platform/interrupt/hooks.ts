import { adoptReference, leakReference } from "unsafe";
import type { TrapFrame } from "./trap-frame.ts";

/** What the layers above do about traps. One object, set once by main.ts. No method may throw. */
export abstract class FaultHandler {
  /**
   * A program faulted. `address` is the faulting one for page faults (else 0), `error` the CPU's error code. Called with interrupts on,
   * on the thread's kernel stack. Returning resumes the program by `frame`.
   */
  abstract handleUserFault(frame: TrapFrame, vector: u64, error: u64, address: u64): void;
  /**
   * The kernel, copying from or to a program's memory, met a page that is not there (or not writable). True: it is there now, try again. False: the
   * copy fails with EFAULT. Called with interrupts on if they were on.
   */
  abstract resolveUserPage(address: u64, isWrite: boolean): boolean;
  /**
   * The thread is about to return to ring 3 and it has work pending, or the CPU is to be rescheduled. Called with interrupts on; called again
   * if there is new work when it returns.
   */
  abstract handleUserReturn(frame: TrapFrame): void;
  /** The deadline of `armDeadline` has passed. Called in interrupt context. */
  abstract handleTimer(): void;
  /** An interrupt has asked for a switch while the kernel ran with interrupts on and preemption allowed. Called with interrupts off. */
  preempt(): void {}
}

/** Who carries out system calls. One object, set once by main.ts. */
export abstract class SystemCallHandler {
  /**
   * `frame.rax` is the number, the arguments are in rdi, rsi, rdx, r10, r8, r9; the result goes to `frame.rax`. Called with interrupts
   * on. Must not throw.
   */
  abstract call(frame: TrapFrame): void;
}

let theFaultHandler: FaultHandler | null = null;

@struct
class SystemCallEntry {
  /** Address of the handler, which carries a count; 0: none. */
  handler: u64 = 0;
}
const systemCalls = new SystemCallEntry();

export function setFaultHandler(handler: FaultHandler): void {
  theFaultHandler = handler;
}

export function setSystemCallHandler(handler: SystemCallHandler): void {
  systemCalls.handler = leakReference(handler);
}

/** Null until main.ts has set it. */
export function faultHandler(): FaultHandler | null {
  return theFaultHandler;
}

/**
 * Has the handler carry out a system call. Its reference is not counted up and down each time: it is never replaced.
 * @inline
 */
export function callHandler(frame: TrapFrame): void {
  if (systemCalls.handler === 0) return;
  const handler = adoptReference<SystemCallHandler>(systemCalls.handler);
  handler.call(frame);
  leakReference(handler);
}
