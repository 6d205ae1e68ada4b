/**
 * Floats as text in other bases than ten, with as many digits behind the point as tell the number from its neighbours. Apart from
 * format.ts, so that a kernel without floating point does not contain it.
 */

import { formatF64 } from "./float.ts";
import { StringBuilder } from "./string-builder.ts";

const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
/** Floats above this have gaps between them that are greater than 1. */
const FIRST_SPARSE: f64 = 9007199254740992;
/** The least float above 0. */
const LEAST: u64 = 1;

/** `0` to `9`, then lower-case letters. */
const digitOf = (value: u32): u8 => u8(value < 10 ? value + 48 : value + 87);
const valueOf = (digit: u8): u32 => u32(digit <= 0x39 ? digit - 48 : digit - 87);

/** As JavaScript's `toString(radix)`, digit for digit. Throws RangeError for a base that is not 2 to 36, and ENOMEM. */
export function formatF64Radix(value: f64, radix: u32): string {
  if (radix < 2 || radix > 36) throw new RangeError("toString() radix must be between 2 and 36");
  if (radix === 10 || !Number.isFinite(value) || value === 0) return formatF64(value);
  const size = Math.abs(value);
  const text = new StringBuilder();
  const isRoundedUp = putFraction(size, radix, text);
  const whole = Math.floor(size) + (isRoundedUp ? 1 : 0);
  const digits = wholeDigits(whole, radix);
  return `${value < 0 ? "-" : ""}${digits}${text.toString()}`;
}

/** Adds the point and the digits behind it, if there are any. Whether they were rounded up to a whole one. */
function putFraction(size: f64, radix: u32, text: StringBuilder): boolean {
  const base = f64(radix);
  const next = bits.toF64(bits.fromF64(size) + 1);
  // Half of the way to the next float, as the digits go on: what is left is nothing once it is less.
  let half = Math.max((next - size) * 0.5, bits.toF64(LEAST));
  let rest = size - Math.floor(size);
  if (rest < half) return false;
  text.appendByte(POINT);
  do {
    rest *= base;
    half *= base;
    const digit = u32(rest);
    text.appendByte(digitOf(digit));
    rest -= f64(digit);
    const isUp = rest > 0.5 || (rest === 0.5 && digit % 2 === 1);
    if (isUp && rest + half > 1) return increment(text, radix);
  } while (rest >= half);
  return false;
}

/** Makes the last digit one more; those that were the highest are dropped. Whether none are left, the point neither. */
function increment(text: StringBuilder, radix: u32): boolean {
  for (let length = text.length; length > 1; length--) {
    const digit = valueOf(text.span()[length - 1]);
    text.truncate(length - 1);
    if (digit + 1 < radix) {
      text.appendByte(digitOf(digit + 1));
      return false;
    }
  }
  text.clear();
  return true;
}

/** The digits of a whole number. Those that the float has no bits for are 0. */
function wholeDigits(whole: f64, radix: u32): string {
  const base = f64(radix);
  let rest = whole;
  const reversed = new StringBuilder();
  while (rest / base >= FIRST_SPARSE) {
    rest /= base;
    reversed.appendByte(ZERO);
  }
  do {
    const digit = rest % base;
    reversed.appendByte(digitOf(u32(digit)));
    rest = (rest - digit) / base;
  } while (rest > 0);
  const text = new StringBuilder();
  for (let i = reversed.length; i > 0; i--) text.appendByte(reversed.span()[i - 1]);
  return text.toString();
}
