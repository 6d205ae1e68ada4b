/** How much memory would be there if a process were gone: by that the one is chosen which ends when there is none (Linux, mm/oom_kill.c). */

import { PAGE_SIZE } from "../platform/address.ts";
import { totalFrameCount } from "../platform/memory/buddy.ts";
import { STACK_SIZE } from "../platform/memory/stacks.ts";
import { OOM_NEVER } from "./oom-standing.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";

/** What a process takes, in bytes. */
@struct
export class MemoryUse {
  /** Pages that its address space shows. */
  resident: u64 = 0;
  pageTables: u64 = 0;
  /** What else the kernel holds for it. */
  kernel: u64 = 0;

  get pages(): u64 {
    return (this.resident + this.pageTables + this.kernel) / PAGE_SIZE;
  }
}

/** The caller holds the process table's lock. */
export function memoryUseOf(process: Process): MemoryUse {
  const use = new MemoryUse();
  const space = process.space;
  if (space === null) return use;
  use.resident = space.residentBytes();
  use.pageTables = space.table.tableFrames * PAGE_SIZE;
  use.kernel = u64(process.threads.length) * STACK_SIZE;
  return use;
}

/**
 * Whether it may be chosen at all. Not process 1, with which all ends; nor who has no memory of its own: it has ended, or its parent waits for it to
 * have some (vfork(2)). The caller holds the process table's lock.
 */
export function mayBeChosen(process: Process): boolean {
  if (process.pid === 1 || process.space === null || process.isVforkChild) return false;
  return process.oom.adjustment !== OOM_NEVER && !process.oom.isPassedOver;
}

/** Pages, and the adjustment in thousandths of all memory. The caller holds the process table's lock. */
export function badnessOf(process: Process): i64 {
  const thousandth = i64(totalFrameCount() / 1000);
  return i64(memoryUseOf(process).pages) + i64(process.oom.adjustment) * thousandth;
}

/** As /proc/PID/oom_score tells it: thousandths of all memory, of which 1000 are added and a third taken off (proc(5)). The same holds. */
export function oomScoreOf(process: Process): i64 {
  if (!mayBeChosen(process)) return 0;
  return ((1000 + (badnessOf(process) * 1000) / i64(totalFrameCount())) * 2) / 3;
}

/** Sets oom_score_adj, of those that share its memory as well. Throws EINVAL, and EACCES when who may not raise limits makes it less likely that it is chosen. */
export function adjustOom(process: Process, value: i32, mayLower: boolean): void {
  using processes = table.lock();
  process.oom.adjust(value, mayLower);
  if (process.space === null || process.isVforkChild) return;
  for (const [, other] of processes.value.processes) {
    if (other.space === process.space && !other.isVforkChild) other.oom.inherit(process.oom);
  }
}
