import { expect, test } from "vitest";
import { parseFigures } from "./kernel-run.ts";

test("figures are read from among the kernel's own lines", () => {
  const text =
    "[    0.1] booting\r\nfigure boot 1500\r\nfailed fstat 38 syscall(SYS_fstat, file)\r\nfigure null-call 325\r\n";
  const { values, failures } = parseFigures(text);
  expect(values).toEqual({ boot: 1500, "null-call": 325 });
  expect(failures).toEqual({ fstat: "syscall(SYS_fstat, file): errno 38" });
});

test("memory in use is all that no program can get", () => {
  const { values } = parseFigures("figure memory-total 227962880\nfigure memory-free 201912320\n");
  expect(values["memory-used"]).toBe(256 * 1024 * 1024 - 201912320);
});

test("a line that is cut off is no figure", () => {
  expect(parseFigures("figure poll-10\nfigure poll-100 13").values).toEqual({});
});
