/** /proc/PID/oom_score_adj, and oom_adj, which was there before it and has another scale (proc(5)). */

import { Errno } from "../../../core/errno.ts";
import { ChangeableValue, parseSigned } from "./changeable-text.ts";
import type { ProcessView } from "./system-information.ts";

const HIGHEST: i32 = 1000;
/** The old scale: -17 is "never", 15 the highest. */
const OLD_NEVER: i64 = -17;
const OLD_HIGHEST: i64 = 15;

/** oom_score_adj. */
export class Adjustment extends ChangeableValue {
  private readonly view: ProcessView;

  constructor(view: ProcessView) {
    super();
    this.view = view;
  }

  override show(): string {
    return `${this.view.oomAdjustment()}\n`;
  }

  override change(text: string): void {
    const value = parseSigned(text);
    if (value < -1000 || value > i64(HIGHEST)) throw Errno.EINVAL;
    this.view.adjustOom(i32(value));
  }
}

/** oom_adj. */
export class OldAdjustment extends ChangeableValue {
  private readonly view: ProcessView;

  constructor(view: ProcessView) {
    super();
    this.view = view;
  }

  override show(): string {
    const value = i64(this.view.oomAdjustment());
    if (value === i64(HIGHEST)) return `${OLD_HIGHEST}\n`;
    return `${(value * -OLD_NEVER) / i64(HIGHEST)}\n`;
  }

  override change(text: string): void {
    const value = parseSigned(text);
    if (value < OLD_NEVER || value > OLD_HIGHEST) throw Errno.EINVAL;
    this.view.adjustOom(value === OLD_HIGHEST ? HIGHEST : i32((value * i64(HIGHEST)) / -OLD_NEVER));
  }
}
