import { SharedReference } from "../platform/shared-reference.ts";
import type { Inode } from "./inode.ts";
import type { Mount } from "./mount.ts";

/** `struct statfs` without its padding: sizes in blocks of `blockSize` bytes. */
@struct
export class FileSystemStatus {
  magic: u64 = 0;
  blockSize: u64 = 4096;
  blocks: u64 = 0;
  freeBlocks: u64 = 0;
  files: u64 = 0;
  freeFiles: u64 = 0;
}

/** One tree of files: what is mounted. */
export abstract class FileSystem {
  /** As /proc/mounts and mount(8) name it. */
  readonly typeName: string;
  /** `st_dev` of its files. */
  readonly device: u64;
  /** Where it is mounted; null while it is not. Changed under the mount table's lock. */
  readonly mount = new SharedReference<Mount | null>(null);
  isReadOnly: boolean = false;

  constructor(typeName: string) {
    this.typeName = typeName;
    this.device = newDeviceNumber();
  }

  /** For statfs(2). */
  abstract status(into: FileSystemStatus): void;

  /** Called with its root directory when it is unmounted for good: throws ENOMEM. */
  release(root: Inode): void {
    // A list in place of recursion: trees may be deeper than the kernel's stack.
    const left: Inode[] = [root];
    for (let inode = left.pop(); inode !== undefined; inode = left.pop()) {
      inode.parent.store(null);
      inode.dismantle(left);
    }
  }
}

@struct
class DeviceNumbers {
  last: u64 = 0;
}
const numbers = new DeviceNumbers();

/** Device numbers of file systems without a device: major 0, as on Linux. */
function newDeviceNumber(): u64 {
  numbers.last += 1;
  return numbers.last;
}
