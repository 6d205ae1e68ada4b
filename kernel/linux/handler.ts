import { Errno } from "../../core/errno.ts";
import { SystemCallHandler, type TrapFrame } from "../platform/interrupts.ts";
import { dispatch } from "./dispatch.ts";
import { reportMissing } from "./missing.ts";
import { traceCall, traceResult } from "./trace.ts";

/** Carries out system calls and turns what they throw into errno results. */
export class LinuxSystemCalls extends SystemCallHandler {
  override call(frame: TrapFrame): void {
    try {
      frame.rax = u64(dispatch(frame));
    } catch (error) {
      frame.rax = u64(-errorNumber(error, frame.rax));
    }
  }
}

/** The same, logging each call (`trace=syscalls`). */
export class TracedSystemCalls extends SystemCallHandler {
  override call(frame: TrapFrame): void {
    traceCall(frame);
    const number = frame.rax;
    try {
      frame.rax = u64(dispatch(frame));
    } catch (error) {
      frame.rax = u64(-errorNumber(error, frame.rax));
    }
    traceResult(number, i64(frame.rax));
  }
}

/** Kernel code throws Errno values alone; should an Error come this far, the program sees an I/O error. */
function errorNumber(error: unknown, call: u64): i64 {
  const number = errnoOf(error);
  if (number === i32(Errno.ENOSYS)) noteMissing(call);
  return number === 0 ? i64(Errno.EIO) : i64(number);
}

function noteMissing(call: u64): void {
  try {
    reportMissing(call);
  } catch {
    // No memory for the line.
  }
}
