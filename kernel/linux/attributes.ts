/**
 * System calls about extended attributes (xattr(7)). No file system of Tessera has any: lists are empty, all else is EOPNOTSUPP, as on Linux's
 * own file systems without them.
 */

import { Errno } from "../../core/errno.ts";
import { currentProcess } from "../process/current.ts";
import { AT_FDCWD, fileAt } from "./paths.ts";
import type { Fd, UserPath } from "./abi/arguments.ts";

function noneOf(path: u64, follow: boolean): i64 {
  fileAt(AT_FDCWD, path, follow);
  throw Errno.EOPNOTSUPP;
}

function noneOfDescriptor(fd: i32): i64 {
  currentProcess().descriptors.get(fd);
  throw Errno.EOPNOTSUPP;
}

/**
 * setxattr(2): sets an attribute.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function setxattr(path: UserPath): i64 {
  return noneOf(path, true);
}

/**
 * lsetxattr(2): sets an attribute.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function lsetxattr(path: UserPath): i64 {
  return noneOf(path, false);
}

/**
 * fsetxattr(2): sets an attribute.
 *
 * Errors: EOPNOTSUPP always, once the file is found; EBADF.
 */
export function fsetxattr(fd: Fd): i64 {
  return noneOfDescriptor(fd);
}

/**
 * getxattr(2): an attribute's value.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function getxattr(path: UserPath): i64 {
  return noneOf(path, true);
}

/**
 * lgetxattr(2): an attribute's value.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function lgetxattr(path: UserPath): i64 {
  return noneOf(path, false);
}

/**
 * fgetxattr(2): an attribute's value.
 *
 * Errors: EOPNOTSUPP always, once the file is found; EBADF.
 */
export function fgetxattr(fd: Fd): i64 {
  return noneOfDescriptor(fd);
}

/**
 * removexattr(2): takes an attribute away.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function removexattr(path: UserPath): i64 {
  return noneOf(path, true);
}

/**
 * lremovexattr(2): takes an attribute away.
 *
 * Errors: EOPNOTSUPP always, once the file is found; ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function lremovexattr(path: UserPath): i64 {
  return noneOf(path, false);
}

/**
 * fremovexattr(2): takes an attribute away.
 *
 * Errors: EOPNOTSUPP always, once the file is found; EBADF.
 */
export function fremovexattr(fd: Fd): i64 {
  return noneOfDescriptor(fd);
}

/**
 * listxattr(2): the names of the attributes: there are none, so it returns 0.
 *
 * Errors: ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function listxattr(path: UserPath): i64 {
  fileAt(AT_FDCWD, path, true);
  return 0;
}

/**
 * llistxattr(2): the names of the attributes: there are none, so it returns 0.
 *
 * Errors: ENOENT; ENOTDIR; EACCES; ELOOP; ENAMETOOLONG; EFAULT.
 */
export function llistxattr(path: UserPath): i64 {
  fileAt(AT_FDCWD, path, false);
  return 0;
}

/**
 * flistxattr(2): the names of the attributes: there are none, so it returns 0.
 *
 * Errors: EBADF.
 */
export function flistxattr(fd: Fd): i64 {
  currentProcess().descriptors.get(fd);
  return 0;
}
