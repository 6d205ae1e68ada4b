/**
 * Floats as text: the shortest digits that read back as the same value (Steele and White's algorithm, exact, with big
 * integers), laid out as JavaScript does it. Apart from format.ts, so that a kernel without floating point does not contain it.
 */

import { BigInteger } from "./big-integer.ts";
import { stringFromBytes } from "./string.ts";

const FRACTION_BITS = 52;
const HIDDEN_BIT = 0x10_0000_0000_0000;
/** Exponent of the lowest bit of subnormal numbers. */
const LOWEST_EXPONENT = -1074;
const MINUS: u8 = 0x2d;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;

/** Writes characters into a fixed buffer that is long enough for any number. */
@struct
class FloatText {
  bytes = new FixedArray<u8, 64>();
  length: usize = 0;

  put(byte: u8): void {
    this.bytes[this.length] = byte;
    this.length++;
  }

  zeros(count: i32): void {
    for (let i: i32 = 0; i < count; i++) this.put(ZERO);
  }

  text(): string {
    return stringFromBytes(this.bytes.span().subspan(0, this.length));
  }
}

/** Digits of a number: value = 0.d1d2d3… × 10^exponent. */
@struct
class Decimal {
  digits = new FixedArray<u8, 20>();
  count: usize = 0;
  exponent: i32 = 0;

  put(digit: u32): void {
    this.digits[this.count] = ZERO + u8(digit);
    this.count++;
  }
}

/** The shortest decimal that is nearer to mantissa × 2^exponent than to any other float; mantissa is not 0. */
function shortest(mantissa: u64, exponent: i32, into: Decimal): void {
  // value = rest / scale; the neighbours are `above` and `below` (over 2 × scale) away. All of it is doubled, so halves are whole.
  const isBoundary = mantissa === HIDDEN_BIT && exponent > LOWEST_EXPONENT;
  const rest = new BigInteger();
  const scale = new BigInteger();
  const above = new BigInteger();
  const below = new BigInteger();
  const extra: u32 = isBoundary ? 2 : 1;
  rest.set(mantissa);
  rest.shiftLeft(exponent > 0 ? u32(exponent) + extra : extra);
  scale.set(1);
  scale.shiftLeft(exponent < 0 ? u32(-exponent) + extra : extra);
  below.set(1);
  if (exponent > 0) below.shiftLeft(u32(exponent));
  above.set(isBoundary ? 2 : 1);
  if (exponent > 0) above.shiftLeft(u32(exponent));
  const isEven = (mantissa & 1) === 0;

  // An estimate of the decimal exponent, never too high and at most one too low: log10(2) ≈ 0.30103.
  const highestBit = 63 - i32(bits.leadingZeros(mantissa)) + exponent;
  let decimal = (highestBit * 30103) / 100000 - (highestBit < 0 ? 1 : 0);
  if (decimal > 0) {
    scale.multiplyByPowerOfTen(u32(decimal));
  } else {
    rest.multiplyByPowerOfTen(u32(-decimal));
    above.multiplyByPowerOfTen(u32(-decimal));
    below.multiplyByPowerOfTen(u32(-decimal));
  }
  while (reaches(rest, above, scale, isEven)) {
    scale.multiply(10);
    decimal++;
  }
  into.exponent = decimal;

  for (;;) {
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
    let digit: u32 = 0;
    while (rest.compare(scale) >= 0) {
      rest.subtract(scale);
      digit++;
    }
    const order = rest.compare(below);
    const isLow = order < 0 || (order === 0 && isEven);
    const isHigh = reaches(rest, above, scale, isEven);
    if (!isLow && !isHigh) {
      into.put(digit);
      continue;
    }
    if (isLow && isHigh) {
      rest.multiply(2);
      into.put(rest.compare(scale) < 0 ? digit : digit + 1);
    } else {
      into.put(isHigh ? digit + 1 : digit);
    }
    return;
  }
}

/** Whether rest + above is scale or more; for odd mantissas, more. */
function reaches(rest: BigInteger, above: BigInteger, scale: BigInteger, isEven: boolean): boolean {
  let sum = rest;
  sum.add(above);
  const order = sum.compare(scale);
  return order > 0 || (order === 0 && isEven);
}

/** As JavaScript prints the number: `1.5`, `1e+21`, `NaN`. Throws ENOMEM. */
export function formatF64(value: f64): string {
  const pattern = bits.fromF64(value);
  const biased = i32((pattern >> FRACTION_BITS) & 0x7ff);
  const fraction = pattern & (HIDDEN_BIT - 1);
  const isNegative = pattern >> 63 !== 0;
  if (biased === 0x7ff) {
    if (fraction !== 0) return "NaN";
    return isNegative ? "-Infinity" : "Infinity";
  }
  if (biased === 0 && fraction === 0) return "0";
  const decimal = new Decimal();
  if (biased === 0) shortest(fraction, LOWEST_EXPONENT, decimal);
  else shortest(fraction | HIDDEN_BIT, biased - 1 + LOWEST_EXPONENT, decimal);
  const text = new FloatText();
  if (isNegative) text.put(MINUS);
  layOut(decimal, text);
  return text.text();
}

function layOut(decimal: Decimal, text: FloatText): void {
  const { exponent } = decimal;
  const count = i32(decimal.count);
  if (exponent > 21 || exponent < -5) {
    putDigits(decimal, 0, 1, text);
    if (count > 1) text.put(POINT);
    putDigits(decimal, 1, decimal.count, text);
    putExponent(exponent - 1, text);
  } else if (exponent <= 0) {
    text.put(ZERO);
    text.put(POINT);
    text.zeros(-exponent);
    putDigits(decimal, 0, decimal.count, text);
  } else if (exponent >= count) {
    putDigits(decimal, 0, decimal.count, text);
    text.zeros(exponent - count);
  } else {
    putDigits(decimal, 0, usize(exponent), text);
    text.put(POINT);
    putDigits(decimal, usize(exponent), decimal.count, text);
  }
}

function putDigits(decimal: Decimal, from: usize, to: usize, text: FloatText): void {
  for (let i = from; i < to; i++) text.put(decimal.digits[i]);
}

function putExponent(exponent: i32, text: FloatText): void {
  text.put(0x65);
  text.put(exponent < 0 ? MINUS : 0x2b);
  const size = u32(exponent < 0 ? -exponent : exponent);
  if (size >= 100) text.put(ZERO + u8(size / 100));
  if (size >= 10) text.put(ZERO + u8((size / 10) % 10));
  text.put(ZERO + u8(size % 10));
}
