import { pause } from "../cpu.ts";

/** A spin lock for static data, needed before there is a heap. Holders have interrupts off. */
@struct
export class RawLock {
  private isHeld = new Atomic<boolean>(false);

  /** Waits until it is free. The caller has turned interrupts off. */
  acquire(): void {
    while (this.isHeld.exchange(true)) {
      while (this.isHeld.load()) pause();
    }
  }

  release(): void {
    this.isHeld.store(false);
  }
}
