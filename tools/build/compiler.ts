import { mkdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { cwd, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import type { BuildReport } from "../../compiler/main.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { buildFolder, cacheFolder } from "../paths.ts";

/**
 * The launcher gives every state of the sources of this command a bundle of its own, in a folder of its own. Where there is no
 * bundle, as in tests of single modules, nothing tells one compiler from another.
 */
const bundle = dirname(fileURLToPath(import.meta.url));
const version = dirname(bundle) === join(buildFolder, "tools") ? { version: basename(bundle) } : {};

type Compiler = typeof import("../../compiler/main.ts");
/** What `compileProgram` takes, less what every caller here has in common. */
export type CompileRequest = Omit<Parameters<Compiler["compileProgram"]>[0], "cacheDir" | "version">;

/** The compiler brings the TypeScript checker with it (a third of a second), so it is loaded when needed. */
async function loadCompiler(): Promise<Compiler> {
  return import("../../compiler/main.ts");
}

/**
 * Compiles one program, prints the diagnostics on standard error, and returns the report if one was asked for.
 * Throws `Failure` when the program has errors.
 */
export async function compile(request: CompileRequest): Promise<BuildReport | undefined> {
  const { compileProgram, formatDiagnostics } = await loadCompiler();
  mkdirSync(dirname(request.out), { recursive: true });
  const result = await compileProgram({ ...request, ...version, cacheDir: cacheFolder });
  if (result.diagnostics.length > 0) {
    stderr.write(`${formatDiagnostics(result.diagnostics, stderr.isTTY).trimEnd()}\n`);
  }
  if (!result.ok) throw new Failure(`${relative(cwd(), request.entry)} was not compiled`, ExitStatus.failed);
  return result.report;
}
