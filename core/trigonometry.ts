/**
 * Sines and their kin, wrong by less than a unit of the last place (the tangent by two). An angle of any size is first taken apart into
 * quarter turns and a rest, with as many bits of 2/pi as that takes: M. Payne and R. Hanek, "Radian reduction for
 * trigonometric functions" (1983).
 */

import { exponentOf, multiply, powerOfTwo, type Wide } from "./wide-float.ts";

const HALF_PI: Wide = [1.5707963267948966, 6.123233995736766e-17];

/** The bits of 2/pi behind the point, after 64 before it. */
const TWO_OVER_PI = new FixedArray<u64, 21>([
  0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
  0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
  0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
  0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
]); // prettier-ignore

/** 64 bits of 2/pi from one on. */
function bitsFrom(first: u64): u64 {
  const word = first >> 6;
  const shift = first & 63;
  const high = TWO_OVER_PI[word] << shift;
  return shift === 0 ? high : high | (TWO_OVER_PI[word + 1] >> (64 - shift));
}

/** The quarter turns of an angle but for whole turns, and the rest, which is at most an eighth of a turn to either side. */
function reduce(x: f64): [u64, Wide] {
  if (Math.abs(x) <= 0.7853981633974483) return [0, [x, 0]];
  const [quarters, rest] = reduceLarge(Math.abs(x));
  return x < 0 ? [(4 - quarters) & 3, [-rest[0], -rest[1]]] : [quarters, rest];
}

/** Of a finite number from 1/2 on. What it has of quarter turns is found modulo 4, in fixed point: 2 bits before the point, 190 behind it. */
function reduceLarge(x: f64): [u64, Wide] {
  const exponent = exponentOf(x) - 52;
  const mantissa = (bits.fromF64(x) & 0xf_ffff_ffff_ffff) | 0x10_0000_0000_0000;
  const first = u64(exponent - 2 + 64);
  const [f2, f1, f0] = [bitsFrom(first), bitsFrom(first + 64), bitsFrom(first + 128)];
  const middle = mantissa * f1;
  const w1 = middle + bits.multiplyHigh(mantissa, f0);
  const carry = bits.multiplyHigh(mantissa, f1) + u64(w1 < middle);
  const w2 = mantissa * f2 + carry;
  const w0 = mantissa * f0;
  const [high, low] = [(w2 << 2) | (w1 >> 62), (w1 << 2) | (w0 >> 62)];
  // More than half of a quarter turn is taken off the next one.
  const isAbove = high >> 63 !== 0;
  const quarters = ((w2 >> 62) + u64(isAbove)) & 3;
  const rest = isAbove ? fraction(~high + u64(low === 0), ~low + 1) : fraction(high, low);
  const angle = multiply(rest, HALF_PI);
  return [quarters, isAbove ? [-angle[0], -angle[1]] : angle];
}

/** (high * 2^64 + low) / 2^128 */
function fraction(high: u64, low: u64): Wide {
  if (high === 0 && low === 0) return [0, 0];
  const zeros = high === 0 ? 64 + bits.leadingZeros(low) : bits.leadingZeros(high);
  const shifted =
    zeros >= 64 ? low << (zeros - 64) : zeros === 0 ? high : (high << zeros) | (low >> (64 - zeros));
  const below = zeros >= 64 ? 0 : low << zeros;
  const unit = powerOfTwo(-53 - i64(zeros));
  return [f64(shifted >> 11) * unit, f64(((shifted << 53) | (below >> 11)) >> 11) * (unit * powerOfTwo(-53))];
}

/** The sine of an angle of at most an eighth of a turn, by Taylor's series. */
function sineOf([x, low]: Wide): f64 {
  const z = x * x;
  let series = 1 / 355687428096000.0;
  series = series * z - 1 / 1307674368000.0;
  series = series * z + 1 / 6227020800.0;
  series = series * z - 1 / 39916800.0;
  series = series * z + 1 / 362880.0;
  series = series * z - 1 / 5040.0;
  series = series * z + 1 / 120.0;
  series = series * z - 1 / 6.0;
  return x + (x * z * series + low * (1 - z / 2));
}

/** The cosine, likewise. */
function cosineOf([x, low]: Wide): f64 {
  const z = x * x;
  let series = 1 / 6402373705728000.0;
  series = series * z - 1 / 20922789888000.0;
  series = series * z + 1 / 87178291200.0;
  series = series * z - 1 / 479001600.0;
  series = series * z + 1 / 3628800.0;
  series = series * z - 1 / 40320.0;
  series = series * z + 1 / 720.0;
  series = series * z - 1 / 24.0;
  const half = z / 2;
  const main = 1 - half;
  // series is of -cos: its first term is -1/24.
  return main + (1 - main - half + (-series * z * z - x * low));
}

/** The sine of an angle in radians; NaN of what is not finite. */
export function sine(x: f64): f64 {
  if (x === 0) return x;
  if (x - x !== 0) return NaN;
  const [quarters, rest] = reduce(x);
  const value = (quarters & 1) === 0 ? sineOf(rest) : cosineOf(rest);
  return quarters >= 2 ? -value : value;
}

/** The cosine. */
export function cosine(x: f64): f64 {
  if (x - x !== 0) return NaN;
  const [quarters, rest] = reduce(x);
  const value = (quarters & 1) === 0 ? cosineOf(rest) : sineOf(rest);
  return quarters === 1 || quarters === 2 ? -value : value;
}

/** The tangent. */
export function tangent(x: f64): f64 {
  if (x === 0) return x;
  if (x - x !== 0) return NaN;
  const [quarters, rest] = reduce(x);
  const [a, b] = [sineOf(rest), cosineOf(rest)];
  return (quarters & 1) === 0 ? a / b : -b / a;
}
