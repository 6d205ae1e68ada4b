/** The kinds of file system that mount(2) knows by name. */

import { Errno } from "../../core/errno.ts";
import type { FileSystem } from "./file-system.ts";
import type { Inode } from "./inode.ts";

/** A file system ready to be mounted, and its root directory. */
export class NewFileSystem {
  readonly fileSystem: FileSystem;
  readonly root: Inode;

  constructor(fileSystem: FileSystem, root: Inode) {
    this.fileSystem = fileSystem;
    this.root = root;
  }
}

/** One kind. */
export abstract class FileSystemType {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** All its mounts show the same: mounting one on another of them is refused. */
  get isSingle(): boolean {
    return false;
  }

  /** Makes one (or gives the only one there is); `options` as mount(8) has them after -o. Throws EINVAL, EBUSY, ENOMEM. */
  abstract make(options: string): NewFileSystem;
}

const types: FileSystemType[] = [];

/** Makes a kind known. Called when the kernel starts. Throws ENOMEM. */
export function registerFileSystemType(type: FileSystemType): void {
  types.push(type);
}

/** Throws ENODEV when there is no such kind. */
export function findFileSystemType(name: string): FileSystemType {
  for (const type of types) {
    if (type.name === name) return type;
  }
  throw Errno.ENODEV;
}

/** Throws ENOMEM. */
export function fileSystemTypeNames(): string[] {
  return types.map((type) => type.name);
}
