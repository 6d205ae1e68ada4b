/**
 * Text to floats, rounded to the nearest: digits × 10^exponent as a fraction of two big integers, of whose quotient the first 53
 * bits are the float.
 */

import { BigInteger } from "./big-integer.ts";

/** More digits cannot be told apart by any float in practice; the rest counts as "a little more". */
const MOST_DIGITS = 36;
const LOWEST_EXPONENT = -1074;

const isDigit = (byte: u8): boolean => byte >= 48 && byte <= 57;
const isSpace = (byte: u8): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** The byte at an index, or 0. */
const byteAt = (bytes: Span<u8>, at: usize): u8 => (at < bytes.length ? bytes[at] : 0);

/** A number and where its text ends; `end` is 0 where there is none. */
@struct
class Parsed {
  value: f64 = 0;
  end: usize = 0;
}

/** `parseFloat`: the number that the text begins with, behind white space; NaN if there is none. */
export function parseFloatText(text: string): f64 {
  const bytes = text.bytes();
  let at: usize = 0;
  while (isSpace(byteAt(bytes, at))) at++;
  const parsed = new Parsed();
  parseDecimal(bytes, at, parsed);
  return parsed.end === 0 ? NaN : parsed.value;
}

/** `Number(text)`: the number that the whole text is; 0 for one without anything in it, NaN for what is none. */
export function numberOfText(text: string): f64 {
  const trimmed = text.trim();
  if (trimmed.length === 0) return 0;
  const bytes = trimmed.bytes();
  const letter = byteAt(bytes, 1) | 32;
  if (bytes[0] === 48 && (letter === 120 || letter === 111 || letter === 98)) {
    const radix: u32 = letter === 120 ? 16 : letter === 111 ? 8 : 2;
    const whole = new Parsed();
    parseWhole(bytes, 2, radix, whole);
    return whole.end === bytes.length ? whole.value : NaN;
  }
  const parsed = new Parsed();
  parseDecimal(bytes, 0, parsed);
  return parsed.end === bytes.length ? parsed.value : NaN;
}

/** `parseInt`: the whole number that the text begins with; NaN if there is none. `0x` begins one of base 16. */
export function parseIntText(text: string, radix: u32): f64 {
  const bytes = text.bytes();
  let at: usize = 0;
  while (isSpace(byteAt(bytes, at))) at++;
  const isNegative = byteAt(bytes, at) === 45;
  if (isNegative || byteAt(bytes, at) === 43) at++;
  let base = radix === 0 ? 10 : radix;
  if ((radix === 0 || radix === 16) && byteAt(bytes, at) === 48 && (byteAt(bytes, at + 1) | 32) === 120) {
    base = 16;
    at += 2;
  }
  if (base < 2 || base > 36) return NaN;
  const parsed = new Parsed();
  parseWhole(bytes, at, base, parsed);
  if (parsed.end === 0) return NaN;
  return isNegative ? -parsed.value : parsed.value;
}

function parseWhole(bytes: Span<u8>, from: usize, radix: u32, into: Parsed): void {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    const letter = byte | 32;
    const digit: u32 = isDigit(byte) ? u32(byte) - 48 : letter >= 97 && letter <= 122 ? u32(letter) - 87 : 99;
    if (digit >= radix) break;
    into.value = into.value * f64(radix) + f64(digit);
  }
  into.end = at > from ? at : 0;
  if (radix === 10 && at > from + 15) {
    const exact = new Parsed();
    parseDecimal(bytes.subspan(from, at), 0, exact);
    into.value = exact.value;
  }
}

/** A sign, digits with a point, an exponent; or Infinity. */
function parseDecimal(bytes: Span<u8>, from: usize, into: Parsed): void {
  let at = from;
  const isNegative = byteAt(bytes, at) === 45;
  if (isNegative || byteAt(bytes, at) === 43) at++;
  if (startsWithInfinity(bytes, at)) {
    into.value = isNegative ? -Infinity : Infinity;
    into.end = at + 8;
    return;
  }
  const digits = new BigInteger();
  let count: u32 = 0;
  let isMore = false;
  let exponent: i32 = 0;
  let isAny = false;
  let isBehindPoint = false;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 46 && !isBehindPoint) {
      isBehindPoint = true;
      continue;
    }
    if (!isDigit(byte)) break;
    isAny = true;
    if (isBehindPoint) exponent--;
    if (count >= MOST_DIGITS) {
      exponent++;
      if (byte !== 48) isMore = true;
      continue;
    }
    digits.multiply(10);
    digits.addSmall(u32(byte) - 48);
    if (count > 0 || byte !== 48) count++;
  }
  if (!isAny) return;
  at = parseExponent(bytes, at, into);
  exponent = exponentSum(exponent, into.value);
  into.end = at;
  const isSmall = count <= 15 && exponent >= -22 && exponent <= 22;
  const size = isSmall ? fromSmall(digits, exponent) : nearest(digits, i32(count), exponent, isMore);
  into.value = isNegative ? -size : size;
}

