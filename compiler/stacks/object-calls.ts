/**
 * What an object tells of the calls in it: of each function how much of the stack it takes (.stack_sizes), which indirect calls are left in it after
 * inlining (.llvm.callgraph), and which functions it calls or jumps to (relocations; the call graph for those that need none).
 */

import { textAt } from "../image/elf.ts";

/** A function of an object. */
export interface ObjectFunction {
  readonly name: string;
  /** Other objects may have functions of the same name. */
  readonly isLocal: boolean;
  /** LLVM has not compiled it, and knows nothing of it. */
  readonly isAssembly: boolean;
  /** It has instructions that are in the table of those that may fault (.extable). */
  readonly mayFault: boolean;
  /** Bytes of stack, without the return address; null: assembly, or a frame of varying size. */
  readonly frame: number | null;
  /** Names of the functions it calls. */
  readonly direct: readonly string[];
  /** Names of functions whose addresses are in its code: assembly calls by them. */
  readonly addressed: readonly string[];
  /** Numbers of the indirect calls (emit/call-types.ts). */
  readonly indirect: readonly string[];
}

const RELA = 4;
const SYMTAB = 2;
const EXECUTABLE = 4;
const R_X86_64_64 = 1;
const R_X86_64_PC32 = 2;
const R_X86_64_PLT32 = 4;
const CALL = 0xe8;
const JUMP = 0xe9;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly link: number;
  readonly info: number;
  readonly data: Buffer;
}

interface ElfSymbol {
  readonly name: string;
  readonly isLocal: boolean;
  readonly section: number;
  readonly value: number;
}

interface Relocation {
  readonly at: number;
  readonly type: number;
  readonly symbol: ElfSymbol;
  readonly addend: number;
}

class Found {
  isAssembly = true;
  mayFault = false;
  frame: number | null = null;
  readonly direct = new Set<string>();
  readonly addressed = new Set<string>();
  readonly indirect = new Set<string>();
}

/** The functions of an x86-64 object. The file is LLVM's own, so nothing in it is checked. */
export function readObjectCalls(file: Buffer): ObjectFunction[] {
  return new ObjectReader(file).functions();
}

class ObjectReader {
  private readonly sections: readonly Section[];
  private readonly symbols: readonly ElfSymbol[];
  /** Where functions and labels begin, by section, in order. */
  private readonly starts = new Map<number, ElfSymbol[]>();
  private readonly found = new Map<ElfSymbol, Found>();

  constructor(file: Buffer) {
    this.sections = readSections(file);
    this.symbols = this.readSymbols();
    for (const symbol of this.symbols) {
      const flags = this.sections[symbol.section]?.flags ?? 0;
      // Labels that begin with a dot are places within functions.
      if (symbol.name === "" || symbol.name.startsWith(".") || (flags & EXECUTABLE) === 0) continue;
      const known = this.starts.get(symbol.section);
      if (known) known.push(symbol);
      else this.starts.set(symbol.section, [symbol]);
      this.found.set(symbol, new Found());
    }
    for (const list of this.starts.values()) list.sort((a, b) => a.value - b.value);
  }

  functions(): ObjectFunction[] {
    for (const section of this.sections) {
      const target = this.sections[section.info];
      if (section.type !== RELA || !target) continue;
      const relocations = this.relocationsOf(section);
      if (target.name === ".stack_sizes") this.readSizes(target.data, relocations);
      else if (target.name === ".llvm.callgraph") this.readGraph(target.data, relocations);
      else if (target.name === ".extable") this.readFaults(relocations);
      else if ((target.flags & EXECUTABLE) !== 0) this.readCode(section.info, target.data, relocations);
    }
    return [...this.found].map(([{ name, isLocal }, { direct, addressed, indirect, ...rest }]) => ({
      name,
      isLocal,
      ...rest,
      direct: [...direct],
      addressed: [...addressed],
      indirect: [...indirect],
    }));
  }

  private readSymbols(): ElfSymbol[] {
    const table = this.sections.find((s) => s.type === SYMTAB);
    const strings = table && this.sections[table.link];
    if (!table || !strings) return [];
    return Array.from({ length: table.data.length / 24 }, (_, i) => {
      const at = i * 24;
      const info = table.data[at + 4] ?? 0;
      return {
        name: textAt(strings.data, table.data.readUInt32LE(at)),
        isLocal: info >> 4 === 0,
        section: table.data.readUInt16LE(at + 6),
        value: Number(table.data.readBigUInt64LE(at + 8)),
      };
    });
  }

