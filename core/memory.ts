/**
 * memcpy and its like, which compiled code calls for copies of more than a few words. Only general registers, so that the
 * kernel can use them anywhere.
 *
 * Short blocks are a few words that overlap in the middle; all of them are loaded before the first is stored, so the order
 * does not matter when source and destination overlap. Long ones go by the string instructions, which need some
 * 30 cycles to start.
 *
 * Under a sanitizer code that is checked looks at the whole of both blocks first, so these need not.
 */

import { asm, clobber, inout, inp, type Ptr } from "unsafe";
import { loadHalf, loadWord, storeHalf, storeWord } from "./unaligned.ts";

/** From this length on the string instructions are faster. */
const LONG = 256;

/**
 * Copies up to 32 bytes.
 * @nosanitize
 */
function copyShort(to: Ptr<u8>, from: Ptr<u8>, count: usize): void {
  if (count >= 16) {
    const a = loadWord(from);
    const b = loadWord(from.add(8));
    const c = loadWord(from.add(count - 16));
    const d = loadWord(from.add(count - 8));
    storeWord(to, a);
    storeWord(to.add(8), b);
    storeWord(to.add(count - 16), c);
    storeWord(to.add(count - 8), d);
  } else if (count >= 8) {
    const a = loadWord(from);
    const b = loadWord(from.add(count - 8));
    storeWord(to, a);
    storeWord(to.add(count - 8), b);
  } else if (count >= 4) {
    const a = loadHalf(from);
    const b = loadHalf(from.add(count - 4));
    storeHalf(to, a);
    storeHalf(to.add(count - 4), b);
  } else if (count > 0) {
    const a = from[0];
    const b = from[count >> 1];
    const c = from[count - 1];
    to[0] = a;
    to[count >> 1] = b;
    to[count - 1] = c;
  }
}

/**
 * Copies more than 32 bytes upward: right also when the destination begins below the source.
 * @nosanitize
 */
function copyUp(to: Ptr<u8>, from: Ptr<u8>, count: usize): void {
  const a = loadWord(from.add(count - 32));
  const b = loadWord(from.add(count - 24));
  const c = loadWord(from.add(count - 16));
  const d = loadWord(from.add(count - 8));
  if (count >= LONG) {
    asm<
      [u64, u64, u64]
    >`rep movsq /* ${inout("D", to.address)} ${inout("S", from.address)} ${inout("c", count >> 3)} ${clobber("memory")} */`;
  } else {
    let at: usize = 0;
    while (count - at > 32) {
      const e = loadWord(from.add(at));
      const f = loadWord(from.add(at + 8));
      const g = loadWord(from.add(at + 16));
      const h = loadWord(from.add(at + 24));
      storeWord(to.add(at), e);
      storeWord(to.add(at + 8), f);
      storeWord(to.add(at + 16), g);
      storeWord(to.add(at + 24), h);
      at += 32;
    }
  }
  storeWord(to.add(count - 32), a);
  storeWord(to.add(count - 24), b);
  storeWord(to.add(count - 16), c);
  storeWord(to.add(count - 8), d);
}

/**
 * Copies more than 32 bytes downward, for a destination that begins inside the source.
 * @nosanitize
 */
function copyDown(to: Ptr<u8>, from: Ptr<u8>, count: usize): void {
  const a = loadWord(from);
  const b = loadWord(from.add(8));
  const c = loadWord(from.add(16));
  const d = loadWord(from.add(24));
  let at = count;
  while (at > 32) {
    at -= 32;
    const e = loadWord(from.add(at));
    const f = loadWord(from.add(at + 8));
    const g = loadWord(from.add(at + 16));
    const h = loadWord(from.add(at + 24));
    storeWord(to.add(at), e);
    storeWord(to.add(at + 8), f);
    storeWord(to.add(at + 16), g);
    storeWord(to.add(at + 24), h);
  }
  storeWord(to, a);
  storeWord(to.add(8), b);
  storeWord(to.add(16), c);
  storeWord(to.add(24), d);
}

/**
 * @export memcpy
 * @nobuiltin
 * @nosanitize
 */
export function memcpy(to: Ptr<u8>, from: Ptr<u8>, count: usize): Ptr<u8> {
  if (count <= 32) copyShort(to, from, count);
  else copyUp(to, from, count);
  return to;
}

/**
 * @export memmove
 * @nobuiltin
 * @nosanitize
 */
export function memmove(to: Ptr<u8>, from: Ptr<u8>, count: usize): Ptr<u8> {
  if (count <= 32) copyShort(to, from, count);
  else if (to.address - from.address >= count) copyUp(to, from, count);
  else copyDown(to, from, count);
  return to;
}

/**
 * @export memset
 * @nobuiltin
 * @nosanitize
 */
export function memset(to: Ptr<u8>, value: i32, count: usize): Ptr<u8> {
  const byte = u8(value);
  const word = u64(byte) * 0x0101_0101_0101_0101;
  if (count < 8) {
    for (let i = 0; i < count; i++) to[i] = byte;
    return to;
  }
  if (count >= LONG) {
    asm<
      [u64, u64]
    >`rep stosq /* ${inout("D", to.address)} ${inout("c", count >> 3)} ${inp("a", word)} ${clobber("memory")} */`;
  } else {
    for (let at: usize = 0; at + 8 <= count; at += 8) storeWord(to.add(at), word);
  }
  storeWord(to.add(count - 8), word);
  return to;
}

/**
 * @export memcmp
 * @nobuiltin
 */
export function memcmp(a: Ptr<u8>, b: Ptr<u8>, count: usize): i32 {
  let at: usize = 0;
  while (count - at >= 8) {
    const left = loadWord(a.add(at));
    const right = loadWord(b.add(at));
    // The first byte of memory is the lowest of the word.
    if (left !== right) return bits.swapBytes(left) < bits.swapBytes(right) ? -1 : 1;
    at += 8;
  }
  while (at < count) {
    if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
    at += 1;
  }
  return 0;
}

/**
 * What LLVM makes of a memcmp whose result is only compared with 0.
 * @export bcmp
 * @nobuiltin
 */
export function bcmp(a: Ptr<u8>, b: Ptr<u8>, count: usize): i32 {
  return memcmp(a, b, count);
}

/**
 * What LLVM makes of a loop that looks for a 0 byte.
 * @export strlen
 * @nobuiltin
 */
export function strlen(text: Ptr<u8>): usize {
  let length: usize = 0;
  while (text[length] !== 0) length += 1;
  return length;
}
