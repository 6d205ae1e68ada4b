/**
 * Function, file and line of a code address, from the table that the compiler puts into every image that uses this
 * module (compiler/image/line-table.ts describes it). Reads memory only: good for panics.
 */

import { pointer, symbolAddress, type Ptr } from "unsafe";
import { NumberCursor } from "./leb128.ts";

const HEADER = 16;
const ENTRY = 12;

function word(address: u64): u64 {
  return u64(pointer<u32>(address)[0]);
}

/** The last function that begins at or before the offset; `count` when there is none. */
function functionBefore(entries: u64, count: u64, offset: u64): u64 {
  let low: u64 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) / 2;
    if (word(entries + middle * ENTRY) <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? count : low - 1;
}

/** What the table knows of a code address. */
@struct
export class CodePosition {
  /** Addresses of zero-terminated texts, for `zeroTerminated`; `file` is 0 when no line is known. */
  name: u64;
  file: u64;
  line: u64;
}

/** The bytes before the zero byte. */
export function zeroTerminated(address: u64): Span<u8> {
  const bytes: Ptr<u8> = pointer<u8>(address);
  let length: usize = 0;
  while (bytes[length] !== 0) length += 1;
  return bytes.span(length);
}

/**
 * Looks a code address up; false when it is not in the image's code. For a return address give the address before it:
 * that is still inside of the call.
 */
export function findCode(address: u64, position: CodePosition): boolean {
  const table = symbolAddress("metal_line_table");
  if (table === 0) return false;
  const start = table + pointer<u64>(table)[0];
  const count = word(table + 8);
  if (address < start || address - start > 0xffff_ffff) return false;
  const offset = address - start;
  const index = functionBefore(table + HEADER, count, offset);
  if (index === count) return false;
  const texts = table + word(table + 12);
  const entry = table + HEADER + index * ENTRY;
  position.name = texts + word(entry + 4);
  findLine(position, texts, table + word(entry + 8), offset - word(entry));
  return true;
}

/** The line of the last row at or before the distance from the function's beginning. */
function findLine(position: CodePosition, texts: u64, rows: u64, distance: u64): void {
  const cursor = new NumberCursor();
  cursor.at = rows;
  let at: u64 = 0;
  let line: u64 = 0;
  position.file = 0;
  while (true) {
    const step = cursor.next();
    if (step === 0) break;
    at += step - 1;
    if (at > distance) break;
    const change = cursor.next();
    const zigzag = change >> 1;
    line = (zigzag & 1) !== 0 ? line - ((zigzag + 1) >> 1) : line + (zigzag >> 1);
    if ((change & 1) !== 0) position.file = texts + cursor.next();
    position.line = line;
  }
}
