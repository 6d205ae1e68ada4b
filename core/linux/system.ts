/** The machine and its clocks. Functions throw the Errno that Linux gives. */

import { addressOf, dataOf } from "unsafe";
import { StringBuilder } from "../string-builder.ts";
import { pathAddress } from "./path.ts";
import { Call, call2, call3, call4, call5, checkResult } from "./syscalls.ts";

/** Nanoseconds in a second. */
export const SECOND: u64 = 1_000_000_000;

/** What the kernel calls itself and the machine (man 2 uname). */
export class SystemName {
  readonly system: string;
  readonly node: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;

  constructor(fields: Span<u8>) {
    this.system = nameField(fields, 0);
    this.node = nameField(fields, 1);
    this.release = nameField(fields, 2);
    this.version = nameField(fields, 3);
    this.machine = nameField(fields, 4);
  }
}

const NAME_LENGTH = 65;

/** A text of struct utsname: 65 bytes with a 0 byte behind it. */
function nameField(fields: Span<u8>, index: usize): string {
  const field = fields.subspan(index * NAME_LENGTH, (index + 1) * NAME_LENGTH);
  return String.fromBytes(field.subspan(0, u64(field.indexOf(0))));
}

/** The system's names and versions (uname(2)). */
export function systemName(): SystemName {
  const buffer = new FixedArray<u8, 390>();
  checkResult(call2(Call.uname, addressOf(buffer).address, 0));
  return new SystemName(buffer.span());
}

/** Changes the machine's name. Throws EPERM and EINVAL. */
export function setHostName(name: string): void {
  checkResult(call2(Call.sethostname, pathAddress(name), name.length));
}

/** struct sysinfo (man 2 sysinfo). Sizes in units of `unit` bytes. */
@struct
@size(112)
export class SystemInfo {
  /** Seconds since the boot. */
  uptime: i64;
  /** Load averages of 1, 5 and 15 minutes, in units of 1/65536. */
  loads: FixedArray<u64, 3>;
  totalMemory: u64;
  freeMemory: u64;
  sharedMemory: u64;
  bufferMemory: u64;
  totalSwap: u64;
  freeSwap: u64;
  processes: u16;
  readonly padding: u16;
  totalHigh: u64;
  freeHigh: u64;
  unit: u32;
}

/** Memory, load and time since the boot (sysinfo(2)). */
export function systemInfo(): SystemInfo {
  const result = new SystemInfo();
  checkResult(call2(Call.sysinfo, addressOf(result).address, 0));
  return result;
}

function clock(number: u64): u64 {
  const time = new FixedArray<u64, 2>();
  checkResult(call2(Call.clock_gettime, number, addressOf(time).address));
  return time[0] * SECOND + time[1];
}

/** Nanoseconds since 1970, UTC. */
export function realTime(): u64 {
  return clock(0);
}

/** Nanoseconds since some moment before the program began; never goes back. */
export function monotonicTime(): u64 {
  return clock(1);
}

/** Nanoseconds that this process has computed. */
export function processTime(): u64 {
  return clock(2);
}

/** Waits so many nanoseconds. Throws EINTR when a noted signal comes. */
export function sleep(nanoseconds: u64): void {
  const time = new FixedArray<u64, 2>();
  time[0] = nanoseconds / SECOND;
  time[1] = nanoseconds % SECOND;
  checkResult(call2(Call.nanosleep, addressOf(time).address, 0));
}

/** What `reboot` does with the machine (LINUX_REBOOT_CMD_…). */
export enum Reboot {
  restart = 0x0123_4567,
  powerOff = 0x4321_fedc,
  halt = 0xcdef_0123,
}

/** Restarts or stops the machine at once. Throws EPERM. */
export function reboot(command: Reboot): void {
  checkResult(call4(Call.reboot, 0xfee1_dead, 0x2812_1969, u64(command), 0));
}

/** All of the kernel's log that is still there (man 2 syslog, SYSLOG_ACTION_READ_ALL). */
export function kernelLog(): string {
  const SYSLOG_ACTION_READ_ALL = 3;
  const SYSLOG_ACTION_SIZE_BUFFER = 10;
  const size = checkResult(call3(Call.syslog, SYSLOG_ACTION_SIZE_BUFFER, 0, 0));
  const buffer = new Array<u8>(size);
  const place = dataOf(buffer.span()).address;
  const length = checkResult(call3(Call.syslog, SYSLOG_ACTION_READ_ALL, place, size));
  const text = new StringBuilder();
  text.appendBytes(buffer.span().subspan(0, length));
  return text.toString();
}

/** Attaches a file system of a kind to a directory. */
export function mount(source: string, target: string, kind: string, flags: u64): void {
  checkResult(call5(Call.mount, pathAddress(source), pathAddress(target), pathAddress(kind), flags, 0));
}

/** Takes a file system off its directory. Throws what umount(2) returns. */
export function unmount(target: string): void {
  checkResult(call2(Call.umount2, pathAddress(target), 0));
}
