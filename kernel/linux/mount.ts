/** System calls that mount file systems (mount(2)). */

import { Errno } from "../../core/errno.ts";
import { findFileSystemType } from "../file/file-system-types.ts";
import { attach, detach } from "../file/mount-table.ts";
import type { UserPath, UserString } from "./abi/arguments.ts";
import { requireCapability } from "../process/current.ts";
import { Capability } from "../rights/capability.ts";
import { AT_FDCWD, fileAt, pathAt } from "./paths.ts";
import { MountFlags, UnmountFlags } from "./abi/file-flags.ts";

const MS_PROPAGATION: u64 = 0x1e_0000;

/**
 * mount(2): mounts a new file system of a type on a directory; MS_REMOUNT changes whether one is read-only. Tessera has tmpfs (also as ramfs), proc
 * and devtmpfs; it has no bind mounts and no moves (EINVAL), and propagation has no effect.
 *
 * Errors: EPERM not privileged; ENODEV unknown type; EBUSY a file system that is there once is mounted already; EINVAL; ENOENT; ENOTDIR; EFAULT; ELOOP;
 * ENAMETOOLONG; ENOMEM.
 */
export function mount(
  source: UserString,
  target: UserPath,
  type: UserString,
  flags: MountFlags,
  data: UserString,
): i64 {
  requireCapability(Capability.SYS_ADMIN);
  const point = fileAt(AT_FDCWD, target, true);
  if ((flags & MountFlags.MS_REMOUNT) !== 0) {
    const mounted = point.fileSystem.mount.load();
    if (mounted === null || mounted.root !== point) throw Errno.EINVAL;
    point.fileSystem.isReadOnly = (flags & MountFlags.MS_RDONLY) !== 0;
    return 0;
  }
  if ((flags & (MountFlags.MS_BIND | MountFlags.MS_MOVE)) !== 0) throw Errno.EINVAL;
  if ((flags & MS_PROPAGATION) !== 0) return 0;
  const kind = findFileSystemType(pathAt(type));
  const below = point.fileSystem.mount.load();
  if (kind.isSingle && point.fileSystem.typeName === kind.name && below !== null && below.root === point)
    throw Errno.EBUSY;
  const name = source === 0 ? "none" : pathAt(source);
  const made = kind.make(data === 0 ? "" : pathAt(data));
  attach(made.fileSystem, made.root, point, name);
  made.fileSystem.isReadOnly = (flags & MountFlags.MS_RDONLY) !== 0;
  return 0;
}

/**
 * umount2(2): takes a mounted file system away. Open files of it stay usable.
 *
 * Errors: EPERM not privileged; EINVAL nothing is mounted there, or flags; EBUSY something is mounted inside; ENOENT; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function umount2(target: UserPath, flags: UnmountFlags): i64 {
  requireCapability(Capability.SYS_ADMIN);
  detach(fileAt(AT_FDCWD, target, (flags & UnmountFlags.UMOUNT_NOFOLLOW) === 0));
  return 0;
}
