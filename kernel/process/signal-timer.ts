import { RepeatingTimer } from "../task/repeating-timer.ts";
import { CpuTimer } from "./cpu-timers.ts";
import { findProcess, findThread } from "./process-table.ts";
import { sendSignal, sendToThread } from "./send-signal.ts";
import { type Signal, SignalCode, SignalInfo } from "./signal.ts";

/** More are not told (DELAYTIMER_MAX of Linux). */
const MOST_OVERRUNS: u64 = 0x7fff_ffff;

/** A timer of timer_create(2): sends a signal of the program's choice. */
export class SignalTimer extends RepeatingTimer {
  readonly clock: u32;
  /** If it is one of the CPU time of the process, or (`clockThread` not 0) of a thread: what runs in place of the deadline. */
  readonly cpuTimer = new CpuTimer();
  readonly clockThread: i32;
  private readonly pid: i32;
  /** The thread that gets the signal; 0: the process. */
  private readonly thread: i32;
  /** Its one record, which is in a queue or not: while it waits there, further times only count. Null: SIGEV_NONE. */
  private readonly record: SignalInfo | null;
  /** Times that it was due and no signal was sent for, since the last signal that was (timer_getoverrun(2)). */
  overruns: u64 = 0;

  /** `signal` null: none is sent (SIGEV_NONE). Throws ENOMEM. */
  constructor(
    clock: u32,
    clockThread: i32,
    pid: i32,
    thread: i32,
    signal: Signal | null,
    value: u64,
    id: i32,
  ) {
    super();
    this.clock = clock;
    this.clockThread = clockThread;
    this.pid = pid;
    this.thread = thread;
    this.record = signal === null ? null : makeRecord(signal, value, id);
  }

  /** Looks whether it is due by CPU time, of which the process, and its thread that runs, have used so much. */
  expireByCpu(processUsed: u64, thread: i32, threadUsed: u64): void {
    if (!this.cpuTimer.isSet || (this.clockThread !== 0 && this.clockThread !== thread)) return;
    const times = this.cpuTimer.expire(this.clockThread === 0 ? processUsed : threadUsed);
    if (times !== 0) this.expire(times);
  }

  override expire(times: u64): void {
    const record = this.record;
    if (record === null) return;
    if (record.isQueued) {
      this.count(record, this.overruns + times);
      return;
    }
    this.count(record, times - 1);
    try {
      this.send(record);
    } catch {
      // The queue is full: the next time may find room.
    }
  }

  private count(record: SignalInfo, overruns: u64): void {
    this.overruns = bits.min(overruns, MOST_OVERRUNS);
    record.uid = u32(this.overruns);
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
