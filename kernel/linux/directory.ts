/** System calls on directories, names and mounts. */

import { writeU16, writeU64 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";
import { DirectorySink } from "../file/directory-sink.ts";
import { findFileSystemType } from "../file/file-system-types.ts";
import { pathOf, type Inode } from "../file/inode.ts";
import { directoryEntryType, FileAccess, FileType, PERMISSION_MASK, TYPE_MASK } from "../file/mode.ts";
import { attach, detach } from "../file/mount-table.ts";
import { checkVacant, makeIn } from "../file/open.ts";
import { LastName, Place, resolveAt } from "../file/path.ts";
import { copyToUser } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_REMOVEDIR,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  baseOf,
  checkFlags,
  fileAt,
  fileOrDescriptorAt,
  pathAt,
  placeAt,
} from "./paths.ts";

// ---------------------------------------------------------------- reading

const ENTRY_HEADER: u64 = 19;
const MOST_ENTRY_BYTES: u64 = 32768;

/** Lays entries out as `struct linux_dirent64`. */
class EntryWriter extends DirectorySink {
  readonly bytes: u8[] = [];
  private readonly limit: u64;

  constructor(limit: u64) {
    super();
    this.limit = limit;
    this.bytes.reserve(bits.min(limit, 1024));
  }

  override take(name: string, number: u64, mode: u32, next: u64): boolean {
    const length = (ENTRY_HEADER + name.length + 1 + 7) & ~u64(7);
    const start = this.bytes.length;
    if (start + length > this.limit) {
      if (start === 0) throw Errno.EINVAL;
      return false;
    }
    this.bytes.extend(length);
    const entry = this.bytes.span().subspan(start);
    writeU64(entry, 0, number);
    writeU64(entry, 8, next);
    writeU16(entry, 16, u16(length));
    entry[18] = directoryEntryType(mode);
    entry.subspan(ENTRY_HEADER).copyFrom(name.bytes());
    return true;
  }
}

/**
 * getdents64(2): reads the next entries of a directory as `struct linux_dirent64`. Returns their bytes, 0 at the end.
 *
 * Errors: EBADF; EFAULT; EINVAL no room for one entry; ENOTDIR; ENOMEM.
 */
export function getdents64(fd: i32, address: u64, size: u32): i64 {
  const file = currentProcess().descriptors.get(fd);
  const before = file.offset;
  const writer = new EntryWriter(bits.min(u64(size), MOST_ENTRY_BYTES));
  file.readEntries(writer);
  try {
    copyToUser(address, writer.bytes.span());
  } catch (error) {
    file.offset = before;
    throw error;
  }
  return i64(writer.bytes.length);
}

// ---------------------------------------------------------------- making

/**
 * mkdirat(2): makes a directory with the mode, less the umask.
 *
 * Errors: EEXIST; EACCES; ENOENT; ENOTDIR; ENOSPC; EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function mkdirat(directory: i32, path: u64, mode: u32): i64 {
  const place = new Place();
  placeAt(place, directory, path);
  const process = currentProcess();
  makeIn(place, process.directories, process.credentials, FileType.Directory | (mode & 0o1777), 0);
  return 0;
}

/** mkdir(2): mkdirat from the current directory. */
export function mkdir(path: u64, mode: u32): i64 {
  return mkdirat(AT_FDCWD, path, mode);
}

/**
 * mknodat(2): makes a regular file, FIFO, socket name or device node. `device` is its number.
 *
 * Errors: EEXIST; EINVAL another type; EPERM a device, by a process that is not privileged, or a directory; EACCES; ENOENT; ENOTDIR; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function mknodat(directory: i32, path: u64, mode: u32, device: u64): i64 {
  let type = mode & TYPE_MASK;
  if (type === 0) type = FileType.Regular;
  const process = currentProcess();
  const isDevice = type === FileType.CharacterDevice || type === FileType.BlockDevice;
  if (type === FileType.Directory) throw Errno.EPERM;
  if (!isDevice && type !== FileType.Regular && type !== FileType.Fifo && type !== FileType.Socket)
    throw Errno.EINVAL;
  if (isDevice && !process.credentials.isPrivileged) throw Errno.EPERM;
  const place = new Place();
  placeAt(place, directory, path);
  const number = isDevice ? device & 0xffff_ffff : 0;
  makeIn(place, process.directories, process.credentials, type | (mode & PERMISSION_MASK), number);
  return 0;
}

/** mknod(2): mknodat from the current directory. */
export function mknod(path: u64, mode: u32, device: u64): i64 {
  return mknodat(AT_FDCWD, path, mode, device);
}

