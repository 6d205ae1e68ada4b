import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dispatchFile, dispatchSource } from "./dispatch.ts";
import { pageFile, systemCallsPage } from "./page.ts";
import { readTable } from "./table.ts";
import { tracePlanFile, tracePlanSource } from "./trace-plan.ts";

test("what is made from the table of system calls is up to date (run `./tessera generate`)", async () => {
  expect(readFileSync(dispatchFile, "utf8")).toBe(await dispatchSource());
  expect(readFileSync(tracePlanFile, "utf8")).toBe(await tracePlanSource());
  expect(readFileSync(pageFile, "utf8")).toBe(systemCallsPage());
});

test("the table has every number of Linux once", () => {
  const numbers = readTable().map(({ number }) => number);
  const upTo = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // 335 to 423 are left out, so that newer calls have the same number on all processors.
  expect(numbers).toEqual([...upTo(0, 334), ...upTo(424, 450)]);
});

test("every system call has a manual page", () => {
  const bare = readTable().filter(({ handler }) => handler?.manual.length === 0);
  expect(bare.map(({ name }) => name)).toEqual([]);
});
