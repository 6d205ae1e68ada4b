import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../tools/paths.ts";
import { Directives } from "../support/directives.ts";
import { runInGuest } from "../support/guest.ts";
import { runOnHost } from "../support/host.ts";
import { buildProgram } from "../support/program-builds.ts";

const known = ["build", "args", "stdin", "exit", "guest-only", "stdout", "memory", "time-limit", "boot"];
const folder = join(root, "test", "programs");

for (const file of readdirSync(folder).filter((name) => /\.(c|cc)$/.test(name))) {
  const directives = new Directives(readFileSync(join(folder, file), "utf8"));
  const ways = directives.one("build")?.trim().split(/\s+/) ?? ["musl-static"];
  describe(file, () => {
    const limit = Number(directives.one("time-limit") ?? 40);
    test.each(ways)("%s", (way) => compare(file, way, directives, limit), (limit + 60) * 1000);
  });
}

async function compare(file: string, way: string, directives: Directives, timeLimit: number): Promise<void> {
  directives.allow(known);
  const program = await buildProgram(file, way);
  const args = directives.one("args")?.trim().split(/\s+/) ?? [];
  const input = directives
    .all("stdin")
    .map((line) => `${line}\n`)
    .join("");
  const memory = directives.one("memory");
  const append = `stacks=painted ${directives.one("boot")?.trim() ?? ""}`.trim();
  const guest = await runInGuest([program, ...args], {
    input,
    timeLimit,
    ...(memory === undefined ? {} : { memory }),
    append,
  });
  const wanted = directives.has("guest-only")
    ? {
        status: 0,
        stdout: directives
          .all("stdout")
          .map((line) => `${line}\n`)
          .join(""),
        stderr: "",
      }
    : await onHost([program, ...args], input);
  const status = Number(directives.one("exit") ?? wanted.status);
  expect({
    end: guest.end,
    stdout: guest.stdout.toString("latin1"),
    stderr: guest.stderr.toString("latin1"),
  }).toEqual({ end: { kind: "exit", status }, stdout: wanted.stdout, stderr: wanted.stderr });
}

async function onHost(
  command: string[],
  input: string,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const environment = { PATH: "/bin:/sbin:/usr/bin:/usr/sbin", HOME: "/root" };
  const result = await runOnHost(command, { input, env: environment });
  return {
    status: result.status,
    stdout: result.stdout.toString("latin1"),
    stderr: result.stderr.toString("latin1"),
  };
}
