/** What an audit reads of an ELF program (elf(5)): its code, and the names that it takes from libraries. */

/** A program's parts. */
export interface ProgramParts {
  /** The executable segments, one behind the other. */
  readonly code: Buffer;
  /** Undefined symbols of the dynamic symbol table. */
  readonly imports: readonly string[];
}

const MACHINE_X86_64 = 62;
const SEGMENT_LOAD = 1;
const EXECUTABLE = 1;
const SECTION_DYNAMIC_SYMBOLS = 11;
const SYMBOL_SIZE = 24;

/** Reads a 64-bit program for x86-64. Throws an Error that says what is wrong with it. */
export function readElf(bytes: Buffer): ProgramParts {
  try {
    if (bytes[4] !== 2 || bytes[5] !== 1 || bytes.readUInt16LE(18) !== MACHINE_X86_64) {
      throw new Error("it is no 64-bit program for x86-64");
    }
    return { code: codeOf(bytes), imports: importsOf(bytes) };
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error("it is cut off: its headers point behind its end", { cause: error });
    throw error;
  }
}

function codeOf(bytes: Buffer): Buffer {
  const start = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  const parts: Buffer[] = [];
  for (let i = 0; i < bytes.readUInt16LE(56); i++) {
    const at = start + i * size;
    const isCode = bytes.readUInt32LE(at) === SEGMENT_LOAD && (bytes.readUInt32LE(at + 4) & EXECUTABLE) !== 0;
    const offset = Number(bytes.readBigUInt64LE(at + 8));
    if (isCode) parts.push(bytes.subarray(offset, offset + Number(bytes.readBigUInt64LE(at + 32))));
  }
  return Buffer.concat(parts);
}

function importsOf(bytes: Buffer): string[] {
  const start = Number(bytes.readBigUInt64LE(40));
  const size = bytes.readUInt16LE(58);
  const section = (index: number): { type: number; offset: number; size: number; link: number } => {
    const at = start + index * size;
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
      link: bytes.readUInt32LE(at + 40),
    };
  };
  const names: string[] = [];
  for (let i = 0; start !== 0 && i < bytes.readUInt16LE(60); i++) {
    const symbols = section(i);
    if (symbols.type !== SECTION_DYNAMIC_SYMBOLS) continue;
    const texts = section(symbols.link).offset;
    for (let at = symbols.offset; at < symbols.offset + symbols.size; at += SYMBOL_SIZE) {
      if (bytes.readUInt16LE(at + 6) !== 0) continue;
      const from = texts + bytes.readUInt32LE(at);
      const name = bytes.toString("latin1", from, bytes.indexOf(0, from));
      if (name !== "") names.push(name);
    }
  }
  return names;
}
