/** Files by descriptor, as in POSIX. All functions throw the Errno that Linux gives (man 2 of each call). */

import { addressOf, dataOf } from "unsafe";
import { Errno } from "../errno.ts";
import { errnoOf } from "../error.ts";
import { StringBuilder } from "../string-builder.ts";
import { FROM_WORKING_DIRECTORY, pathAddress } from "./path.ts";
import { argument, Call, call1, call2, call3, call4, checkResult } from "./syscalls.ts";

/** The descriptor of standard input. */
export const STDIN: i32 = 0;
/** The descriptor of standard output. */
export const STDOUT: i32 = 1;
/** The descriptor of standard error. */
export const STDERR: i32 = 2;

/** How to open a file (O_…, include/uapi/asm-generic/fcntl.h). */
export enum Open {
  read = 0,
  write = 1,
  readWrite = 2,
  create = 0o100,
  exclusive = 0o200,
  noControllingTerminal = 0o400,
  truncate = 0o1000,
  append = 0o2000,
  nonBlocking = 0o4000,
  directory = 0o200000,
  noFollow = 0o400000,
  closeOnExec = 0o2000000,
}

/** Where `seek` counts from. */
export enum Seek {
  start = 0,
  current = 1,
  end = 2,
}

/** Opens a file; `mode` is for files that `Open.create` makes, and the umask is taken off it. */
export function open(path: string, flags: Open, mode: u32 = 0o666): i32 {
  return i32(
    checkResult(call4(Call.openat, FROM_WORKING_DIRECTORY, pathAddress(path), u64(flags), u64(mode))),
  );
}

/** Closes a descriptor. Throws what close(2) returns; the descriptor is closed all the same. */
export function close(descriptor: i32): void {
  checkResult(call1(Call.close, argument(descriptor)));
}

/** Closes and does not mind if that fails. */
export function closeQuietly(descriptor: i32): void {
  call1(Call.close, argument(descriptor));
}

/** Reads up to the span's length; returns how many bytes, 0 at the end. */
export function read(descriptor: i32, into: Span<u8>): usize {
  return checkResult(call3(Call.read, argument(descriptor), dataOf(into).address, into.length));
}

/** Writes up to the span's length; returns how many bytes. */
export function write(descriptor: i32, from: Span<u8>): usize {
  return checkResult(call3(Call.write, argument(descriptor), dataOf(from).address, from.length));
}

/** Writes all of it, going on after interruptions. */
export function writeAll(descriptor: i32, from: Span<u8>): void {
  let at: usize = 0;
  while (at < from.length) {
    const result = call3(Call.write, argument(descriptor), dataOf(from).address + at, from.length - at);
    if (result === -i64(Errno.EINTR)) continue;
    at += checkResult(result);
  }
}

/** Writes all of a text. */
export function writeText(descriptor: i32, text: string): void {
  writeAll(descriptor, text.bytes());
}

/** Moves the position; returns the new one from the start. */
export function seek(descriptor: i32, offset: i64, from: Seek): u64 {
  return checkResult(call3(Call.lseek, argument(descriptor), u64(offset), u64(from)));
}

/** The lowest free descriptor, at or above `lowest`, becomes another name of this one. */
export function duplicate(descriptor: i32, lowest: i32 = 0, closeOnExec: boolean = false): i32 {
  const command: u64 = closeOnExec ? 1030 : 0;
  return i32(checkResult(call3(Call.fcntl, argument(descriptor), command, argument(lowest))));
}

/** `to` becomes another name of `from`; what it was is closed. Nothing happens when they are the same. */
export function duplicateTo(from: i32, to: i32): void {
  if (from !== to) checkResult(call3(Call.dup3, argument(from), argument(to), 0));
}

/** Whether the descriptor is closed when another program is executed. */
export function setCloseOnExec(descriptor: i32, on: boolean): void {
  checkResult(call3(Call.fcntl, argument(descriptor), 2, u64(on)));
}

/** A pipe: the end to read from and the end to write to. */
export function pipe(flags: u32 = 0): [i32, i32] {
  const ends = new FixedArray<i32, 2>();
  checkResult(call2(Call.pipe2, addressOf(ends).address, u64(flags)));
  return [ends[0], ends[1]];
}

/** Waits until one can read from the descriptor (or its other end is closed); false after so many milliseconds, -1 for never. */
export function waitReadable(descriptor: i32, milliseconds: i32): boolean {
  const POLLIN = 1;
  // struct pollfd: int fd, short events, short revents.
  const request = new FixedArray<u64, 1>();
  request[0] = (argument(descriptor) & 0xffff_ffff) | (POLLIN << 32);
  return checkResult(call3(Call.poll, addressOf(request).address, 1, argument(milliseconds))) > 0;
}

/** Everything there is to read from a descriptor, as text. */
export function readToEnd(descriptor: i32): string {
  const text = new StringBuilder();
  const buffer = new FixedArray<u8, 4096>();
  while (true) {
    let count: usize = 0;
    try {
      count = read(descriptor, buffer.span());
    } catch (error) {
      if (errnoOf(error) === i32(Errno.EINTR)) continue;
      throw error;
    }
    if (count === 0) return text.toString();
    text.appendBytes(buffer.span().subspan(0, count));
  }
}

/** The contents of a file. */
export function readFile(path: string): string {
  const descriptor = open(path, Open.read);
  try {
    return readToEnd(descriptor);
  } finally {
    closeQuietly(descriptor);
  }
}

/** Makes or replaces the contents of a file. */
export function writeFile(path: string, text: string): void {
  const descriptor = open(path, Open.write | Open.create | Open.truncate);
  try {
    writeText(descriptor, text);
  } finally {
    closeQuietly(descriptor);
  }
}

/** Cuts the file, or lengthens it by zeros. */
export function setFileSize(descriptor: i32, size: u64): void {
  checkResult(call2(Call.ftruncate, argument(descriptor), size));
}

/** Writes what is in memory to the disks. */
export function syncAll(): void {
  call1(Call.sync, 0);
}

/** A link's target. */
export function readLink(path: string): string {
  const buffer = new FixedArray<u8, 4096>();
  const place = dataOf(buffer.span()).address;
  const length = checkResult(call4(Call.readlinkat, FROM_WORKING_DIRECTORY, pathAddress(path), place, 4096));
  return String.fromBytes(buffer.span().subspan(0, length));
}

/** The working directory's path. */
export function workingDirectory(): string {
  const buffer = new FixedArray<u8, 4096>();
  // The result counts the 0 byte.
  const length = checkResult(call2(Call.getcwd, dataOf(buffer.span()).address, 4096));
  return String.fromBytes(buffer.span().subspan(0, length - 1));
}

/** Changes the working directory. Throws what chdir(2) returns. */
export function changeDirectory(path: string): void {
  checkResult(call1(Call.chdir, pathAddress(path)));
}

/** An ioctl whose argument is a number. */
export function ioctl(descriptor: i32, request: u64, value: u64): u64 {
  return checkResult(call3(Call.ioctl, argument(descriptor), request, value));
}

/** An ioctl whose argument is a buffer, which must be as long as the request says. */
export function ioctlBuffer(descriptor: i32, request: u64, buffer: Span<u8>): u64 {
  return checkResult(call3(Call.ioctl, argument(descriptor), request, dataOf(buffer).address));
}
