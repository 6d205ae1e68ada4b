import type { Process } from "./process.ts";

/** The processes of a group (setpgid(2)), zombies included, in the order of coming; linked through themselves. Guarded by the process table's lock. */
export class ProcessGroup {
  first: Process | null = null;
  private last: Process | null = null;

  /** Adds a process that is in no group. */
  add(process: Process): void {
    process.beforeInGroup = this.last;
    if (this.last === null) this.first = process;
    else this.last.nextInGroup = process;
    this.last = process;
  }

  /** Takes out one that is in it. */
  remove(process: Process): void {
    const before = process.beforeInGroup;
    const next = process.nextInGroup;
    if (before === null) this.first = next;
    else before.nextInGroup = next;
    if (next === null) this.last = before;
    else next.beforeInGroup = before;
    process.beforeInGroup = null;
    process.nextInGroup = null;
  }
}
