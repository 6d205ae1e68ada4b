// Text of numbers and numbers of text.
// @run
// @sanitize
// @stdout: ok

import { parseUnsigned } from "../parse.ts";
import { StringBuilder } from "../string-builder.ts";
import { TextBuffer } from "../text-buffer.ts";
import { check, equal, finish } from "./support/check.ts";

function formatting(): void {
  const zero: u32 = 0;
  const most: u64 = 0xffff_ffff_ffff_ffff;
  const least: i64 = -0x8000_0000_0000_0000;
  const small: i8 = -128;
  equal(zero.toString(), "0", "0");
  equal(most.toString(), "18446744073709551615", "the largest u64");
  equal(most.toString(16), "ffffffffffffffff", "hexadecimal");
  equal(most.toString(2), "1".repeat(64), "binary");
  equal(most.toString(36), "3w5e11264sgsf", "base 36");
  equal(least.toString(), "-9223372036854775808", "the smallest i64");
  equal(least.toString(2), "-1" + "0".repeat(63), "the smallest i64 in binary");
  equal(`${small}`, "-128", "i8");
}

/** All numbers around the powers of ten and of two, against the digits one by one. */
function decimal(): void {
  let power: u64 = 1;
  for (let i: u32 = 0; i < 64; i++) {
    for (let near: u64 = 0; near < 3; near++) {
      const value = power + near - 1;
      equal(`${value}`, oneByOne(value), "a number near a power of two");
      equal(`x${value}`, `x${oneByOne(value)}`, "the same in a template");
    }
    power *= 2;
  }
  power = 1;
  for (let i: u32 = 0; i < 20; i++) {
    for (let near: u64 = 0; near < 3; near++)
      equal(`${power + near - 1}`, oneByOne(power + near - 1), "near a power of ten");
    power *= 10;
  }
}

function oneByOne(value: u64): string {
  let rest = value;
  let text = "";
  do {
    text = String.fromCharCode(u32(rest % 10) + 48) + text;
    rest /= 10;
  } while (rest > 0);
  return text;
}

function parsing(): void {
  equal(parseInteger("42") ?? 0, 42, "digits");
  equal(parseInteger("-42") ?? 0, -42, "a sign");
  equal(parseInteger("+42") ?? 0, 42, "a plus sign");
  equal(parseInteger("0x1F") ?? 0, 31, "hexadecimal");
  equal(parseInteger("-0b101") ?? 0, -5, "negative binary");
  equal(parseInteger("0o17") ?? 0, 15, "octal");
  equal(parseInteger("017") ?? 0, 17, "a leading zero means nothing");
  equal(parseInteger("zz", 36) ?? 0, 1295, "base 36");
  equal(parseInteger("9223372036854775807") ?? 0, 0x7fff_ffff_ffff_ffff, "the largest");
  equal(parseInteger("-9223372036854775808") ?? 0, -0x8000_0000_0000_0000, "the smallest");
  const bad = [
    "",
    "-",
    "+",
    "4 2",
    " 42",
    "42x",
    "0x",
    "0xg",
    "--1",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999",
  ];
  for (const text of bad) check(parseInteger(text) === null, `"${text}" is no integer`);
  check(parseInteger("12", 2) === null, "a digit above the base");
  check(parseInteger("0x12", 16) === null, "no prefix when a base is given");
  equal(parseUnsigned("18446744073709551615") ?? 0, 0xffff_ffff_ffff_ffff, "the largest unsigned");
  check(parseUnsigned("18446744073709551616") === null, "one more");
  check(parseUnsigned("-1") === null, "unsigned numbers have no sign");
}

function buffers(): void {
  const line = new TextBuffer();
  line.text("at ");
  line.hex(0xbeef);
  line.byte(32);
  line.signed(-12);
  line.byte(32);
  line.number(7, 10, 3);
  line.address(0x1000);
  line.untrusted("a\nb".bytes());
  equal(String.fromBytes(line.span()), "at 0xbeef -12   70x0000000000001000a.b", "TextBuffer");
  for (let i: u32 = 0; i < 200; i++) line.text("12345");
  equal(line.length, 512, "a full TextBuffer cuts off");
  line.clear();
  equal(line.span().length, 0, "clear");
  const builder = new StringBuilder();
  for (let i: u32 = 0; i < 1000; i++) builder.append("abc");
  builder.appendByte(100);
  builder.appendRepeated(46, 3);
  builder.appendBytes("ef".bytes());
  equal(builder.toString(), "abc".repeat(1000) + "d...ef", "StringBuilder");
  builder.truncate(3);
  equal(builder.toString(), "abc", "truncate");
}

function conversions(): void {
  const wide: u64 = 0x1_0000_0005;
  equal(u32(wide), 5, "u32 keeps the low bits");
  let thrown: i32 = 0;
  try {
    checked.u32(wide);
  } catch (error) {
    thrown = errnoOf(error);
  }
  equal(thrown, 34, "checked.u32 throws ERANGE");
  equal(checked.u8(255), 255, "checked.u8");
  equal(bits.popCount(wide), 3, "popCount");
  equal(bits.multiplyDivide(wide, wide, wide), wide, "multiplyDivide");
  check(bits.addOverflows(0xffff_ffff_ffff_ffff as u64, 1), "addOverflows");
}

export function main(): i32 {
  formatting();
  decimal();
  parsing();
  buffers();
  conversions();
  return finish();
}
