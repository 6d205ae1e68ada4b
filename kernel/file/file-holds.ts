/**
 * Who writes to a file and who executes it (ETXTBSY of open(2) and execve(2)): a program that runs is not changed under its feet, and what is being written is
 * not run. Holds say so; they count as long as anything refers to them, whichever way it goes: descriptors and their copies, mappings, processes and their children.
 */

import { MappingHold } from "../memory/region.ts";
import type { Inode } from "./inode.ts";

/** Somebody has a file open for writing, or has mapped what was opened so. */
export class WriteHold extends MappingHold {
  private readonly inode: Inode;

  /** Throws ETXTBSY while the file is executed, ENOMEM. */
  constructor(inode: Inode) {
    super();
    this.inode = inode;
    inode.use.enter(1);
  }

  destructor(): void {
    this.inode.use.leave(1);
  }
}

/** A program runs from a file, or is being loaded. */
export class ExecutionHold {
  readonly inode: Inode;

  /** Throws ETXTBSY while somebody has the file open for writing, ENOMEM. */
  constructor(inode: Inode) {
    this.inode = inode;
    inode.use.enter(-1);
  }

  destructor(): void {
    this.inode.use.leave(-1);
  }
}
