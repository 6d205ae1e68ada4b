import { stdout } from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import type { TestModule } from "vitest/node";
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

/** The last line and the status of a run with one test that passed and this module. */
function report(module: TestModule): { lines: string[]; status: typeof process.exitCode } {
  let text = "";
  vi.spyOn(stdout, "write").mockImplementation((part) => {
    text += String(part);
    return true;
  });
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    const reporter = new TesseraReporter();
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
