// Powers, logarithms, angles and remainders, beside Node's to twelve digits, and exactly where numbers end.

/** Twelve digits of a number, and the power of ten that belongs to them. */
function digits(value: f64): string {
  if (value === 0 || !Number.isFinite(value)) return `${value} ${1 / value}`;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const scaled = exponent < -290 ? value * 1e20 * 10 ** (-9 - exponent) : value * 10 ** (11 - exponent);
  return `${Math.round(scaled)}e${exponent}`;
}

const ARGUMENTS: readonly f64[] = [
  0.0, -0.0, 0.001, -0.02, 0.3, -0.5, 0.75, 1.0, -1.0, 1.5, -2.0, 2.5, 3.0, -7.25, 10.0, 33.3, -100.0, 709.0, 1e5, -1e9, 1e15, 1e-20,
  1e200, -1e-200, 5e-324, Infinity, -Infinity, NaN,
]; // prettier-ignore

function functionsOfOne(): void {
  const functions = new Map<string, (x: f64) => f64>([
    ["exp", (x) => Math.exp(x)],
    ["expm1", (x) => Math.expm1(x)],
    ["log", (x) => Math.log(x)],
    ["log2", (x) => Math.log2(x)],
    ["log10", (x) => Math.log10(x)],
    ["log1p", (x) => Math.log1p(x)],
    ["cbrt", (x) => Math.cbrt(x)],
    ["sin", (x) => Math.sin(x)],
    ["cos", (x) => Math.cos(x)],
    ["tan", (x) => Math.tan(x)],
    ["asin", (x) => Math.asin(x)],
    ["acos", (x) => Math.acos(x)],
    ["atan", (x) => Math.atan(x)],
    ["sinh", (x) => Math.sinh(x)],
    ["cosh", (x) => Math.cosh(x)],
    ["tanh", (x) => Math.tanh(x)],
    ["asinh", (x) => Math.asinh(x)],
    ["acosh", (x) => Math.acosh(x)],
    ["atanh", (x) => Math.atanh(x)],
    ["fround", (x) => Math.fround(x)],
  ]);
  for (const [name, fn] of functions) {
    for (const x of ARGUMENTS) console.log(`${name}(${x}) = ${digits(fn(x))}`);
  }
}

function functionsOfTwo(): void {
  for (const x of ARGUMENTS) {
    for (const y of ARGUMENTS) {
      console.log(
        `${x}, ${y}: ${digits(Math.pow(x, y))} ${digits(Math.atan2(x, y))} ${digits(Math.hypot(x, y))}`,
      );
      console.log(`${x} % ${y} = ${x % y} ${1 / (x % y)}`);
    }
  }
}

const KIB = 2 ** 10;
const QUARTER = 2 ** -2;

function powers(): void {
  console.log(KIB, QUARTER, 10 ** 15, 3 ** 0, 2.5 ** 2);
  let i: i32 = -3;
  console.log(i ** 3, 2 ** (i * i), i ** 0);
  i **= 5;
  console.log(i);
  const n: u32 = 3;
  console.log(n ** 4, 2 ** (n ** 2), n ** n);
  let x: f64 = 1.5;
  x **= 2;
  console.log(x, x ** 0.5, 2 ** x);
  x %= 0.7;
  console.log(digits(x));
  for (let e: f64 = -20; e <= 22; e++) console.log(digits(10 ** e));
  console.log(Math.hypot(), Math.hypot(-3), Math.hypot(3, 4), digits(Math.hypot(...[1.5, 2.5, 3.5])));
  console.log(Math.clz32(1), Math.clz32(0), Math.imul(-5, 12), Math.imul(1_000_000, 7_000_000));
  const [first, second] = [Math.random(), Math.random()];
  console.log(first >= 0 && first < 1 && first !== second);
}

export function main(): void {
  functionsOfOne();
  functionsOfTwo();
  powers();
}
