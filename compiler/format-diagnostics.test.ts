import { expect, test } from "vitest";
import type { Diagnostic } from "./diagnostics.ts";
import { formatDiagnostics } from "./format-diagnostics.ts";

const fault: Diagnostic = {
  code: "MTS1201",
  file: "kernel/main.ts",
  line: 7,
  column: 4,
  length: 3,
  message: "A 'u32' is not a 'u8'.",
  hint: "Write 'u8(…)'.",
  sourceLine: "\tx = sum;",
};

test("the place, the line with the fault marked, and the hint", () => {
  expect(formatDiagnostics([fault], false).split("\n")).toEqual([
    "kernel/main.ts:7:4 - error MTS1201: A 'u32' is not a 'u8'.",
    "",
    "7 \tx = sum;",
    "  \t  ~~~",
    "  hint: Write 'u8(…)'.",
    "",
    "Found 1 error.",
    "",
  ]);
});

test("a long list is cut, and says so", () => {
  const text = formatDiagnostics(
    Array.from({ length: 150 }, () => fault),
    false,
  );
  expect(text).toContain("Found 150 errors, of which 100 are shown.");
  expect(text.match(/MTS1201/g)).toHaveLength(100);
});

test("nothing is said about nothing, and colours only where they are wanted", () => {
  expect(formatDiagnostics([], true)).toBe("");
  expect(formatDiagnostics([fault], true)).toContain("\u001b[91merror\u001b[0m");
});
