// Floats print their shortest digits, as in JavaScript.
// @run
// @stdout: 0.1
// @stdout: 0.30000000000000004
// @stdout: 1.5
// @stdout: -2.25
// @stdout: 100
// @stdout: 123456789012345680000
// @stdout: 1e+21
// @stdout: 1.7976931348623157e+308
// @stdout: 5e-324
// @stdout: 2.2250738585072014e-308
// @stdout: 0.000001
// @stdout: 1e-7
// @stdout: 9007199254740994
// @stdout: NaN
// @stdout: -Infinity
// @stdout: 0
// @stdout: 0.3333333333333333
// @stdout: 4.35
// @stdout: 9.5367431640625e-7
// @stdout: 3.1415927410125732

export function main(): void {
  const values: f64[] = [
    0.1, 0.1 + 0.2, 1.5, -2.25, 100.0, 123456789012345678901.0, 1e21, 1.7976931348623157e308, 5e-324,
    2.2250738585072014e-308, 0.000001, 1e-7, 9007199254740992.0,
  ]; // prettier-ignore
  values[12] = values[12]! + 2.0;
  for (const value of values) console.log(value);
  const zero: f64 = 0.0;
  console.log(zero / zero);
  console.log(-1.0 / zero);
  console.log(zero);
  const three: f64 = 3.0;
  console.log(1.0 / three);
  console.log(4.35);
  console.log(1.0 / 1048576.0);
  const pi: f32 = 3.14159274;
  console.log(f64(pi));
}
