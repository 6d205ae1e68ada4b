// Floats as text: shortest digits, layout, extremes.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

function text(value: f64): string {
  return `${value}`;
}

export function main(): i32 {
  equal(text(0.0), "0", "zero");
  equal(text(1.0), "1", "one");
  equal(text(-1.5), "-1.5", "a negative number");
  equal(text(0.1), "0.1", "0.1");
  equal(text(0.1 + 0.2), "0.30000000000000004", "0.1 + 0.2");
  equal(text(1.0 / 3.0), "0.3333333333333333", "a third");
  equal(text(123456789.0), "123456789", "an integer");
  equal(text(100000000000000000000.0), "100000000000000000000", "the last without an exponent");
  equal(text(1e21), "1e+21", "the first with an exponent");
  equal(text(0.000001), "0.000001", "a small number");
  equal(text(0.0000001), "1e-7", "a smaller one");
  equal(text(1.7976931348623157e308), "1.7976931348623157e+308", "the largest");
  equal(text(5e-324), "5e-324", "the smallest");
  equal(text(2.2250738585072014e-308), "2.2250738585072014e-308", "the smallest normal one");
  equal(text(9007199254740993.0), "9007199254740992", "an integer beyond the exact ones");
  equal(text(4.35), "4.35", "4.35");
  equal(text(bits.toF64(0x7ff0_0000_0000_0000)), "Infinity", "infinity");
  equal(text(bits.toF64(0xfff0_0000_0000_0000)), "-Infinity", "negative infinity");
  equal(text(bits.toF64(0x7ff8_0000_0000_0000)), "NaN", "not a number");
  const negative: f64 = -2.7;
  equal(i32(negative), -2, "to an integer, toward zero");
  equal(u8(negative), 0, "saturating below");
  equal(u8(1e10), 255, "saturating above");
  equal(f64(-3 as i32), -3.0, "from an integer");
  check(Math.sqrt(2.0) * Math.sqrt(2.0) > 1.9999 && Math.floor(-1.5) === -2.0, "Math");
  equal(Math.abs(-2.5) + Math.ceil(1.2) + Math.trunc(-1.9), 3.5, "more Math");
  const items: f64[] = [2.5, -1.0, 10.0];
  items.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  equal(items.join(" "), "-1 2.5 10", "sorted floats");
  return finish();
}
