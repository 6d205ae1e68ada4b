/** Who may take of the memory that is kept back (platform/memory/reserve.ts), and who waits until there is more. */

import { reservedFrameCount, reserveFrames } from "../platform/memory/buddy.ts";
import { ReservePolicy } from "../platform/memory/reserve.ts";
import { Capability } from "../rights/capability.ts";
import { parseNumber } from "../setting/number-setting.ts";
import { declare, Setting } from "../setting/setting.ts";
import { currentThread } from "../task/thread.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { UserThread } from "./user-thread.ts";

/** Threads wait here for memory that others give back. */
export const memoryReleased: WaitQueue = new WaitQueue();

/** A process has ended, and its memory is free if nobody shares it. */
export function tellMemoryReleased(): void {
  memoryReleased.wakeAll();
}

/**
 * Programs leave all of the reserve alone, those of root half of it. A thread that ends may have most of the rest, for then more comes back; the kernel's own
 * threads all. A page that the kernel copies to or from may go a quarter of the reserve deeper, since the call cannot always be undone.
 */
export class ProgramReserve extends ReservePolicy {
  override kept(reserve: u64): u64 {
    const thread = currentThread();
    if (!(thread instanceof UserThread)) return 0;
    if (thread.mustExit) return reserve / 8;
    const kept = thread.credentials.has(Capability.SYS_RESOURCE) ? reserve / 2 : reserve;
    return thread.fillsForKernel ? kept - reserve / 4 : kept;
  }

  override refused(): void {
    const thread = currentThread();
    if (!(thread instanceof UserThread)) return;
    thread.lacksMemory = true;
    thread.hasPendingWork = true;
  }
}

const PAGE_KIB: u64 = 4;

/** How large the reserve is. */
class MinimumFree extends Setting {
  constructor() {
    super("vm/min_free_kbytes", 0o644);
  }

  override show(): string {
    return `${reservedFrameCount() * PAGE_KIB}\n`;
  }

  override change(text: string): void {
    reserveFrames(parseNumber(text) / PAGE_KIB);
  }
}
declare(new MinimumFree());
