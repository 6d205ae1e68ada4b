import { enableInterrupts } from "../platform/cpu.ts";
import { exitThread, start } from "./scheduler.ts";
import { Thread } from "./thread.ts";

/** A thread that stays in the kernel. */
export class KernelThread extends Thread {
  private readonly work: () => void;

  constructor(name: string, work: () => void) {
    super(name);
    this.work = work;
  }

  override begin(): never {
    enableInterrupts();
    try {
      this.work();
    } catch {
      panic("a kernel thread ended by an error that it did not catch");
    }
    exitThread();
  }
}

/** The flow of control that booted: it idles once the scheduler has started. */
export class IdleThread extends Thread {
  constructor() {
    super("idle", false);
  }

  override begin(): never {
    panic("the idle thread began twice");
  }
}

/** Starts a thread that runs `work`, which must not throw, and then ends. Throws ENOMEM. */
export function spawnKernelThread(name: string, work: () => void): void {
  start(new KernelThread(name, work));
}
