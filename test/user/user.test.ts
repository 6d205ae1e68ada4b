/**
 * The shell and the programs of user/, as Linux processes: each script here gives the same output and status with them as with the
 * host's shell and programs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { buildFolder, root } from "../../tools/paths.ts";

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

test.each(readdirSync(folder).filter((name) => name.endsWith(".sh")))("%s", (name) => {
  expect(inject("buildFailure")).toBeUndefined();
  const script = readFileSync(join(folder, name), "utf8");
  const wanted = run("/bin/sh", "/usr/bin:/bin", script);
  expect(run(join(programs, "sh"), programs, script)).toEqual(wanted);
});
