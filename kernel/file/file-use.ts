import { Errno } from "../../core/errno.ts";

/** How many write to a file, or, below 0, how many programs run from it: one excludes the other (ETXTBSY). See file-holds.ts. */
@struct
export class FileUse {
  private readonly count: Atomic<i32> = new Atomic<i32>(0);

  /** Throws ETXTBSY when it is executed (`by` 1), or written to (-1). */
  enter(by: i32): void {
    for (let known = this.count.load(); ;) {
      if (known !== 0 && known > 0 !== by > 0) throw Errno.ETXTBSY;
      const found = this.count.compareExchange(known, known + by);
      if (found === known) return;
      known = found;
    }
  }

  leave(by: i32): void {
    this.count.fetchSubtract(by);
  }
}
