/**
 * What the kernel tells the host of system calls: records, which the host makes lines of (tools/trace/). All numbers are little-endian.
 *
 *     u32 bytes behind this word   u32 kind   i32 thread   i32 process   i32 its parent   then, by the kind:
 *
 *     1 a call begins    u64 number, six u64 arguments, memory
 *     2 it has ended     u64 number, i64 result, u32 whether the thread ends, memory
 *     3 a signal         i32 signal, i32 code, i32 process, u32 user, i32 status, u32 whether it is a fault, u64 value
 *     4 the thread ends  i32 status as wait4(2) has it, u32 whether it ends alone
 *
 * Memory is what addresses among the arguments led to, as far as it can be read: each piece is u64 address, u32 length, bytes.
 */

import { copyFromUser } from "../../platform/user.ts";

/** What a record tells. */
export enum RecordKind {
  Call = 1,
  Result = 2,
  Signal = 3,
  End = 4,
}

const PAGE: u64 = 4096;

/** A record that is being made. All that adds to it throws ENOMEM. */
export class TraceRecord {
  private readonly bytes: u8[] = [];

  constructor(kind: RecordKind, thread: i32, process: i32, parent: i32) {
    this.bytes.reserve(256);
    this.add32(0);
    this.add32(u32(kind));
    this.add32(u32(thread));
    this.add32(u32(process));
    this.add32(u32(parent));
  }

  /** Adds a number. */
  add32(value: u32): void {
    for (let i: u32 = 0; i < 4; i++) this.bytes.push(u8(value >> (i * 8)));
  }

  /** Adds a number. */
  add64(value: u64): void {
    this.add32(u32(value));
    this.add32(u32(value >> 32));
  }

  /** Adds a piece of the program's memory, less where it cannot be read. May sleep. Returns how much there was. */
  addMemory(address: u64, length: u64): u64 {
    if (address === 0 || length === 0) return 0;
    this.add64(address);
    const mark = this.bytes.length;
    this.add32(0);
    const piece = new FixedArray<u8, 128>();
    let done: u64 = 0;
    while (done < length) {
      // A piece lies in one page: either all of it can be read or nothing.
      const rest = PAGE - ((address + done) & (PAGE - 1));
      const part = piece.span().subspan(0, bits.min(bits.min(length - done, rest), 128));
      if (!tryCopy(part, address + done)) break;
      for (const byte of part) this.bytes.push(byte);
      done += part.length;
    }
    this.set32(mark, u32(done));
    return done;
  }

  /** The record, whole. */
  finish(): Span<u8> {
    this.set32(0, u32(this.bytes.length - 4));
    return this.bytes.span();
  }

  private set32(at: usize, value: u32): void {
    for (let i: usize = 0; i < 4; i++) this.bytes[at + i] = u8(value >> (i * 8));
  }
}

function tryCopy(into: Span<u8>, address: u64): boolean {
  try {
    copyFromUser(into, address);
    return true;
  } catch {
    return false;
  }
}
