import { expect, test } from "vitest";
import { readSymbols } from "./report.ts";

test("symbols with spaces in their names, and those without a size", () => {
  const text = `0000000000401000 0000000000000012 T kernel/main:main
0000000000402000 0000000000000008 d kernel/main:Box<u8>.get value as Shape
0000000000402008 B __bss_start
`;
  expect(readSymbols(text)).toEqual([
    { name: "kernel/main:main", size: 18, isCode: true },
    { name: "kernel/main:Box<u8>.get value as Shape", size: 8, isCode: false },
  ]);
});
