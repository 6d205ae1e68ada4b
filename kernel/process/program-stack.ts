/**
 * What a program finds on its stack when it starts (System V ABI for AMD64, 3.4.1): from the stack pointer upward argc, the
 * argument pointers, null, the environment pointers, null, the auxiliary vector, and above these the strings.
 */

import { writeU64 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";

/** Entries of the auxiliary vector (getauxval(3)). */
export enum Auxiliary {
  Null = 0,
  ProgramHeaders = 3,
  ProgramHeaderSize = 4,
  ProgramHeaderCount = 5,
  PageSize = 6,
  Base = 7,
  Flags = 8,
  Entry = 9,
  User = 11,
  EffectiveUser = 12,
  Group = 13,
  EffectiveGroup = 14,
  Platform = 15,
  HardwareCapabilities = 16,
  ClockTicks = 17,
  Secure = 23,
  Random = 25,
  FileName = 31,
  SignalStackSize = 51,
}

/** One string alone may take this much, and all together may always. */
const STRING_BYTES: u64 = 128 * 1024;
const MOST_BYTES: u64 = 6 * 1024 * 1024;

/** How many bytes the strings of a new program, and the pointers to them, may take: a quarter of its stack (execve(2), "Limits"). */
export function argumentRoom(stackLimit: u64): u64 {
  return bits.max(bits.min(stackLimit / 4, MOST_BYTES), STRING_BYTES);
}

/** What the CPU is called. */
const PLATFORM = "x86_64";

/** The contents of a new stack, made in the kernel and copied to the program's memory in one piece. */
export class ProgramStack {
  readonly bytes: u8[];
  /** User address of `bytes[0]`, which is the stack pointer at the start. */
  readonly address: u64;
  private next: u64;
  private nextString: u64;
  readonly argumentsStart: u64;
  /** The environment lies from there on. */
  readonly argumentsEnd: u64;
  readonly environmentEnd: u64;
  /** User addresses of the path that was executed, and of the CPU's name. */
  readonly fileName: u64;
  readonly platform: u64;

  /** argc, argv and envp with their strings, below `top`, and room for the auxiliary vector. Throws E2BIG, ENOMEM. */
  constructor(
    top: u64,
    args: readonly string[],
    environment: readonly string[],
    fileName: string,
    room: u64,
    auxiliaries: u64,
  ) {
    const strings = sizeOfStrings(args) + sizeOfStrings(environment) + fileName.length + 1;
    const pointers = args.length + environment.length;
    if (strings + pointers * 8 > room) throw Errno.E2BIG;
    // The random bytes, aligned, lie among them.
    const all = strings + PLATFORM.length + 1 + 32;
    const words = pointers + 3 + auxiliaries * 2;
    // The strings end 8 bytes below the top, as Linux leaves a null word there; argc lies at a multiple of 16.
    const stringsStart = (top - 8 - all) & ~u64(15);
    this.address = (stringsStart - words * 8) & ~u64(15);
    this.bytes = new Array<u8>(top - this.address);
    this.next = 0;
    this.nextString = stringsStart - this.address;
    this.word(args.length);
    this.argumentsStart = this.address + this.nextString;
    for (const arg of args) this.word(this.text(arg));
    this.argumentsEnd = this.address + this.nextString;
    this.word(0);
    for (const variable of environment) this.word(this.text(variable));
    this.environmentEnd = this.address + this.nextString;
    this.word(0);
    this.fileName = this.text(fileName);
    this.platform = this.text(PLATFORM);
  }

  /** Appends a word to the vectors. */
  private word(value: u64): void {
    writeU64(this.bytes.span(), this.next, value);
    this.next += 8;
  }

  /** Appends an entry of the auxiliary vector (getauxval(3)). */
  auxiliary(kind: Auxiliary, value: u64): void {
    this.word(u64(kind));
    this.word(value);
  }

  /** Puts a string and its 0 byte above the vectors; returns its user address. */
  private text(text: string): u64 {
    const start = this.nextString;
    this.bytes
      .span()
      .subspan(start, start + text.length)
      .copyFrom(text.bytes());
    this.nextString = start + text.length + 1;
    return this.address + start;
  }

  /** Puts bytes there, at a multiple of 16; returns their user address. */
  data(bytes: Span<u8>): u64 {
    const start = (this.nextString + 15) & ~u64(15);
    this.bytes
      .span()
      .subspan(start, start + bytes.length)
      .copyFrom(bytes);
    this.nextString = start + bytes.length;
    return this.address + start;
  }
}

function sizeOfStrings(strings: readonly string[]): u64 {
  let sum: u64 = 0;
  for (const text of strings) {
    if (text.length >= STRING_BYTES) throw Errno.E2BIG;
    sum += text.length + 1;
  }
  return sum;
}