/**
 * symlinkat(2): makes a symbolic link with the text `target`, which need not lead anywhere.
 *
 * Errors: EEXIST; ENOENT an empty target or path; EACCES; ENOTDIR; ENAMETOOLONG; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function symlinkat(target: u64, directory: i32, path: u64): i64 {
  const text = pathAt(target);
  if (text.length === 0) throw Errno.ENOENT;
  const place = new Place();
  placeAt(place, directory, path);
  const { credentials } = currentProcess();
  const parent = checkVacant(place, credentials);
  if (place.hasSlash) throw Errno.ENOENT;
  parent.makeLink(place.name, text, credentials.effectiveUser, credentials.effectiveGroup);
  return 0;
}

/** symlink(2): symlinkat from the current directory. */
export function symlink(target: u64, path: u64): i64 {
  return symlinkat(target, AT_FDCWD, path);
}

/**
 * linkat(2): gives a file one more name. A symbolic link gets it itself, unless AT_SYMLINK_FOLLOW.
 *
 * Errors: EEXIST; EPERM a directory; EXDEV another file system; EINVAL flags; EACCES; ENOENT; ENOTDIR; ENOSPC; EROFS; EFAULT; ENOMEM.
 */
export function linkat(oldDirectory: i32, oldPath: u64, newDirectory: i32, newPath: u64, flags: u32): i64 {
  checkFlags(flags, AT_SYMLINK_FOLLOW | AT_EMPTY_PATH);
  const lookup = (flags & AT_SYMLINK_FOLLOW) !== 0 ? 0 : AT_SYMLINK_NOFOLLOW;
  const inode = fileOrDescriptorAt(oldDirectory, oldPath, lookup | (flags & AT_EMPTY_PATH));
  const place = new Place();
  placeAt(place, newDirectory, newPath);
  const parent = checkVacant(place, currentProcess().credentials);
  if (place.hasSlash) throw Errno.ENOENT;
  if (inode.isDirectory) throw Errno.EPERM;
  if (inode.fileSystem !== parent.fileSystem) throw Errno.EXDEV;
  parent.link(place.name, inode);
  return 0;
}

/** link(2): linkat from the current directory. */
export function link(oldPath: u64, newPath: u64): i64 {
  return linkat(AT_FDCWD, oldPath, AT_FDCWD, newPath, 0);
}

// ---------------------------------------------------------------- removing and renaming

