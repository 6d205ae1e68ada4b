/** What a program's faults mean: pages brought in, or a signal (signal(7), and Intel SDM 3A chapter 6). */

import { FaultResult } from "../memory/fault-result.ts";
import { Access } from "../memory/protection.ts";
import { FaultHandler, PageFaultBits, type TrapFrame, Vector } from "../platform/interrupts.ts";
import { log } from "../platform/log.ts";
import { preempt } from "../task/scheduler.ts";
import { currentThread } from "../task/thread.ts";
import { runTimers } from "../task/timer.ts";
import { currentUserThread } from "./current.ts";
import { handlePendingWork } from "./deliver-signal.ts";
import { exitCurrentThread, killProcess } from "./exit.ts";
import { canHandle, forceSignal } from "./force-signal.ts";
import { Signal, SignalInfo } from "./signal.ts";
import { UserThread } from "./user-thread.ts";

/** si_code values of faults. */
enum FaultCode {
  IntegerDivide = 1,
  FloatingPointInvalid = 7,
  IllegalOperand = 2,
  MapError = 1,
  AccessError = 2,
  AddressError = 2,
  AddressAlignment = 1,
  Breakpoint = 1,
  TraceTrap = 2,
  Kernel = 0x80,
}

/** Connects the platform's traps with processes. */
export class ProgramFaults extends FaultHandler {
  override handleUserFault(frame: TrapFrame, vector: u64, error: u64, address: u64): void {
    switch (vector) {
      case u64(Vector.PageFault):
        handlePageFault(frame, error, address);
        break;
      case u64(Vector.DivideError):
        raise(frame, Signal.SIGFPE, FaultCode.IntegerDivide, frame.rip);
        break;
      case u64(Vector.FloatingPoint):
      case u64(Vector.SimdFloatingPoint):
        raise(frame, Signal.SIGFPE, FaultCode.FloatingPointInvalid, frame.rip);
        break;
      case u64(Vector.InvalidOpcode):
        raise(frame, Signal.SIGILL, FaultCode.IllegalOperand, frame.rip);
        break;
      case u64(Vector.Debug):
        raise(frame, Signal.SIGTRAP, FaultCode.TraceTrap, frame.rip);
        break;
      case u64(Vector.Breakpoint):
        raise(frame, Signal.SIGTRAP, FaultCode.Kernel, 0);
        break;
      case u64(Vector.AlignmentCheck):
        raise(frame, Signal.SIGBUS, FaultCode.AddressAlignment, 0);
        break;
      case u64(Vector.SegmentNotPresent):
      case u64(Vector.StackFault):
        raise(frame, Signal.SIGBUS, FaultCode.Kernel, 0);
        break;
      default:
        // Privileged instructions, bad selectors, INT n, non-canonical addresses.
        raise(frame, Signal.SIGSEGV, FaultCode.Kernel, 0);
    }
  }

  override resolveUserPage(address: u64, isWrite: boolean): boolean {
    const thread = currentThread();
    if (!(thread instanceof UserThread)) return false;
    const space = thread.process.space;
    if (space === null) return false;
    thread.fillsForKernel = true;
    const result = space.fault(address, isWrite ? Access.Write : Access.Read);
    thread.fillsForKernel = false;
    if (result !== FaultResult.Resolved) return false;
    thread.faults += 1;
    return true;
  }

  override handleUserReturn(frame: TrapFrame): void {
    if (hasToEnd(frame)) exitCurrentThread();
  }

  override handleTimer(): void {
    runTimers();
  }

  override preempt(): void {
    preempt();
  }
}

/** Does what is pending. A call of its own: the end of a thread comes when nothing of it is left on the stack. */
function hasToEnd(frame: TrapFrame): boolean {
  try {
    return handlePendingWork(frame);
  } catch {
    // No memory to carry a signal out: the program cannot go on as it expects.
    killProcess(Signal.SIGKILL);
    return true;
  }
}

function handlePageFault(frame: TrapFrame, error: u64, address: u64): void {
  const space = currentUserThread().process.space;
  if (space === null) {
    killProcess(Signal.SIGKILL);
    return;
  }
  // The CPU itself looked for something with the kernel's rights, such as a descriptor (and QEMU does so for the stack
  // of iretq and lretq): no page that the program may have helps, and it would come here again and again.
  if ((error & u64(PageFaultBits.User)) === 0) {
    raise(frame, Signal.SIGSEGV, FaultCode.AccessError, address);
    return;
  }
  let access = Access.Read;
  if ((error & u64(PageFaultBits.Write)) !== 0) access = Access.Write;
  else if ((error & u64(PageFaultBits.Fetch)) !== 0) access = Access.Execute;
  switch (space.fault(address, access)) {
    case FaultResult.Resolved:
      currentThread().faults += 1;
      return;
    case FaultResult.NotMapped:
      raise(frame, Signal.SIGSEGV, FaultCode.MapError, address);
      break;
    case FaultResult.Denied:
      raise(frame, Signal.SIGSEGV, FaultCode.AccessError, address);
      break;
    case FaultResult.Beyond:
      raise(frame, Signal.SIGBUS, FaultCode.AddressError, address);
      break;
    default:
      // On the way back it waits for memory, and then tries again.
      if (!currentUserThread().lacksMemory) killProcess(Signal.SIGKILL);
  }
}

/** Sends the signal of a fault, which cannot wait: a program that blocks or ignores it is ended. */
function raise(frame: TrapFrame, signal: Signal, code: FaultCode, address: u64): void {
  let info: SignalInfo | null = null;
  try {
    info = SignalInfo.fault(signal, i32(code), address);
  } catch {
    killProcess(signal);
    return;
  }
  if (!canHandle(info)) report(frame, signal, address);
  forceSignal(info);
}

function report(frame: TrapFrame, signal: Signal, address: u64): void {
  try {
    log.info(`${describe(frame)} at ${hex(address)}: ended by signal ${u32(signal)}`);
    log.info(`  rax ${hex(frame.rax)} rbx ${hex(frame.rbx)} rcx ${hex(frame.rcx)} rdx ${hex(frame.rdx)}`);
    log.info(`  rsi ${hex(frame.rsi)} rdi ${hex(frame.rdi)} rbp ${hex(frame.rbp)} rsp ${hex(frame.rsp)}`);
    log.info(`  r8 ${hex(frame.r8)} r9 ${hex(frame.r9)} r10 ${hex(frame.r10)} r11 ${hex(frame.r11)}`);
    log.info(`  r12 ${hex(frame.r12)} r13 ${hex(frame.r13)} r14 ${hex(frame.r14)} r15 ${hex(frame.r15)}`);
  } catch {
    // No memory for the text: the parent still learns the signal.
  }
}

/** `name[pid]: fault N (error E) at RIP`. */
function describe(frame: TrapFrame): string {
  const process = currentUserThread().process;
  return `${process.name.load()}[${process.pid}]: exception ${frame.vector} (error ${hex(frame.error)}), rip ${hex(frame.rip)}`;
}

function hex(value: u64): string {
  return `0x${value.toString(16)}`;
}