function startsWithInfinity(bytes: Span<u8>, at: usize): boolean {
  const name = "Infinity";
  for (let i: usize = 0; i < name.length; i++) {
    if (byteAt(bytes, at + i) !== name.byteAt(i)) return false;
  }
  return true;
}

/** Where an exponent ends that may begin at an index; its value goes into `into.value`. */
function parseExponent(bytes: Span<u8>, from: usize, into: Parsed): usize {
  into.value = 0;
  if ((byteAt(bytes, from) | 32) !== 101) return from;
  let at = from + 1;
  const isNegative = byteAt(bytes, at) === 45;
  if (isNegative || byteAt(bytes, at) === 43) at++;
  if (!isDigit(byteAt(bytes, at))) return from;
  for (; isDigit(byteAt(bytes, at)); at++) into.value = into.value * 10 + f64(bytes[at] - 48);
  if (isNegative) into.value = -into.value;
  return at;
}

/** Beyond these limits nothing but 0 and infinity comes out, whatever the digits are. */
function exponentSum(own: i32, written: f64): i32 {
  const sum = f64(own) + written;
  return sum > 100_000 ? 100_000 : sum < -100_000 ? -100_000 : i32(sum);
}

/** The digits and the power of ten are floats exactly, so that one operation rounds once. */
function fromSmall(digits: BigInteger, exponent: i32): f64 {
  const whole = f64(u64(digits.words[0]) | (u64(digits.words[1]) << 32));
  let power: f64 = 1;
  for (let i: i32 = 0; i < (exponent < 0 ? -exponent : exponent); i++) power *= 10;
  return exponent < 0 ? whole / power : whole * power;
}

/** The float nearest to digits × 10^exponent, of `count` digits; `isMore`: the digits go on. */
function nearest(digits: BigInteger, count: i32, exponent: i32, isMore: boolean): f64 {
  if (digits.isZero()) return 0;
  if (count + exponent > 309) return Infinity;
  if (count + exponent < -323) return 0;
  const rest = digits;
  let above = rest;
  let below = new BigInteger();
  below.set(1);
  if (exponent >= 0) above.multiplyByPowerOfTen(u32(exponent));
  else below.multiplyByPowerOfTen(u32(-exponent));
  // The quotient is to have 53 bits; subnormal numbers have fewer.
  let power = i32(above.bitLength()) - i32(below.bitLength()) - 53;
  if (power < LOWEST_EXPONENT) power = LOWEST_EXPONENT;
  if (power < 0) above.shiftLeft(u32(-power));
  else below.shiftLeft(u32(power));
  let quotient = divide(above, below);
  if (quotient >> 53 !== 0) {
    // It has 54 bits: once more, by twice as much.
    above = rest;
    below = new BigInteger();
    below.set(1);
    if (exponent >= 0) above.multiplyByPowerOfTen(u32(exponent));
    else below.multiplyByPowerOfTen(u32(-exponent));
    power++;
    if (power < 0) above.shiftLeft(u32(-power));
    else below.shiftLeft(u32(power));
    quotient = divide(above, below);
  }
  // `above` is what is left over.
  above.multiply(2);
  const order = above.compare(below);
  if (order > 0 || (order === 0 && (isMore || (quotient & 1) !== 0))) quotient++;
  return compose(quotient, power);
}

/** The quotient, of 54 bits at most; the remainder stays in the first number. */
function divide(above: BigInteger, below: BigInteger): u64 {
  let quotient: u64 = 0;
  for (let bit: u32 = 55; bit > 0; bit--) {
    let part = below;
    part.shiftLeft(bit - 1);
    if (part.bitLength() < below.bitLength() + bit - 1) continue;
    if (above.compare(part) < 0) continue;
    above.subtract(part);
    quotient |= u64(1) << (bit - 1);
  }
  return quotient;
}

/** mantissa × 2^power, where the mantissa has at most 53 bits (or is 2^53). */
function compose(mantissa: u64, power: i32): f64 {
  let value = mantissa;
  let exponent = power;
  if (value === u64(1) << 53) {
    value = u64(1) << 52;
    exponent++;
  }
  if (value < u64(1) << 52) return bits.toF64(value);
  const biased = exponent + 1075;
  if (biased >= 0x7ff) return Infinity;
  return bits.toF64((u64(biased) << 52) | (value & 0xf_ffff_ffff_ffff));
}
