import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pageFile, systemCallsPage } from "./system-calls.ts";

test("docs/syscalls.md is up to date (run `./tessera docs`)", () => {
  expect(readFileSync(pageFile, "utf8")).toBe(systemCallsPage());
});

test("every system call has a manual page", () => {
  const sections = systemCallsPage().split("\n## ").slice(1);
  const bare = sections
    .filter((section) => section.trim().split("\n\n").length < 2)
    .map((section) => section.split("\n")[0]);
  expect(bare).toEqual([]);
});