  private relocationsOf({ data }: Section): Relocation[] {
    const list: Relocation[] = [];
    for (let at = 0; at + 24 <= data.length; at += 24) {
      const symbol = this.symbols[data.readUInt32LE(at + 12)];
      if (!symbol) continue;
      list.push({
        at: Number(data.readBigUInt64LE(at)),
        type: data.readUInt32LE(at + 8),
        symbol,
        addend: Number(data.readBigInt64LE(at + 16)),
      });
    }
    return list;
  }

  /** The function or label that a place of a section belongs to. */
  private ownerOf(section: number, offset: number): ElfSymbol | undefined {
    const list = this.starts.get(section) ?? [];
    return list.findLast((symbol) => symbol.value <= offset);
  }

  private target({ symbol, addend }: Relocation, base: number): ElfSymbol | undefined {
    return symbol.name !== "" ? symbol : this.ownerOf(symbol.section, symbol.value + addend + base);
  }

  private readSizes(data: Buffer, relocations: readonly Relocation[]): void {
    for (const relocation of relocations) {
      const fn = relocation.type === R_X86_64_64 ? this.target(relocation, 0) : undefined;
      const found = fn && this.found.get(fn);
      if (found) found.frame = uleb(data, relocation.at + 8).value;
    }
  }

  private readFaults(relocations: readonly Relocation[]): void {
    for (const relocation of relocations) {
      const { symbol, addend } = relocation;
      const owner = this.ownerOf(symbol.section, symbol.value + addend);
      const found = owner && this.found.get(owner);
      if (found) found.mayFault = true;
    }
  }

  /** Entries of version 0: version, flags, function, its own type, then by the flags counted lists of callees and of types of indirect calls. */
  private readGraph(data: Buffer, relocations: readonly Relocation[]): void {
    const targets = new Map(relocations.map((r) => [r.at, this.target(r, 0)]));
    for (let at = 0; at < data.length;) {
      if (data[at] !== 0) throw new Error("this release of LLVM writes another form of .llvm.callgraph");
      const flags = data[at + 1] ?? 0;
      const fn = targets.get(at + 2);
      const found = (fn && this.found.get(fn)) ?? new Found();
      found.isAssembly = false;
      at += 18;
      if ((flags & 2) !== 0) {
        const count = uleb(data, at);
        at = count.next;
        for (let i = 0; i < count.value; i++, at += 8) {
          const callee = targets.get(at);
          if (callee) found.direct.add(callee.name);
        }
      }
      if ((flags & 4) !== 0) {
        const count = uleb(data, at);
        at = count.next;
        for (let i = 0; i < count.value; i++, at += 8) found.indirect.add(data.toString("hex", at, at + 8));
      }
    }
  }

  private readCode(section: number, data: Buffer, relocations: readonly Relocation[]): void {
    for (const relocation of relocations) {
      if (relocation.type !== R_X86_64_PLT32 && relocation.type !== R_X86_64_PC32) {
        const owner = this.ownerOf(section, relocation.at);
        if (owner && relocation.symbol.name !== "")
          this.found.get(owner)?.addressed.add(relocation.symbol.name);
        continue;
      }
      const before = data[relocation.at - 1] ?? 0;
      const isConditional = before >= 0x80 && before <= 0x8f && data[relocation.at - 2] === 0x0f;
      if (before !== CALL && before !== JUMP && !isConditional) continue;
      const from = this.ownerOf(section, relocation.at);
      const to = this.target(relocation, 4);
      if (from && to && from !== to) this.found.get(from)?.direct.add(to.name);
      else if (from && to && before === CALL) this.found.get(from)?.direct.add(to.name);
    }
  }
}

function readSections(file: Buffer): Section[] {
  const table = Number(file.readBigUInt64LE(40));
  const count = file.readUInt16LE(60) || Number(file.readBigUInt64LE(table + 32));
  const names = file.readUInt16LE(62) === 0xffff ? file.readUInt32LE(table + 40) : file.readUInt16LE(62);
  const headers = Array.from({ length: count }, (_, i) => {
    const at = table + i * 64;
    const offset = Number(file.readBigUInt64LE(at + 24));
    const type = file.readUInt32LE(at + 4);
    return {
      nameAt: file.readUInt32LE(at),
      type,
      flags: Number(file.readBigUInt64LE(at + 8)),
      link: file.readUInt32LE(at + 40),
      info: file.readUInt32LE(at + 44),
      data: file.subarray(offset, type === 8 ? offset : offset + Number(file.readBigUInt64LE(at + 32))),
    };
  });
  const strings = headers[names]?.data ?? Buffer.alloc(0);
  return headers.map(({ nameAt, ...rest }) => ({ ...rest, name: textAt(strings, nameAt) }));
}

function uleb(data: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = data[at++] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: at };
  }
}
