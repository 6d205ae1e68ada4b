/**
 * ELF64 program files (System V ABI, "Object Files", and the AMD64 supplement).
 *
 * A file begins with a 64-byte header; at `phoff` lie `phnum` program headers of 56 bytes. PT_LOAD segments say which
 * part of the file goes to which addresses; PT_INTERP names the dynamic linker. Type ET_EXEC loads where it says, ET_DYN
 * (static-PIE programs and linkers) anywhere. Everything in the file is untrusted: every number is checked before use.
 */

import { readU16, readU32, readU64 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";
import { Protection } from "../memory/protection.ts";

/** Sizes in bytes of a file's header and of each entry of the table of segments (`Elf64_Ehdr`, `Elf64_Phdr`). */
export const HEADER_SIZE: u64 = 64;
export const PROGRAM_HEADER_SIZE: u64 = 56;
/** Linux takes up to 64 KiB of program headers; so do we, in one page: real programs have 7 to 14. */
export const MAX_PROGRAM_HEADERS: u64 = 73;

const TYPE_EXECUTABLE: u16 = 2;
const TYPE_SHARED: u16 = 3;
const MACHINE_X86_64: u16 = 62;

const SEGMENT_LOAD: u32 = 1;
const SEGMENT_INTERPRETER: u32 = 3;
const SEGMENT_HEADERS: u32 = 6;
const SEGMENT_STACK: u32 = 0x6474_e551;

const FLAG_EXECUTE: u32 = 1;
const FLAG_WRITE: u32 = 2;
const FLAG_READ: u32 = 4;

/** The numbers of the file header that loading needs. */
@struct
export class ElfHeader {
  isPositionIndependent: boolean = false;
  entry: u64 = 0;
  headersOffset: u64 = 0;
  headerCount: u64 = 0;
}

/** A PT_LOAD segment, checked. */
@struct
export class Segment {
  /** Where its first byte goes (before the load bias), and where that is in the file. Congruent modulo the page size if it has bytes there. */
  address: u64 = 0;
  fileOffset: u64 = 0;
  /** Bytes from the file, and bytes in memory: the rest is zero. */
  fileSize: u64 = 0;
  memorySize: u64 = 0;
  protection: Protection = Protection.None;
}

/** What the program headers say. */
export class ElfImage {
  readonly segments: Segment[] = [];
  /** Offset and length in the file of the dynamic linker's path; length 0: there is none. */
  interpreterOffset: u64 = 0;
  interpreterLength: u64 = 0;
  /** Address of the program headers in memory (AT_PHDR), before the load bias; 0 if they are not loaded. */
  headersAddress: u64 = 0;
  hasExecutableStack: boolean = false;
  /** What the addresses are multiples of, a power of two: where the program is put must be one as well. */
  alignment: u64 = 4096;
  /** The lowest address, and one past the highest, before the load bias. */
  start: u64 = ~u64(0);
  end: u64 = 0;
}

/** Reads the file header. Throws ENOEXEC when the bytes are not the head of an x86-64 program. */
export function parseHeader(bytes: Span<u8>): ElfHeader {
  if (bytes.length < HEADER_SIZE || readU32(bytes, 0) !== 0x464c_457f) throw Errno.ENOEXEC;
  const isElf64LittleEndian = bytes[4] === 2 && bytes[5] === 1;
  const type = readU16(bytes, 16);
  if (!isElf64LittleEndian || readU16(bytes, 18) !== MACHINE_X86_64) throw Errno.ENOEXEC;
  if (type !== TYPE_EXECUTABLE && type !== TYPE_SHARED) throw Errno.ENOEXEC;
  const header = new ElfHeader();
  header.isPositionIndependent = type === TYPE_SHARED;
  header.entry = readU64(bytes, 24);
  header.headersOffset = readU64(bytes, 32);
  header.headerCount = u64(readU16(bytes, 56));
  const count = header.headerCount;
  if (u64(readU16(bytes, 54)) !== PROGRAM_HEADER_SIZE || count === 0 || count > MAX_PROGRAM_HEADERS)
    throw Errno.ENOEXEC;
  return header;
}

/** Reads the program headers. `limit` is one past the highest address a program may use. Throws ENOEXEC, ENOMEM. */
export function parseProgramHeaders(bytes: Span<u8>, header: ElfHeader, limit: u64): ElfImage {
  const image = new ElfImage();
  for (let i: u64 = 0; i < header.headerCount; i++) {
    const entry = bytes.subspan(i * PROGRAM_HEADER_SIZE, (i + 1) * PROGRAM_HEADER_SIZE);
    switch (readU32(entry, 0)) {
      case SEGMENT_LOAD:
        addSegment(image, entry, header, limit);
        break;
      case SEGMENT_INTERPRETER:
        if (image.interpreterLength !== 0) break;
        image.interpreterOffset = readU64(entry, 8);
        image.interpreterLength = readU64(entry, 32);
        break;
      case SEGMENT_HEADERS:
        image.headersAddress = readU64(entry, 16);
        break;
      case SEGMENT_STACK:
        image.hasExecutableStack = (readU32(entry, 4) & FLAG_EXECUTE) !== 0;
        break;
    }
  }
  if (image.segments.length === 0) throw Errno.ENOEXEC;
  return image;
}

function addSegment(image: ElfImage, entry: Span<u8>, header: ElfHeader, limit: u64): void {
  const segment = new Segment();
  segment.protection = protectionOf(readU32(entry, 4));
  segment.fileOffset = readU64(entry, 8);
  segment.address = readU64(entry, 16);
  segment.fileSize = readU64(entry, 32);
  segment.memorySize = readU64(entry, 40);
  if (segment.memorySize === 0) return;
  if (segment.fileSize > segment.memorySize) throw Errno.ENOEXEC;
  if (segment.fileSize > 0 && ((segment.address ^ segment.fileOffset) & 0xfff) !== 0) throw Errno.ENOEXEC;
  if (segment.address >= limit || segment.memorySize > limit - segment.address) throw Errno.ENOMEM;
  if (bits.addOverflows(segment.fileOffset, segment.fileSize)) throw Errno.ENOEXEC;
  // Segments ascend and do not overlap (the ABI says so, and the loader's mappings rely on it).
  if (image.segments.length > 0 && segment.address < image.end) throw Errno.ENOEXEC;
  if (image.headersAddress === 0) {
    const inside = header.headersOffset - segment.fileOffset;
    if (header.headersOffset >= segment.fileOffset && inside < segment.fileSize) {
      image.headersAddress = segment.address + inside;
    }
  }
  const alignment = readU64(entry, 48);
  if (bits.popCount(alignment) === 1) image.alignment = bits.max(image.alignment, alignment);
  image.start = bits.min(image.start, segment.address);
  image.end = segment.address + segment.memorySize;
  image.segments.push(segment);
}

function protectionOf(flags: u32): Protection {
  let protection = Protection.None;
  if ((flags & FLAG_READ) !== 0) protection |= Protection.Read;
  if ((flags & FLAG_WRITE) !== 0) protection |= Protection.Write;
  if ((flags & FLAG_EXECUTE) !== 0) protection |= Protection.Execute;
  return protection;
}