/**
 * unlinkat(2): takes a name away; with AT_REMOVEDIR that of an empty directory. The file goes with its last name, once nobody has it open.
 *
 * Errors: EACCES; EPERM (sticky directories); EBUSY something is mounted there; EISDIR, ENOTDIR the wrong kind; ENOTEMPTY; EINVAL "." as directory; ENOENT;
 * EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function unlinkat(directory: i32, path: u64, flags: u32): i64 {
  checkFlags(flags, AT_REMOVEDIR);
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
  parent.checkRemoval(currentProcess().credentials, inode);
  if (inode.isDirectory) throw Errno.EISDIR;
  parent.unlink(place.name, inode);
}

function removeEmptyDirectory(place: Place): void {
  if (place.last === LastName.Dot) throw Errno.EINVAL;
  if (place.last === LastName.DotDot) throw Errno.ENOTEMPTY;
  const inode = place.existing;
  const parent = parentIn(place);
  parent.checkRemoval(currentProcess().credentials, inode);
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
export function unlink(path: u64): i64 {
  return unlinkat(AT_FDCWD, path, 0);
}

/** rmdir(2): unlinkat with AT_REMOVEDIR. */
export function rmdir(path: u64): i64 {
  return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

const RENAME_NOREPLACE: u32 = 1;
const RENAME_EXCHANGE: u32 = 2;

/**
 * renameat2(2): gives a file another name, in place of what has it; RENAME_NOREPLACE: only if nothing has; RENAME_EXCHANGE: the two change places.
 *
 * Errors: EACCES; EPERM (sticky directories); EBUSY a mount, "." or ".."; EEXIST (RENAME_NOREPLACE); EINVAL a directory into itself, or flags; EISDIR, ENOTDIR,
 * ENOTEMPTY the new name's; EXDEV another file system; ENOENT; EROFS; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function renameat2(oldDirectory: i32, oldPath: u64, newDirectory: i32, newPath: u64, flags: u32): i64 {
  checkFlags(flags, RENAME_NOREPLACE | RENAME_EXCHANGE);
  if (flags === (RENAME_NOREPLACE | RENAME_EXCHANGE)) throw Errno.EINVAL;
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
  if (flags === RENAME_NOREPLACE && victim !== null) throw Errno.EEXIST;
  if (flags === RENAME_EXCHANGE && victim === null) throw Errno.ENOENT;
  if (to.hasSlash && !inode.isDirectory) throw Errno.ENOTDIR;
  const { credentials } = currentProcess();
  source.checkRemoval(credentials, inode);
  target.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
  if (victim !== null) target.checkRemoval(credentials, victim);
  source.rename(from.name, inode, target, to.name, flags === RENAME_EXCHANGE);
  return 0;
}

/** renameat(2): renameat2 without flags. */
export function renameat(oldDirectory: i32, oldPath: u64, newDirectory: i32, newPath: u64): i64 {
  return renameat2(oldDirectory, oldPath, newDirectory, newPath, 0);
}

/** rename(2): renameat from the current directory. */
export function rename(oldPath: u64, newPath: u64): i64 {
  return renameat2(AT_FDCWD, oldPath, AT_FDCWD, newPath, 0);
}

// ---------------------------------------------------------------- links

/**
 * readlinkat(2): copies a symbolic link's text, without a closing 0, as far as `size` allows. An empty path means the descriptor, which O_PATH opened.
 *
 * Errors: EINVAL not a link, or size not positive; EACCES; ENOENT; ENOTDIR; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function readlinkat(directory: i32, path: u64, address: u64, size: i32): i64 {
  if (size <= 0) throw Errno.EINVAL;
  const inode = fileOrDescriptorAt(directory, path, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
  if (!inode.isLink) throw Errno.EINVAL;
  const text = inode.readLink();
  const length = bits.min(text.length, u64(size));
  copyToUser(address, text.bytes().subspan(0, length));
  return i64(length);
}

/** readlink(2): readlinkat from the current directory. */
export function readlink(path: u64, address: u64, size: i32): i64 {
  if (size <= 0) throw Errno.EINVAL;
  const inode = fileAt(AT_FDCWD, path, false);
  if (!inode.isLink) throw Errno.EINVAL;
  const text = inode.readLink();
  const length = bits.min(text.length, u64(size));
  copyToUser(address, text.bytes().subspan(0, length));
  return i64(length);
}

// ---------------------------------------------------------------- where one is

/** Throws unless the process may make the directory its current one, or its root. */
function checkDirectory(inode: Inode): void {
  if (!inode.isDirectory) throw Errno.ENOTDIR;
  inode.checkAccess(currentProcess().credentials, FileAccess.Execute);
}

/**
 * chdir(2): changes the current directory.
 *
 * Errors: EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function chdir(path: u64): i64 {
  const inode = fileAt(AT_FDCWD, path, true);
  checkDirectory(inode);
  currentProcess().directories.setCurrent(inode);
  return 0;
}

/**
 * fchdir(2): changes the current directory to an open one.
 *
 * Errors: EACCES; EBADF; ENOTDIR.
 */
export function fchdir(fd: i32): i64 {
  const inode = currentProcess().descriptors.get(fd).inode;
  checkDirectory(inode);
  currentProcess().directories.setCurrent(inode);
  return 0;
}

/**
 * getcwd(2): the current directory's path from the process's root, with a closing 0. Returns its length, the 0 included.
 *
 * Errors: ERANGE `size` is too small; ENOENT the directory was removed; EFAULT; ENOMEM.
 */
export function getcwd(address: u64, size: u64): i64 {
  const { directories } = currentProcess();
  const current = directories.current;
  if (current.links === 0) throw Errno.ENOENT;
  const path = pathOf(current, directories.root) + "\0";
  if (path.length > size) throw Errno.ERANGE;
  copyToUser(address, path.bytes());
  return i64(path.length);
}

/**
 * chroot(2): makes a directory the process's root. The current directory stays what it is.
 *
 * Errors: EPERM not privileged; EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function chroot(path: u64): i64 {
  const inode = fileAt(AT_FDCWD, path, true);
  checkDirectory(inode);
  const process = currentProcess();
  if (!process.credentials.isPrivileged) throw Errno.EPERM;
  process.directories.setRoot(inode);
  return 0;
}

// ---------------------------------------------------------------- mounts

const MS_RDONLY: u64 = 1;
const MS_REMOUNT: u64 = 0x20;
const MS_BIND: u64 = 0x1000;
const MS_MOVE: u64 = 0x2000;
const MS_PROPAGATION: u64 = 0x1e_0000;

/**
 * mount(2): mounts a new file system of a type on a directory; MS_REMOUNT changes whether one is read-only. Tessera has tmpfs (also as ramfs), proc
 * and devtmpfs; it has no bind mounts and no moves (EINVAL), and propagation has no effect.
 *
 * Errors: EPERM not privileged; ENODEV unknown type; EBUSY a file system that is there once is mounted already; EINVAL; ENOENT; ENOTDIR; EFAULT; ELOOP;
 * ENAMETOOLONG; ENOMEM.
 */
export function mount(source: u64, target: u64, type: u64, flags: u64, data: u64): i64 {
  const process = currentProcess();
  if (!process.credentials.isPrivileged) throw Errno.EPERM;
  const point = fileAt(AT_FDCWD, target, true);
  if ((flags & MS_REMOUNT) !== 0) {
    const mounted = point.fileSystem.mount;
    if (mounted === null || mounted.root !== point) throw Errno.EINVAL;
    point.fileSystem.isReadOnly = (flags & MS_RDONLY) !== 0;
    return 0;
  }
  if ((flags & (MS_BIND | MS_MOVE)) !== 0) throw Errno.EINVAL;
  if ((flags & MS_PROPAGATION) !== 0) return 0;
  const kind = findFileSystemType(pathAt(type));
  const below = point.fileSystem.mount;
  if (kind.isSingle && point.fileSystem.typeName === kind.name && below !== null && below.root === point)
    throw Errno.EBUSY;
  const name = source === 0 ? "none" : pathAt(source);
  const made = kind.make(data === 0 ? "" : pathAt(data));
  attach(made.fileSystem, made.root, point, name);
  made.fileSystem.isReadOnly = (flags & MS_RDONLY) !== 0;
  return 0;
}

const MNT_FORCE: u32 = 1;
const MNT_DETACH: u32 = 2;
const MNT_EXPIRE: u32 = 4;
const UMOUNT_NOFOLLOW: u32 = 8;

/**
 * umount2(2): takes a mounted file system away. Open files of it stay usable.
 *
 * Errors: EPERM not privileged; EINVAL nothing is mounted there, or flags; EBUSY something is mounted inside; ENOENT; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function umount2(target: u64, flags: u32): i64 {
  checkFlags(flags, MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW);
  if ((flags & MNT_EXPIRE) !== 0) throw Errno.EINVAL;
  const process = currentProcess();
  if (!process.credentials.isPrivileged) throw Errno.EPERM;
  const path = pathAt(target);
  const follow = (flags & UMOUNT_NOFOLLOW) === 0;
  detach(resolveAt(process.directories, process.credentials, baseOf(AT_FDCWD, path), path, follow));
  return 0;
}
