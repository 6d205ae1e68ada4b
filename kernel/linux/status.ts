/** System calls on the attributes of files and file systems. */

import { Errno } from "../../core/errno.ts";
import type { Credentials } from "../file/credentials.ts";
import { FileSystemStatus } from "../file/file-system.ts";
import { majorOf, minorOf } from "../file/device-registry.ts";
import type { Inode } from "../file/inode.ts";
import { FileAccess, PERMISSION_MASK, SET_GROUP, SET_USER } from "../file/mode.ts";
import { realtimeNanoseconds } from "../platform/clock.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_NO_AUTOMOUNT,
  AT_SYMLINK_NOFOLLOW,
  checkFlags,
  fileAt,
  fileOrDescriptorAt,
} from "./paths.ts";
import { TimeSpec } from "./structures.ts";

const BLOCK_SIZE = 4096;

/** `struct stat`. */
@struct
@size(144)
class Status {
  device: u64 = 0;
  number: u64 = 0;
  links: u64 = 0;
  mode: u32 = 0;
  user: u32 = 0;
  group: u32 = 0;
  padding: u32 = 0;
  deviceNumber: u64 = 0;
  size: u64 = 0;
  blockSize: u64 = 0;
  blocks: u64 = 0;
  accessTime: TimeSpec = new TimeSpec();
  modifyTime: TimeSpec = new TimeSpec();
  changeTime: TimeSpec = new TimeSpec();
  reserved = new FixedArray<u64, 3>();
}

function storeStatus(inode: Inode, address: u64): i64 {
  const status = new Status();
  status.device = inode.fileSystem.device;
  status.number = inode.number;
  status.links = u64(inode.links);
  status.mode = inode.mode;
  status.user = inode.user;
  status.group = inode.group;
  status.deviceNumber = inode.deviceNumber;
  status.size = inode.size;
  status.blockSize = BLOCK_SIZE;
  status.blocks = inode.blocks;
  status.accessTime.set(inode.accessTime);
  status.modifyTime.set(inode.modifyTime);
  status.changeTime.set(inode.changeTime);
  storeStruct(address, status);
  return 0;
}

/**
 * newfstatat(2): the attributes of the file at a path, as `struct stat`. Flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH (an empty path means the
 * descriptor).
 *
 * Errors: EACCES; EBADF; EINVAL flags; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function newfstatat(directory: i32, path: u64, address: u64, flags: u32): i64 {
  checkFlags(flags, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT);
  return storeStatus(fileOrDescriptorAt(directory, path, flags), address);
}

/** stat(2): newfstatat from the current directory. */
export function stat(path: u64, address: u64): i64 {
  return storeStatus(fileAt(AT_FDCWD, path, true), address);
}

/** lstat(2): stat of a link itself. */
export function lstat(path: u64, address: u64): i64 {
  return storeStatus(fileAt(AT_FDCWD, path, false), address);
}

/**
 * fstat(2): the attributes of an open file.
 *
 * Errors: EBADF; EFAULT.
 */
export function fstat(fd: i32, address: u64): i64 {
  return storeStatus(currentProcess().descriptors.get(fd).inode, address);
}

/** `struct statx_timestamp`. */
@struct
@size(16)
class StatxTime {
  seconds: i64 = 0;
  nanoseconds: u32 = 0;
  reserved: i32 = 0;

  set(time: u64): void {
    this.seconds = i64(time / 1_000_000_000);
    this.nanoseconds = u32(time % 1_000_000_000);
  }
}

/** `struct statx`. */
@struct
@size(256)
class ExtendedStatus {
  mask: u32 = 0;
  blockSize: u32 = 0;
  attributes: u64 = 0;
  links: u32 = 0;
  user: u32 = 0;
  group: u32 = 0;
  mode: u16 = 0;
  padding: u16 = 0;
  number: u64 = 0;
  size: u64 = 0;
  blocks: u64 = 0;
  attributesMask: u64 = 0;
  accessTime: StatxTime = new StatxTime();
  birthTime: StatxTime = new StatxTime();
  changeTime: StatxTime = new StatxTime();
  modifyTime: StatxTime = new StatxTime();
  deviceNumberMajor: u32 = 0;
  deviceNumberMinor: u32 = 0;
  deviceMajor: u32 = 0;
  deviceMinor: u32 = 0;
  reserved = new FixedArray<u64, 14>();
}

