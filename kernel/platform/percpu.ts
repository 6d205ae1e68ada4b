import { gsLoad, gsStore, leakReference, objectAt, pointer } from "unsafe";
import type { ThreadContext } from "./context.ts";
import { blockAddress, CpuBlock } from "./cpu/block.ts";

/** What belongs to one CPU. Its fields are reached through GS, so they are always this CPU's. */
export class Cpu {
  /** 0 for the one that booted, then in order of start. */
  readonly id: u32;

  constructor(id: u32) {
    this.id = id;
  }

  /** The thread that runs on this CPU. */
  get context(): ThreadContext {
    return currentContext();
  }

  /** Set (by the scheduler, a timer, …) to have the hooks of `FaultHandler` asked to switch before the next return to ring 3 or to preemptible kernel code. */
  get needsReschedule(): boolean {
    return gsLoad<boolean>(48);
  }
  set needsReschedule(value: boolean) {
    gsStore<boolean>(48, value);
  }

  /** In interrupt context: the interrupt came while a program ran, not the kernel. */
  get hasInterruptedUser(): boolean {
    return gsLoad<boolean>(49);
  }

  /** Above 0: the kernel is not preempted on this CPU. */
  get preemptCount(): u32 {
    return gsLoad<u32>(52);
  }
  set preemptCount(value: u32) {
    gsStore<u32>(52, value);
  }
}

/** The CPU that this runs on. Stays true only while the thread cannot be moved (interrupts off, or preemption off). @inline */
export function currentCpu(): Cpu {
  return objectAt<Cpu>(gsLoad<u64>(40));
}

/** The thread that this runs in. Always true. @inline */
export function currentContext(): ThreadContext {
  return objectAt<ThreadContext>(gsLoad<u64>(24));
}

const cpus: Cpu[] = [];

/** CPUs that run. */
export function cpuCount(): u32 {
  return u32(cpus.length);
}

/** Makes the `Cpu` of the CPU that this runs on. Throws ENOMEM. */
export function registerCpu(): void {
  const cpu = new Cpu(u32(cpus.length));
  cpus.push(cpu);
  const block = pointer<CpuBlock>(blockAddress()).value;
  block.id = cpu.id;
  block.cpu = leakReference(cpu);
}
