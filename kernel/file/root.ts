/** The tree of files when the kernel starts: the boot archive in memory, /dev and /proc. */

import { initrdBytes } from "../platform/boot/info.ts";
import { log } from "../platform/log.ts";
import { CpioUnpacker } from "./cpio.ts";
import { addStandardNames, DeviceFileSystemType } from "./device-fs/device-file-system.ts";
import { findFileSystemType, registerFileSystemType } from "./file-system-types.ts";
import type { Inode } from "./inode.ts";
import { MemoryDirectory } from "./memory-fs/memory-directory.ts";
import { MemoryFileSystem } from "./memory-fs/memory-file-system.ts";
import { MemoryFileSystemType } from "./memory-fs/tmpfs.ts";
import { FileType } from "../rights/mode.ts";
import { attach } from "./mount-table.ts";
import { ProcessFileSystemType } from "./proc-fs/process-file-system.ts";

/** The root directory of all, filled from the boot archive, with /dev and /proc mounted. Throws ENOMEM. */
export function startFiles(): Inode {
  registerFileSystemType(new MemoryFileSystemType("tmpfs"));
  registerFileSystemType(new MemoryFileSystemType("ramfs"));
  registerFileSystemType(new DeviceFileSystemType());
  registerFileSystemType(new ProcessFileSystemType());
  addStandardNames();
  const fileSystem = new MemoryFileSystem("rootfs", 0);
  const root = new MemoryDirectory(fileSystem, 0o755, 0, 0);
  attach(fileSystem, root, null, "rootfs");
  unpackArchive(root);
  mountAt(root, "dev", "devtmpfs");
  mountAt(root, "proc", "proc");
  return root;
}

function unpackArchive(root: Inode): void {
  const unpacker = new CpioUnpacker(root);
  try {
    unpacker.unpack(initrdBytes());
  } catch (error) {
    log.error(`The boot archive is damaged after ${unpacker.files} files: ${errorText(error)}`);
  }
}

/** Mounts a file system on a directory in the root, which is made if it is not there. */
function mountAt(root: Inode, name: string, type: string): void {
  const point = root.lookup(name.bytes()) ?? root.make(name, FileType.Directory | 0o755, 0, 0, 0);
  const made = findFileSystemType(type).make("");
  attach(made.fileSystem, made.root, point, type);
}