const AT_STATX_SYNC_TYPE: u32 = 0x6000;
/** STATX_BASIC_STATS and STATX_BTIME: what is always filled in. */
const STATX_FILLED: u32 = 0xfff;
const STATX_RESERVED: u32 = 0x8000_0000;

/**
 * statx(2): the attributes of a file as `struct statx`, always the basic ones and the time of birth.
 *
 * Errors: as newfstatat; EINVAL a reserved bit in the mask.
 */
export function statx(directory: i32, path: u64, flags: u32, mask: u32, address: u64): i64 {
  checkFlags(flags, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_SYNC_TYPE);
  if ((mask & STATX_RESERVED) !== 0 || (flags & AT_STATX_SYNC_TYPE) === AT_STATX_SYNC_TYPE)
    throw Errno.EINVAL;
  const inode = fileOrDescriptorAt(directory, path, flags);
  const status = new ExtendedStatus();
  status.mask = STATX_FILLED;
  status.blockSize = BLOCK_SIZE;
  status.links = inode.links;
  status.user = inode.user;
  status.group = inode.group;
  status.mode = u16(inode.mode);
  status.number = inode.number;
  status.size = inode.size;
  status.blocks = inode.blocks;
  status.accessTime.set(inode.accessTime);
  status.birthTime.set(inode.birthTime);
  status.changeTime.set(inode.changeTime);
  status.modifyTime.set(inode.modifyTime);
  status.deviceNumberMajor = majorOf(inode.deviceNumber);
  status.deviceNumberMinor = minorOf(inode.deviceNumber);
  status.deviceMajor = majorOf(inode.fileSystem.device);
  status.deviceMinor = minorOf(inode.fileSystem.device);
  storeStruct(address, status);
  return 0;
}

// ---------------------------------------------------------------- permissions

const AT_EACCESS: u32 = 0x200;

/**
 * faccessat2(2): whether the process may read (4), write (2) or execute (1) the file, or whether it exists (0): by its real ids, by the effective ones with
 * AT_EACCESS.
 *
 * Errors: EACCES it may not; EROFS; EINVAL mode or flags; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function faccessat2(directory: i32, path: u64, mode: u32, flags: u32): i64 {
  checkFlags(flags, AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
  if ((mode & ~u32(7)) !== 0) throw Errno.EINVAL;
  const inode = fileOrDescriptorAt(directory, path, flags);
  if (mode === 0) return 0;
  const { credentials } = currentProcess();
  inode.checkAccess(
    (flags & AT_EACCESS) !== 0 ? credentials : realCredentials(credentials),
    mode as FileAccess,
  );
  return 0;
}

/** access(2) asks for the user that runs a set-user-ID program. */
function realCredentials(credentials: Credentials): Credentials {
  if (
    credentials.realUser === credentials.effectiveUser &&
    credentials.realGroup === credentials.effectiveGroup
  ) {
    return credentials;
  }
  const real = credentials.copy();
  real.effectiveUser = real.realUser;
  real.effectiveGroup = real.realGroup;
  return real;
}

/** faccessat(2): faccessat2 without flags. */
export function faccessat(directory: i32, path: u64, mode: u32): i64 {
  return faccessat2(directory, path, mode, 0);
}

/** access(2): faccessat from the current directory. */
export function access(path: u64, mode: u32): i64 {
  return faccessat2(AT_FDCWD, path, mode, 0);
}

