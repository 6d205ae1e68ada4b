/** How many threads ran or were ready, on the average of the last one, five and fifteen minutes (/proc/loadavg, sysinfo(2)). */

import { monotonicNanoseconds } from "../platform/clock.ts";
import { readyThreads } from "./scheduler.ts";
import { Timer } from "./timer.ts";

/** Averages are fixed-point numbers with so many bits behind the point. */
export const LOAD_FRACTION_BITS: u64 = 11;
const ONE: u64 = u64(1) << LOAD_FRACTION_BITS;

/** Nanoseconds from one look to the next. */
const INTERVAL: u64 = 5_000_000_000;

@struct
class LoadAverages {
  of = new FixedArray<u64, 3>();

  /** What was counts e^(-5 s / minutes) less by each look: such a share of the new value, in fractions of ONE, is the old one. */
  note(ready: u64): void {
    this.of[0] = weighed(this.of[0], ready, 1884);
    this.of[1] = weighed(this.of[1], ready, 2014);
    this.of[2] = weighed(this.of[2], ready, 2037);
  }
}

/** Rounded towards the present, so that it gets there. */
function weighed(old: u64, ready: u64, share: u64): u64 {
  const now = ready * ONE;
  const sum = old * share + now * (ONE - share);
  return (now >= old ? sum + ONE - 1 : sum) / ONE;
}

/** The averages: fixed-point numbers with LOAD_FRACTION_BITS. */
export const loadAverages = new LoadAverages();

class LoadTimer extends Timer {
  override fire(): void {
    loadAverages.note(readyThreads());
    try {
      this.arm(monotonicNanoseconds() + INTERVAL);
    } catch {
      // Without memory for the timer the averages stay as they are.
    }
  }
}

const timer = new LoadTimer();

/** Called once, when the kernel starts. Throws ENOMEM. */
export function startLoadAverages(): void {
  timer.arm(monotonicNanoseconds() + INTERVAL);
}
