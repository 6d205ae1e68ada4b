import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFolder, root } from "../../tools/paths.ts";
import { runOnHost } from "./host.ts";

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

/** The path of a program of test/programs/, compiled if its source or the way to compile it (this file) is newer. */
export async function buildProgram(file: string, way: string): Promise<string> {
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
