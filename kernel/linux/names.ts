/** System calls that make, rename and remove names (mkdir(2), link(2), rename(2), unlink(2)). */

import { Errno } from "../../core/errno.ts";
import type { Inode } from "../file/inode.ts";
import { FileAccess, FileType, PERMISSION_MASK, TYPE_MASK } from "../rights/mode.ts";
import { checkVacant, makeIn } from "../file/open.ts";
import { LastName, Place } from "../file/path.ts";
import { currentCredentials, currentProcess, requireCapability } from "../process/current.ts";
import { Capability } from "../rights/capability.ts";
import { mayLink } from "../rights/policy.ts";
import { AT_FDCWD, fileOrDescriptorAt, pathAt, placeAt } from "./paths.ts";
import type { DeviceNumber, DirectoryFd, FileMode, UserPath, UserString } from "./abi/arguments.ts";
import { AtFlags, RenameFlags, type Only } from "./abi/file-flags.ts";

/**
 * mkdirat(2): makes a directory with the mode, less the umask.
 *
 * Errors: EEXIST; EACCES; ENOENT; ENOTDIR; ENOSPC; EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function mkdirat(directory: DirectoryFd, path: UserPath, mode: FileMode): i64 {
  const place = new Place();
  placeAt(place, directory, path);
  const process = currentProcess();
  makeIn(place, process.directories, currentCredentials(), FileType.Directory | (mode & 0o1777), 0);
  return 0;
}

/** mkdir(2): mkdirat from the current directory. */
export function mkdir(path: UserPath, mode: FileMode): i64 {
  return mkdirat(AT_FDCWD, path, mode);
}

/**
 * mknodat(2): makes a regular file, FIFO, socket name or device node. `device` is its number.
 *
 * Errors: EEXIST; EINVAL another type; EPERM a device, by a process that is not privileged, or a directory; EACCES; ENOENT; ENOTDIR; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function mknodat(directory: DirectoryFd, path: UserPath, mode: FileMode, device: DeviceNumber): i64 {
  let type: u32 = mode & TYPE_MASK;
  if (type === 0) type = FileType.Regular;
  const process = currentProcess();
  const isDevice = type === FileType.CharacterDevice || type === FileType.BlockDevice;
  if (type === FileType.Directory) throw Errno.EPERM;
  if (!isDevice && type !== FileType.Regular && type !== FileType.Fifo && type !== FileType.Socket)
    throw Errno.EINVAL;
  if (isDevice) requireCapability(Capability.MKNOD);
  const place = new Place();
  placeAt(place, directory, path);
  const number = isDevice ? device & 0xffff_ffff : 0;
  makeIn(place, process.directories, currentCredentials(), type | (mode & PERMISSION_MASK), number);
  return 0;
}

/** mknod(2): mknodat from the current directory. */
export function mknod(path: UserPath, mode: FileMode, device: DeviceNumber): i64 {
  return mknodat(AT_FDCWD, path, mode, device);
}

/**
 * symlinkat(2): makes a symbolic link with the text `target`, which need not lead anywhere.
 *
 * Errors: EEXIST; ENOENT an empty target or path; EACCES; ENOTDIR; ENAMETOOLONG; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function symlinkat(target: UserString, directory: DirectoryFd, path: UserPath): i64 {
  const text = pathAt(target);
  if (text.length === 0) throw Errno.ENOENT;
  const place = new Place();
  placeAt(place, directory, path);
  const credentials = currentCredentials();
  const parent = checkVacant(place, credentials);
  if (place.hasSlash) throw Errno.ENOENT;
  parent.makeLink(place.name, text, credentials.user.file, credentials.group.file);
  return 0;
}

/** symlink(2): symlinkat from the current directory. */
export function symlink(target: UserString, path: UserPath): i64 {
  return symlinkat(target, AT_FDCWD, path);
}

/**
 * linkat(2): gives a file one more name. A symbolic link gets it itself, unless AT_SYMLINK_FOLLOW; the descriptor's file with AT_EMPTY_PATH.
 *
 * Errors: EEXIST; EPERM a directory, or somebody else's file that the caller could not read and write (fs.protected_hardlinks);
 * ENOENT a file whose last name is gone, but for one that O_TMPFILE made without O_EXCL; AT_EMPTY_PATH without CAP_DAC_READ_SEARCH; EXDEV another file system; EINVAL flags; EACCES; ENOTDIR; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function linkat(
  oldDirectory: DirectoryFd,
  oldPath: UserPath,
  newDirectory: DirectoryFd,
  newPath: UserPath,
  flags: Only<AtFlags, "AT_SYMLINK_FOLLOW" | "AT_EMPTY_PATH">,
): i64 {
  const credentials = currentCredentials();
  // Who was given a descriptor was not given the right to reach the file by a path.
  if ((flags & AtFlags.AT_EMPTY_PATH) !== 0 && !credentials.has(Capability.DAC_READ_SEARCH))
    throw Errno.ENOENT;
  const lookup = (flags & AtFlags.AT_SYMLINK_FOLLOW) !== 0 ? 0 : AtFlags.AT_SYMLINK_NOFOLLOW;
  const inode = fileOrDescriptorAt(oldDirectory, oldPath, lookup | (flags & AtFlags.AT_EMPTY_PATH));
  const place = new Place();
  placeAt(place, newDirectory, newPath);
  const parent = checkVacant(place, credentials);
  if (place.hasSlash) throw Errno.ENOENT;
  if (inode.fileSystem !== parent.fileSystem) throw Errno.EXDEV;
  if (!mayLink(credentials, inode.mode, inode.user, inode.group)) throw Errno.EPERM;
  if (inode.isDirectory) throw Errno.EPERM;
  parent.link(place.name, inode);
  return 0;
}

/** link(2): linkat from the current directory. */
export function link(oldPath: UserPath, newPath: UserPath): i64 {
  return linkat(AT_FDCWD, oldPath, AT_FDCWD, newPath, 0);
}

