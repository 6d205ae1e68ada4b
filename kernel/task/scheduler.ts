/**
 * Which thread runs. Each CPU has run queues by priority, round robin within one; a thread that slept goes before those
 * that compute, for one slice. There is no periodic tick: the end of the slice is a deadline, set only while another
 * thread waits for the CPU; and while threads run, a look a hundred times a second whether they are in user mode or in the kernel.
 *
 * What belongs to one CPU's scheduler is guarded by interrupts that are off on that CPU, across the switch of stacks too: the thread
 * that was switched to restores them as they were when it gave the CPU away. So any lock may be held when a thread is woken or started.
 */

import { monotonicNanoseconds } from "../platform/clock.ts";
import { prepareSwitch, switchToPrepared } from "../platform/context.ts";
import { disableInterrupts, restoreInterrupts, waitForInterrupt } from "../platform/cpu.ts";
import { currentCpu } from "../platform/percpu.ts";
import { Priority, PRIORITIES, Thread, currentThread } from "./thread.ts";
import { Timer } from "./timer.ts";

/** Asks for a switch when a slice is over. */
class SliceTimer extends Timer {
  override fire(): void {
    currentCpu().needsReschedule = true;
  }
}

/** Nanoseconds between samples. */
const SAMPLE_INTERVAL: u64 = 10_000_000;

/** Looks where the running thread is, until the CPU has nothing to do. */
class SampleTimer extends Timer {
  override fire(): void {
    const cpu = currentCpu();
    const thread = currentThread();
    if (thread === schedulers[cpu.id].idle) return;
    const now = monotonicNanoseconds();
    thread.sample(now, !cpu.hasInterruptedUser);
    armSample(this, now);
  }
}

function armSample(timer: SampleTimer, now: u64): void {
  try {
    timer.arm(now + SAMPLE_INTERVAL);
  } catch {
    // Without memory for the timer the threads' time counts to where they were last.
  }
}

class RunQueue {
  private readonly first = new FixedArray<Thread | null, 2>();
  private readonly last = new FixedArray<Thread | null, 2>();
  length: u64 = 0;

  get isEmpty(): boolean {
    return this.first[0] === null && this.first[1] === null;
  }

  add(thread: Thread): void {
    const priority = thread.priority;
    const last = this.last[priority];
    if (last === null) this.first[priority] = thread;
    else last.next = thread;
    this.last[priority] = thread;
    thread.isQueued = true;
    this.length += 1;
  }

  take(): Thread | null {
    for (let priority: u64 = 0; priority < PRIORITIES; priority++) {
      const thread = this.first[priority];
      if (thread === null) continue;
      this.first[priority] = thread.next;
      if (thread.next === null) this.last[priority] = null;
      thread.next = null;
      thread.isQueued = false;
      this.length -= 1;
      return thread;
    }
    return null;
  }
}

/** The scheduler of one CPU. Its fields are touched with interrupts off, by that CPU. */
class Scheduler {
  readonly queue: RunQueue = new RunQueue();
  readonly idle: Thread;
  readonly slice: SliceTimer = new SliceTimer();
  readonly sampling: SampleTimer = new SampleTimer();

  constructor(idle: Thread) {
    this.idle = idle;
  }
}

/** By CPU number. */
const schedulers: Scheduler[] = [];

/** Makes the running flow of control the first thread of this CPU, which idles when nothing else is ready. */
export function startScheduler(idle: Thread): void {
  schedulers.push(new Scheduler(idle));
  idle.lastStart = monotonicNanoseconds();
}

/** Nanoseconds in which a CPU has had nothing to do. */
export function idleNanoseconds(cpu: u32): u64 {
  const idle = schedulers[cpu].idle;
  return idle.runtime;
}

/** Threads that run or wait for a CPU. */
export function readyThreads(): u64 {
  const wasOn = disableInterrupts();
  const scheduler = schedulers[currentCpu().id];
  const ready = scheduler.queue.length + (currentThread() === scheduler.idle ? 0 : 1);
  restoreInterrupts(wasOn);
  return ready;
}

