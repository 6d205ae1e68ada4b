/** What execve(2) reads of a file before it is mapped: its first page, and the headers of a program. */

import { Errno } from "../../core/errno.ts";
import type { ExecutionHold } from "../file/file-holds.ts";
import type { Inode } from "../file/inode.ts";
import { USER_END } from "../memory/address-space.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import { PAGE_SIZE, type PhysAddr } from "../platform/address.ts";
import { frameBytes, releaseFrame } from "../platform/frames.ts";
import {
  type ElfHeader,
  ElfImage,
  HEADER_SIZE,
  parseHeader,
  parseProgramHeaders,
  PROGRAM_HEADER_SIZE,
} from "./elf.ts";

/** The first page of a file, kept while it is looked at. */
@struct
export class FirstPage {
  private readonly frame: PhysAddr;

  /** Throws ENXIO for an empty file, ENOMEM, EIO. */
  constructor(inode: Inode) {
    this.frame = inode.share(0);
  }

  get bytes(): Span<u8> {
    return frameBytes(this.frame);
  }

  [Symbol.dispose](): void {
    releaseFrame(this.frame);
  }
}

/** Longest path of a dynamic linker, with its 0 byte (PATH_MAX). */
const LONGEST_PATH: u64 = 4096;

/** A file that is a program. */
export class Program {
  /** Its file, to which nobody writes meanwhile. */
  readonly held: ExecutionHold;
  readonly header: ElfHeader;
  readonly image: ElfImage;
  /** Added to the file's addresses. */
  bias: u64 = 0;

  private constructor(held: ExecutionHold, header: ElfHeader, image: ElfImage) {
    this.held = held;
    this.header = header;
    this.image = image;
  }

  /** Reads the headers. Throws ENOEXEC when the file is none for this machine, ENOMEM, EIO. */
  static read(held: ExecutionHold): Program {
    const { inode } = held;
    if (inode.size < HEADER_SIZE) throw Errno.ENOEXEC;
    using start = new FirstPage(inode);
    const header = parseHeader(start.bytes.subspan(0, bits.min(inode.size, PAGE_SIZE)));
    const length = header.headerCount * PROGRAM_HEADER_SIZE;
    if (bits.addOverflows(header.headersOffset, length) || header.headersOffset + length > inode.size)
      throw Errno.ENOEXEC;
    const bytes = new Array<u8>(length);
    readExactly(inode, bytes, header.headersOffset);
    return new Program(held, header, parseProgramHeaders(bytes.span(), header, USER_END));
  }

  get inode(): Inode {
    return this.held.inode;
  }

  get entry(): u64 {
    return this.header.entry + this.bias;
  }

  /** The path of the dynamic linker that it names, or null. Throws ENOEXEC when the name is damaged, ENOMEM, EIO. */
  linkerPath(): string | null {
    const length = this.image.interpreterLength;
    if (length === 0) return null;
    if (length < 2 || length > LONGEST_PATH) throw Errno.ENOEXEC;
    const bytes = new Array<u8>(length);
    readExactly(this.inode, bytes, this.image.interpreterOffset);
    if (bytes[length - 1] !== 0) throw Errno.ENOEXEC;
    const end = bytes.span().indexOf(0);
    return String.fromBytes(bytes.span().subspan(0, u64(end)));
  }
}

/** Throws ENOEXEC when the file is shorter. */
function readExactly(inode: Inode, bytes: u8[], offset: u64): void {
  const buffer = IoBuffer.array(bytes, 0, bytes.length);
  inode.readAt(buffer, offset);
  if (buffer.remaining !== 0) throw Errno.ENOEXEC;
}
