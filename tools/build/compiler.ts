import { mkdirSync } from "node:fs";
import { dirname, relative } from "node:path";
import { cwd, stderr } from "node:process";
import type { BuildReport } from "../../compiler/main.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { cacheFolder } from "../paths.ts";

type Compiler = typeof import("../../compiler/main.ts");
/** What `compileProgram` takes, less what every caller here has in common. */
export type CompileRequest = Omit<Parameters<Compiler["compileProgram"]>[0], "cacheDir">;

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
  const result = await compileProgram({ ...request, cacheDir: cacheFolder });
  if (result.diagnostics.length > 0) {
    stderr.write(`${formatDiagnostics(result.diagnostics, stderr.isTTY).trimEnd()}\n`);
  }
  if (!result.ok) throw new Failure(`${relative(cwd(), request.entry)} was not compiled`, ExitStatus.failed);
  return result.report;
}
