import type { ThreadContext } from "./context.ts";

/** What belongs to one CPU. Reached through GS, so only ever that CPU's own. */
export declare class Cpu {
  /** 0 for the one that booted, then in order of start. */
  readonly id: u32;
  /** The thread that runs on this CPU. */
  get context(): ThreadContext;
  /** Set (by the scheduler, a timer, …) to have the hooks of `FaultHandler` asked to switch before the next return to ring 3 or to preemptible kernel code. */
  get needsReschedule(): boolean;
  set needsReschedule(value: boolean);
  /** Above 0: the kernel is not preempted on this CPU. */
  get preemptCount(): u32;
  set preemptCount(value: u32);
}

/** The CPU that this runs on. Stays true only while the thread cannot be moved (interrupts off, or preemption off). */
export declare function currentCpu(): Cpu;
/** The thread that this runs in. Always true. */
export declare function currentContext(): ThreadContext;
/** CPUs that run. */
export declare function cpuCount(): u32;