/**
 * unlinkat(2): takes a name away; with AT_REMOVEDIR that of an empty directory. The file goes with its last name, once nobody has it open.
 *
 * Errors: EACCES; EPERM (sticky directories); EBUSY something is mounted there; EISDIR, ENOTDIR the wrong kind; ENOTEMPTY; EINVAL "." as directory; ENOENT;
 * EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function unlinkat(directory: DirectoryFd, path: UserPath, flags: Only<AtFlags, "AT_REMOVEDIR">): i64 {
  const place = new Place();
  placeAt(place, directory, path);
  if (flags === 0) removeFile(place);
  else removeEmptyDirectory(place);
  return 0;
}

function removeFile(place: Place): void {
  if (place.last !== LastName.Ordinary) throw Errno.EISDIR;
  const inode = place.existing;
  const parent = parentIn(place);
  parent.checkRemoval(currentCredentials(), inode);
  if (inode.isDirectory) throw Errno.EISDIR;
  parent.unlink(place.name, inode);
}

function removeEmptyDirectory(place: Place): void {
  if (place.last === LastName.Dot) throw Errno.EINVAL;
  if (place.last === LastName.DotDot) throw Errno.ENOTEMPTY;
  const inode = place.existing;
  const parent = parentIn(place);
  parent.checkRemoval(currentCredentials(), inode);
  if (!inode.isDirectory) throw Errno.ENOTDIR;
  if (inode.fileSystem !== parent.fileSystem) throw Errno.EBUSY;
  parent.removeDirectory(place.name, inode);
}

/** The directory of a place that a walk has found. */
function parentIn(place: Place): Inode {
  const directory = place.directory;
  if (directory === null) throw Errno.ENOENT;
  return directory;
}

/** unlink(2): unlinkat from the current directory. */
export function unlink(path: UserPath): i64 {
  return unlinkat(AT_FDCWD, path, 0);
}

/** rmdir(2): unlinkat with AT_REMOVEDIR. */
export function rmdir(path: UserPath): i64 {
  return unlinkat(AT_FDCWD, path, AtFlags.AT_REMOVEDIR);
}

/**
 * renameat2(2): gives a file another name, in place of what has it; RENAME_NOREPLACE: only if nothing has; RENAME_EXCHANGE: the two change places.
 *
 * Errors: EACCES, also for a directory that the caller may not write to and that would change its parent; EPERM (sticky directories); EBUSY a mount, "." or ".."; EEXIST (RENAME_NOREPLACE); EINVAL a directory into itself, or flags; EISDIR, ENOTDIR,
 * ENOTEMPTY the new name's; EXDEV another file system; ENOENT; EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function renameat2(
  oldDirectory: DirectoryFd,
  oldPath: UserPath,
  newDirectory: DirectoryFd,
  newPath: UserPath,
  flags: RenameFlags,
): i64 {
  if (flags === (RenameFlags.RENAME_NOREPLACE | RenameFlags.RENAME_EXCHANGE)) throw Errno.EINVAL;
  const from = new Place();
  placeAt(from, oldDirectory, oldPath);
  const to = new Place();
  placeAt(to, newDirectory, newPath);
  const source = parentIn(from);
  const target = parentIn(to);
  if (source.fileSystem !== target.fileSystem) throw Errno.EXDEV;
  if (from.last !== LastName.Ordinary || to.last !== LastName.Ordinary) throw Errno.EBUSY;
  const inode = from.existing;
  const victim = to.inode;
  if (inode.fileSystem !== source.fileSystem) throw Errno.EBUSY;
  if (victim !== null && victim.fileSystem !== target.fileSystem) throw Errno.EBUSY;
  if (flags === RenameFlags.RENAME_NOREPLACE && victim !== null) throw Errno.EEXIST;
  if (flags === RenameFlags.RENAME_EXCHANGE && victim === null) throw Errno.ENOENT;
  if (to.hasSlash && !inode.isDirectory) throw Errno.ENOTDIR;
  const credentials = currentCredentials();
  source.checkRemoval(credentials, inode);
  target.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
  if (victim !== null) target.checkRemoval(credentials, victim);
  if (source !== target) {
    // A directory that changes its parent is written to: to where its ".." leads.
    if (inode.isDirectory) inode.checkAccess(credentials, FileAccess.Write);
    if (flags === RenameFlags.RENAME_EXCHANGE && victim !== null && victim.isDirectory)
      victim.checkAccess(credentials, FileAccess.Write);
  }
  source.rename(from.name, inode, target, to.name, flags === RenameFlags.RENAME_EXCHANGE);
  return 0;
}

/** renameat(2): renameat2 without flags. */
export function renameat(
  oldDirectory: DirectoryFd,
  oldPath: UserPath,
  newDirectory: DirectoryFd,
  newPath: UserPath,
): i64 {
  return renameat2(oldDirectory, oldPath, newDirectory, newPath, 0);
}

/** rename(2): renameat from the current directory. */
export function rename(oldPath: UserPath, newPath: UserPath): i64 {
  return renameat2(AT_FDCWD, oldPath, AT_FDCWD, newPath, 0);
}
