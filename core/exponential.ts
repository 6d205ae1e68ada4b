/** Powers and logarithms, rounded from some 70 bits: wrong by half a unit of the last place and very little more. */

import { add, divide, exponentOf, multiply, powerOfTwo, scale, sum, type Wide } from "./wide-float.ts"; // prettier-ignore

const LN2: Wide = [0.6931471805599453, 2.3190468138462996e-17];
/** 32 bits of it, so that products with exponents are exact, and the rest. */
const LN2_HEAD = 0.6931471803691238;
const LN2_TAIL = 1.9082149292705877e-10;

/** e^x = 2^exponent * (1 + (value + correction)), for x from -750 to 750. */
function parts(x: Wide): [f64, f64, i64] {
  const exponent = Math.round(x[0] * Math.LOG2E);
  // At most ln 2 / 2: the first difference is exact.
  const head = x[0] - exponent * LN2_HEAD;
  const tail = exponent * LN2_TAIL - x[1];
  const r = head - tail;
  const lost = head - r - tail;
  // e^r - 1 - r, by Taylor's series.
  let series = 1 / 6227020800.0;
  series = series * r + 1 / 479001600.0;
  series = series * r + 1 / 39916800.0;
  series = series * r + 1 / 3628800.0;
  series = series * r + 1 / 362880.0;
  series = series * r + 1 / 40320.0;
  series = series * r + 1 / 5040.0;
  series = series * r + 1 / 720.0;
  series = series * r + 1 / 120.0;
  series = series * r + 1 / 24.0;
  series = series * r + 1 / 6.0;
  series = series * r + 0.5;
  const [value, rest] = sum(r, series * r * r);
  return [value, rest + (lost + lost * r), i64(exponent)];
}

/** e^x * 2^doublings */
function exponentialOf(x: Wide, doublings: i64 = 0): f64 {
  if (x[0] > 720) return Infinity;
  if (x[0] < -750) return 0;
  const [value, correction, exponent] = parts(x);
  const [high, low] = sum(1, value);
  return scale(high + (low + correction), exponent + doublings);
}

/** e^x */
export function exponential(x: f64): f64 {
  return x === x ? exponentialOf([x, 0]) : x;
}

/** e^x - 1, also where that is next to 0. */
export function exponentialLessOne(x: f64): f64 {
  if (x !== x || x === 0) return x;
  if (x > 720) return Infinity;
  if (x < -40) return -1;
  const [value, correction, exponent] = parts([x, 0]);
  if (exponent === 0) return value + correction;
  if (exponent > 60) return scale(1 + (value + correction), exponent);
  const power = powerOfTwo(exponent);
  const [high, low] = sum(power - 1, power * value);
  return high + (low + power * correction);
}

/** The logarithm of a number from 1/2 to 2: 2 artanh s with s = (m - 1) / (m + 1), by its series; 1 + `above` is m. */
function logarithmNearOne(above: Wide): Wide {
  const s = divide(above, add(above, [2, 0]));
  const square = multiply(s, s);
  const z = square[0];
  let series = 2 / 25.0;
  series = series * z + 2 / 23.0;
  series = series * z + 2 / 21.0;
  series = series * z + 2 / 19.0;
  series = series * z + 2 / 17.0;
  series = series * z + 2 / 15.0;
  series = series * z + 2 / 13.0;
  series = series * z + 2 / 11.0;
  series = series * z + 2 / 9.0;
  series = series * z + 2 / 7.0;
  const fifth = add([0.4, -2.2204460492503132e-17], multiply(square, [series, 0]));
  const third = add([0.6666666666666666, 3.700743415417188e-17], multiply(square, fifth));
  return multiply(s, add([2, 0], multiply(square, third)));
}

/** Of a positive number. */
function logarithmOf(x: f64): Wide {
  let exponent = exponentOf(x);
  let mantissa = scale(x, -exponent);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const rest = logarithmNearOne([mantissa - 1, 0]);
  return exponent === 0 ? rest : add(multiply([f64(exponent), 0], LN2), rest);
}

/** What a logarithm gives for what is no positive finite number; null for these. */
function outsideOfLogarithm(x: f64): f64 | null {
  if (x === 0) return -Infinity;
  if (x < 0) return NaN;
  return x - x === 0 ? null : x;
}

/** The natural logarithm: -Infinity of 0, NaN of what is below. */
export function logarithm(x: f64): f64 {
  return outsideOfLogarithm(x) ?? logarithmOf(x)[0];
}