/** The loop of a CPU's idle thread. */
export function idleLoop(): never {
  for (;;) {
    const wasOn = disableInterrupts();
    const scheduler = schedulers[currentCpu().id];
    if (scheduler.queue.isEmpty) waitForInterrupt();
    restoreInterrupts(wasOn);
    if (!scheduler.queue.isEmpty) schedule();
  }
}

/** Puts a new thread on the run queue. */
export function start(thread: Thread): void {
  const wasOn = disableInterrupts();
  enqueue(thread);
  restoreInterrupts(wasOn);
}

/** Ends a thread's sleep. Does nothing when it does not sleep. Safe in interrupt context. */
export function wake(thread: Thread): void {
  const wasOn = disableInterrupts();
  if (thread.isSleeping) {
    thread.isSleeping = false;
    if (!thread.isQueued && thread !== currentThread()) {
      thread.priority = Priority.Interactive;
      enqueue(thread);
    }
  }
  restoreInterrupts(wasOn);
}

function enqueue(thread: Thread): void {
  const cpu = currentCpu();
  const scheduler = schedulers[cpu.id];
  scheduler.queue.add(thread);
  const running = currentThread();
  if (running === scheduler.idle || thread.priority < running.priority) cpu.needsReschedule = true;
  else if (!scheduler.slice.isArmed) armSlice(scheduler, running);
}

/** Gives the CPU away: for good if the thread is dead, until `wake` if it means to sleep, else until its turn comes again. */
export function schedule(): void {
  const wasOn = disableInterrupts();
  switchThread(false);
  restoreInterrupts(wasOn);
}

/** Gives the CPU to the next thread because the slice is over or a better one is ready: even one that means to sleep goes on the queue. */
export function preempt(): void {
  const wasOn = disableInterrupts();
  switchThread(true);
  restoreInterrupts(wasOn);
}

/** sched_yield(2): behind all others of its priority. */
export function yieldNow(): void {
  const thread = currentThread();
  thread.priority = Priority.Normal;
  schedule();
}

function switchThread(isPreempted: boolean): void {
  if (prepareNext(isPreempted)) switchToPrepared();
}

/**
 * Chooses who runs next; false: the running thread goes on. All that refers to the two threads is over when it returns: a thread that does not come back
 * from the switch would hold it for ever.
 */
function prepareNext(isPreempted: boolean): boolean {
  const cpu = currentCpu();
  const scheduler = schedulers[cpu.id];
  const previous = currentThread();
  cpu.needsReschedule = false;
  const staysReady = isPreempted || !previous.isSleeping;
  if (staysReady && !previous.isDead && previous !== scheduler.idle) {
    previous.priority = Priority.Normal;
    scheduler.queue.add(previous);
  }
  const next = scheduler.queue.take() ?? scheduler.idle;
  if (next === previous) return false;
  account(previous, next, isPreempted);
  if (previous === scheduler.idle && !scheduler.sampling.isArmed)
    armSample(scheduler.sampling, next.lastStart);
  if (scheduler.queue.isEmpty) scheduler.slice.cancel();
  else armSlice(scheduler, next);
  prepareSwitch(next);
  return true;
}

/** Ends the running thread. Whoever calls it must have no local variables in use that refer to objects. */
export function exitThread(): never {
  disableInterrupts();
  currentThread().isDead = true;
  prepareNext(false);
  switchToPrepared();
  panic("a dead thread ran again");
}

function account(previous: Thread, next: Thread, isPreempted: boolean): void {
  const now = monotonicNanoseconds();
  previous.runtime += now - previous.lastStart;
  next.lastStart = now;
  if (isPreempted) previous.involuntarySwitches += 1;
  else previous.voluntarySwitches += 1;
}

function armSlice(scheduler: Scheduler, running: Thread): void {
  try {
    scheduler.slice.arm(monotonicNanoseconds() + running.slice);
  } catch {
    // Without memory for the timer the thread runs until it gives the CPU away by itself.
  }
}
