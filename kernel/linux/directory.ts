/** System calls that read directories and links, and change the current directory (getdents(2), chdir(2)). */

import { readU16, readU64, writeU16, writeU64 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";
import { DirectorySink } from "../file/directory-sink.ts";
import { type Inode, isBelow, pathOf } from "../file/inode.ts";
import { directoryEntryType, FileAccess } from "../rights/mode.ts";
import { copySomeToUser, copyToUser } from "../platform/user.ts";
import { currentCredentials, currentProcess, requireCapability } from "../process/current.ts";
import { Capability } from "../rights/capability.ts";
import { AT_FDCWD, fileAt, fileOrDescriptorAt } from "./paths.ts";
import type { DirectoryFd, Fd, OutBuffer, OutEntries, UserPath } from "./abi/arguments.ts";
import { AtFlags } from "./abi/file-flags.ts";

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
 * Errors: EBADF; EFAULT; EINVAL no room for one entry, or a size above 2^31 - 1; ENOTDIR; ENOMEM.
 */
export function getdents64(fd: Fd, address: OutEntries<"size">, size: u32): i64 {
  const file = currentProcess().descriptors.get(fd);
  const before = file.offset;
  const writer = new EntryWriter(i32(size) < 0 ? 0 : bits.min(u64(size), MOST_ENTRY_BYTES));
  file.readEntries(writer);
  const entries = writer.bytes.span();
  const good = copySomeToUser(address, entries);
  if (good === entries.length) return i64(good);
  // Those that went out whole count; the others are read again.
  let whole: u64 = 0;
  let position = before;
  for (let next = entryEnd(entries, 0); next <= good; next = entryEnd(entries, next)) {
    position = readU64(entries, whole + 8);
    whole = next;
  }
  file.offset = position;
  if (whole === 0) throw Errno.EFAULT;
  return i64(whole);
}

/** Where the entry ends that begins at `start`. */
const entryEnd = (entries: Span<u8>, start: u64): u64 => start + u64(readU16(entries, start + 16));

/**
 * readlinkat(2): copies a symbolic link's text, without a closing 0, as far as `size` allows. An empty path means the descriptor, which O_PATH opened.
 *
 * Errors: EINVAL not a link, or size not positive; EACCES; ENOENT; ENOTDIR; EBADF; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function readlinkat(
  directory: DirectoryFd,
  path: UserPath,
  address: OutBuffer<"size">,
  size: i32,
): i64 {
  if (size <= 0) throw Errno.EINVAL;
  const inode = fileOrDescriptorAt(directory, path, AtFlags.AT_SYMLINK_NOFOLLOW | AtFlags.AT_EMPTY_PATH);
  if (!inode.isLink) throw Errno.EINVAL;
  const text = inode.readLink();
  const length = bits.min(text.length, u64(size));
  copyToUser(address, text.bytes().subspan(0, length));
  return i64(length);
}

/** readlink(2): readlinkat from the current directory. */
export function readlink(path: UserPath, address: OutBuffer<"size">, size: i32): i64 {
  if (size <= 0) throw Errno.EINVAL;
  const inode = fileAt(AT_FDCWD, path, false);
  if (!inode.isLink) throw Errno.EINVAL;
  const text = inode.readLink();
  const length = bits.min(text.length, u64(size));
  copyToUser(address, text.bytes().subspan(0, length));
  return i64(length);
}

/** Throws unless the process may make the directory its current one, or its root. */
function checkDirectory(inode: Inode): void {
  if (!inode.isDirectory) throw Errno.ENOTDIR;
  inode.checkAccess(currentCredentials(), FileAccess.Execute);
}

/**
 * chdir(2): changes the current directory.
 *
 * Errors: EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function chdir(path: UserPath): i64 {
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
export function fchdir(fd: Fd): i64 {
  const inode = currentProcess().descriptors.getAny(fd).inode;
  checkDirectory(inode);
  currentProcess().directories.setCurrent(inode);
  return 0;
}

/**
 * getcwd(2): the current directory's path from the process's root, with a closing 0. Returns its length, the 0 included. That of a directory
 * outside of the root (chroot(2)) begins with "(unreachable)".
 *
 * Errors: ERANGE `size` is too small; ENOENT the directory was removed; EFAULT; ENOMEM.
 */
export function getcwd(address: OutBuffer<"size">, size: u64): i64 {
  const { directories } = currentProcess();
  const current = directories.current;
  if (current.links === 0) throw Errno.ENOENT;
  const { root } = directories;
  const path = `${isBelow(current, root) ? "" : "(unreachable)"}${pathOf(current, root)}\0`;
  if (path.length > size) throw Errno.ERANGE;
  copyToUser(address, path.bytes());
  return i64(path.length);
}

/**
 * chroot(2): makes a directory the process's root. The current directory stays what it is.
 *
 * Errors: EPERM not privileged; EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function chroot(path: UserPath): i64 {
  const inode = fileAt(AT_FDCWD, path, true);
  checkDirectory(inode);
  requireCapability(Capability.SYS_CHROOT);
  currentProcess().directories.setRoot(inode);
  return 0;
}