/** To the base 2: exact for powers of two. */
export function logarithm2(x: f64): f64 {
  return outsideOfLogarithm(x) ?? multiply(logarithmOf(x), [1.4426950408889634, 2.0355273740931033e-17])[0];
}

/** To the base 10: exact for powers of ten. */
export function logarithm10(x: f64): f64 {
  return outsideOfLogarithm(x) ?? multiply(logarithmOf(x), [0.4342944819032518, 1.098319650216765e-17])[0];
}

/** Of 1 + x, also where x is next to 0. */
export function logarithmOfOnePlus(x: f64): f64 {
  if (Math.abs(x) < 1e-17) return x;
  // All of x counts only while it is small.
  if (x > 0.4 || x < -0.29) {
    const [high, low] = sum(1, x);
    const main = outsideOfLogarithm(high);
    return main ?? add(logarithmOf(high), [low / high, 0])[0];
  }
  return logarithmNearOne([x, 0])[0];
}

/** base^exponent as JavaScript has it: NaN where 1 is raised to infinity. */
export function power(base: f64, exponent: f64): f64 {
  if (exponent === 0) return 1;
  if (base !== base || exponent !== exponent) return NaN;
  const size = Math.abs(base);
  const isEndless = exponent - exponent !== 0;
  if (size === 1 && isEndless) return NaN;
  const isWhole = isEndless || Math.trunc(exponent) === exponent;
  const isOdd = isWhole && !isEndless && Math.abs(exponent) < 9007199254740992 && exponent % 2 !== 0;
  const isMinus = bits.fromF64(base) >> 63 !== 0;
  if (isMinus && !isWhole && size !== 0 && size !== Infinity) return NaN;
  const sign: f64 = isMinus && isOdd ? -1 : 1;
  if (size === 0 || size === Infinity) return (size === 0) === exponent > 0 ? sign * 0 : sign * Infinity;
  if (isEndless || Math.abs(exponent) > 36893488147419103232) {
    if (size === 1) return sign;
    return size > 1 === exponent > 0 ? sign * Infinity : sign * 0;
  }
  return sign * exponentialOf(multiply(logarithmOf(size), [exponent, 0]));
}

/** The cube root. */
export function cubeRoot(x: f64): f64 {
  if (x === 0 || x - x !== 0) return x;
  const root = exponentialOf(divide(logarithmOf(Math.abs(x)), [3, 0]));
  return x < 0 ? -root : root;
}

/** Half of what may be too large for a float. */
const halfExponential = (x: f64): f64 => exponentialOf([x, 0], -1);

/** (e^x - e^-x) / 2 */
export function hyperbolicSine(x: f64): f64 {
  if (x === 0 || x !== x) return x;
  const size = Math.abs(x);
  const less = exponentialLessOne(size);
  const value = size > 40 ? halfExponential(size) : (less + less / (less + 1)) / 2;
  return x < 0 ? -value : value;
}

/** (e^x + e^-x) / 2 */
export function hyperbolicCosine(x: f64): f64 {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size > 40) return halfExponential(size);
  const value = exponential(size);
  return (value + 1 / value) / 2;
}

/** (e^2x - 1) / (e^2x + 1) */
export function hyperbolicTangent(x: f64): f64 {
  if (x === 0 || x !== x) return x;
  const less = exponentialLessOne(2 * bits.min(Math.abs(x), 22));
  const value = less / (less + 2);
  return x < 0 ? -value : value;
}

/** What `hyperbolicSine` gives x for. */
export function areaHyperbolicSine(x: f64): f64 {
  if (x === 0 || x - x !== 0) return x;
  const size = Math.abs(x);
  const square = size * size;
  const value =
    size > 1e9 ? logarithm(size) + LN2[0] : logarithmOfOnePlus(size + square / (1 + Math.sqrt(1 + square)));
  return x < 0 ? -value : value;
}

/** What `hyperbolicCosine` gives x for, at least 0; NaN below 1. */
export function areaHyperbolicCosine(x: f64): f64 {
  if (x < 1) return NaN;
  if (x > 1e9) return logarithm(x) + LN2[0];
  const above = x - 1;
  return logarithmOfOnePlus(above + Math.sqrt(above * 2 + above * above));
}

/** What `hyperbolicTangent` gives x for; NaN beyond -1 and 1. */
export function areaHyperbolicTangent(x: f64): f64 {
  if (x === 0) return x;
  const size = Math.abs(x);
  const value = logarithmOfOnePlus((2 * size) / (1 - size)) / 2;
  return x < 0 ? -value : value;
}
