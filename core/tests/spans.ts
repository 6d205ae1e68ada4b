// Spans and fixed arrays.
// @run
// @sanitize
// @stdout: ok

import { readU16, readU32, readU64, writeU16, writeU32, writeU64 } from "../bytes.ts";
import { check, equal, finish } from "./support/check.ts";

const table = new FixedArray<u16, 8>();

function sum(span: Span<u16>): u32 {
  let total: u32 = 0;
  for (const item of span) total += u32(item);
  return total;
}

export function main(): i32 {
  for (let i = 0; i < table.length; i++) table[i] = u16(i + 1);
  equal(sum(table.span()), 36, "sum over a span");
  equal(sum(table.span().subspan(2, 4)), 7, "sum over a part");
  equal(sum(table.span().subspan(6)), 15, "sum over the rest");
  equal(table.span().subspan(8).length, 0, "an empty part at the end");
  equal(table.span().indexOf(5), 4, "indexOf");
  equal(table.span().indexOf(50), -1, "indexOf of what is not there");
  const copy = new FixedArray<u16, 8>();
  copy.span().copyFrom(table.span());
  check(copy.span().equals(table.span()), "equals");
  copy[7] = 0;
  check(!copy.span().equals(table.span()), "equals, not");
  check(!copy.span().subspan(1).equals(table.span()), "equals of another length");
  copy.span().subspan(1).copyFrom(copy.span().subspan(0, 7));
  equal(sum(copy.span()), 1 + 1 + 2 + 3 + 4 + 5 + 6 + 7, "copyFrom of an overlapping part");
  copy.span().fill(3);
  equal(sum(copy.span()), 24, "fill of a span");
  copy.fill(2);
  equal(sum(copy.span()), 16, "fill of a fixed array");
  const names = new FixedArray<string, 3>(["a", "b", "c"]);
  names.span().fill("x" + "y");
  equal(names[2], "xy", "fill with strings");
  const bytes = new FixedArray<u8, 16>();
  writeU64(bytes.span(), 1, 0x0102_0304_0506_0708);
  equal(bytes[1], 8, "little-endian");
  equal(readU64(bytes.span(), 1), 0x0102_0304_0506_0708, "readU64");
  equal(readU32(bytes.span(), 3), 0x0304_0506, "readU32");
  equal(readU16(bytes.span(), 7), 0x0102, "readU16");
  writeU32(bytes.span(), 12, 0xdead_beef);
  writeU16(bytes.span(), 10, 0x1234);
  equal(readU64(bytes.span(), 8), 0xdead_beef_1234_0001, "writeU32 and writeU16");
  return finish();
}
