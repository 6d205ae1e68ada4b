/** Opening by path (open(2)): which files come into being, and who may open what. */

import { Errno } from "../../core/errno.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { DirectoryContext } from "./directory-context.ts";
import type { File } from "./file.ts";
import type { Inode } from "./inode.ts";
import {
  FileAccess,
  FileType,
  GROUP_EXECUTE,
  PERMISSION_MASK,
  SET_GROUP,
  TYPE_MASK,
} from "../rights/mode.ts";
import { mayGiveGroupRights, mayUsePlanted } from "../rights/policy.ts";
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
    return new PathFile(inode, flags & (OpenFlags.Path | OpenFlags.Directory | OpenFlags.NoFollow));
  }
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
      if (creates) checkPlanted(credentials, inode, place.directory);
      const file = inode.open(flags);
      if ((flags & OpenFlags.Truncate) !== 0 && inode.isRegular) inode.truncateFor(credentials, 0);
      return file;
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
  // What is in memory alone is read and written directly as it is; nothing else can be.
  if ((flags & OpenFlags.Direct) !== 0 && !inode.isRegular) throw Errno.EINVAL;
  if (inode.isDirectory) {
    if ((flags & OpenFlags.AccessMode) !== 0 || (flags & (OpenFlags.Create | OpenFlags.Truncate)) !== 0)
      throw Errno.EISDIR;
  } else if ((flags & OpenFlags.Directory) !== 0) {
    throw Errno.ENOTDIR;
  }
  let access = FileAccess.None;
  // Neither readable nor writable, mode 3 is for what ioctl(2) asks, and takes both rights.
  const isForControl = (flags & OpenFlags.AccessMode) === OpenFlags.AccessMode;
  if (isReadable(flags) || isForControl) access |= FileAccess.Read;
  if (isWritable(flags) || isForControl || (flags & OpenFlags.Truncate) !== 0) access |= FileAccess.Write;
  inode.checkAccess(credentials, access);
  if ((flags & OpenFlags.NoAccessTime) !== 0) inode.checkOwner(credentials);
  inode.checkOpen(credentials, flags);
}

/** O_CREAT of a file or FIFO that somebody else may have put there, where everybody may: EACCES (fs.protected_regular, fs.protected_fifos). */
function checkPlanted(credentials: Credentials, inode: Inode, directory: Inode | null): void {
  if (directory === null || inode.isDirectory) return;
  if (!mayUsePlanted(credentials, inode.mode, inode.user, directory.mode, directory.user)) throw Errno.EACCES;
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
  const made = new NewFile(
    directory,
    credentials,
    FileType.Regular | (mode & PERMISSION_MASK & ~context.umask),
  );
  const inode = directory.makeNameless(made.mode & PERMISSION_MASK, credentials.user.file, made.group);
  inode.mayGetName = (flags & OpenFlags.Exclusive) === 0;
  return inode.open(flags);
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
  const made = new NewFile(directory, credentials, mode & ~context.umask);
  return directory.make(place.name, made.mode, credentials.user.file, made.group, device);
}

/** The group and the mode of what is made in a directory. */
@struct
class NewFile {
  readonly group: u32;
  readonly mode: u32;

  constructor(directory: Inode, credentials: Credentials, mode: u32) {
    let made = mode & (TYPE_MASK | PERMISSION_MASK);
    // A set-group-ID directory hands its group down (BSD's way), and to directories the bit as well; but nobody makes programs that run as a group not his.
    const inherits = (directory.mode & SET_GROUP) !== 0;
    if (inherits && (made & TYPE_MASK) === FileType.Directory) made |= SET_GROUP;
    else if (inherits && (made & GROUP_EXECUTE) !== 0 && !mayGiveGroupRights(credentials, directory.group))
      made &= ~SET_GROUP;
    this.group = inherits ? directory.group : credentials.group.file;
    this.mode = made;
  }
}

/** The directory in which a new name may be entered at the place. Throws EEXIST, EACCES, EROFS. */
export function checkVacant(place: Place, credentials: Credentials): Inode {
  const directory = place.directory;
  if (place.inode !== null || place.last !== LastName.Ordinary || directory === null) throw Errno.EEXIST;
  directory.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
  return directory;
}
