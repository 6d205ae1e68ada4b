import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildFolder, root } from "../../tools/paths.ts";
import { Directives } from "../support/directives.ts";
import { runInGuest } from "../support/guest.ts";
import { runOnHost } from "../support/host.ts";

const known = ["build", "args", "stdin", "exit", "guest-only", "stdout", "memory", "time-limit", "boot"];
const folder = join(root, "test", "programs");
const outputs = join(buildFolder, "test", "programs");

/** The compiler commands for the ways to link a program; C++ takes those of g++. */
const builds: Record<string, string[]> = {
  "musl-static": ["musl-gcc", "-static"],
  // musl-gcc knows no -static-pie: it would link the shared library.
  "musl-static-pie": [
    ...["musl-gcc", "-fPIE", "-nostdlib", "-static", "-Wl,-pie,--no-dynamic-linker,-z,text"],
    ...["rcrt1.o", "crti.o", "crtn.o", "libc.a"].map((name) => `/usr/lib/x86_64-linux-musl/${name}`),
  ],
  "glibc-static": ["gcc", "-static"],
  "glibc-static-pie": ["gcc", "-static-pie", "-fPIE"],
  "glibc-pie": ["gcc", "-pie", "-fPIE"],
  "g++-static": ["g++", "-static"],
};

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
  const program = await build(file, way);
  const args = directives.one("args")?.trim().split(/\s+/) ?? [];
  const input = directives
    .all("stdin")
    .map((line) => `${line}\n`)
    .join("");
  const memory = directives.one("memory");
  const append = directives.one("boot")?.trim();
  const guest = await runInGuest([program, ...args], {
    input,
    timeLimit,
    ...(memory === undefined ? {} : { memory }),
    ...(append === undefined ? {} : { append }),
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

/** The path of the program, compiled if its source or the way to compile it (this file) is newer. */
async function build(file: string, way: string): Promise<string> {
  const [compiler, ...flags] = builds[way] ?? [];
  if (compiler === undefined)
    throw new Error(`@build: ${way} is not one of ${Object.keys(builds).join(", ")}`);
  mkdirSync(outputs, { recursive: true });
  const source = join(folder, file);
  const program = join(outputs, `${file.replace(/\.\w+$/, "")}-${way}`);
  const made = statSync(program, { throwIfNoEntry: false });
  const madeFrom = [source, fileURLToPath(import.meta.url)].map((path) => statSync(path).mtimeMs);
  if (made && madeFrom.every((time) => time < made.mtimeMs)) return program;
  const command = [compiler, "-O1", "-g", "-Wall", "-o", program, source, ...flags];
  const result = await runOnHost(command, { env: process.env });
  if (result.status !== 0) throw new Error(`${command.join(" ")}:\n${result.stderr.toString()}`);
  return program;
}
