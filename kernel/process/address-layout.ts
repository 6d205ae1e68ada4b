/**
 * Where the parts of a program lie. Each execve(2) chooses anew, so that an address which got out of one program tells nothing about another.
 *
 * From below: a program at fixed addresses, or one that can lie anywhere from `PROGRAM_BASE` on; its heap (brk) above it; far
 * above, growing down, mappings, the dynamic linker and libraries among them; above these the stack, which grows down as well. How far each part may
 * be moved is as on Linux (mm/util.c, arch/x86/mm/mmap.c): 28 bits of pages for programs and for mappings, 22 bits of pages and
 * 9 bits of 16 bytes for the stack. The sanitizers of C compilers rely on the resulting bounds.
 */

import { USER_END } from "../memory/address-space.ts";
import { PAGE_SHIFT } from "../platform/address.ts";
import { readU64 } from "../../core/bytes.ts";
import { randomBytes } from "../platform/random.ts";
import { declareNumber } from "../setting/number-setting.ts";

/** 0: nothing is moved; 1: all but the heap; 2: all. */
const randomizes = declareNumber("kernel/randomize_va_space", 2, 0, 2);

/** Where programs that can lie anywhere begin at the lowest. */
const PROGRAM_BASE: u64 = 0x5555_5555_4000;

const PROGRAM_BITS: u32 = 28;
const MAPPING_BITS: u32 = 28;
const STACK_BITS: u32 = 22;
/** The heap of a program that was moved lies where that does, and besides up to 1 GiB higher. */
const HEAP_BITS: u32 = 18;

/** Room that is kept for a stack, whatever its limit says. */
const LEAST_STACK: u64 = 128 * 1024 * 1024;
const MOST_STACK: u64 = (USER_END / 6) * 5;
/** Pages that stay free between the stack and what lies below it (Linux: stack_guard_gap). */
const STACK_GUARD: u64 = 256 << PAGE_SHIFT;

/** The places of one program. */
@struct
export class AddressLayout {
  /** Where a program that can lie anywhere is put. */
  readonly programBase: u64;
  /** Mappings are laid downward from here. */
  readonly mappingTop: u64;
  /** The end of the stack's region, and of what is in it at the start. */
  readonly stackTop: u64;
  readonly stackStart: u64;
  /** For the program itself: AT_RANDOM of getauxval(3). */
  readonly seed: FixedArray<u8, 16> = new FixedArray<u8, 16>();
  /** What the heap is moved by. */
  private readonly heapNumber: u64;

  /** `stackLimit`: RLIMIT_STACK in bytes. Not `isRandom`: each part lies where the ranges begin (ADDR_NO_RANDOMIZE of personality(2)). */
  constructor(isRandom: boolean, stackLimit: u64) {
    const random = new FixedArray<u8, 56>();
    randomBytes(random.span());
    const bytes = random.span();
    this.seed.span().copyFrom(bytes.subspan(40, 56));
    if (!isRandom || randomizes.value === 0) bytes.subspan(0, 40).fill(0);
    else if (randomizes.value === 1) bytes.subspan(32, 40).fill(0);
    const room =
      bits.min(bits.max(stackLimit, LEAST_STACK), MOST_STACK) + pages(~u64(0), STACK_BITS) + STACK_GUARD;
    this.programBase = PROGRAM_BASE + pages(readU64(bytes, 0), PROGRAM_BITS);
    this.mappingTop = ((USER_END - room) & ~u64(0xfff)) - pages(readU64(bytes, 8), MAPPING_BITS);
    this.stackTop = USER_END - pages(readU64(bytes, 16), STACK_BITS);
    this.stackStart = this.stackTop - (readU64(bytes, 24) & 0x1ff0);
    this.heapNumber = readU64(bytes, 32);
  }

  /** Where the heap of a program begins that ends at `end`, a multiple of the page size; `isMoved`: it was put at `programBase`. */
  heapStart(end: u64, isMoved: boolean): u64 {
    return end + pages(this.heapNumber, isMoved ? HEAP_BITS : PROGRAM_BITS);
  }
}

/** The lowest bits of a number, as that many pages in bytes. */
function pages(number: u64, count: u32): u64 {
  return (number & ((u64(1) << count) - 1)) << PAGE_SHIFT;
}
