import { Errno } from "../../../core/errno.ts";
import { frameStatistics, isMemoryShort } from "../../platform/frames.ts";
import { Mutex } from "../../task/mutex.ts";
import { FileSystem, type FileSystemStatus } from "../file-system.ts";

const TMPFS_MAGIC: u64 = 0x0102_1994;
const MOST_FILES: u64 = 0x10_0000;

/** State that renames change across directories: they go one at a time. */
export class RenameLock {}

/** A file system whose files are in memory alone (tmpfs(5)), the root file system among them. */
export class MemoryFileSystem extends FileSystem {
  /** Held by whoever moves entries between directories, before their own locks. */
  readonly renames: Mutex<RenameLock> = new Mutex(new RenameLock());
  /** Pages that its files may have in all. */
  readonly pageLimit: u64;
  private readonly pagesUsed: Atomic<u64> = new Atomic<u64>(0);
  private readonly filesMade: Atomic<u64> = new Atomic<u64>(0);
  private readonly filesGone: Atomic<u64> = new Atomic<u64>(0);

  /** `pageLimit` 0: half of the memory. */
  constructor(typeName: string, pageLimit: u64) {
    super(typeName);
    this.pageLimit = pageLimit === 0 ? frameStatistics().total / 2 : pageLimit;
  }

  /** A number for a new file. Throws ENOSPC when memory is short: to take files away needs some, too. */
  newNumber(): u64 {
    if (isMemoryShort()) throw Errno.ENOSPC;
    return this.filesMade.fetchAdd(1) + 1;
  }

  /** A file that had a number is gone. */
  fileGone(): void {
    this.filesGone.fetchAdd(1);
  }

  /** Counts a page that a file gets. Throws ENOSPC. */
  takePage(): void {
    if (this.pagesUsed.fetchAdd(1) < this.pageLimit && !isMemoryShort()) return;
    this.pagesUsed.fetchSubtract(1);
    throw Errno.ENOSPC;
  }

  /** Counts a page beyond all limits. */
  countPage(): void {
    this.pagesUsed.fetchAdd(1);
  }

  /** Throws ENOSPC when there is no room for so many pages more. */
  checkRoom(count: u64): void {
    const used = this.pagesUsed.load();
    if (used > this.pageLimit || count > this.pageLimit - used) throw Errno.ENOSPC;
  }

  /** Counts pages that a file no longer has. */
  givePages(count: u64): void {
    this.pagesUsed.fetchSubtract(count);
  }

  override status(into: FileSystemStatus): void {
    into.magic = TMPFS_MAGIC;
    into.blocks = this.pageLimit;
    into.freeBlocks = this.pageLimit - bits.min(this.pagesUsed.load(), this.pageLimit);
    const files = this.filesMade.load() - this.filesGone.load();
    into.files = MOST_FILES;
    into.freeFiles = MOST_FILES - bits.min(files, MOST_FILES);
  }
}
