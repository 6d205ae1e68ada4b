/** What the file system knows about files, and the calls that change it. All throw the Errno that Linux gives. */

import { addressOf, dataOf } from "unsafe";
import { readU16, readU64 } from "../bytes.ts";
import { closeQuietly, open, Open } from "./file.ts";
import { FROM_WORKING_DIRECTORY, pathAddress } from "./path.ts";
import { argument, Call, call3, call4, call5, checkResult } from "./syscalls.ts";

const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const AT_EMPTY_PATH = 0x1000;

/** Kinds of files: the top four bits of a mode, and d_type of directory entries. */
export enum FileType {
  unknown = 0,
  pipe = 1,
  characterDevice = 2,
  directory = 4,
  blockDevice = 6,
  regular = 8,
  link = 10,
  socket = 12,
}

/** struct stat (arch/x86/include/uapi/asm/stat.h). */
@struct
@size(144)
export class Stat {
  device: u64;
  inode: u64;
  links: u64;
  mode: u32;
  userId: u32;
  groupId: u32;
  readonly padding: u32;
  /** Of a device file: the device that it is. */
  specialDevice: u64;
  fileSize: u64;
  blockSize: u64;
  /** Of 512 bytes. */
  blocks: u64;
  accessSeconds: i64;
  accessNanoseconds: u64;
  modifySeconds: i64;
  modifyNanoseconds: u64;
  changeSeconds: i64;
  changeNanoseconds: u64;
  readonly unused: FixedArray<u64, 3>;

  /** What kind of file it is: the highest bits of the mode. */
  get type(): FileType {
    return (this.mode >> 12) as FileType;
  }

  /** Whether it is a directory. */
  get isDirectory(): boolean {
    return this.type === FileType.directory;
  }

  /** Read, write, execute bits of owner, group and others, and set-id and sticky bits. */
  get permissions(): u32 {
    return this.mode & 0o7777;
  }
}

/** Of the file that the path leads to. */
export function stat(path: string): Stat {
  const result = new Stat();
  const place = addressOf(result).address;
  checkResult(call4(Call.newfstatat, FROM_WORKING_DIRECTORY, pathAddress(path), place, 0));
  return result;
}

/** Of the path itself, if it is a link. */
export function linkStat(path: string): Stat {
  const result = new Stat();
  const place = addressOf(result).address;
  checkResult(call4(Call.newfstatat, FROM_WORKING_DIRECTORY, pathAddress(path), place, AT_SYMLINK_NOFOLLOW));
  return result;
}

/** Of an open file. */
export function descriptorStat(descriptor: i32): Stat {
  const result = new Stat();
  const place = addressOf(result).address;
  checkResult(call4(Call.newfstatat, argument(descriptor), pathAddress(""), place, AT_EMPTY_PATH));
  return result;
}

/** Whether the path leads to anything. */
export function exists(path: string): boolean {
  try {
    stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether the path leads to a directory. */
export function isDirectory(path: string): boolean {
  try {
    const info = stat(path);
    return info.isDirectory;
  } catch {
    return false;
  }
}

/** Rights that `canAccess` asks for; they can be combined. */
export enum Access {
  exists = 0,
  execute = 1,
  write = 2,
  read = 4,
}

/** Whether this process, by its real user, has these rights; false too when there is no such file. */
export function canAccess(path: string, rights: Access): boolean {
  return call3(Call.faccessat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(rights)) === 0;
}

/** One name in a directory. */
export class DirectoryEntry {
  readonly name: string;
  readonly inode: u64;
  readonly type: FileType;

  constructor(name: string, inode: u64, type: FileType) {
    this.name = name;
    this.inode = inode;
    this.type = type;
  }
}

/** The names in a directory, but for `.` and `..`, in the order the file system gives them. */
export function readDirectory(path: string): DirectoryEntry[] {
  const descriptor = open(path, Open.read | Open.directory | Open.closeOnExec);
  try {
    return readEntries(descriptor);
  } finally {
    closeQuietly(descriptor);
  }
}

function readEntries(descriptor: i32): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  const buffer = new FixedArray<u64, 512>();
  const place = dataOf(buffer.span());
  const bytes = place.cast<u8>().span(4096);
  while (true) {
    const length = checkResult(call3(Call.getdents64, argument(descriptor), place.address, 4096));
    if (length === 0) return entries;
    let at: usize = 0;
    while (at < length) {
      // struct linux_dirent64: u64 inode, i64 offset, u16 length, u8 type, name and a 0 byte.
      const size = u64(readU16(bytes, at + 16));
      const name = bytes.subspan(at + 19, at + size);
      const text = String.fromBytes(name.subspan(0, u64(name.indexOf(0))));
      if (text !== "." && text !== "..") {
        entries.push(new DirectoryEntry(text, readU64(bytes, at), u32(bytes[at + 18]) as FileType));
      }
      at += size;
    }
  }
}

/** Throws what mkdir(2) returns. */
export function makeDirectory(path: string, mode: u32 = 0o777): void {
  checkResult(call3(Call.mkdirat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(mode)));
}

/** Removes an empty directory. Throws what rmdir(2) returns. */
export function removeDirectory(path: string): void {
  checkResult(call3(Call.unlinkat, FROM_WORKING_DIRECTORY, pathAddress(path), AT_REMOVEDIR));
}

/** Removes a name; the file with its last one. Throws what unlink(2) returns. */
export function removeFile(path: string): void {
  checkResult(call3(Call.unlinkat, FROM_WORKING_DIRECTORY, pathAddress(path), 0));
}

/** Gives a file another name, in place of what has it. Throws what rename(2) returns. */
export function rename(from: string, to: string): void {
  const here = FROM_WORKING_DIRECTORY;
  checkResult(call4(Call.renameat, here, pathAddress(from), here, pathAddress(to)));
}

/** Another name for the same file. */
export function link(existing: string, name: string): void {
  const here = FROM_WORKING_DIRECTORY;
  checkResult(call5(Call.linkat, here, pathAddress(existing), here, pathAddress(name), 0));
}

/** A link that holds a path, which need not lead anywhere. */
export function symbolicLink(target: string, name: string): void {
  checkResult(call3(Call.symlinkat, pathAddress(target), FROM_WORKING_DIRECTORY, pathAddress(name)));
}

/** Sets the permissions; links are followed. Throws what chmod(2) returns. */
export function changeMode(path: string, mode: u32): void {
  checkResult(call3(Call.fchmodat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(mode)));
}

/** Sets owner and group; links are followed. Throws what chown(2) returns. */
export function changeOwner(path: string, user: u32, group: u32): void {
  checkResult(call5(Call.fchownat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(user), u64(group), 0));
}

/** Makes a device file or a pipe; `type` of the mode as in stat, major and minor packed as in Linux. */
export function makeNode(path: string, mode: u32, device: u64): void {
  checkResult(call4(Call.mknodat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(mode), device));
}

/** Sets both times of a file, to now when they are not given (seconds since 1970). */
export function setTimes(path: string, seconds: i64 | null = null): void {
  const UTIME_NOW = 0x3fff_ffff;
  const times = new FixedArray<u64, 4>();
  if (seconds === null) {
    times[1] = UTIME_NOW;
    times[3] = UTIME_NOW;
  } else {
    times[0] = u64(seconds);
    times[2] = u64(seconds);
  }
  const place = addressOf(times).address;
  checkResult(call4(Call.utimensat, FROM_WORKING_DIRECTORY, pathAddress(path), place, 0));
}
