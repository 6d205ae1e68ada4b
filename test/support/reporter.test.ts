import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stdout } from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import type { TestModule } from "vitest/node";
import { folderForTest } from "./folder.ts";
import TesseraReporter from "./reporter.ts";

afterEach(() => vi.restoreAllMocks());

/** A module of tests, as far as the reporter looks at it: a group in whose preparation `message` was thrown, if one is given. */
function moduleWith(message?: string): TestModule {
  const errors = message === undefined ? [] : [{ message }];
  const suite = { fullName: "a group", errors: () => errors };
  return {
    relativeModuleId: "some.test.ts",
    errors: () => [],
    ok: () => errors.length === 0,
    children: { allSuites: () => [suite], allTests: () => [] },
  } as unknown as TestModule;
}

/** The output and the status of a run with one test that passed and this module, with its temporary files in `folder`. */
function report(module: TestModule, folder?: string): { lines: string[]; status: typeof process.exitCode } {
  let text = "";
  vi.spyOn(stdout, "write").mockImplementation((part) => {
    text += String(part);
    return true;
  });
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    const reporter = new TesseraReporter();
    const env: Record<string, string> = folder === undefined ? {} : { TMPDIR: folder };
    reporter.onInit({ config: { env } } as unknown as Parameters<typeof reporter.onInit>[0]);
    const passed = {
      result: () => ({ state: "passed" }),
      diagnostic: () => undefined,
      module,
      fullName: "a test",
    };
    reporter.onTestCaseResult(passed as unknown as Parameters<typeof reporter.onTestCaseResult>[0]);
    reporter.onTestModuleEnd(module);
    reporter.onTestRunEnd([], []);
    return { lines: text.trim().split("\n"), status: process.exitCode };
  } finally {
    process.exitCode = before;
  }
}

test("a run in which all passed", () => {
  const { lines, status } = report(moduleWith());
  expect(lines).toEqual(["1 passed, 0 failed"]);
  expect(status).toBe(0);
});

test("what goes wrong before the tests of a group is a failure", () => {
  const { lines, status } = report(moduleWith("no such file"));
  expect(lines).toEqual(["✗ some.test.ts > a group", "    no such file", "", "1 passed, 1 failed"]);
  expect(status).toBe(1);
});

test("what tests leave among the temporary files is a failure", () => {
  const folder = folderForTest();
  expect(report(moduleWith(), folder).lines).toEqual(["1 passed, 0 failed"]);
  writeFileSync(join(folder, "left"), "");
  const { lines, status } = report(moduleWith(), folder);
  expect(lines).toEqual([
    "✗ after all tests",
    "    left in the folder for temporary files: left",
    "",
    "1 passed, 1 failed",
  ]);
  expect(status).toBe(1);
});
