/** Copying and removing of files with everything below them. */

import { closeQuietly, Open, open, read, readLink, writeAll } from "../../core/linux/file.ts";
import { joinPath } from "../../core/linux/path.ts";
import { changeMode, FileType, linkStat, makeDirectory, makeNode, readDirectory, removeDirectory, removeFile, stat, symbolicLink } from "../../core/linux/stat.ts"; // prettier-ignore
import { Errno } from "../../core/errno.ts";
import { complainOf } from "./command.ts";

/** Copies the contents of a file to another, which is made or replaced; its permissions too when it is made. */
export function copyFile(from: string, to: string): void {
  const input = open(from, Open.read);
  try {
    const mode = stat(from).permissions;
    const output = open(to, Open.write | Open.create | Open.truncate, mode);
    try {
      const buffer = new FixedArray<u8, 16384>();
      while (true) {
        const count = read(input, buffer.span());
        if (count === 0) return;
        writeAll(output, buffer.span().subspan(0, count));
      }
    } finally {
      closeQuietly(output);
    }
  } finally {
    closeQuietly(input);
  }
}

/** Copies whatever is there. Complains of what cannot be copied, and goes on; returns 0, or 1 if there was any. */
export function copyTree(program: string, from: string, to: string): i32 {
  let status: i32 = 0;
  try {
    const info = linkStat(from);
    if (info.type === FileType.link) {
      symbolicLink(readLink(from), to);
    } else if (info.isDirectory) {
      makeIfMissing(to);
      for (const entry of readDirectory(from)) {
        if (copyTree(program, joinPath(from, entry.name), joinPath(to, entry.name)) !== 0) status = 1;
      }
      changeMode(to, info.permissions);
    } else if (info.type === FileType.regular) {
      copyFile(from, to);
    } else {
      makeNode(to, info.mode, info.specialDevice);
    }
  } catch (error) {
    complainOf(program, from, error);
    status = 1;
  }
  return status;
}

function makeIfMissing(path: string): void {
  try {
    makeDirectory(path, 0o700);
  } catch (error) {
    if (errnoOf(error) !== i32(Errno.EEXIST)) throw error;
  }
}

/** Removes whatever is there, with everything in it. Complains as `copyTree` does. */
export function removeTree(program: string, path: string): i32 {
  let status: i32 = 0;
  try {
    const info = linkStat(path);
    if (!info.isDirectory) {
      removeFile(path);
      return 0;
    }
    for (const entry of readDirectory(path)) {
      if (removeTree(program, joinPath(path, entry.name)) !== 0) status = 1;
    }
    if (status === 0) removeDirectory(path);
  } catch (error) {
    complainOf(program, path, error);
    status = 1;
  }
  return status;
}