function changeMode(inode: Inode, mode: u32): i64 {
  const { credentials } = currentProcess();
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  inode.checkOwner(credentials);
  let permissions = mode & PERMISSION_MASK;
  // Whoever is not in the file's group cannot hand out that group's rights.
  if (!credentials.isPrivileged && !credentials.isInGroup(inode.group)) permissions &= ~SET_GROUP;
  inode.setMode(permissions);
  return 0;
}

/**
 * fchmodat(2): sets the permissions of the file at a path.
 *
 * Errors: EPERM not the owner; EROFS; EOPNOTSUPP a symbolic link; EACCES; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function fchmodat(directory: i32, path: u64, mode: u32): i64 {
  return changeMode(fileAt(directory, path, true), mode);
}

/** chmod(2): fchmodat from the current directory. */
export function chmod(path: u64, mode: u32): i64 {
  return changeMode(fileAt(AT_FDCWD, path, true), mode);
}

/** fchmod(2): chmod of an open file. Errors: EBADF; EPERM; EROFS. */
export function fchmod(fd: i32, mode: u32): i64 {
  return changeMode(currentProcess().descriptors.get(fd).inode, mode);
}

const UNCHANGED: u32 = 0xffff_ffff;

function changeOwner(inode: Inode, user: u32, group: u32): i64 {
  const { credentials } = currentProcess();
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  const newUser = user === UNCHANGED ? inode.user : user;
  const newGroup = group === UNCHANGED ? inode.group : group;
  if (!credentials.isPrivileged) {
    inode.checkOwner(credentials);
    if (newUser !== inode.user) throw Errno.EPERM;
    if (newGroup !== inode.group && !credentials.isInGroup(newGroup)) throw Errno.EPERM;
  }
  inode.setOwner(newUser, newGroup);
  // A program that ran as its owner must not run as the new one by mistake.
  if (inode.isRegular && (inode.mode & (SET_USER | SET_GROUP)) !== 0) {
    const keepsGroupBit = (inode.mode & 0o10) === 0;
    inode.setMode(inode.mode & PERMISSION_MASK & ~SET_USER & ~(keepsGroupBit ? 0 : SET_GROUP));
  }
  return 0;
}

/**
 * fchownat(2): sets the owner and the group of the file at a path; -1 leaves one as it is. Flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH.
 *
 * Errors: EPERM; EROFS; EINVAL flags; EACCES; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function fchownat(directory: i32, path: u64, user: u32, group: u32, flags: u32): i64 {
  checkFlags(flags, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
  return changeOwner(fileOrDescriptorAt(directory, path, flags), user, group);
}

/** chown(2): fchownat from the current directory. */
export function chown(path: u64, user: u32, group: u32): i64 {
  return changeOwner(fileAt(AT_FDCWD, path, true), user, group);
}

/** lchown(2): chown of a link itself. */
export function lchown(path: u64, user: u32, group: u32): i64 {
  return changeOwner(fileAt(AT_FDCWD, path, false), user, group);
}

/** fchown(2): chown of an open file. Errors: EBADF; EPERM; EROFS. */
export function fchown(fd: i32, user: u32, group: u32): i64 {
  return changeOwner(currentProcess().descriptors.get(fd).inode, user, group);
}

/**
 * umask(2): sets the permissions that new files do not get, and returns the old ones. Never fails.
 */
export function umask(mask: u32): i64 {
  const { directories } = currentProcess();
  const previous = directories.umask;
  directories.umask = mask & 0o777;
  return i64(previous);
}

// ---------------------------------------------------------------- times

const UTIME_NOW: i64 = 0x3fff_ffff;
const UTIME_OMIT: i64 = 0x3fff_fffe;

/**
 * utimensat(2): sets the times of last access and modification; an address of 0 means now, as does UTIME_NOW; UTIME_OMIT leaves one as it is. A path of 0
 * means the descriptor.
 *
 * Errors: EACCES now, but neither owner nor allowed to write; EPERM another time, not the owner; EINVAL; EROFS; EBADF; ENOENT; ENOTDIR; EFAULT; ELOOP;
 * ENAMETOOLONG; ENOMEM.
 */
