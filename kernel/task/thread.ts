import { monotonicNanoseconds } from "../platform/clock.ts";
import { ThreadContext } from "../platform/context.ts";
import { disableInterrupts, restoreInterrupts } from "../platform/cpu.ts";
import { currentContext } from "../platform/percpu.ts";
import type { CpuTime } from "./cpu-time.ts";
import type { UsageCounts } from "./usage-counts.ts";
import { Waiter } from "./waiter.ts";

/** Lower runs first. */
export enum Priority {
  /** It slept until just now: who waits for input does not queue behind who computes. */
  Interactive,
  Normal,
}

/** How many priorities there are. */
export const PRIORITIES = 2;

/** The slice of a thread of nice value 0, and the bounds of all slices, in nanoseconds. */
let standardSlice: u64 = 10_000_000;
const SHORTEST_SLICE: u64 = 1_000_000;
const LONGEST_SLICE: u64 = 100_000_000;

/** The slice of a nice value, -20 to 19: a quarter more for each below 0, a fifth less for each above, which is the same the other way. */
export function sliceOf(nice: i32): u64 {
  let slice = standardSlice;
  for (let i = nice; i < 0; i++) slice += slice / 4;
  for (let i = nice; i > 0; i--) slice -= slice / 5;
  return bits.min(bits.max(slice, bits.min(SHORTEST_SLICE, standardSlice)), LONGEST_SLICE);
}

/** Sets the slice of nice value 0, when the kernel starts: short ones bring out what goes wrong when threads alternate (tests). */
export function setStandardSlice(nanoseconds: u64): void {
  standardSlice = nanoseconds;
}

/** A flow of control: registers and a kernel stack. The threads of programs extend it (process/user-thread.ts). */
export abstract class Thread extends ThreadContext {
  readonly name: string;

  // Changed with interrupts off on the thread's CPU, down to `involuntarySwitches` (scheduler.ts).
  /** The thread behind it on the run queue. */
  next: Thread | null = null;
  isQueued: boolean = false;
  /** It means to sleep: the next voluntary switch leaves it off the run queue, until `wake`. */
  isSleeping: boolean = false;
  isDead: boolean = false;
  priority: Priority = Priority.Normal;
  /** Nanoseconds that it runs while others want to. */
  slice: u64 = standardSlice;
  /** Nanoseconds it has run, up to its last switch, and when it last began to. */
  runtime: u64 = 0;
  lastStart: u64 = 0;
  /** Of that, what was spent in the kernel: see `sample`. */
  private kernelRuntime: u64 = 0;
  /** How long it had run at the last sample, and whether that found it in the kernel. */
  private sampledRuntime: u64 = 0;
  private isInKernel: boolean = false;
  /** How often it gave the CPU away, and how often that was taken from it. */
  voluntarySwitches: u64 = 0;
  involuntarySwitches: u64 = 0;

  /** Page faults of it that brought a page in. Its own. */
  faults: u64 = 0;

  /** Its entry in the queue that it waits on (for poll(2), which waits on many, see poll-table.ts). */
  readonly waiter: Waiter = new Waiter();

  /** `hasStack` false: it adopts the stack that runs now (the first idle thread). Throws ENOMEM. */
  constructor(name: string, hasStack: boolean = true) {
    super(hasStack);
    this.name = name;
  }

  /** Called in interrupt context while it runs: what it runs from now on counts to where it is now, until the next sample. */
  sample(now: u64, isInKernel: boolean): void {
    const ran = this.runtime + (now - this.lastStart);
    if (this.isInKernel) this.kernelRuntime += ran - this.sampledRuntime;
    this.sampledRuntime = ran;
    this.isInKernel = isInKernel;
  }

  /** Adds the CPU time that it has used, up to now if it is the one that runs. */
  addTimeTo(sum: CpuTime): void {
    const wasOn = disableInterrupts();
    let ran = this.runtime;
    if (currentThread() === this) ran += monotonicNanoseconds() - this.lastStart;
    sum.total += ran;
    sum.kernel += this.kernelRuntime;
    if (this.isInKernel) sum.kernel += ran - this.sampledRuntime;
    restoreInterrupts(wasOn);
  }

  /** Adds what else it has used. */
  addCountsTo(sum: UsageCounts): void {
    sum.faults += this.faults;
    sum.voluntarySwitches += this.voluntarySwitches;
    sum.involuntarySwitches += this.involuntarySwitches;
  }

  /** Whether waits that may be interrupted must end: a signal is pending. */
  isInterrupted(): boolean {
    return false;
  }
}

/** Whether the running thread has a signal to see to: what it does on and on may end with what is done so far. */
export function isInterrupted(): boolean {
  return currentThread().isInterrupted();
}

/** The thread that runs on this CPU. */
export function currentThread(): Thread {
  return currentContext() as Thread;
}
