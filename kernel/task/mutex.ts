import { disableInterrupts, restoreInterrupts } from "../platform/cpu.ts";
import { WaitQueue } from "./wait-queue.ts";

/** Held mutex: gives access to the data, and lets go when it goes out of scope (`using`). */
@struct
export class MutexGuard<T> {
  readonly value: T;
  private readonly mutex: Mutex<T>;

  constructor(mutex: Mutex<T>, value: T) {
    this.mutex = mutex;
    this.value = value;
  }

  [Symbol.dispose](): void {
    this.mutex.unlock();
  }
}

/** A lock that may be held across sleeps, around the data it guards: `using state = this.state.lock();`. Not for interrupt context. */
export class Mutex<T> {
  private readonly value: T;
  private readonly isHeld: Atomic<boolean> = new Atomic(false);
  /** Made when somebody first has to wait: most mutexes never see it. */
  private waiters: WaitQueue | null = null;

  constructor(value: T) {
    this.value = value;
  }

  /** Waits until nobody holds it; signals do not interrupt. */
  lock(): MutexGuard<T> {
    if (this.isHeld.exchange(true)) this.lockSlowly();
    return new MutexGuard<T>(this, this.value);
  }

  private lockSlowly(): void {
    const waiters = this.waiters ?? this.makeQueue();
    for (;;) {
      waiters.prepare();
      if (!this.isHeld.exchange(true)) {
        waiters.cancel();
        return;
      }
      waiters.sleepUninterruptibly();
    }
  }

  private makeQueue(): WaitQueue {
    const queue = new WaitQueue();
    const wasOn = disableInterrupts();
    const known = this.waiters;
    if (known === null) this.waiters = queue;
    restoreInterrupts(wasOn);
    return known ?? queue;
  }

  /** By the guard alone. */
  unlock(): void {
    this.isHeld.store(false);
    const waiters = this.waiters;
    if (waiters !== null) waiters.wakeOne();
  }
}
