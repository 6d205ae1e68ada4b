import { Errno } from "../../core/errno.ts";
import { SystemCallHandler, type TrapFrame } from "../platform/interrupts.ts";
import { dispatch } from "./dispatch.ts";
import { reportMissing } from "./missing.ts";
import { Arguments, type Tracer } from "./trace/tracer.ts";

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

/** The same, telling the host of each call (`trace=`). */
export class TracedSystemCalls extends SystemCallHandler {
  private readonly tracer: Tracer;

  constructor(tracer: Tracer) {
    super();
    this.tracer = tracer;
  }

  override call(frame: TrapFrame): void {
    const args = new Arguments();
    args.load(frame);
    this.tracer.begins(args);
    try {
      frame.rax = u64(dispatch(frame));
    } catch (error) {
      frame.rax = u64(-errorNumber(error, frame.rax));
    }
    this.tracer.hasEnded(args, i64(frame.rax));
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
