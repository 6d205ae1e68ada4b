/**
 * Floats of about 106 bits, each the sum of a float and of one too small to change it: so that what is computed with them is right
 * to the last bit when it is rounded to a float. After T. J. Dekker, "A floating-point technique for extending the available
 * precision" (1971). Nothing here may be as large as 2^990, where the halves of a float are no floats.
 */

/** The float next to the number, and what is missing. */
export type Wide = readonly [f64, f64];

/** a + b, exactly. */
export function sum(a: f64, b: f64): Wide {
  const total = a + b;
  const part = total - a;
  return [total, a - (total - part) + (b - part)];
}

/** a + b, exactly, where b is 0 or a is at least as large as b. */
function sumOrdered(a: f64, b: f64): Wide {
  const total = a + b;
  return [total, b - (total - a)];
}

/** The higher 26 bits of a float; what is left has as few. */
function highHalf(a: f64): f64 {
  const moved = a * 134217729;
  return moved - (moved - a);
}

/** a * b, exactly. */
export function product(a: f64, b: f64): Wide {
  const total = a * b;
  const [highA, highB] = [highHalf(a), highHalf(b)];
  const [lowA, lowB] = [a - highA, b - highB];
  return [total, highA * highB - total + highA * lowB + lowA * highB + lowA * lowB];
}

/** a + b */
export function add(a: Wide, b: Wide): Wide {
  const [high, rest] = sum(a[0], b[0]);
  const [low, last] = sum(a[1], b[1]);
  const [middle, end] = sumOrdered(high, rest + low);
  return sumOrdered(middle, end + last);
}

/** -a */
export function negate(a: Wide): Wide {
  return [-a[0], -a[1]];
}

/** a * b */
export function multiply(a: Wide, b: Wide): Wide {
  const [high, low] = product(a[0], b[0]);
  return sumOrdered(high, low + (a[0] * b[1] + a[1] * b[0]));
}

/** a / b */
export function divide(a: Wide, b: Wide): Wide {
  const first = a[0] / b[0];
  const rest = add(a, negate(multiply([first, 0], b)));
  const second = rest[0] / b[0];
  return sumOrdered(first, second);
}

/** The square root; 0 of 0. */
export function squareRoot(a: Wide): Wide {
  const root = Math.sqrt(a[0]);
  if (root === 0) return [0, 0];
  const rest = add(a, negate(product(root, root)));
  return sumOrdered(root, rest[0] / (2 * root));
}

/** 2^exponent, which must be a normal number: from -1022 to 1023. */
export function powerOfTwo(exponent: i64): f64 {
  return bits.toF64(u64(exponent + 1023) << 52);
}

/** value * 2^exponent, to infinity or 0 where it leaves the floats. */
export function scale(value: f64, exponent: i64): f64 {
  if (exponent > 1023) return scale(value * powerOfTwo(1023), exponent - 1023);
  if (exponent < -2000) return scale(value * powerOfTwo(-1000), exponent + 1000);
  // In two steps, of which the first is exact.
  if (exponent < -1022) return value * powerOfTwo(exponent + 1000) * powerOfTwo(-1000);
  return value * powerOfTwo(exponent);
}

/** The exponent of a number's highest bit: that of 1 is 0. Not for what is 0, infinite or no number. */
export function exponentOf(value: f64): i64 {
  const field = i64((bits.fromF64(value) >> 52) & 0x7ff);
  return field === 0 ? exponentOf(value * powerOfTwo(54)) - 54 : field - 1023;
}
