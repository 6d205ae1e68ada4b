/** Scripts: files that begin with `#!interpreter [argument]` (execve(2), "Interpreter scripts"). */

import { Errno } from "../../core/errno.ts";
import type { Inode } from "../file/inode.ts";
import { FirstPage } from "./program-file.ts";

/** Interpreters of interpreters, as Linux allows. */
export const SCRIPT_DEPTH: u32 = 5;
/** How much of a first line is looked at. */
const SCRIPT_LINE: u64 = 255;

/** Whether the file names an interpreter. Throws ENOMEM, EIO. */
export function isScript(inode: Inode): boolean {
  if (inode.size < 2) return false;
  using start = new FirstPage(inode);
  return start.bytes[0] === 0x23 && start.bytes[1] === 0x21;
}

/** The interpreter, and its argument if there is one. Throws ENOEXEC when the line is empty or its name is cut, ENOMEM, EIO. */
export function scriptLine(inode: Inode): string[] {
  using start = new FirstPage(inode);
  const bytes = start.bytes.subspan(2, bits.max(bits.min(inode.size, SCRIPT_LINE), 2));
  const lineEnd = bytes.indexOf(NEW_LINE);
  let end = lineEnd < 0 ? bytes.length : u64(lineEnd);
  while (end > 0 && isBlank(bytes[end - 1])) end--;
  const line = bytes.subspan(0, end);
  const nameStart = skipBlanks(line, 0);
  const nameEnd = wordEnd(line, nameStart);
  // A name that goes on beyond what is looked at is not cut short.
  const isCut = lineEnd < 0 && inode.size > SCRIPT_LINE && nameEnd === bytes.length;
  if (nameEnd === nameStart || isCut) throw Errno.ENOEXEC;
  const words = [String.fromBytes(line.subspan(nameStart, nameEnd))];
  const argument = line.subspan(skipBlanks(line, nameEnd));
  const zero = argument.indexOf(0);
  const length = zero < 0 ? argument.length : u64(zero);
  if (length > 0) words.push(String.fromBytes(argument.subspan(0, length)));
  return words;
}

const NEW_LINE: u8 = 0x0a;

/** No other white space counts: the carriage return of a line from elsewhere is part of a name. */
function isBlank(byte: u8): boolean {
  return byte === 0x20 || byte === 0x09;
}

function skipBlanks(line: Span<u8>, from: u64): u64 {
  let at = from;
  while (at < line.length && isBlank(line[at])) at++;
  return at;
}

function wordEnd(line: Span<u8>, from: u64): u64 {
  let at = from;
  while (at < line.length && !isBlank(line[at]) && line[at] !== 0) at++;
  return at;
}
