/**
 * The shadow: a byte for every eight bytes of the kernel's half of the address space, as in LLVM's address sanitizer. 0: all eight may be
 * used; 1 to 7: that many of the first; above: none, and why. Instrumented code looks before each access (compiler/emit/target.ts).
 *
 * Everything in this folder is for kernels that are built by `tessera run --sanitize` alone, and works on memory that nobody
 * else may touch:
 * @nosanitize
 */

import { fillBytes, pointer } from "unsafe";
import { KERNEL_HALF } from "../address.ts";

/** The same number is in compiler/emit/target.ts. */
const SHADOW_OFFSET = 0xdfff_e000_0000_0000;
/** The shadow of the first address of the upper half. */
export const SHADOW_BASE = 0xffff_d000_0000_0000;
/** One past the shadow of the last one. */
export const SHADOW_END = 0xffff_e000_0000_0000;

/** Why memory may not be used. Those below 0xf9 are written by compiled code (LLVM, AddressSanitizer.cpp). */
export enum Shadow {
  /** Around the variables of a stack frame: before, between, behind. */
  StackLeft = 0xf1,
  StackMiddle = 0xf2,
  StackRight = 0xf3,
  StackScope = 0xf8,
  Global = 0xf9,
  /** The first eight bytes in front of a heap block, and the others. */
  BlockHeader = 0xe8,
  BlockLeft = 0xe9,
  BlockRight = 0xea,
  BlockReleased = 0xeb,
  /** Memory of the heap that is in no block. */
  FreeHeap = 0xec,
  FreeFrame = 0xed,
  FreeStack = 0xee,
}

/** Where the byte for an address of the upper half is. @inline */
export function shadowOf(address: u64): u64 {
  return (address >> 3) + SHADOW_OFFSET;
}

/** The byte for an address of the upper half. @inline */
export function shadowAt(address: u64): u8 {
  return pointer<u8>(shadowOf(address)).value;
}

/** Nobody may use the memory from now on. Address and length are multiples of 8. */
export function poison(address: u64, length: u64, why: Shadow): void {
  fillBytes(pointer<u8>(shadowOf(address)), u8(why), length >> 3);
}

/** The memory may be used. The address is a multiple of 8; of the last eight bytes only those that belong to the length. */
export function unpoison(address: u64, length: u64): void {
  const start = shadowOf(address);
  fillBytes(pointer<u8>(start), 0, length >> 3);
  if ((length & 7) !== 0) pointer<u8>(start + (length >> 3)).value = u8(length & 7);
}

/** The first byte of a piece of memory that may not be used; 0 if all may. What is not the kernel's is the page tables' to refuse. */
export function firstPoisoned(address: u64, length: u64): u64 {
  if (length === 0 || address < KERNEL_HALF) return 0;
  const last = address + (length - 1);
  let at = address & ~u64(7);
  while (at <= last) {
    const shadow = shadowOf(at);
    if ((shadow & 7) === 0 && last - at >= 63 && pointer<u64>(shadow).value === 0) {
      at += 64;
      continue;
    }
    const code = u64(pointer<u8>(shadow).value);
    const usable = code === 0 ? u64(8) : code < 8 ? code : u64(0);
    if (bits.min(last, at + 7) >= at + usable) return bits.max(address, at + usable);
    at += 8;
  }
  return 0;
}
