/** Decodes the line programs of an image (DWARF 4 and 5, section 6.2). */

import { textAt, type ElfImage } from "./elf.ts";

/** One row of DWARF's table: from `address` on, up to the next row, the code is of this line. */
export interface LineRow {
  readonly address: bigint;
  /** Folder and name joined. Relative to the unit's folder when the file lies there. */
  readonly file: string;
  readonly line: number;
  /** The row only marks the end of a stretch of code. */
  readonly isEnd: boolean;
}

/** A position in a section. */
class Reader {
  readonly data: Buffer;
  at: number;

  constructor(data: Buffer, at: number) {
    this.data = data;
    this.at = at;
  }

  u8(): number {
    return this.data.readUInt8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.data.readUInt16LE(this.at - 2);
  }
  u32(): number {
    this.at += 4;
    return this.data.readUInt32LE(this.at - 4);
  }
  u64(): bigint {
    this.at += 8;
    return this.data.readBigUInt64LE(this.at - 8);
  }
  text(): string {
    const text = textAt(this.data, this.at);
    this.at += Buffer.byteLength(text) + 1;
    return text;
  }
  uleb(): number {
    let result = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      result += (byte & 127) * scale;
      if (byte < 128) return result;
    }
  }
  sleb(): number {
    let result = 0;
    for (let scale = 1; ;) {
      const byte = this.u8();
      result += (byte & 127) * scale;
      scale *= 128;
      if (byte < 128) return (byte & 64) !== 0 ? result - scale : result;
    }
  }
}

const inFolder = (folder: string | undefined, name: string): string => (folder ? `${folder}/${name}` : name);

/** All rows, unit by unit. */
export function readLines(image: ElfImage): LineRow[] {
  const data = image.section(".debug_line");
  const strings = image.section(".debug_line_str");
  const rows: LineRow[] = [];
  for (let at = 0; at + 4 <= data.length;) {
    const length = data.readUInt32LE(at);
    new Unit(new Reader(data, at + 4), at + 4 + length, strings, rows).read();
    at += 4 + length;
  }
  return rows;
}

class Unit {
  private readonly reader: Reader;
  private readonly end: number;
  private readonly strings: Buffer;
  private readonly rows: LineRow[];
  private files: string[] = [];

  constructor(reader: Reader, end: number, strings: Buffer, rows: LineRow[]) {
    this.reader = reader;
    this.end = end;
    this.strings = strings;
    this.rows = rows;
  }

  read(): void {
    const r = this.reader;
    const version = r.u16();
    // Assembly of other producers may come as something else.
    if (version !== 4 && version !== 5) return;
    if (version === 5) r.at += 2;
    const headerLength = r.u32();
    const program = r.at + headerLength;
    const minimum = r.u8();
    r.at += 2;
    const lineBase = (r.u8() << 24) >> 24;
    const lineRange = r.u8();
    const opcodeBase = r.u8();
    const lengths = Array.from({ length: opcodeBase - 1 }, () => r.u8());
    if (version === 5) {
      const folders = this.entries().map((e) => e.name);
      this.files = this.entries().map((e) => inFolder(folders[e.folder], e.name));
    } else {
      this.readPlainLists();
    }
    r.at = program;
    this.run({ minimum, lineBase, lineRange, opcodeBase, lengths });
  }

  /** Folders, then files with their folder's number (0 is the unit's), time and size: both counted from 1, each list ended by an empty name. */
  private readPlainLists(): void {
    const r = this.reader;
    const folders = [""];
    for (let name = r.text(); name !== ""; name = r.text()) folders.push(name);
    this.files = [""];
    for (let name = r.text(); name !== ""; name = r.text()) {
      const folder = folders[r.uleb()];
      r.uleb();
      r.uleb();
      this.files.push(inFolder(folder, name));
    }
  }

  /** A list of folders or files: the format of an entry, then the entries. */
  private entries(): { name: string; folder: number }[] {
    const r = this.reader;
    const formats = Array.from({ length: r.u8() }, () => ({ content: r.uleb(), form: r.uleb() }));
    return Array.from({ length: r.uleb() }, () => {
      const entry = { name: "", folder: 0 };
      for (const { content, form } of formats) {
        const value = this.form(form);
        if (content === 1 && typeof value === "string") entry.name = value;
        else if (content === 2 && typeof value === "number") entry.folder = value;
      }
      return entry;
    });
  }

  private form(form: number): string | number {
    const r = this.reader;
    switch (form) {
      case 0x1f: // line_strp
        return textAt(this.strings, r.u32());
      case 0x08:
        return r.text();
      case 0x0b:
        return r.u8();
      case 0x05:
        return r.u16();
      case 0x0f:
        return r.uleb();
      case 0x1e: // data16: a checksum
        r.at += 16;
        return 0;
      default:
        throw new Error(`unexpected form ${form} in .debug_line`);
    }
  }

  private run(header: {
    minimum: number;
    lineBase: number;
    lineRange: number;
    opcodeBase: number;
    lengths: number[];
  }): void {
    const r = this.reader;
    const { minimum, lineBase, lineRange, opcodeBase, lengths } = header;
    let [address, file, line] = [0n, 1, 1];
    const reset = (): void => void ([address, file, line] = [0n, 1, 1]);
    const row = (isEnd: boolean): void =>
      void this.rows.push({ address, file: this.files[file] ?? "", line, isEnd });
    const advance = (by: number): void => void (address += BigInt(by * minimum));
    while (r.at < this.end) {
      const opcode = r.u8();
      if (opcode >= opcodeBase) {
        const adjusted = opcode - opcodeBase;
        advance(Math.floor(adjusted / lineRange));
        line += lineBase + (adjusted % lineRange);
        row(false);
        continue;
      }
      switch (opcode) {
        case 0: {
          const next = r.uleb();
          const after = r.at + next;
          const extended = r.u8();
          if (extended === 1) {
            row(true);
            reset();
          } else if (extended === 2) {
            address = r.u64();
          }
          r.at = after;
          break;
        }
        case 1:
          row(false);
          break;
        case 2:
          advance(r.uleb());
          break;
        case 3:
          line += r.sleb();
          break;
        case 4:
          file = r.uleb();
          break;
        case 8:
          advance(Math.floor((255 - opcodeBase) / lineRange));
          break;
        case 9:
          address += BigInt(r.u16());
          break;
        default:
          // Columns, statements, prologues: operands to be skipped.
          for (let i = lengths[opcode - 1] ?? 0; i > 0; i--) r.uleb();
      }
    }
  }
}
