/** How a process stands when memory runs out (proc(5), /proc/PID/oom_score_adj). */

import { Errno } from "../../core/errno.ts";

/** oom_score_adj of a process that is never chosen, and the highest. */
export const OOM_NEVER: i32 = -1000;
const OOM_FIRST: i32 = 1000;

/** Guarded by the process table's lock. */
export class OomStanding {
  /** Thousandths of all memory that count in its favour (below 0) or against it. */
  adjustment: i32 = 0;
  /** What who has no right to resources may lower it to: what somebody who has it set last. */
  private lowest: i32 = 0;
  /** When it was chosen to end, in monotonic nanoseconds; 0: it was not. */
  chosenAt: u64 = 0;
  /** It did not end in time: others are chosen. */
  isPassedOver: boolean = false;

  /** For fork(2). */
  inherit(parent: OomStanding): void {
    this.adjustment = parent.adjustment;
    this.lowest = parent.lowest;
  }

  /** Throws EINVAL, EACCES. */
  adjust(value: i32, mayLower: boolean): void {
    if (value < OOM_NEVER || value > OOM_FIRST) throw Errno.EINVAL;
    if (value < this.lowest && !mayLower) throw Errno.EACCES;
    this.adjustment = value;
    if (mayLower) this.lowest = value;
  }
}
