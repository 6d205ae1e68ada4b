/** stat: prints what the file system knows about files. */

import { readLink, STDOUT, writeText } from "../core/linux/file.ts";
import { FileType, linkStat } from "../core/linux/stat.ts";
import { ANY_NUMBER, complainOf, parseOptions, requireOperands } from "./support/command.ts";
import { CalendarTime } from "./support/calendar.ts";
import { modeText } from "./support/modes.ts";

const USAGE = "stat FILE…";

function typeName(type: FileType): string {
  switch (type) {
    case FileType.regular:
      return "regular file";
    case FileType.directory:
      return "directory";
    case FileType.link:
      return "symbolic link";
    case FileType.characterDevice:
      return "character device";
    case FileType.blockDevice:
      return "block device";
    case FileType.pipe:
      return "pipe";
    case FileType.socket:
      return "socket";
    default:
      return "unknown";
  }
}

function timeText(seconds: i64, nanoseconds: u64): string {
  const fraction = `${nanoseconds}`.padStart(9, "0");
  return `${new CalendarTime(seconds).format("%F %T")}.${fraction} UTC`;
}

function print(path: string): void {
  const info = linkStat(path);
  const target = info.type === FileType.link ? ` -> ${readLink(path)}` : "";
  const mode = info.permissions.toString(8).padStart(4, "0");
  writeText(
    STDOUT,
    `  File: ${path}${target}\n` +
      `  Type: ${typeName(info.type)}\n` +
      `  Size: ${info.fileSize} bytes, ${info.blocks} blocks of 512, optimal ${info.blockSize}\n` +
      `Device: ${info.device.toString(16)}, inode ${info.inode}, links ${info.links}\n` +
      `Access: ${mode} ${modeText(info.mode)}, user ${info.userId}, group ${info.groupId}\n` +
      `  Read: ${timeText(info.accessSeconds, info.accessNanoseconds)}\n` +
      `Modify: ${timeText(info.modifySeconds, info.modifyNanoseconds)}\n` +
      `Change: ${timeText(info.changeSeconds, info.changeNanoseconds)}\n`,
  );
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  let status: i32 = 0;
  for (const path of options.operands) {
    try {
      print(path);
    } catch (error) {
      complainOf("stat", path, error);
      status = 1;
    }
  }
  return status;
}
