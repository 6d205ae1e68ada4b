import { Errno } from "../errno.ts";
import { bytesOf } from "../string.ts";

/** `AT_FDCWD`: relative paths begin at the working directory. */
export const FROM_WORKING_DIRECTORY: u64 = 0xffff_ffff_ffff_ff9c;

/** The address of a path as system calls take it. Throws ENOENT when the text has a 0 byte in it. */
export function pathAddress(path: string): u64 {
  if (path.bytes().indexOf(0) >= 0) throw Errno.ENOENT;
  return bytesOf(path).address;
}

/** What is behind the last slash of a path: `b` of `/a/b` and of `/a/b/`; `/` of `/`. */
export function baseName(path: string): string {
  let end = path.length;
  while (end > 1 && path.byteAt(end - 1) === 47) end -= 1;
  let start = end;
  while (start > 0 && path.byteAt(start - 1) !== 47) start -= 1;
  if (start === end) return path.slice(0, end);
  return path.slice(start, end);
}

/** What is before the last slash of a path: `/a` of `/a/b`, `.` of `b`, `/` of `/b`. */
export function directoryName(path: string): string {
  let end = path.length;
  while (end > 1 && path.byteAt(end - 1) === 47) end -= 1;
  while (end > 0 && path.byteAt(end - 1) !== 47) end -= 1;
  while (end > 1 && path.byteAt(end - 1) === 47) end -= 1;
  return end === 0 ? "." : path.slice(0, end);
}

/** The path of `name` in `folder`. */
export function joinPath(folder: string, name: string): string {
  if (folder.length === 0) return name;
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}
