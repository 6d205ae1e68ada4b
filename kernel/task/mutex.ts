import { checkAlive } from "../platform/thread-flags.ts";
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
  private readonly waiters: WaitQueue = new WaitQueue();

  constructor(value: T) {
    this.value = value;
  }

  /** Waits until nobody holds it; signals do not interrupt. */
  lock(): MutexGuard<T> {
    if (this.isHeld.exchange(true)) this.lockSlowly();
    return new MutexGuard<T>(this, this.value);
  }

  /**
   * The same for what may be held long, as others decide how much there is to do. Throws EINTR when the thread is to end, so that nobody has to wait for
   * its turn with that.
   */
  lockAlive(): MutexGuard<T> {
    if (this.isHeld.exchange(true)) this.lockSlowlyAlive();
    return new MutexGuard<T>(this, this.value);
  }

  private lockSlowlyAlive(): void {
    try {
      for (;;) {
        checkAlive();
        this.waiters.prepare();
        if (!this.isHeld.exchange(true)) {
          this.waiters.cancel();
          return;
        }
        this.waiters.sleepUninterruptibly();
      }
    } catch (error) {
      // It may have been woken to be the next.
      this.waiters.wakeOne();
      throw error;
    }
  }

  private lockSlowly(): void {
    for (;;) {
      this.waiters.prepare();
      if (!this.isHeld.exchange(true)) {
        this.waiters.cancel();
        return;
      }
      this.waiters.sleepUninterruptibly();
    }
  }

  /** By the guard alone. */
  unlock(): void {
    this.isHeld.store(false);
    this.waiters.wakeOne();
  }
}
