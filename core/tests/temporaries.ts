// Spans of strings and arrays that nobody else holds live as long as the spans are in use.
// @run
// @sanitize
// @stdout: ok

import { StringBuilder } from "../string-builder.ts";
import { check, equal, finish } from "./support/check.ts";

function make(count: u32): string {
  return "ab".repeat(u64(count));
}

function sum(bytes: Span<u8>): u32 {
  let total: u32 = 0;
  for (const byte of bytes) total += u32(byte);
  return total;
}

function first(text: string): Span<u8> {
  return text.bytes().subspan(0, 1);
}

export function main(): i32 {
  const span = make(100).bytes();
  const other = make(100);
  equal(sum(span), 19500, "a span of a temporary string");
  equal(sum(make(10).bytes().subspan(2)), 1755, "a part of a span of a temporary");
  equal(sum(first(make(3))), 97, "a span that a function returns");
  equal(other.length, 200, "another string");
  const list = make(3)
    .split("")
    .map((text) => text.byteAt(0))
    .span();
  equal(sum(list), 585, "a span of a temporary array");
  const builder = new StringBuilder();
  builder.append(make(2));
  equal(sum(builder.span()), 390, "a span of a field's array");
  check(String.fromBytes(make(5).bytes().subspan(1, 3)) === "ba", "a string from a temporary's span");
  return finish();
}
