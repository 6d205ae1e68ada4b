import { Errno } from "../../core/errno.ts";
import type { PhysAddr } from "../platform/address.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { SharedReference } from "../platform/shared-reference.ts";
import { PageSource } from "../memory/region.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { DirectorySink } from "./directory-sink.ts";
import type { File } from "./file.ts";
import type { FileLocks } from "./file-locks.ts";
import type { FileSystem } from "./file-system.ts";
import { FileTime } from "./file-time.ts";
import { FileUse } from "./file-use.ts";
import { FileAccess, FileType, PERMISSION_MASK, SET_GROUP, SET_USER, TYPE_MASK } from "../rights/mode.ts";
import { bitsLostByChange, mayAccess, mayActAsOwner, mayKeepBits, mayRemove } from "../rights/policy.ts";
import type { Mount } from "./mount.ts";

/**
 * A file, whatever its type: what a name in a directory leads to.
 *
 * File systems extend it and override what their files can do; what they leave out throws the errno of a file that cannot.
 * Names are single path components, checked by the walk (path.ts): not empty, not "." or "..", at most 255 bytes, no "/".
 */
export abstract class Inode extends PageSource {
  readonly fileSystem: FileSystem;
  /** `st_ino`. */
  readonly number: u64;
  /** Type and permissions. */
  mode: u32;
  user: u32;
  group: u32;
  links: u32 = 1;
  /** It has no name yet and may get one (O_TMPFILE); a file whose last name is gone gets none any more. */
  mayGetName: boolean = false;
  /** Who writes to it and who executes it. */
  readonly use: FileUse = new FileUse();
  /** Bytes of a regular file or a link's text. */
  size: u64 = 0;
  /** Last read, last change of contents, last change of anything, making. */
  accessTime: FileTime;
  modifyTime: FileTime;
  changeTime: FileTime;
  readonly birthTime: FileTime;

  /**
   * The directory that it is in and its name there: for directories the truth, for other files the link by which they
   * were last found. Null and "" for a file system's root and for files without a name.
   */
  readonly parent = new SharedReference<Inode | null>(null);
  readonly name = new SharedReference<string>("");
  /** A directory: what is mounted on it. Changed under the mount table's lock. */
  readonly covered = new SharedReference<Mount | null>(null);
  /** Locks of fcntl(2) and flock(2), made when the first is set, once (`locksOf`). */
  locks: FileLocks | null = null;

  constructor(fileSystem: FileSystem, number: u64, mode: u32, user: u32, group: u32) {
    super();
    this.fileSystem = fileSystem;
    this.number = number;
    this.mode = mode;
    this.user = user;
    this.group = group;
    const now = FileTime.now();
    this.accessTime = now;
    this.modifyTime = now;
    this.changeTime = now;
    this.birthTime = now;
  }

  /** What kind of file it is: never changes. */
  get type(): FileType {
    return (this.mode & TYPE_MASK) as FileType;
  }

  get isDirectory(): boolean {
    return (this.mode & TYPE_MASK) === FileType.Directory;
  }

  get isLink(): boolean {
    return (this.mode & TYPE_MASK) === FileType.Link;
  }

  get isRegular(): boolean {
    return (this.mode & TYPE_MASK) === FileType.Regular;
  }

  /** `st_rdev`: the device's number (`makeDevice`), 0 for other files. */
  get deviceNumber(): u64 {
    return 0;
  }

  /** `st_blocks`: units of 512 bytes in use. */
  get blocks(): u64 {
    return 0;
  }

  // ---------------------------------------------------------------- permissions

  /** Throws EACCES unless the credentials allow all of the access, EROFS for writing on a read-only file system. */
  checkAccess(credentials: Credentials, access: FileAccess): void {
    if ((access & FileAccess.Write) !== 0 && this.fileSystem.isReadOnly && this.isStored) throw Errno.EROFS;
    if (!this.allows(credentials, access)) throw Errno.EACCES;
  }

  /** Whether the mode, or a capability, allows all of the access. */
  allows(credentials: Credentials, access: FileAccess): boolean {
    return mayAccess(credentials, this.mode, this.user, this.group, access);
  }

