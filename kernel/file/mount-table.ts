/** What is mounted where. */

import { Errno } from "../../core/errno.ts";
import { SpinLock } from "../platform/lock.ts";
import type { FileSystem } from "./file-system.ts";
import type { Inode } from "./inode.ts";
import { Mount } from "./mount.ts";
import { topmost } from "./path.ts";

class Mounts {
  readonly list: Mount[] = [];
}
const table: SpinLock<Mounts> = new SpinLock(new Mounts());

/** Mounts a file system whose root directory is `root` on a directory; `point` null: as the root of all. Throws EBUSY, ENOTDIR, ENOMEM. */
export function attach(fileSystem: FileSystem, root: Inode, point: Inode | null, source: string): Mount {
  if (point !== null && !point.isDirectory) throw Errno.ENOTDIR;
  if (fileSystem.mount.load() !== null) throw Errno.EBUSY;
  const covered = point === null ? null : topmost(point);
  const mount = new Mount(fileSystem, root, covered, source);
  using mounts = table.lock();
  mounts.value.list.push(mount);
  fileSystem.mount.store(mount);
  covered?.covered.store(mount);
  return mount;
}

/** Takes away what has `root` as its root directory. Throws EINVAL when that is not a mounted root, EBUSY when something is mounted inside, or it is in use. */
export function detach(root: Inode): void {
  const mount = root.fileSystem.mount.load();
  if (mount === null || mount.root !== root) throw Errno.EINVAL;
  const point = mount.point;
  if (point === null) throw Errno.EBUSY;
  remove(mount, point);
  mount.fileSystem.release(root);
}

function remove(mount: Mount, point: Inode): void {
  using mounts = table.lock();
  const list = mounts.value.list;
  for (const other of list) {
    if (other.point !== null && other.point.fileSystem === mount.fileSystem) throw Errno.EBUSY;
  }
  const index = list.indexOf(mount);
  if (index < 0) throw Errno.EINVAL;
  list.removeAt(u64(index));
  point.covered.store(null);
  mount.fileSystem.mount.store(null);
}

/** All mounts, in the order they were made. Throws ENOMEM. */
export function allMounts(): Mount[] {
  using mounts = table.lock();
  return mounts.value.list.slice();
}
