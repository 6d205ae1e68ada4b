/**
 * The shell and the programs of user/, as Linux processes: each script here gives the same output and status with them as with the
 * host's shell and programs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { compileProgram, formatDiagnostics } from "../../compiler/main.ts";
import { buildFolder, cacheFolder, root } from "../../tools/paths.ts";

const folder = join(root, "test", "user");
const programs = join(buildFolder, "user");

/** Runs a script with a shell in an empty directory. */
function run(shell: string, path: string, script: string): { status: number; output: string } {
  const directory = mkdtempSync(join(tmpdir(), "tessera-user-"));
  try {
    const result = spawnSync(shell, ["-c", script], {
      cwd: directory,
      env: { PATH: path, LC_ALL: "C", TZ: "UTC", HOME: directory },
      input: "",
      timeout: 30_000,
      encoding: "utf8",
    });
    if (result.error) throw result.error;
    return { status: result.status ?? 128, output: result.stdout };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
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
  const wanted = run("/bin/sh", "/usr/bin:/bin", script);
  expect(run(shell, programs, script)).toEqual(wanted);
}

test.each(scripts)("%s", (name) => {
  expect(inject("buildFailure")).toBeUndefined();
  expectAsOnHost(name, join(programs, "sh"));
});

describe("under the address sanitizer", () => {
  let shell = "";
  beforeAll(async () => {
    expect(inject("buildFailure")).toBeUndefined();
    shell = await sanitizedShell();
  }, 300_000);

  test.each(scripts)("%s", (name) => expectAsOnHost(name, shell));
});
