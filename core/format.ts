/**
 * Text of numbers, and the joining of strings: what template strings and `+` come down to.
 *
 * Floats are in float.ts, so that a kernel without floating point does not contain them.
 */

import { copyBytes } from "unsafe";
import { digitCount, putDigits } from "./digits.ts";
import { Errno } from "./errno.ts";
import { bytesOf, newString, stringFromBytes } from "./string.ts";

/** The most digits a number has: 64 in base 2. */
const MOST_DIGITS = 64;

/**
 * Writes the digits of a number at the end of `into` and returns how many. Digits above 9 are lower-case letters.
 * Panics when the span is too short (64 bytes always do) or the base is not 2 to 36.
 */
export function writeDigits(into: Span<u8>, value: u64, radix: u32): usize {
  assert(radix >= 2 && radix <= 36, "the base of a number is 2 to 36");
  let rest = value;
  let at = into.length;
  do {
    // The usual base by itself: a division by a constant is a multiplication.
    const digit = radix === 10 ? u8(rest % 10) : u8(rest % u64(radix));
    rest = radix === 10 ? rest / 10 : rest / u64(radix);
    at -= 1;
    into[at] = digit < 10 ? digit + 48 : digit + 87;
  } while (rest !== 0);
  return into.length - at;
}

/** Digits in the given base, 2 to 36. Throws ENOMEM. */
export function formatU64Radix(value: u64, radix: u32): string {
  const buffer = new FixedArray<u8, 64>();
  const count = writeDigits(buffer.span(), value, radix);
  return stringFromBytes(buffer.span().subspan(MOST_DIGITS - count));
}

/** Digits in the given base, behind a minus sign when below 0. Throws ENOMEM. */
export function formatI64Radix(value: i64, radix: u32): string {
  if (value >= 0) return formatU64Radix(u64(value), radix);
  const buffer = new FixedArray<u8, 65>();
  // The negation of the lowest value is itself, which is right as an unsigned number.
  const count = writeDigits(buffer.span(), u64(-value), radix);
  buffer[MOST_DIGITS - count] = 45;
  return stringFromBytes(buffer.span().subspan(MOST_DIGITS - count));
}

/** Decimal digits. Throws ENOMEM. */
export function formatU64(value: u64): string {
  const count = digitCount(value);
  const result = newString(count);
  putDigits(bytesOf(result), count, value);
  return result;
}

/** Decimal digits, behind a minus sign when below 0. Throws ENOMEM. */
export function formatI64(value: i64): string {
  return formatI64Radix(value, 10);
}

/** `true` or `false`. */
export function formatBool(value: boolean): string {
  return value ? "true" : "false";
}

/** Both strings in one. Throws ENOMEM. */
export function concat2(a: string, b: string): string {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result = newString(a.length + b.length);
  copyBytes(bytesOf(result), bytesOf(a), a.length);
  copyBytes(bytesOf(result).add(a.length), bytesOf(b), b.length);
  return result;
}

/** Three strings in one. Throws ENOMEM. */
export function concat3(a: string, b: string, c: string): string {
  const result = newString(a.length + b.length + c.length);
  const to = bytesOf(result);
  copyBytes(to, bytesOf(a), a.length);
  copyBytes(to.add(a.length), bytesOf(b), b.length);
  copyBytes(to.add(a.length + b.length), bytesOf(c), c.length);
  return result;
}

/** Four strings in one. Throws ENOMEM. */
export function concat4(a: string, b: string, c: string, d: string): string {
  const result = newString(a.length + b.length + c.length + d.length);
  let to = bytesOf(result);
  copyBytes(to, bytesOf(a), a.length);
  to = to.add(a.length);
  copyBytes(to, bytesOf(b), b.length);
  to = to.add(b.length);
  copyBytes(to, bytesOf(c), c.length);
  copyBytes(to.add(c.length), bytesOf(d), d.length);
  return result;
}

/** All strings in one. Throws ENOMEM. */
export function concatAll(parts: Span<string>): string {
  let length: usize = 0;
  for (let i = 0; i < parts.length; i++) {
    if (bits.addOverflows(length, parts[i].length)) throw Errno.ENOMEM;
    length += parts[i].length;
  }
  const result = newString(length);
  let to = bytesOf(result);
  for (let i = 0; i < parts.length; i++) {
    copyBytes(to, bytesOf(parts[i]), parts[i].length);
    to = to.add(parts[i].length);
  }
  return result;
}
