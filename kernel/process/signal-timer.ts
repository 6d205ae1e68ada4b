import { RepeatingTimer } from "../task/repeating-timer.ts";
import { findProcess, findThread } from "./process-table.ts";
import { sendSignal, sendToThread } from "./send-signal.ts";
import { type Signal, SignalCode, SignalInfo } from "./signal.ts";

/** A timer of timer_create(2): sends a signal of the program's choice. */
export class SignalTimer extends RepeatingTimer {
  readonly clock: u32;
  private readonly pid: i32;
  /** The thread that gets the signal; 0: the process. */
  private readonly thread: i32;
  /** Its one record, which is in a queue or not: while it waits there, further times only count. Null: SIGEV_NONE. */
  private readonly record: SignalInfo | null;
  /** Times that it was due and no signal was sent for, since the last signal that was (timer_getoverrun(2)). */
  overruns: u64 = 0;

  /** `signal` null: none is sent (SIGEV_NONE). Throws ENOMEM. */
  constructor(clock: u32, pid: i32, thread: i32, signal: Signal | null, value: u64, id: i32) {
    super();
    this.clock = clock;
    this.pid = pid;
    this.thread = thread;
    this.record = signal === null ? null : makeRecord(signal, value, id);
  }

  override expire(times: u64): void {
    const record = this.record;
    if (record === null) return;
    if (record.isQueued) {
      this.overruns += times;
      record.uid = u32(this.overruns);
      return;
    }
    this.overruns = times - 1;
    record.uid = u32(this.overruns);
    try {
      this.send(record);
    } catch {
      // The queue is full: the next time may find room.
    }
  }

  private send(record: SignalInfo): void {
    if (this.thread !== 0) {
      const thread = findThread(this.thread);
      if (thread !== null) sendToThread(thread, record);
      return;
    }
    const process = findProcess(this.pid);
    if (process !== null) sendSignal(process, record);
  }
}

/** The record's pid and uid are where siginfo_t has the timer's id and its overruns. */
function makeRecord(signal: Signal, value: u64, id: i32): SignalInfo {
  const record = new SignalInfo(signal, i32(SignalCode.Timer));
  record.pid = id;
  record.value = value;
  return record;
}
