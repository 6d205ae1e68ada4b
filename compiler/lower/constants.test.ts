import { expect, test } from "vitest";
import { I8, U16, U64 } from "../types.ts";
import { wrapTo } from "./constant-operators.ts";
import { conversionType, literalValue } from "./constants.ts";

test.each([
  ["4096", 4096n],
  ["0xFFFF_8000_0000_0001", 0xffff_8000_0000_0001n],
  ["0b1010", 10n],
  ["0o17", 15n],
  ["18446744073709551615", 18446744073709551615n],
  ["1.5", 1.5],
  ["1e3", 1000],
])("the literal %s", (text, value) => {
  expect(literalValue(text)).toBe(value);
});

test("integers wrap as in the machine", () => {
  expect(wrapTo(-1n, U64)).toBe(0xffff_ffff_ffff_ffffn);
  expect(wrapTo(200n, I8)).toBe(-56n);
  expect(wrapTo(0x1_0005n, U16)).toBe(5n);
});

test("only the names of machine types convert", () => {
  expect(conversionType("usize")).toBe(U64);
  expect(conversionType("toString")).toBeNull();
});
