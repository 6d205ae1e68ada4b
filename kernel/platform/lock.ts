import { disableInterrupts, pause, restoreInterrupts } from "./cpu.ts";

/** Held spin lock: gives access to the data, and lets go when it goes out of scope (`using`). */
@struct
export class SpinGuard<T> {
  readonly value: T;
  private readonly lock: SpinLock<T>;
  private readonly wasOn: boolean;

  constructor(lock: SpinLock<T>, value: T, wasOn: boolean) {
    this.lock = lock;
    this.value = value;
    this.wasOn = wasOn;
  }

  [Symbol.dispose](): void {
    this.lock.unlock(this.wasOn);
  }
}

/**
 * A lock around the data it guards, for short sections: `using state = this.state.lock(); state.value.x = 1;`. Interrupts (and so preemption)
 * are off while it is held; the holder must not sleep or touch user memory.
 */
export class SpinLock<T> {
  private readonly value: T;
  private readonly isHeld: Atomic<boolean> = new Atomic(false);

  constructor(value: T) {
    this.value = value;
  }

  /** Waits until the lock is free. Taking it twice in one thread never ends. */
  lock(): SpinGuard<T> {
    const wasOn = disableInterrupts();
    while (this.isHeld.exchange(true)) {
      while (this.isHeld.load()) pause();
    }
    return new SpinGuard<T>(this, this.value, wasOn);
  }

  /** By the guard alone. */
  unlock(wasOn: boolean): void {
    this.isHeld.store(false);
    restoreInterrupts(wasOn);
  }
}
