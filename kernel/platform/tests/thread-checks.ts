/** Deadlines, and switches between threads. */

import { isSanitized } from "unsafe";
import { armDeadline, monotonicNanoseconds } from "../clock.ts";
import { prepareSwitch, switchContext, switchToPrepared, ThreadContext } from "../context.ts";
import { disableInterrupts, enableInterrupts, waitForInterrupt } from "../cpu.ts";
import { frameStatistics } from "../frames.ts";
import { FaultHandler, setFaultHandler, type TrapFrame } from "../interrupts.ts";

let ticks: u64 = 0;

class TimerHooks extends FaultHandler {
  override handleUserFault(_frame: TrapFrame, _vector: u64, _error: u64, _address: u64): void {
    panic("no program runs");
  }
  override resolveUserPage(_address: u64, _isWrite: boolean): boolean {
    return false;
  }
  override handleUserReturn(_frame: TrapFrame): void {
    panic("no program runs");
  }
  override handleTimer(): void {
    ticks++;
  }
}

/** Deadlines come, in time, and not before. */
export function testTimer(): void {
  setFaultHandler(new TimerHooks());
  for (let i: u64 = 1; i <= 5; i++) {
    const deadline = monotonicNanoseconds() + i * 3_000_000;
    armDeadline(deadline);
    disableInterrupts();
    while (ticks < i) waitForInterrupt();
    enableInterrupts();
    assert(monotonicNanoseconds() >= deadline, "a deadline came too early");
  }
}

let other: ThreadContext | null = null;
let turns: u64 = 0;
let ended: u64 = 0;

class Worker extends ThreadContext {
  override begin(): never {
    takeTurns();
    // The end of a thread: nothing may be held here any more.
    prepareSwitch(other!);
    switchToPrepared();
    panic("a thread ran after its end");
  }

  override destructor(): void {
    super.destructor();
    ended++;
  }
}

function takeTurns(): void {
  for (let i: u64 = 0; i < 100; i++) {
    turns++;
    prepareSwitch(other!);
    switchToPrepared();
  }
}

function runWorker(idle: ThreadContext): void {
  const worker = new Worker();
  for (let i: u64 = 0; i < 101; i++) switchContext(idle, worker);
}

/** Threads run, end, and leave nothing behind. */
export function testThreads(idle: ThreadContext): void {
  other = idle;
  disableInterrupts();
  runWorker(idle);
  const before = frameStatistics().free;
  for (let i: u64 = 0; i < 50; i++) runWorker(idle);
  enableInterrupts();
  assert(turns === 5100, "turns of the threads");
  assert(ended === 51, "threads that ended are not gone");
  assert(isSanitized() || frameStatistics().free === before, "threads lost frames");
  other = null;
}