export function utimensat(directory: i32, path: u64, times: u64, flags: u32): i64 {
  checkFlags(flags, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
  const inode =
    path === 0
      ? currentProcess().descriptors.get(directory).inode
      : fileOrDescriptorAt(directory, path, flags);
  const access = new TimeSpec();
  const modify = new TimeSpec();
  access.nanoseconds = UTIME_NOW;
  modify.nanoseconds = UTIME_NOW;
  if (times !== 0) {
    loadStruct(times, access);
    loadStruct(times + 16, modify);
  }
  checkTime(access);
  checkTime(modify);
  if (access.nanoseconds === UTIME_OMIT && modify.nanoseconds === UTIME_OMIT) return 0;
  checkMaySetTimes(inode, access.nanoseconds === UTIME_NOW && modify.nanoseconds === UTIME_NOW);
  const now = realtimeNanoseconds();
  if (access.nanoseconds !== UTIME_OMIT) inode.accessTime = timeOf(access, now);
  if (modify.nanoseconds !== UTIME_OMIT) inode.modifyTime = timeOf(modify, now);
  inode.changeTime = now;
  return 0;
}

function checkTime(time: TimeSpec): void {
  const isSpecial = time.nanoseconds === UTIME_NOW || time.nanoseconds === UTIME_OMIT;
  if (!isSpecial && (time.nanoseconds < 0 || time.nanoseconds >= 1_000_000_000)) throw Errno.EINVAL;
}

/** Times before 1970 become 1970: Tessera's files know no earlier ones. */
function timeOf(time: TimeSpec, now: u64): u64 {
  if (time.nanoseconds === UTIME_NOW) return now;
  return time.seconds < 0 ? 0 : time.total;
}

function checkMaySetTimes(inode: Inode, isNow: boolean): void {
  if (inode.fileSystem.isReadOnly) throw Errno.EROFS;
  const { credentials } = currentProcess();
  if (credentials.isPrivileged || credentials.effectiveUser === inode.user) return;
  if (!isNow) throw Errno.EPERM;
  inode.checkAccess(credentials, FileAccess.Write);
}

// ---------------------------------------------------------------- file systems

/** `struct statfs`. */
@struct
@size(120)
class FileSystemInformation {
  type: u64 = 0;
  blockSize: u64 = 0;
  blocks: u64 = 0;
  freeBlocks: u64 = 0;
  availableBlocks: u64 = 0;
  files: u64 = 0;
  freeFiles: u64 = 0;
  id: u64 = 0;
  nameLength: u64 = 0;
  fragmentSize: u64 = 0;
  flags: u64 = 0;
  reserved = new FixedArray<u64, 4>();
}

const ST_RDONLY: u64 = 1;
/** "The flags are valid." */
const ST_VALID: u64 = 0x20;

function storeFileSystem(inode: Inode, address: u64): i64 {
  const status = new FileSystemStatus();
  inode.fileSystem.status(status);
  const information = new FileSystemInformation();
  information.type = status.magic;
  information.blockSize = status.blockSize;
  information.blocks = status.blocks;
  information.freeBlocks = status.freeBlocks;
  information.availableBlocks = status.freeBlocks;
  information.files = status.files;
  information.freeFiles = status.freeFiles;
  information.id = inode.fileSystem.device;
  information.nameLength = 255;
  information.fragmentSize = status.blockSize;
  information.flags = ST_VALID | (inode.fileSystem.isReadOnly ? ST_RDONLY : 0);
  storeStruct(address, information);
  return 0;
}

/**
 * statfs(2): type and sizes of the file system that the file is on.
 *
 * Errors: EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function statfs(path: u64, address: u64): i64 {
  return storeFileSystem(fileAt(AT_FDCWD, path, true), address);
}

/** fstatfs(2): statfs of an open file. Errors: EBADF; EFAULT. */
export function fstatfs(fd: i32, address: u64): i64 {
  return storeFileSystem(currentProcess().descriptors.get(fd).inode, address);
}
