/** System calls that tell about files (stat(2)). */

import { Errno } from "../../core/errno.ts";
import { majorOf, minorOf } from "../file/device-registry.ts";
import type { FileTime } from "../file/file-time.ts";
import type { Inode } from "../file/inode.ts";
import { storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { AT_FDCWD, fileAt, fileOrDescriptorAt } from "./paths.ts";
import { TimeSpec } from "./structures.ts";
import type { DirectoryFd, Fd, Out, UserPath } from "./abi/arguments.ts";
import { AtFlags, type Only, type StatxFlags, type StatxMask } from "./abi/file-flags.ts";

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

function setTime(into: TimeSpec, time: FileTime): void {
  into.seconds = time.seconds;
  into.nanoseconds = i64(time.nanoseconds);
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
  setTime(status.accessTime, inode.accessTime);
  setTime(status.modifyTime, inode.modifyTime);
  setTime(status.changeTime, inode.changeTime);
  storeStruct(address, status);
  return 0;
}

/**
 * newfstatat(2): the attributes of the file at a path, as `struct stat`. Flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH (an empty path means the
 * descriptor).
 *
 * Errors: EACCES; EBADF; EINVAL flags; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function newfstatat(
  directory: DirectoryFd,
  path: UserPath,
  address: Out<"stat">,
  flags: Only<AtFlags, "AT_SYMLINK_NOFOLLOW" | "AT_EMPTY_PATH" | "AT_NO_AUTOMOUNT">,
): i64 {
  return storeStatus(fileOrDescriptorAt(directory, path, flags), address);
}

/** stat(2): newfstatat from the current directory. */
export function stat(path: UserPath, address: Out<"stat">): i64 {
  return storeStatus(fileAt(AT_FDCWD, path, true), address);
}

/** lstat(2): stat of a link itself. */
export function lstat(path: UserPath, address: Out<"stat">): i64 {
  return storeStatus(fileAt(AT_FDCWD, path, false), address);
}

/**
 * fstat(2): the attributes of an open file.
 *
 * Errors: EBADF; EFAULT.
 */
export function fstat(fd: Fd, address: Out<"stat">): i64 {
  return storeStatus(currentProcess().descriptors.getAny(fd).inode, address);
}

/** `struct statx_timestamp`. */
@struct
@size(16)
class StatxTime {
  seconds: i64 = 0;
  nanoseconds: u32 = 0;
  reserved: i32 = 0;

  set(time: FileTime): void {
    this.seconds = time.seconds;
    this.nanoseconds = time.nanoseconds;
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
export function statx(
  directory: DirectoryFd,
  path: UserPath,
  flags: StatxFlags,
  mask: StatxMask,
  address: Out<"statx">,
): i64 {
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
