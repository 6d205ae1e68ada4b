/** Reading of ELF64 little-endian images: sections and function symbols (System V ABI, chapter 4). */

export interface Section {
  readonly name: string;
  readonly address: bigint;
  readonly data: Buffer;
}

/** A function of the symbol table; `size` in bytes. */
export interface FunctionSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: bigint;
  readonly isGlobal: boolean;
}

/** A place in a section that holds an address. */
export interface Relocation {
  /** Bytes from the section's beginning. */
  readonly offset: number;
  /** R_X86_64_64 and so on. */
  readonly type: number;
  /** The address that it holds, or counts from. */
  readonly target: bigint;
}

const SYMTAB = 2;
const RELA = 4;
const NOBITS = 8;
const FUNC = 2;

interface Header {
  readonly nameAt: number;
  readonly type: number;
  readonly address: bigint;
  readonly data: Buffer;
  readonly link: number;
  readonly info: number;
}

/** The sections and functions of an ELF64 file. The file is the linker's own, so nothing in it is checked. */
export class ElfImage {
  readonly sections: Section[] = [];
  readonly functions: FunctionSymbol[] = [];
  private readonly headers: readonly Header[];

  constructor(file: Buffer) {
    const table = Number(file.readBigUInt64LE(40));
    const entrySize = file.readUInt16LE(58);
    const count = file.readUInt16LE(60);
    const namesIndex = file.readUInt16LE(62);
    const headers = Array.from({ length: count }, (_, i): Header => {
      const at = table + i * entrySize;
      const type = file.readUInt32LE(at + 4);
      const offset = Number(file.readBigUInt64LE(at + 24));
      const size = type === NOBITS ? 0 : Number(file.readBigUInt64LE(at + 32));
      return {
        nameAt: file.readUInt32LE(at),
        type,
        address: file.readBigUInt64LE(at + 16),
        data: file.subarray(offset, offset + size),
        link: file.readUInt32LE(at + 40),
        info: file.readUInt32LE(at + 44),
      };
    });
    this.headers = headers;
    const names = headers[namesIndex]?.data ?? Buffer.alloc(0);
    for (const h of headers)
      this.sections.push({ name: textAt(names, h.nameAt), address: h.address, data: h.data });
    for (const h of headers) {
      const strings = headers[h.link];
      if (h.type === SYMTAB && strings) this.readSymbols(h.data, strings.data);
    }
  }

  section(name: string): Buffer {
    return this.sections.find((s) => s.name === name)?.data ?? Buffer.alloc(0);
  }

  /** What the linker was asked to keep (--emit-relocs) of the places in a section, in their order. */
  relocations(name: string): Relocation[] {
    const index = this.sections.findIndex((s) => s.name === name);
    const base = this.sections[index]?.address ?? 0n;
    const found: Relocation[] = [];
    for (const { type, info, link, data } of this.headers) {
      const symbols = this.headers[link]?.data;
      if (type !== RELA || info !== index || !symbols) continue;
      for (let at = 0; at + 24 <= data.length; at += 24) {
        const symbol = data.readUInt32LE(at + 12) * 24;
        found.push({
          offset: Number(data.readBigUInt64LE(at) - base),
          type: data.readUInt32LE(at + 8),
          target: BigInt.asUintN(64, symbols.readBigUInt64LE(symbol + 8) + data.readBigInt64LE(at + 16)),
        });
      }
    }
    return found.sort((a, b) => a.offset - b.offset);
  }

  private readSymbols(symbols: Buffer, strings: Buffer): void {
    for (let at = 0; at + 24 <= symbols.length; at += 24) {
      const info = symbols[at + 4] ?? 0;
      if ((info & 15) !== FUNC || symbols.readUInt16LE(at + 6) === 0) continue;
      this.functions.push({
        name: textAt(strings, symbols.readUInt32LE(at)),
        address: symbols.readBigUInt64LE(at + 8),
        size: symbols.readBigUInt64LE(at + 16),
        isGlobal: info >> 4 !== 0,
      });
    }
  }
}

/** The text up to the zero byte. */
export function textAt(data: Buffer, at: number): string {
  const end = data.indexOf(0, at);
  return data.toString("utf8", at, end < 0 ? data.length : end);
}
