/** tr: replaces, deletes or squeezes bytes. */

import { STDIN, STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { isDigit, isLetter, isSpace, BACKSLASH, MINUS } from "./support/ascii.ts";
import { complain, parseOptions, requireOperands, USAGE_STATUS } from "./support/command.ts";

const USAGE = "tr [-cds] SET [SET]";

/** The byte that a letter stands for behind a backslash. */
function escaped(byte: u8): u8 {
  const at = "abtnvfr".indexOf(String.fromCharCode(u32(byte)));
  return at < 0 ? byte : u8(at) + 7;
}

/** A class's bytes in order; null when there is no such class. */
function classBytes(name: string): u8[] | null {
  const bytes: u8[] = [];
  for (let value: u32 = 0; value < 256; value++) {
    const byte = u8(value);
    const isUpper = isLetter(byte) && (byte & 32) === 0;
    let has = false;
    if (name === "upper") has = isUpper;
    else if (name === "lower") has = isLetter(byte) && !isUpper;
    else if (name === "alpha") has = isLetter(byte);
    else if (name === "digit") has = isDigit(byte);
    else if (name === "alnum") has = isLetter(byte) || isDigit(byte);
    else if (name === "space") has = isSpace(byte);
    else if (name === "punct") has = byte > 32 && byte < 127 && !isLetter(byte) && !isDigit(byte);
    else return null;
    if (has) bytes.push(byte);
  }
  return bytes;
}

/** `a-z`, `\n`, `\012`, `[:upper:]`: the bytes of a set in their order. Throws an Error for what is none. */
function parseSet(text: string): u8[] {
  const bytes: u8[] = [];
  let at: usize = 0;
  while (at < text.length) {
    if (text.slice(at).startsWith("[:")) {
      const end = text.indexOf(":]", at);
      const found = end < 0 ? null : classBytes(text.slice(at + 2, u64(end)));
      if (found === null) throw new Error(`"${text.slice(at)}" is not a class such as [:upper:]`);
      for (const byte of found) bytes.push(byte);
      at = u64(end) + 2;
      continue;
    }
    const [first, next] = parseByte(text, at);
    at = next;
    const isRange = at + 1 < text.length && text.byteAt(at) === MINUS;
    if (!isRange) {
      bytes.push(first);
      continue;
    }
    const [last, behind] = parseByte(text, at + 1);
    if (last < first)
      throw new Error(`"${text.slice(at - 1, behind)}" is a range from the larger to the smaller`);
    for (let value = u32(first); value <= u32(last); value++) bytes.push(u8(value));
    at = behind;
  }
  return bytes;
}

/** One byte, written as it is or behind a backslash, and the index behind it. */
function parseByte(text: string, at: usize): [u8, usize] {
  const byte = text.byteAt(at);
  if (byte !== BACKSLASH || at + 1 === text.length) return [byte, at + 1];
  let [value, end]: [u32, usize] = [0, at + 1];
  while (end < text.length && end < at + 4 && text.byteAt(end) >= 48 && text.byteAt(end) < 56) {
    value = value * 8 + u32(text.byteAt(end) - 48);
    end += 1;
  }
  return end > at + 1 ? [u8(value), end] : [escaped(text.byteAt(at + 1)), at + 2];
}

/** What becomes of each byte. */
class Table {
  readonly isIn: FixedArray<boolean, 256> = new FixedArray<boolean, 256>();
  readonly isSqueezed: FixedArray<boolean, 256> = new FixedArray<boolean, 256>();
  readonly becomes: FixedArray<u8, 256> = new FixedArray<u8, 256>();

  constructor(set: readonly u8[], isComplement: boolean) {
    for (const byte of set) this.isIn[byte] = true;
    for (let i = 0; i < 256; i++) {
      if (isComplement) this.isIn[i] = !this.isIn[i];
      this.becomes[i] = u8(i);
    }
  }

  /** Each byte of the set becomes the one at its place in another; those beyond its end its last. */
  replace(set: readonly u8[], by: readonly u8[], isComplement: boolean): void {
    const last = by[by.length - 1];
    if (isComplement) {
      for (let i = 0; i < 256; i++) if (this.isIn[i]) this.becomes[i] = last;
      return;
    }
    for (let i = 0; i < set.length; i++) this.becomes[set[i]] = i < by.length ? by[i] : last;
  }

  squeeze(set: readonly u8[]): void {
    for (const byte of set) this.isSqueezed[byte] = true;
  }
}

function translate(table: Table, deletes: boolean): void {
  const reader = new Reader(STDIN);
  const writer = new Writer(STDOUT);
  let last: i32 = -1;
  for (let read = reader.readByte(); read >= 0; read = reader.readByte()) {
    if (deletes && table.isIn[u64(read)]) continue;
    const byte = table.becomes[u64(read)];
    if (i32(byte) === last && table.isSqueezed[byte]) continue;
    last = i32(byte);
    writer.byte(byte);
  }
  writer.flush();
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "cds");
  const { operands } = options;
  const [deletes, squeezes, isComplement] = [options.has("d"), options.has("s"), options.has("c")];
  const replaces = !deletes && operands.length === 2;
  const least: usize = deletes === squeezes ? 2 : 1;
  requireOperands(USAGE, options, least, deletes && !squeezes ? 1 : 2);
  try {
    const set = parseSet(operands[0]);
    const other = operands.length === 2 ? parseSet(operands[1]) : set;
    if (replaces && other.length === 0)
      throw new Error("there is nothing to put in the place of the first set");
    const table = new Table(set, isComplement);
    if (replaces) table.replace(set, other, isComplement);
    if (squeezes && operands.length === 2) table.squeeze(other);
    else if (squeezes) for (let i: u32 = 0; i < 256; i++) table.isSqueezed[i] = table.isIn[i];
    translate(table, deletes);
    return 0;
  } catch (error) {
    complain("tr", errorText(error));
    return USAGE_STATUS;
  }
}
