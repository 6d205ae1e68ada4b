import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { compileProgram, formatDiagnostics } from "../../compiler/main.ts";
import { sourcesBelow } from "../../tools/build/fingerprint.ts";
import { buildFolder, cacheFolder, root } from "../../tools/paths.ts";
import { Directives } from "../support/directives.ts";
import { runOnHost } from "../support/host.ts";

const known = [
  ...["run", "stdout", "stdout-contains", "stderr", "stderr-contains", "exit"],
  ...["args", "stdin", "optimize", "sanitize"],
];
const outputs = join(buildFolder, "test", "compiler");

type Optimize = 0 | 1 | 2 | 3;

/** One way to compile a program: each must give the same output. */
interface Variant {
  name: string;
  optimize: Optimize;
  sanitize: boolean;
}

/** Every program in Metal TypeScript that says what is expected of it. */
const programs = ["test/compiler", "core", "kernel", "user"]
  .map((folder) => join(root, folder))
  .flatMap(sourcesBelow)
  .filter((file) => !(file.startsWith(join(root, "test")) && file.endsWith(".test.ts")))
  .map((file) => ({
    file,
    name: relative(root, file),
    directives: new Directives(readFileSync(file, "utf8")),
  }))
  .filter(({ directives }) => directives.has("run") || directives.has("error"));

// Concurrent: while LLVM has one program, this process checks another.
for (const { file, name, directives } of programs) {
  if (directives.has("error")) {
    test.concurrent(name, () => expectErrors(file, directives));
    continue;
  }
  describe(name, () => {
    for (const variant of variants(directives)) {
      test.concurrent(variant.name, () => expectOutput(file, directives, variant));
    }
  });
}

function variants(directives: Directives): Variant[] {
  const levels = directives.one("optimize")?.trim().split(/\s+/) ?? ["2"];
  const plain = levels.map((level) => ({
    name: `-O${level}`,
    optimize: Number(level) as Optimize,
    sanitize: false,
  }));
  if (!directives.has("sanitize")) return plain;
  const sanitized: Variant = { name: "under address sanitizer", optimize: 1, sanitize: true };
  return directives.one("sanitize")?.trim() === "only" ? [sanitized] : [...plain, sanitized];
}

async function compile(file: string, { optimize, sanitize }: Variant): ReturnType<typeof compileProgram> {
  const name = relative(root, file).replaceAll("/", "-").replace(/\.ts$/, "");
  mkdirSync(outputs, { recursive: true });
  return compileProgram({
    entry: file,
    out: join(outputs, `${name}-O${optimize}${sanitize ? "-sanitize" : ""}`),
    target: "linux",
    optimize,
    sanitize,
    leakCheck: true,
    cacheDir: cacheFolder,
    unsafeFolders: [join(root, "core")],
  });
}

async function expectOutput(file: string, directives: Directives, variant: Variant): Promise<void> {
  directives.allow(known);
  const result = await compile(file, variant);
  if (!result.ok) throw new Error(`it does not compile:\n${formatDiagnostics(result.diagnostics, false)}`);
  const args = directives.one("args")?.trim().split(/\s+/) ?? [];
  const input = directives
    .all("stdin")
    .map((line) => `${line}\n`)
    .join("");
  const program = result.output ?? "";
  expect(existsSync(program)).toBe(true);
  const run = await runOnHost([program, ...args], { input, limit: 30 });
  const stdout = run.stdout.toString();
  const stderr = run.stderr.toString();
  const lines = (name: string): string =>
    directives
      .all(name)
      .map((line) => `${line}\n`)
      .join("");
  // One comparison, so that a failure shows all that is known about the run.
  const expected = {
    status: Number(directives.one("exit") ?? 0),
    stdout: directives.has("stdout-contains") ? stdout : lines("stdout"),
    stderr: directives.has("stderr") ? lines("stderr") : directives.has("exit") ? stderr : "",
  };
  expect({ status: run.status, stdout, stderr }).toEqual(expected);
  for (const part of directives.all("stdout-contains")) expect(stdout).toContain(part);
  for (const part of directives.all("stderr-contains")) expect(stderr).toContain(part);
}

/** `CODE line:column text`: the diagnostics are exactly these, in this order, and each message contains its text. */
async function expectErrors(file: string, directives: Directives): Promise<void> {
  directives.allow(["error", "target"]);
  const result = await compile(file, { name: "", optimize: 0, sanitize: false });
  const expected = directives.all("error");
  const found = result.diagnostics.map((each, index) => {
    const place = `${each.code} ${each.line}:${each.column}`;
    const elsewhere = basename(each.file) === basename(file) ? "" : `${each.file} `;
    // The text that the test expects is kept when it is there, so that equality says the rest.
    const text = /^\S+ \S+ ?(.*)$/.exec(expected[index] ?? "")?.[1] ?? "";
    const message = each.message.includes(text) ? text : each.message;
    return `${elsewhere}${place} ${message}`.trimEnd();
  });
  expect(found).toEqual(expected.map((line) => line.trimEnd()));
  expect(result.ok).toBe(false);
}
