/**
 * The table by which an image tells function, file and line of its own code addresses, for backtraces (core/line-table.ts reads it).
 *
 *     0  u64  distance from the table to the code that offset 0 stands for
 *     8  u32  number of functions      12  u32  offset of the texts, from the table's beginning
 *     16 functions, sorted: u32 code offset, u32 offset of the name among the texts, u32 offset of the rows in the table
 *     …  rows of each function: ULEB128 numbers, 0 ends them
 *
 * A row is: distance in bytes from the row before (the first: from the function) plus 1; the line's difference, zigzag, times 2,
 * plus 1 when the file changes, and then the file: its name's offset among the texts. Texts end with a zero byte.
 */

import { isAbsolute, relative } from "node:path";
import { readLines, type LineRow } from "./dwarf-lines.ts";
import type { ElfImage, FunctionSymbol } from "./elf.ts";
import { uleb } from "./leb128.ts";

/** The finished table, whose first word links it to the code's addresses. */
export interface LineTable {
  /** Bytes behind the first word. */
  readonly bytes: Buffer;
  /** A global function, and how far it lies from offset 0. */
  readonly anchor: string;
  readonly anchorOffset: bigint;
}

const HEADER = 16;
const FUNCTION_ENTRY = 12;

/** Null when the image has no functions. Names of files below `root` are given relative to it. */
export function makeLineTable(
  image: ElfImage,
  root: string,
  nameOf: (symbol: string) => string,
): LineTable | null {
  const code = image.sections.find((s) => s.name === ".text");
  if (!code || code.data.length === 0) return null;
  const end = code.address + BigInt(code.data.length);
  const inside = (address: bigint): boolean => address >= code.address && address < end;
  const functions = distinct(image.functions.filter((f) => inside(f.address)));
  const anchor = functions.find((f) => f.isGlobal);
  if (!anchor) return null;
  const rows = sortedRows(
    readLines(image).filter((r) => inside(r.address) || (r.isEnd && r.address === end)),
  );
  const texts = new Texts();
  const entries = Buffer.alloc(functions.length * FUNCTION_ENTRY);
  const encoded: number[] = [];
  const rowsStart = HEADER + entries.length;
  let next = 0;
  functions.forEach((fn, i) => {
    const limit = functions[i + 1]?.address ?? end;
    while (next < rows.length && rows[next]!.address < fn.address) next++;
    const first = next;
    while (next < rows.length && rows[next]!.address < limit) next++;
    entries.writeUInt32LE(Number(fn.address - code.address), i * FUNCTION_ENTRY);
    entries.writeUInt32LE(texts.offset(nameOf(fn.name)), i * FUNCTION_ENTRY + 4);
    entries.writeUInt32LE(rowsStart + encoded.length, i * FUNCTION_ENTRY + 8);
    encodeRows(encoded, fn.address, rows.slice(first, next), (file) => texts.offset(nameOfFile(file, root)));
  });
  const header = Buffer.alloc(8);
  header.writeUInt32LE(functions.length, 0);
  header.writeUInt32LE(rowsStart + encoded.length, 4);
  const bytes = Buffer.concat([header, entries, Buffer.from(encoded), texts.bytes()]);
  return { bytes, anchor: anchor.name, anchorOffset: anchor.address - code.address };
}

/** Relative to the root, if the file lies below it. */
function nameOfFile(file: string, root: string): string {
  const path = isAbsolute(file) ? relative(root, file) : file;
  return path.startsWith("..") ? file : path;
}

/** By address; of several names for one address a global one. */
function distinct(functions: readonly FunctionSymbol[]): FunctionSymbol[] {
  const byAddress = new Map<bigint, FunctionSymbol>();
  for (const f of functions) if (!byAddress.has(f.address) || f.isGlobal) byAddress.set(f.address, f);
  return [...byAddress.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** In order of address, without rows that say nothing new: the last one for an address counts, as in debuggers. */
function sortedRows(rows: readonly LineRow[]): LineRow[] {
  const sorted = [...rows].sort((a, b) =>
    a.address < b.address ? -1 : a.address > b.address ? 1 : Number(b.isEnd) - Number(a.isEnd),
  );
  const result: LineRow[] = [];
  for (const row of sorted) {
    // Line 0 is code that belongs to no line: it counts to the one before.
    if (row.isEnd || row.line === 0) continue;
    const last = result.at(-1);
    if (last?.address === row.address) result.pop();
    const before = result.at(-1);
    if (before?.file === row.file && before.line === row.line) continue;
    result.push(row);
  }
  return result;
}

function encodeRows(
  out: number[],
  start: bigint,
  rows: readonly LineRow[],
  fileOffset: (file: string) => number,
): void {
  let address = start;
  let line = 0;
  let file = "";
  for (const row of rows) {
    uleb(out, Number(row.address - address) + 1);
    const difference = row.line - line;
    const zigzag = difference < 0 ? -difference * 2 - 1 : difference * 2;
    const changes = row.file !== file;
    uleb(out, zigzag * 2 + (changes ? 1 : 0));
    if (changes) uleb(out, fileOffset(row.file));
    ({ address, line, file } = row);
  }
  out.push(0);
}

/** Zero-terminated texts, each once. */
class Texts {
  private readonly offsets = new Map<string, number>();
  private readonly parts: Buffer[] = [];
  private size = 0;

  offset(text: string): number {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(`${text}\0`, "utf8");
    this.offsets.set(text, this.size);
    this.parts.push(bytes);
    this.size += bytes.length;
    return this.size - bytes.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}
