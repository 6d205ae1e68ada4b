/**
 * The shell and the programs of user/, as Linux processes: each script here gives the same output and status with them as with the
 * host's shell and programs.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { compileProgram, formatDiagnostics } from "../../compiler/main.ts";
import { buildFolder, cacheFolder, root } from "../../tools/paths.ts";
import { readCases, type Case } from "../support/cases.ts";
import { folderForTest } from "../support/folder.ts";
import { runInGuest } from "../support/guest.ts";

const folder = join(root, "test", "user");
const programs = join(buildFolder, "user");

interface Result {
  status: number;
  output: string;
  /** Whether something was said on standard error. */
  complained: boolean;
}

/** Runs a script with a shell in an empty directory. */
function run(shell: string, path: string, script: string): Result {
  const directory = folderForTest();
  const result = spawnSync(shell, ["-c", script], {
    cwd: directory,
    env: { PATH: path, LC_ALL: "C", TZ: "UTC", HOME: directory },
    input: "",
    timeout: 30_000,
    encoding: "utf8",
  });
  if (result.error) throw result.error;
  return {
    status: result.status ?? 128,
    output: result.stdout.replaceAll(directory, "HERE"),
    complained: result.stderr !== "",
  };
}

/** The shell once more, built with the address sanitizer, at this path. The other programs would take much longer to start. */
async function sanitizedShell(): Promise<string> {
  const out = join(buildFolder, "test", "sh-sanitized");
  const { ok, diagnostics } = await compileProgram({
    entry: join(root, "user", "sh", "main.ts"),
    out,
    target: "linux",
    optimize: 1,
    sanitize: true,
    cacheDir: cacheFolder,
    unsafeFolders: [join(root, "core")],
  });
  if (!ok) throw new Error(`the shell does not compile:\n${formatDiagnostics(diagnostics, false)}`);
  return out;
}

const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));

function expectAsOnHost(name: string, shell: string): void {
  const script = readFileSync(join(folder, name), "utf8");
  const { status, output } = run("/bin/sh", "/usr/bin:/bin", script);
  expect(run(shell, programs, script)).toMatchObject({ status, output });
}

test.each(scripts)("%s", (name) => {
  expect(inject("buildFailure")).toBeUndefined();
  expectAsOnHost(name, join(programs, "sh"));
});

const cases = readCases(join(folder, "cases"));

/** What each case gives, by its name: texts that a difference is easily seen in. */
function runCases(runCase: (script: string) => Result): Record<string, string> {
  return Object.fromEntries(cases.map(({ name, script }) => [name, describeResult(runCase(script))]));
}

function describeResult({ status, output, complained }: Result): string {
  return `${output}status ${status}${complained ? ", with a message" : ""}`;
}

/** A PATH on which only `sh` is ours: the cases are about the shell. */
function pathWith(shell: string): string {
  const bin = folderForTest();
  symlinkSync(shell, join(bin, "sh"));
  return `${bin}:/usr/bin:/bin`;
}

function expectCasesAsOnHost(shell: string): void {
  const wanted = runCases((script) => run("/bin/sh", "/usr/bin:/bin", script));
  const path = pathWith(shell);
  expect(runCases((script) => run(shell, path, script))).toEqual(wanted);
}

test("every case", { timeout: 300_000 }, () => {
  expect(inject("buildFailure")).toBeUndefined();
  expectCasesAsOnHost(join(programs, "sh"));
});

/** Runs each case in a folder and a shell of its own; what they said and their statuses are between marks. */
const driver = `
for case in /cases/*; do
  mkdir /tmp/here; cd /tmp/here
  HOME=/tmp/here sh -c "$(cat $case)" 2>/tmp/errors </dev/null
  printf 'status %s' $?; [ -s /tmp/errors ] && printf ', with a message'; printf '\\1'
  cd /; rm -r /tmp/here
done`;

function addCases(directory: string, list: Case[]): string[] {
  mkdirSync(directory);
  for (const [i, { script }] of list.entries())
    writeFileSync(join(directory, String(i).padStart(4, "0")), script);
  return [`${directory}:/cases`, "/bin/busybox:/usr/bin/sed"];
}

test("every case, in the guest", { timeout: 300_000 }, async () => {
  const wanted = runCases((script) => run("/bin/sh", "/usr/bin:/bin", script));
  const directory = folderForTest();
  const add = addCases(join(directory, "cases"), cases);
  const { end, stdout } = await runInGuest(["/bin/sh", "-c", driver], { add, timeLimit: 280 });
  expect(end).toEqual({ kind: "exit", status: 0 });
  const results = stdout.toString().replaceAll("/tmp/here", "HERE").split("\x01");
  expect(Object.fromEntries(cases.map(({ name }, i) => [name, results[i]]))).toEqual(wanted);
});

describe("under the address sanitizer", () => {
  let shell = "";
  beforeAll(async () => {
    expect(inject("buildFailure")).toBeUndefined();
    shell = await sanitizedShell();
  }, 300_000);

  test.each(scripts)("%s", (name) => expectAsOnHost(name, shell));
  test("every case", { timeout: 300_000 }, () => expectCasesAsOnHost(shell));
});
