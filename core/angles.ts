/** Angles of what sines and tangents have, rounded from some 70 bits, and lengths of sides. */

import { add, divide, exponentOf, multiply, negate, product, scale, squareRoot, sum, type Wide } from "./wide-float.ts"; // prettier-ignore

const HALF_PI: Wide = [1.5707963267948966, 6.123233995736766e-17];
const PI: Wide = [3.141592653589793, 1.2246467991473532e-16];

/** Arcus tangents of n/8, in pairs of floats. */
const EIGHTHS = new FixedArray<f64, 18>([
  0, 0, 0.12435499454676144, -3.1253241424539383e-18, 0.24497866312686414, 1.0698755618734451e-17,
  0.35877067027057225, -2.4623815582638635e-17, 0.4636476090008061, 2.2698777452961687e-17,
  0.5585993153435624, -5.4556305485916264e-18, 0.6435011087932844, 1.5834785051444286e-17,
  0.7188299996216245, -2.1478388444456983e-17, 0.7853981633974483, 3.061616997868383e-17,
]); // prettier-ignore

/** The angle whose tangent is `t`, from 0 to 1: that of the next eighth, and by the series of what the rest makes. */
function arcOf(t: Wide): Wide {
  const eighth = Math.round(t[0] * 8);
  const near: Wide = [eighth / 8, 0];
  const d = eighth === 0 ? t : divide(add(t, negate(near)), add([1, 0], multiply(t, near)));
  const z = d[0] * d[0];
  let series = -1 / 15.0;
  series = series * z + 1 / 13.0;
  series = series * z - 1 / 11.0;
  series = series * z + 1 / 9.0;
  series = series * z - 1 / 7.0;
  series = series * z + 1 / 5.0;
  series = series * z - 1 / 3.0;
  const index = usize(eighth) * 2;
  return add([EIGHTHS[index], EIGHTHS[index + 1]], add(d, [d[0] * z * series, 0]));
}

/** The angle of a point's direction, from 0 to a quarter turn; not both are 0. */
function angleOf(y: Wide, x: Wide): Wide {
  if (y[0] <= x[0]) return arcOf(divide(y, x));
  return add(HALF_PI, negate(arcOf(divide(x, y))));
}

const isMinus = (value: f64): boolean => bits.fromF64(value) >> 63 !== 0;
const withSign = (size: f64, sign: f64): f64 => (isMinus(sign) ? -size : size);

/** From -pi/2 to pi/2. */
export function arcTangent(x: f64): f64 {
  if (x !== x || x === 0) return x;
  const size = Math.abs(x);
  if (size < 1e-9) return x;
  // What makes no difference to a quarter turn would leave the floats on the way.
  if (size > 1e18) return withSign(HALF_PI[0], x);
  return withSign(angleOf([size, 0], [1, 0])[0], x);
}

/** The angle from the x axis to a point, from -pi to pi, with the signs of zeros as in IEEE 754. */
export function angle(y: f64, x: f64): f64 {
  if (x !== x || y !== y) return NaN;
  const [height, width] = alike(Math.abs(y), Math.abs(x));
  // So small that it would be lost on the way.
  if (height === 0 && y !== 0 && x > 0) return y / x;
  const first = angleOf([height, 0], [width, 0]);
  return withSign(isMinus(x) ? add(PI, negate(first))[0] : first[0], y);
}

/** Sides of about 1 that make the same angle, but for less than a float tells. */
function alike(height: f64, width: f64): Wide {
  if (height === width) return [f64(height !== 0), 1];
  const up: Wide = [1, 0];
  const along: Wide = [0, 1];
  if (height === Infinity || width === 0) return up;
  if (width === Infinity || height === 0) return along;
  const exponent = exponentOf(width);
  const difference = exponentOf(height) - exponent;
  if (difference > 64) return up;
  return difference < -64 ? along : [scale(height, -exponent), scale(width, -exponent)];
}

/** The cosine that belongs to a sine, and the other way round. */
const other = (x: f64): Wide => squareRoot(multiply(sum(1, -x), sum(1, x)));

/** From -pi/2 to pi/2; NaN of what is no sine. */
export function arcSine(x: f64): f64 {
  if (x === 0) return x;
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  return size < 1e-9 ? x : withSign(angleOf([size, 0], other(size))[0], x);
}

/** From 0 to pi; NaN of what is no cosine. */
export function arcCosine(x: f64): f64 {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  const first = angleOf(other(size), [size, 0]);
  return x < 0 ? add(PI, negate(first))[0] : first[0];
}

/** The square root of the sum of squares, which may be too large for a float. */
export function hypotenuse(sides: readonly f64[]): f64 {
  let largest: f64 = 0;
  let isNone = false;
  for (const side of sides) {
    if (side - side !== 0 && side === side) return Infinity;
    if (side !== side) isNone = true;
    largest = Math.max(largest, Math.abs(side));
  }
  if (isNone || largest === 0) return isNone ? NaN : 0;
  const exponent = exponentOf(largest);
  let squares: Wide = [0, 0];
  for (const side of sides) {
    const scaled = scale(side, -exponent);
    squares = add(squares, product(scaled, scaled));
  }
  return scale(squareRoot(squares)[0], exponent);
}
