/**
 * UTF-8 (RFC 3629): one to four bytes for a code point; the first byte tells how many. What is not well-formed (a
 * stray continuation byte, an overlong form, a surrogate, a value above U+10FFFF) is taken one byte at a time and
 * reads as U+FFFD.
 */

import type { Ptr } from "unsafe";

/** Stands for what is not a character. */
export const REPLACEMENT = 0xfffd;

/** Bytes that the code point takes; those of U+FFFD for what is none. */
export function encodedLength(code: u32): usize {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code < 0x1_0000 || code > 0x10_ffff) return 3;
  return 4;
}

/** Writes the code point (U+FFFD for what is none) and returns the number of bytes. There must be room for them. */
export function encodeCharacter(code: u32, to: Ptr<u8>): usize {
  if (code < 0x80) {
    to[0] = u8(code);
    return 1;
  }
  if (code < 0x800) {
    to[0] = u8(0xc0 | (code >> 6));
    to[1] = u8(0x80 | (code & 0x3f));
    return 2;
  }
  const valid: u32 = code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff) ? REPLACEMENT : code;
  if (valid < 0x1_0000) {
    to[0] = u8(0xe0 | (valid >> 12));
    to[1] = u8(0x80 | ((valid >> 6) & 0x3f));
    to[2] = u8(0x80 | (valid & 0x3f));
    return 3;
  }
  to[0] = u8(0xf0 | (valid >> 18));
  to[1] = u8(0x80 | ((valid >> 12) & 0x3f));
  to[2] = u8(0x80 | ((valid >> 6) & 0x3f));
  to[3] = u8(0x80 | (valid & 0x3f));
  return 4;
}

function isContinuation(bytes: Span<u8>, index: usize): boolean {
  return index < bytes.length && (bytes[index] & 0xc0) === 0x80;
}

/** Length in bytes of the character at the beginning of the bytes: 1 for what is not well-formed, 0 for no bytes. */
export function characterLength(bytes: Span<u8>): usize {
  if (bytes.length === 0) return 0;
  const first = bytes[0];
  if (first < 0xc2 || first > 0xf4) return 1;
  if (!isContinuation(bytes, 1)) return 1;
  if (first < 0xe0) return 2;
  const second = bytes[1];
  if (!isContinuation(bytes, 2)) return 1;
  if (first < 0xf0) {
    const overlong = first === 0xe0 && second < 0xa0;
    const surrogate = first === 0xed && second >= 0xa0;
    return overlong || surrogate ? 1 : 3;
  }
  if (!isContinuation(bytes, 3)) return 1;
  if (first === 0xf0 && second < 0x90) return 1;
  if (first === 0xf4 && second >= 0x90) return 1;
  return 4;
}

/** Index of the first byte of the last character: of the last byte, where that ends none. There must be a byte. */
export function lastCharacter(bytes: Span<u8>): usize {
  const last = bytes.length - 1;
  let start = last;
  while (start > 0 && last - start < 3 && (bytes[start] & 0xc0) === 0x80) start -= 1;
  return characterLength(bytes.subspan(start)) === bytes.length - start ? start : last;
}

/** The code point at the beginning of the bytes; U+FFFD for what is not well-formed. There must be a byte. */
export function decodeCharacter(bytes: Span<u8>): u32 {
  const length = characterLength(bytes);
  const first = u32(bytes[0]);
  if (length === 1) return first < 0x80 ? first : REPLACEMENT;
  if (length === 2) return ((first & 0x1f) << 6) | u32(bytes[1] & 0x3f);
  if (length === 3) return ((first & 0x0f) << 12) | (u32(bytes[1] & 0x3f) << 6) | u32(bytes[2] & 0x3f);
  return (
    ((first & 0x07) << 18) | (u32(bytes[1] & 0x3f) << 12) | (u32(bytes[2] & 0x3f) << 6) | u32(bytes[3] & 0x3f)
  );
}
