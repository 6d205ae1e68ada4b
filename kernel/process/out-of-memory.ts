/**
 * What happens when memory runs out: the process that takes most of it is ended, and who lacked some waits until it is free.
 *
 * Nobody waits for memory where he holds anything. An allocation that is refused fails at once, whoever asked undoes what he had begun, and the thread
 * comes here on its way back to user mode (or where a signal's frame is made): without locks, whatever the call was. Then the call is made again, or the
 * access that faulted. So the chosen one never waits for something that a waiting thread has, and it gets of the reserve what its end needs.
 */

import { Errno } from "../../core/errno.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { hasRoom } from "../platform/frames.ts";
import { type TrapFrame, Vector } from "../platform/interrupts.ts";
import { log } from "../platform/log.ts";
import { yieldNow } from "../task/scheduler.ts";
import { sleepUntilWoken } from "../task/sleep-timer.ts";
import { badnessOf, mayBeChosen, type MemoryUse, memoryUseOf } from "./badness.ts";
import { killProcess } from "./exit.ts";
import { memoryReleased } from "./memory-reserve.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";
import { credentialsOf, spaceOf } from "./program-state.ts";
import { hasFailedWith, rewind } from "./restart.ts";
import { sendLocked } from "./send-signal.ts";
import { Signal, SignalCode, SignalInfo } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** How long others wait for a process that was chosen, in nanoseconds; then the next is. */
const PATIENCE: u64 = 1_000_000_000;
/** So often a call is made again when there is room each time that one looks: it needs more at once than that, and somebody must go. */
const MOST_TRIES: u32 = 3;
const KIB: u64 = 1024;

/** Made while there is memory. */
const kill = new SignalInfo(Signal.SIGKILL, SignalCode.Kernel);

/**
 * The running thread was refused memory: waits until there is some, and has the system call start again that failed for want of it. When nobody can be ended for
 * that the call has failed, and a program whose memory cannot be brought in ends itself.
 */
export function waitForMemory(thread: UserThread, frame: TrapFrame): void {
  const hasFailed = hasFailedWith(frame, Errno.ENOMEM) || hasFailedWith(frame, Errno.EFAULT);
  thread.vainTries = hasFailed && hasRoom() ? thread.vainTries + 1 : 0;
  if (makeRoom(thread)) {
    if (hasFailed) rewind(frame);
  } else if (frame.vector === u64(Vector.PageFault)) {
    killProcess(Signal.SIGKILL);
  }
}

/** Sees to it that there is memory for programs, or that the running thread ends. False: there is nobody to end. */
export function makeRoom(thread: UserThread): boolean {
  thread.lacksMemory = false;
  const isEnough = thread.vainTries < MOST_TRIES;
  let mustAnotherEnd = !isEnough;
  for (;;) {
    if (thread.mustExit || (!mustAnotherEnd && hasRoom())) return true;
    memoryReleased.prepare();
    if (isAwaited()) {
      sleep(thread);
      mustAnotherEnd = false;
      thread.vainTries = 0;
      continue;
    }
    memoryReleased.cancel();
    const victim = choose();
    if (victim !== null) end(victim);
    else if (!isAwaited()) return isEnough && hasRoom();
  }
}

/** Until somebody's memory is free, or it is time to choose another. */
function sleep(thread: UserThread): void {
  try {
    sleepUntilWoken(thread, monotonicNanoseconds() + PATIENCE);
  } catch {
    // There is not even memory for the timer.
    yieldNow();
  }
  memoryReleased.cancel();
}

/** Whether a process that was chosen still has its memory. Those that had time enough are passed over from then on. */
function isAwaited(): boolean {
  const now = monotonicNanoseconds();
  let isAwaited = false;
  using processes = table.lock();
  for (const [, process] of processes.value.processes) {
    const standing = process.oom;
    if (standing.chosenAt === 0 || standing.isPassedOver || process.space === null) continue;
    if (now - standing.chosenAt < PATIENCE) isAwaited = true;
    else standing.isPassedOver = true;
  }
  return isAwaited;
}

/** The process that takes most, marked as chosen, as are those that share its memory. Null: there is none, or somebody else has chosen. */
function choose(): Process | null {
  let chosen: Process | null = null;
  let most: i64 = 0;
  using processes = table.lock();
  for (const [, process] of processes.value.processes) {
    if (!mayBeChosen(process)) continue;
    if (process.oom.chosenAt !== 0) return null;
    const points = badnessOf(process);
    if (chosen !== null && points <= most) continue;
    chosen = process;
    most = points;
  }
  if (chosen === null) return null;
  const now = monotonicNanoseconds();
  for (const [, process] of processes.value.processes) {
    if (process.space === chosen.space) process.oom.chosenAt = now;
  }
  return chosen;
}

/** Ends the process, and those that share its memory. */
function end(victim: Process): void {
  report(victim);
  using processes = table.lock();
  for (const [, process] of processes.value.processes) {
    if (process.oom.chosenAt === victim.oom.chosenAt && process.space !== null) sendLocked(process, kill);
  }
}

/** The line that those look for who want to know what ended a program. */
function report(victim: Process): void {
  try {
    const use = useOf(victim);
    const total = (spaceOf(victim)?.totalBytes() ?? 0) / KIB;
    const memory = `total-vm:${total}kB, rss:${use.resident / KIB}kB, UID:${credentialsOf(victim).user.real} pgtables:${use.pageTables / KIB}kB`;
    log.error(
      `Out of memory: Killed process ${victim.pid} (${victim.name.load()}) ${memory} kernel:${use.kernel / KIB}kB oom_score_adj:${victim.oom.adjustment}`,
    );
  } catch {
    log.error("Out of memory: Killed a process");
  }
}

function useOf(process: Process): MemoryUse {
  using _ = table.lock();
  return memoryUseOf(process);
}
