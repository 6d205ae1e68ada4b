/** Telling the host of all system calls and signals of programs (`trace=` on the kernel's command line; docs/run-protocol.md). */

import type { TrapFrame } from "../../platform/interrupts.ts";
import type { RecordPort } from "../../platform/record-port.ts";
import { currentUserThread } from "../../process/current.ts";
import { ProgramObserver } from "../../process/program-observer.ts";
import type { SignalInfo } from "../../process/signal.ts";
import type { UserThread } from "../../process/user-thread.ts";
import { SystemCall } from "../abi/numbers.ts";
import { captureAfter, captureBefore } from "./capture.ts";
import { tracePlan } from "./plan.ts";
import { RecordKind, TraceRecord } from "./record.ts";

/** Where a signal frame has the mask, from the stack pointer at rt_sigreturn(2) on. */
const FRAME_MASK: u64 = 296;

/** A call's arguments as they were when it began: its registers change. */
@struct
export class Arguments {
  readonly values = new FixedArray<u64, 6>();
  number: u64 = 0;

  /** Takes them from the registers. */
  load(frame: TrapFrame): void {
    this.number = frame.rax;
    // It has none, but what it reads from the stack is its argument in all but name.
    this.values[0] = frame.rax === u64(SystemCall.rt_sigreturn) ? frame.rsp + FRAME_MASK : frame.rdi;
    this.values[1] = frame.rsi;
    this.values[2] = frame.rdx;
    this.values[3] = frame.r10;
    this.values[4] = frame.r8;
    this.values[5] = frame.r9;
  }
}

/** Sends a record of everything. Where there is no memory for one, the trace has a gap. */
export class Tracer extends ProgramObserver {
  private readonly port: RecordPort;

  constructor(port: RecordPort) {
    super();
    this.port = port;
  }

  /** A call begins. Sent before it is carried out: those that do not return are seen too. */
  begins(args: Arguments): void {
    try {
      const record = recordOf(RecordKind.Call, currentUserThread());
      record.add64(args.number);
      for (const value of args.values) record.add64(value);
      captureBefore(record, tracePlan(args.number), args.values.span());
      this.port.send(record.finish());
    } catch {
      // A gap.
    }
  }

  /** The call has ended with a result, or with an error below 0. */
  hasEnded(args: Arguments, result: i64): void {
    try {
      const thread = currentUserThread();
      const record = recordOf(RecordKind.Result, thread);
      record.add64(args.number);
      record.add64(u64(result));
      record.add32(u32(thread.mustExit));
      // Another program's memory is not where the arguments of an execve were.
      if (args.number !== u64(SystemCall.execve))
        captureAfter(record, tracePlan(args.number), args.values.span(), result);
      this.port.send(record.finish());
    } catch {
      // A gap.
    }
  }

  override takesSignal(thread: UserThread, info: SignalInfo): void {
    try {
      const record = recordOf(RecordKind.Signal, thread);
      record.add32(u32(info.signal));
      record.add32(u32(info.code));
      record.add32(u32(info.pid));
      record.add32(info.uid);
      record.add32(u32(info.status));
      record.add32(u32(info.isFault));
      record.add64(info.value);
      this.port.send(record.finish());
    } catch {
      // A gap.
    }
  }

  override ends(thread: UserThread): void {
    try {
      const record = recordOf(RecordKind.End, thread);
      record.add32(u32(thread.process.status));
      record.add32(u32(thread.isLeaving && !thread.process.isExiting));
      this.port.send(record.finish());
    } catch {
      // A gap.
    }
  }
}

function recordOf(kind: RecordKind, thread: UserThread): TraceRecord {
  const process = thread.process;
  return new TraceRecord(kind, thread.id, process.pid, process.parentId);
}
