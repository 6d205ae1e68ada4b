import type { FileSystem } from "./file-system.ts";
import type { Inode } from "./inode.ts";

/** A file system in the tree of all files. */
export class Mount {
  readonly fileSystem: FileSystem;
  readonly root: Inode;
  /** The directory that it covers; null for the root of all. */
  readonly point: Inode | null;
  /** What mount(2) was told to mount: shown in /proc/mounts, else without meaning. */
  readonly source: string;

  constructor(fileSystem: FileSystem, root: Inode, point: Inode | null, source: string) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.point = point;
    this.source = source;
  }
}
