/** What `Math` and `Number` do beyond one instruction. Floats, so not for a kernel without floating point. */

import { bitCast, isFloat } from "unsafe";
import { exponentOf, scale } from "./wide-float.ts";

/** The smaller number; NaN if one of two floats is, and -0 is below 0. */
export function smaller<T extends number>(a: T, b: T): T {
  if (isFloat<T>()) {
    if (a !== a) return a;
    if (a === b) return isMinus(f64(a)) ? a : b;
    return a < b ? a : b;
  }
  return bits.min(a, b);
}

/** The larger number, likewise. */
export function larger<T extends number>(a: T, b: T): T {
  if (isFloat<T>()) {
    if (a !== a) return a;
    if (a === b) return isMinus(f64(a)) ? b : a;
    return a > b ? a : b;
  }
  return bits.max(a, b);
}

/** The smallest of a first number and those of a list. */
export function smallerOf<T extends number>(first: T, items: readonly T[]): T {
  let result = first;
  for (const item of items) result = smaller(result, item);
  return result;
}

/** The largest, likewise. */
export function largerOf<T extends number>(first: T, items: readonly T[]): T {
  let result = first;
  for (const item of items) result = larger(result, item);
  return result;
}

/** The smallest of a list: of an empty one infinity, or a panic for integers. */
export function smallerOfAll<T extends number>(items: readonly T[]): T {
  if (isFloat<T>() && items.length === 0) return bitCast<T>(Infinity);
  assert(items.length > 0, "there is no smallest of no numbers");
  return smallerOf(items[0], items);
}

/** The largest, likewise. */
export function largerOfAll<T extends number>(items: readonly T[]): T {
  if (isFloat<T>() && items.length === 0) return bitCast<T>(-Infinity);
  assert(items.length > 0, "there is no largest of no numbers");
  return largerOf(items[0], items);
}

/** Of a signed integer or an f32. */
export function absolute<T extends number>(value: T): T {
  return value < 0 ? bitCast<T>(-value) : value;
}

const isMinus = (value: f64): boolean => bits.fromF64(value) >> 63 !== 0;

/** To the nearest whole number; upwards from the middle between two. -0 stays. */
export function round(value: f64): f64 {
  const below = Math.floor(value);
  if (value - below < 0.5) return below;
  // What is not finite is above nothing, and whole numbers are at 0 from themselves.
  return isFiniteNumber(value) ? Math.ceil(value) : value;
}

/** -1, 0 or 1 with the sign of the value; NaN and -0 stay. */
export function signOf(value: f64): f64 {
  if (value > 0) return 1;
  return value < 0 ? -1 : value;
}

/** Whether the value is NaN. */
export function isNaNumber(value: f64): boolean {
  return value !== value;
}

/** Whether the value is neither NaN nor infinite. */
export function isFiniteNumber(value: f64): boolean {
  return value - value === 0;
}

/** Whether the value is an integer. */
export function isWhole(value: f64): boolean {
  return isFiniteNumber(value) && Math.trunc(value) === value;
}

/** Whether the value is whole and the only float for its integer. */
export function isSafeWhole(value: f64): boolean {
  return isWhole(value) && Math.abs(value) <= 9007199254740991;
}

/** What `%` leaves of a, with its sign: exact, by long division in base 2. */
export function remainder(a: f64, b: f64): f64 {
  const size = Math.abs(b);
  let rest = Math.abs(a);
  if (size === 0 || !isFiniteNumber(a) || isNaNumber(b)) return NaN;
  while (rest >= size) {
    const part = scale(size, exponentOf(rest) - exponentOf(size));
    rest -= part > rest ? part / 2 : part;
  }
  return isMinus(a) ? -rest : rest;
}

/** base ** exponent of integers, which wraps. Below 0 the exponent leaves nothing but of 1 and -1, and panics for 0. */
export function integerPower<T extends number>(base: T, exponent: T): T {
  if (exponent < 0) {
    assert(base !== 0, "division by zero");
    if (base !== 1 && base + 1 !== 0) return bitCast<T>(base - base);
  }
  let result = bitCast<T>(base - base + 1);
  let square = base;
  // The sign makes no difference to 1 and -1.
  for (let left = absolute(exponent); left !== 0; left = bitCast<T>(left >> 1)) {
    if ((left & 1) !== 0) result = bitCast<T>(result * square);
    square = bitCast<T>(square * square);
  }
  return result;
}
