import { Errno } from "../../../core/errno.ts";
import type { File } from "../file.ts";
import { Inode } from "../inode.ts";
import { FileType } from "../../rights/mode.ts";
import type { MemoryFileSystem } from "./memory-file-system.ts";

/** A symbolic link in memory. */
export class MemoryLink extends Inode {
  private readonly target: string;

  constructor(memory: MemoryFileSystem, target: string, user: u32, group: u32) {
    super(memory, memory.newNumber(), FileType.Link | 0o777, user, group);
    this.target = target;
    this.size = target.length;
  }

  override readLink(): string {
    return this.target;
  }

  override setMode(_permissions: u32): void {
    throw Errno.EOPNOTSUPP;
  }

  override open(_flags: u32): File {
    throw Errno.ELOOP;
  }
}
