import { FileSystem, type FileSystemStatus } from "./file-system.ts";

/** Where the files without a name are that are not on a disk (pipes, sockets): mounted nowhere. */
export class NamelessFileSystem extends FileSystem {
  private readonly magic: u64;
  private readonly made: Atomic<u64> = new Atomic<u64>(0);

  /** `magic`: `f_type` of fstatfs(2). */
  constructor(typeName: string, magic: u64) {
    super(typeName);
    this.magic = magic;
  }

  /** An inode number that no file here had before. */
  newNumber(): u64 {
    return this.made.fetchAdd(1) + 1;
  }

  override status(into: FileSystemStatus): void {
    into.magic = this.magic;
  }
}
