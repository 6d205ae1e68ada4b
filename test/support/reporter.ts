import { readdirSync } from "node:fs";
import { stderr, stdout } from "node:process";
import { stripVTControlCharacters } from "node:util";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

/** Tests that take longer than this, in milliseconds, are named even when they pass. */
const slow = 1000;

/** Says how far the run is, shows each failure in full at the end, and closes with `N passed, N failed`. */
export default class TesseraReporter implements Reporter {
  #passed = 0;
  #skipped = 0;
  readonly #failures: { name: string; errors: readonly (SerializedError | undefined)[] }[] = [];
  /** Where the tests have their temporary files, if nobody else has any there. */
  #folder: string | undefined;

  onInit({ config }: Pick<Vitest, "config">): void {
    this.#folder = config.env["TMPDIR"];
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    const name = `${test.module.relativeModuleId} > ${test.fullName}`;
    const duration = test.diagnostic()?.duration ?? 0;
    const time = duration > slow ? ` (${(duration / 1000).toFixed(1)} s)` : "";
    if (state === "passed") this.#passed++;
    else if (state === "failed") this.#failures.push({ name, errors: errors ?? [] });
    else this.#skipped++;
    if (state === "failed") this.#show(`✗ ${name}${time}`);
    else if (time !== "") this.#show(`✓ ${name}${time}`);
  }

  onTestModuleEnd(module: TestModule): void {
    const errors = module.errors();
    if (errors.length > 0) this.#failures.push({ name: module.relativeModuleId, errors });
    // What went wrong before or after the tests of a group: they were skipped, or have passed.
    for (const suite of module.children.allSuites()) {
      const name = `${module.relativeModuleId} > ${suite.fullName}`;
      if (suite.errors().length > 0) this.#failures.push({ name, errors: suite.errors() });
    }
    // Those that a filter leaves out are not worth a line.
    const tests = [...module.children.allTests()].filter((test) => test.result().state !== "skipped");
    if (tests.length === 0 && errors.length === 0) return;
    const passed = tests.filter((test) => test.result().state === "passed").length;
    this.#show(`${module.ok() ? "✓" : "✗"} ${module.relativeModuleId}: ${passed} of ${tests.length} passed`);
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    for (const error of unhandled) this.#failures.push({ name: "outside any test", errors: [error] });
    const left = this.#folder === undefined ? [] : readdirSync(this.#folder);
    if (left.length > 0) {
      const message = `left in the folder for temporary files: ${left.join(", ")}`;
      this.#failures.push({ name: "after all tests", errors: [{ message }] });
    }
    for (const { name, errors } of this.#failures) {
      stdout.write(`\n✗ ${name}\n`);
      for (const error of errors) stdout.write(`${indent(describe(error))}\n`);
    }
    const skipped = this.#skipped > 0 ? `${this.#skipped} skipped\n` : "";
    stdout.write(`\n${skipped}${this.#passed} passed, ${this.#failures.length} failed\n`);
    if (this.#passed === 0 || this.#failures.length > 0) process.exitCode = 1;
  }

  #show(text: string): void {
    stderr.write(`${text}\n`);
  }
}

function describe(error: SerializedError | undefined): string {
  if (!error) return "(no message)";
  const parts = [error.message];
  if (error.diff) parts.push(String(error.diff));
  const frame = error.stacks?.[0];
  if (frame) parts.push(`at ${frame.file}:${frame.line}:${frame.column}`);
  const text = parts.join("\n");
  return stdout.isTTY ? text : stripVTControlCharacters(text);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