  /** Whether writing to it changes the file system (writing to a device or a FIFO does not). */
  private get isStored(): boolean {
    const type = this.mode & TYPE_MASK;
    return type === FileType.Regular || type === FileType.Directory || type === FileType.Link;
  }

  /** Throws EACCES unless it is a regular file that the credentials may execute, on a file system that allows it. */
  checkExecutable(credentials: Credentials): void {
    if (!this.isRegular) throw Errno.EACCES;
    this.checkAccess(credentials, FileAccess.Execute);
  }

  /** What besides its permissions decides whether it may be opened. Throws EPERM. */
  checkOpen(_credentials: Credentials, _flags: u32): void {}

  /** Throws EPERM unless the credentials are the owner's or privileged (chmod(2), utimensat(2)). */
  checkOwner(credentials: Credentials): void {
    if (!mayActAsOwner(credentials, this.user)) throw Errno.EPERM;
  }

  /** Throws what unlink(2) throws when the credentials may not take `entry` out of this directory. */
  checkRemoval(credentials: Credentials, entry: Inode): void {
    this.checkAccess(credentials, FileAccess.Write | FileAccess.Execute);
    if (!mayRemove(credentials, this.mode, this.user, entry.user)) throw Errno.EPERM;
  }

  // ---------------------------------------------------------------- directories

  /** The entry with the name, or null. Throws ENOTDIR, ENOMEM. */
  lookup(_name: Span<u8>): Inode | null {
    throw Errno.ENOTDIR;
  }

  /**
   * Makes a file of the mode's type in this directory; `device` is the number of a device node. Throws EEXIST, ENOSPC,
   * ENOMEM; EPERM where the file system cannot; ENOENT when the directory itself was removed.
   */
  make(_name: string, _mode: u32, _user: u32, _group: u32, _device: u64): Inode {
    throw Errno.EPERM;
  }

  /** Makes a regular file without a name (O_TMPFILE). Throws EOPNOTSUPP, ENOMEM. */
  makeNameless(_permissions: u32, _user: u32, _group: u32): Inode {
    throw Errno.EOPNOTSUPP;
  }

  /** Makes a symbolic link. Throws as `make`. */
  makeLink(_name: string, _target: string, _user: u32, _group: u32): Inode {
    throw Errno.EPERM;
  }

  /** Gives `target`, which is of the same file system and no directory, one more name. Throws as `make`; EMLINK. */
  link(_name: string, _target: Inode): void {
    throw Errno.EPERM;
  }

  /** Takes away a name that leads to `entry`, which is no directory. Throws ENOENT when it does not (any more). */
  unlink(_name: string, _entry: Inode): void {
    throw Errno.EPERM;
  }

  /** Takes away the empty directory `entry`. Throws ENOTEMPTY, ENOENT. */
  removeDirectory(_name: string, _entry: Inode): void {
    throw Errno.EPERM;
  }

  /**
   * rename(2) within the file system: `entry` here becomes `newName` in `target`. What was there goes, unless `exchange`, when
   * it comes here. Throws ENOENT, EINVAL (into itself), ENOTEMPTY, EISDIR, ENOTDIR.
   */
  rename(_name: string, _entry: Inode, _target: Inode, _newName: string, _exchange: boolean): void {
    throw Errno.EPERM;
  }

  /**
   * Gives `sink` the entries from a position on, until it is full or they end, "." and ".." first. Positions are 0, or what the sink was
   * told; they stay valid while entries come and go. Throws ENOTDIR, ENOMEM.
   */
  readEntries(_position: u64, _sink: DirectorySink): void {
    throw Errno.ENOTDIR;
  }

  /** The file system that this was in is unmounted, and nothing may keep anything else in it: adds its children to the list. Throws ENOMEM. */
  dismantle(_children: Inode[]): void {}

  // ---------------------------------------------------------------- links

  /** A symbolic link's text. Throws EINVAL, ENOMEM. */
  readLink(): string {
    throw Errno.EINVAL;
  }

  /** Links that lead to a file directly, whatever their text says (/proc/PID/fd). Null: follow the text. Throws ENOENT, EACCES. */
  linkTarget(): Inode | null {
    return null;
  }

  // ---------------------------------------------------------------- contents

  /** A new open file description; permissions have been checked. Throws ENXIO, EISDIR, ENOMEM, RESTART (a FIFO's other end). */
  abstract open(flags: u32): File;

