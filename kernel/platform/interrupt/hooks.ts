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

/**
 * Addresses of the two objects, each carrying a count; 0: none. They are set once and never given up, so a call takes the count over and puts it
 * back, and nothing is counted on the way into the kernel.
 */
@struct
class Hooks {
  fault: u64 = 0;
  systemCall: u64 = 0;
}
const hooks = new Hooks();

/** Sets who decides about faults of programs. Called once, by main.ts, before the first program. */
export function setFaultHandler(handler: FaultHandler): void {
  hooks.fault = leakReference(handler);
}

/** Sets who carries out system calls. Called once, by main.ts, before the first program. */
export function setSystemCallHandler(handler: SystemCallHandler): void {
  hooks.systemCall = leakReference(handler);
}

/** Whether main.ts has set it: before that no program runs, and nothing below may be called. @inline */
export function hasFaultHandler(): boolean {
  return hooks.fault !== 0;
}

/** See `SystemCallHandler.call`. @inline */
export function callSystemCall(frame: TrapFrame): void {
  if (hooks.systemCall === 0) return;
  const handler = adoptReference<SystemCallHandler>(hooks.systemCall);
  handler.call(frame);
  leakReference(handler);
}

/** See `FaultHandler.handleUserFault`. @inline */
export function callUserFault(frame: TrapFrame, vector: u64, error: u64, address: u64): void {
  const handler = adoptReference<FaultHandler>(hooks.fault);
  handler.handleUserFault(frame, vector, error, address);
  leakReference(handler);
}

/** See `FaultHandler.resolveUserPage`. @inline */
export function callResolveUserPage(address: u64, isWrite: boolean): boolean {
  const handler = adoptReference<FaultHandler>(hooks.fault);
  const isThere = handler.resolveUserPage(address, isWrite);
  leakReference(handler);
  return isThere;
}

/** See `FaultHandler.handleUserReturn`. @inline */
export function callUserReturn(frame: TrapFrame): void {
  const handler = adoptReference<FaultHandler>(hooks.fault);
  handler.handleUserReturn(frame);
  leakReference(handler);
}

/** See `FaultHandler.handleTimer`. Nothing happens before there is a handler. @inline */
export function callTimer(): void {
  if (hooks.fault === 0) return;
  const handler = adoptReference<FaultHandler>(hooks.fault);
  handler.handleTimer();
  leakReference(handler);
}

/** See `FaultHandler.preempt`. @inline */
export function callPreempt(): void {
  const handler = adoptReference<FaultHandler>(hooks.fault);
  handler.preempt();
  leakReference(handler);
}
