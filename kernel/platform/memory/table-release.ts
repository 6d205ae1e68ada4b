/** Giving up the page tables of a program that has ended, with its shares of the frames that they map. */

import type { PhysAddr } from "../address.ts";
import { releaseFrame } from "../frames.ts";
import { ENTRIES, FRAME_MASK, tableAt } from "./entries.ts";
import { entryCount } from "./entry-counts.ts";

/** Where a walk over the tables of a level is. */
@struct
class TableWalk {
  table: u64 = 0;
  /** The entry to go on with, and how many entries that are in use are left. */
  next: u64 = 0;
  left: u32 = 0;

  start(table: u64): void {
    this.table = table;
    this.next = 0;
    this.left = entryCount(table);
  }

  /** The next entry in use; 0 when there is none below the limit. */
  take(limit: u64): u64 {
    const entries = tableAt(this.table);
    while (this.left > 0 && this.next < limit) {
      const entry = entries[this.next];
      this.next += 1;
      if (entry === 0) continue;
      this.left -= 1;
      return entry;
    }
    return 0;
  }
}

/** Gives up a root table and all below it, of the root the lower half: a loop over the levels, as a destructor may run on top of whatever else. */
export function releaseTables(root: u64): void {
  const walks = new FixedArray<TableWalk, 4>();
  let level: u64 = 3;
  walks[level].start(root);
  for (;;) {
    const entry = walks[level].take(level === 3 ? u64(ENTRIES / 2) : u64(ENTRIES));
    if (entry === 0) {
      releaseFrame(walks[level].table as PhysAddr);
      if (level === 3) return;
      level += 1;
    } else if (level === 0) {
      releaseFrame((entry & FRAME_MASK) as PhysAddr);
    } else {
      level -= 1;
      walks[level].start(entry & FRAME_MASK);
    }
  }
}
