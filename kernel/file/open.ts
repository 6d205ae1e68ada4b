/** Opening by path (open(2)): which files come into being, and who may open what. */

import { Errno } from "../../core/errno.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { DirectoryContext } from "./directory-context.ts";
import type { File } from "./file.ts";
import type { Inode } from "./inode.ts";
import { FileAccess, FileType, PERMISSION_MASK, SET_GROUP } from "../rights/mode.ts";
import { isReadable, isWritable, OpenFlags } from "./open-flags.ts";
import { LastName, Place, resolveAt, walk } from "./path.ts";
import { PathFile } from "./path-file.ts";

/** Opens of a file that somebody else makes or removes at the same moment are tried again this often. */
const ATTEMPTS: u32 = 8;

/**
 * Opens the file that the path leads to, from `base` (null: the current directory) if it is relative; with O_CREAT makes it. Throws what
 * open(2) does.
 */
export function openPath(
  context: DirectoryContext,
  credentials: Credentials,
  base: Inode | null,
  path: string,
  flags: u32,
  mode: u32,
): File {
  if ((flags & OpenFlags.Path) !== 0) {
    const inode = resolveAt(context, credentials, base, path, (flags & OpenFlags.NoFollow) === 0);
    if ((flags & OpenFlags.Directory) !== 0 && !inode.isDirectory) throw Errno.ENOTDIR;
    return new PathFile(inode, OpenFlags.Path);
  }
  if ((flags & OpenFlags.AccessMode) === OpenFlags.AccessMode) throw Errno.EINVAL;
  if ((flags & OpenFlags.Temporary) !== 0) return openNameless(context, credentials, base, path, flags, mode);
  const creates = (flags & OpenFlags.Create) !== 0;
  const isExclusive = creates && (flags & OpenFlags.Exclusive) !== 0;
  if (creates && (flags & OpenFlags.Directory) !== 0) throw Errno.EINVAL;
  const follow = (flags & OpenFlags.NoFollow) === 0 && !isExclusive;
  const place = new Place();
  for (let attempt: u32 = 0; ; attempt++) {
    walk(place, context, credentials, base, path, follow);
    const inode = place.inode;
    if (inode !== null) {
      if (isExclusive) throw Errno.EEXIST;
      checkOpen(credentials, inode, flags);
      if ((flags & OpenFlags.Truncate) !== 0 && inode.isRegular) inode.truncate(0);
      return inode.open(flags);
    }
    if (!creates) throw Errno.ENOENT;
    try {
      return makeIn(place, context, credentials, FileType.Regular | (mode & PERMISSION_MASK), 0).open(flags);
    } catch (error) {
      if (errnoOf(error) !== Errno.EEXIST || isExclusive || attempt === ATTEMPTS) throw error;
    }
  }
}

function checkOpen(credentials: Credentials, inode: Inode, flags: u32): void {
  if (inode.isLink) throw Errno.ELOOP;
  if (inode.isDirectory) {
    if (isWritable(flags) || (flags & OpenFlags.Create) !== 0) throw Errno.EISDIR;
  } else if ((flags & OpenFlags.Directory) !== 0) {
    throw Errno.ENOTDIR;
  }
  let access = FileAccess.None;
  if (isReadable(flags)) access |= FileAccess.Read;
  if (isWritable(flags) || (flags & OpenFlags.Truncate) !== 0) access |= FileAccess.Write;
  inode.checkAccess(credentials, access);
  if ((flags & OpenFlags.NoAccessTime) !== 0) inode.checkOwner(credentials);
}

/** O_TMPFILE. */
function openNameless(
  context: DirectoryContext,
  credentials: Credentials,
  base: Inode | null,
  path: string,
  flags: u32,
  mode: u32,
): File {
  if (!isWritable(flags)) throw Errno.EINVAL;
  const directory = resolveAt(context, credentials, base, path, true);
  if (!directory.isDirectory) throw Errno.ENOTDIR;
  directory.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
  const permissions = mode & PERMISSION_MASK & ~context.umask;
  return directory.makeNameless(permissions, credentials.user.file, credentials.group.file).open(flags);
}

/**
 * Makes a file of the mode's type where a walk has found nothing; the umask is taken off. Throws EEXIST when there is something, EISDIR for a path
 * that means a directory, ENOENT, EACCES, and what the file system throws.
 */
export function makeIn(
  place: Place,
  context: DirectoryContext,
  credentials: Credentials,
  mode: u32,
  device: u64,
): Inode {
  const directory = checkVacant(place, credentials);
  const isDirectory = (mode & 0xf000) === FileType.Directory;
  if (place.hasSlash && !isDirectory)
    throw (mode & 0xf000) === FileType.Regular ? Errno.EISDIR : Errno.ENOENT;
  let permissions = mode & PERMISSION_MASK & ~context.umask;
  // A set-group-ID directory hands its group down (BSD's way), and to directories the bit as well.
  const inherits = (directory.mode & SET_GROUP) !== 0;
  if (inherits && isDirectory) permissions |= SET_GROUP;
  const group = inherits ? directory.group : credentials.group.file;
  return directory.make(place.name, (mode & 0xf000) | permissions, credentials.user.file, group, device);
}

/** The directory in which a new name may be entered at the place. Throws EEXIST, EACCES, EROFS. */
export function checkVacant(place: Place, credentials: Credentials): Inode {
  const directory = place.directory;
  if (place.inode !== null || place.last !== LastName.Ordinary || directory === null) throw Errno.EEXIST;
  directory.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
  return directory;
}
