import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { startVitest, type TestCase } from "vitest/node";
import { sourcesBelow } from "../build/fingerprint.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { root } from "../paths.ts";
import { bootstrap } from "../system/bootstrap.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

/**
 * `tessera test [FILTER]`: installs what is missing, builds, and runs every test, or those whose file or full name
 * contains FILTER. The last line is `N passed, N failed`.
 */
export async function testCommand(filter: string | undefined): Promise<number> {
  await bootstrap(["compile", "run", "debug", "image", "test"]);
  const files = filter === undefined ? [] : testFilesNamed(filter);
  const byName = filter !== undefined && files.length === 0;
  // Whatever becomes of the run, what it leaves among the temporary files goes with this folder.
  using folder = new TemporaryFolder("test");
  process.env["TMPDIR"] = folder.path;
  const folderOfTests = folder.file("tests");
  mkdirSync(folderOfTests);
  const vitest = await startVitest("test", files, {
    root,
    config: join(root, "vitest.config.mts"),
    // The reporter looks what is left there at the end.
    env: { TMPDIR: folderOfTests },
    run: true,
    watch: false,
    ...(byName ? { testNamePattern: escapePattern(filter) } : {}),
  });
  const modules = vitest.state.getTestModules();
  await vitest.close();
  if (byName && !modules.some((module) => [...module.children.allTests()].some(hasRun))) {
    throw new Failure(`no test has "${filter}" in its file or in its name`, ExitStatus.usage);
  }
  return process.exitCode === undefined || process.exitCode === 0 ? 0 : ExitStatus.failed;
}

const hasRun = (test: TestCase): boolean => test.result().state !== "skipped";

function testFilesNamed(filter: string): string[] {
  return ["test", "tools", "compiler", "bench"]
    .flatMap((folder) => sourcesBelow(join(root, folder)))
    .map((file) => relative(root, file))
    .filter((file) => file.endsWith(".test.ts") && file.includes(filter));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
