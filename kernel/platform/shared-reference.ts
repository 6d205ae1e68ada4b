import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { RawLock } from "./memory/raw-lock.ts";

/**
 * A counted reference (or string) that any thread may read while another replaces it. A plain field is read in one step and its object counted in the
 * next: a thread that is interrupted in between may count an object that is gone.
 */
@struct
export class SharedReference<T> {
  private value: T;
  private readonly lock = new RawLock();

  constructor(value: T) {
    this.value = value;
  }

  /** What is there, with a count of the caller's own. Any context; interrupts are off for a moment. */
  load(): T {
    const wasOn = disableInterrupts();
    this.lock.acquire();
    try {
      return this.value;
    } finally {
      this.lock.release();
      restoreInterrupts(wasOn);
    }
  }

  /** Replaces it and returns what was there, which so is let go of outside of the lock: it may have much to let go of itself. */
  exchange(value: T): T {
    const wasOn = disableInterrupts();
    this.lock.acquire();
    try {
      const previous = this.value;
      this.value = value;
      return previous;
    } finally {
      this.lock.release();
      restoreInterrupts(wasOn);
    }
  }

  /** Replaces it. What was there may be destroyed here: not where that must not happen. */
  store(value: T): void {
    this.exchange(value);
  }
}
