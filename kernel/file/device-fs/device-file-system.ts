/** /dev: a memory file system that the drivers put their nodes into (devtmpfs). There is one, and it can be mounted in one place. */

import { CharacterDevice, registerDevice } from "../device-registry.ts";
import { FileSystemType, NewFileSystem } from "../file-system-types.ts";
import { MemoryDirectory } from "../memory-fs/memory-directory.ts";
import { MemoryFileSystem } from "../memory-fs/memory-file-system.ts";
import { FileType } from "../../rights/mode.ts";

/** The file system outlives its mounts. */
class DeviceFileSystem extends MemoryFileSystem {
  override release(): void {}
}

const fileSystem = new DeviceFileSystem("devtmpfs", 0);
const root = new MemoryDirectory(fileSystem, 0o755, 0, 0);

/** Makes a character device's driver known, and its node in /dev. Throws EEXIST, ENOMEM. */
export function addDevice(name: string, permissions: u32, number: u64, device: CharacterDevice): void {
  registerDevice(number, device);
  root.make(name, FileType.CharacterDevice | permissions, 0, 0, number);
}

/** The names in /dev that every Linux system has, besides devices. Throws ENOMEM. */
export function addStandardNames(): void {
  root.makeLink("fd", "/proc/self/fd", 0, 0);
  root.makeLink("stdin", "/proc/self/fd/0", 0, 0);
  root.makeLink("stdout", "/proc/self/fd/1", 0, 0);
  root.makeLink("stderr", "/proc/self/fd/2", 0, 0);
  root.make("shm", FileType.Directory | 0o1777, 0, 0, 0);
}

/** `devtmpfs`: every mount shows the one tree of devices. */
export class DeviceFileSystemType extends FileSystemType {
  constructor() {
    super("devtmpfs");
  }

  override get isSingle(): boolean {
    return true;
  }

  override make(_options: string): NewFileSystem {
    return new NewFileSystem(fileSystem, root);
  }
}
