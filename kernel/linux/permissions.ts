/** System calls about owners and permissions of files (access(2), chmod(2), chown(2)). */

import { Errno } from "../../core/errno.ts";
import type { Inode } from "../file/inode.ts";
import { withRealIds } from "../rights/identity-change.ts";
import { FileAccess, PERMISSION_MASK, SET_GROUP } from "../rights/mode.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { NO_ID } from "../rights/credentials.ts";
import { bitsLostByChange, mayChangeGroup, mayChangeOwner, mayGiveGroupRights } from "../rights/policy.ts";
import { AT_FDCWD, fileAt, fileOrDescriptorAt } from "./paths.ts";
import type { DirectoryFd, Fd, FileMode, GroupId, UserId, UserPath } from "./abi/arguments.ts";
import { AtFlags, type AccessMode, type Only } from "./abi/file-flags.ts";

/**
 * faccessat2(2): whether the process may read (4), write (2) or execute (1) the file, or whether it exists (0): by its real ids, by the effective ones with
 * AT_EACCESS.
 *
 * Errors: EACCES it may not; EROFS; EINVAL mode or flags; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function faccessat2(
  directory: DirectoryFd,
  path: UserPath,
  mode: AccessMode,
  flags: Only<AtFlags, "AT_EACCESS" | "AT_SYMLINK_NOFOLLOW" | "AT_EMPTY_PATH">,
): i64 {
  const inode = fileOrDescriptorAt(directory, path, flags);
  if (mode === 0) return 0;
  const credentials = currentCredentials();
  inode.checkAccess(
    (flags & AtFlags.AT_EACCESS) !== 0 ? credentials : withRealIds(credentials),
    u32(mode) as FileAccess,
  );
  return 0;
}

/** faccessat(2): faccessat2 without flags. */
export function faccessat(directory: DirectoryFd, path: UserPath, mode: AccessMode): i64 {
  return faccessat2(directory, path, mode, 0);
}

/** access(2): faccessat from the current directory. */
export function access(path: UserPath, mode: AccessMode): i64 {
  return faccessat2(AT_FDCWD, path, mode, 0);
}

function changeMode(inode: Inode, mode: u32): i64 {
  const credentials = currentCredentials();
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  inode.checkOwner(credentials);
  let permissions = mode & PERMISSION_MASK;
  if (!mayGiveGroupRights(credentials, inode.group)) permissions &= ~SET_GROUP;
  inode.setMode(permissions);
  return 0;
}

/**
 * fchmodat(2): sets the permissions of the file at a path.
 *
 * Errors: EPERM not the owner; EROFS; EOPNOTSUPP a symbolic link; EACCES; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function fchmodat(directory: DirectoryFd, path: UserPath, mode: FileMode): i64 {
  return changeMode(fileAt(directory, path, true), mode);
}

/** chmod(2): fchmodat from the current directory. */
export function chmod(path: UserPath, mode: FileMode): i64 {
  return changeMode(fileAt(AT_FDCWD, path, true), mode);
}

/** fchmod(2): chmod of an open file. Errors: EBADF; EPERM; EROFS. */
export function fchmod(fd: Fd, mode: FileMode): i64 {
  return changeMode(currentProcess().descriptors.get(fd).inode, mode);
}

function changeOwner(inode: Inode, user: u32, group: u32): i64 {
  const credentials = currentCredentials();
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  const newUser = user === NO_ID ? inode.user : user;
  const newGroup = group === NO_ID ? inode.group : group;
  if (user !== NO_ID && !mayChangeOwner(credentials, inode.user, newUser)) throw Errno.EPERM;
  if (group !== NO_ID && !mayChangeGroup(credentials, inode.user, inode.group, newGroup)) throw Errno.EPERM;
  // A program that ran as its owner must not run as the new one by mistake; nor may others take its bit away with an empty change.
  const bits = inode.isDirectory ? 0 : bitsLostByChange(credentials, inode.mode, inode.group);
  if (bits !== 0) inode.checkOwner(credentials);
  inode.setOwner(newUser, newGroup);
  if (bits !== 0) inode.setMode(inode.mode & PERMISSION_MASK & ~bits);
  return 0;
}

/**
 * fchownat(2): sets the owner and the group of the file at a path; -1 leaves one as it is. Flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH.
 *
 * Errors: EPERM; EROFS; EINVAL flags; EACCES; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function fchownat(
  directory: DirectoryFd,
  path: UserPath,
  user: UserId,
  group: GroupId,
  flags: Only<AtFlags, "AT_SYMLINK_NOFOLLOW" | "AT_EMPTY_PATH">,
): i64 {
  return changeOwner(fileOrDescriptorAt(directory, path, flags), user, group);
}

/** chown(2): fchownat from the current directory. */
export function chown(path: UserPath, user: UserId, group: GroupId): i64 {
  return changeOwner(fileAt(AT_FDCWD, path, true), user, group);
}

/** lchown(2): chown of a link itself. */
export function lchown(path: UserPath, user: UserId, group: GroupId): i64 {
  return changeOwner(fileAt(AT_FDCWD, path, false), user, group);
}

/** fchown(2): chown of an open file. Errors: EBADF; EPERM; EROFS. */
export function fchown(fd: Fd, user: UserId, group: GroupId): i64 {
  return changeOwner(currentProcess().descriptors.get(fd).inode, user, group);
}

/**
 * umask(2): sets the permissions that new files do not get, and returns the old ones. Never fails.
 */
export function umask(mask: FileMode): i64 {
  const { directories } = currentProcess();
  const previous = directories.umask;
  directories.umask = mask & 0o777;
  return i64(previous);
}