  /** Reads from an offset into the buffer, less than it holds at the end of the file. Throws EFAULT, ENOMEM, EIO. */
  readAt(_buffer: IoBuffer, _offset: u64): void {
    throw Errno.EINVAL;
  }

  /** Writes the whole buffer at an offset. Throws EFAULT, ENOSPC, EFBIG, ENOMEM, EIO. */
  writeAt(_buffer: IoBuffer, _offset: u64): void {
    throw Errno.EINVAL;
  }

  /** Makes the file this long: cut, or filled up with zeros. Throws EINVAL, EISDIR, EFBIG, ENOSPC. */
  truncate(_size: u64): void {
    throw this.isDirectory ? Errno.EISDIR : Errno.EINVAL;
  }

  /** fallocate(2): sees to it that writes to the range find room, or (`isHole`) makes it read as zeros. Throws EOPNOTSUPP, ENOSPC, ENOMEM, EINTR. */
  reserve(_offset: u64, _length: u64, _isHole: boolean): void {
    throw Errno.EOPNOTSUPP;
  }

  override share(_index: u64): PhysAddr {
    throw Errno.ENODEV;
  }

  /** Its path from the root of all, for /proc and messages. Throws ENOMEM. */
  override describe(): string {
    return pathOf(this, null);
  }

  // ---------------------------------------------------------------- attributes

  /** Throws EPERM where modes cannot change. */
  setMode(permissions: u32): void {
    this.mode = (this.mode & TYPE_MASK) | permissions;
    this.changeTime = FileTime.now();
  }

  /** Who may has been checked by the caller. */
  setOwner(user: u32, group: u32): void {
    this.user = user;
    this.group = group;
    this.changeTime = FileTime.now();
  }

  /** Whether a program in it would run as its owner, or with its group. */
  get hasIdBits(): boolean {
    return (this.mode & (SET_USER | SET_GROUP)) !== 0 && this.isRegular;
  }

  /** Contents are about to be changed for the credentials: a program that ran with its owner's rights was not made for that. */
  dropBits(credentials: Credentials): void {
    if (!this.hasIdBits || mayKeepBits(credentials)) return;
    const lost = bitsLostByChange(credentials, this.mode, this.group);
    if (lost !== 0) this.setMode(this.mode & PERMISSION_MASK & ~lost);
  }

  /** Truncates it for somebody who has not opened it for writing (truncate(2), O_TRUNC). Throws ETXTBSY while it is executed, and as `truncate`. */
  truncateFor(credentials: Credentials, size: u64): void {
    this.use.enter(1);
    try {
      this.dropBits(credentials);
      this.truncate(size);
    } finally {
      this.use.leave(1);
    }
  }

  override pageWritten(): void {
    this.touchModified();
  }

  /** Contents have changed. */
  touchModified(): void {
    const now = FileTime.now();
    this.modifyTime = now;
    this.changeTime = now;
  }

  /** Contents were read. As Linux mounts do by default, the time is kept only if it says more than the others ("relatime"). */
  touchAccessed(): void {
    if (this.accessTime.isAfter(this.modifyTime) && this.accessTime.isAfter(this.changeTime)) return;
    this.accessTime = FileTime.now();
  }
}

/** Whether an inode is the root, or lies below it. */
export function isBelow(inode: Inode, root: Inode): boolean {
  for (let at: Inode | null = inode; at !== null;) {
    if (at === root) return true;
    const mount: Mount | null = at.fileSystem.mount.load();
    at = at.parent.load() ?? mount?.point ?? null;
  }
  return false;
}

/**
 * The path of an inode: from `root` (a process's), or from the root of all when that is null or does not lie above it. A
 * removed file's ends with " (deleted)". Throws ENOMEM.
 */
export function pathOf(inode: Inode, root: Inode | null): string {
  let path = "";
  let at = inode;
  for (;;) {
    if (root !== null && at === root) break;
    const parent = at.parent.load();
    if (parent !== null) {
      path = `/${at.name.load()}${path}`;
      at = parent;
      continue;
    }
    const mount = at.fileSystem.mount.load();
    if (mount === null || mount.point === null) break;
    at = mount.point;
  }
  if (path === "") path = "/";
  return inode.links === 0 ? `${path} (deleted)` : path;
}
