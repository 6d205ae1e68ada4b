/** The compiler: Metal TypeScript to an executable. This file is the list of the passes, in order. */

import { existsSync } from "node:fs";
import { generateCode } from "./backend.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { loadProgram } from "./load.ts";
import { statements } from "./lower/statements.ts";
import { lowerProgram } from "./lower/program.ts";
import { makeReport, type BuildReport } from "./report.ts";
import { ErrorList, sortDiagnostics } from "./report-error.ts";
import { checkSubset } from "./subset/subset.ts";
import { forgetTypes } from "./types.ts";
import { forgetProgramTypes } from "./types.ts";

export { formatDiagnostics } from "./format-diagnostics.ts";
export type { BuildReport } from "./report.ts";
export type { Diagnostic } from "./diagnostics.ts";

export interface CompileOptions {
  /** Absolute path of the program's first module. */
  readonly entry: string;
  /** Absolute path of what is made. */
  readonly out: string;
  readonly target: "kernel" | "linux";
  readonly optimize: 0 | 1 | 2 | 3;
  /** `exe` if not given. */
  readonly emit?: "exe" | "llvm" | "asm" | "obj" | "mir";
  /** Folder for objects kept between runs. */
  readonly cacheDir: string;
  /** Absolute paths of the folders whose files may import the unsafe module. */
  readonly unsafeFolders: readonly string[];
  readonly linkerScript?: string;
  readonly sanitize?: boolean;
  readonly leakCheck?: boolean;
  /** Also make `report` (for which the image is read again). */
  readonly report?: boolean;
  /** Told what is being done, in a few words. */
  readonly progress?: (message: string) => void;
}

export interface CompileResult {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What was made, if it was. */
  readonly output?: string;
  readonly report?: BuildReport;
}

/** Compiles one program. Errors of the program are in the result; this does not throw on any source. */
export async function compileProgram(options: CompileOptions): Promise<CompileResult> {
  if (!existsSync(options.entry)) return failed([missing(options.entry)]);
  forgetTypes();
  options.progress?.("checking types");
  const loaded = loadProgram(options);
  const order = [...loaded.own, ...loaded.files].map(loaded.pathOf);
  const errors = new ErrorList(loaded.pathOf);
  checkSubset(loaded, options.unsafeFolders, errors);
  const early = [...loaded.diagnostics, ...errors.all];
  if (early.length > 0) return failed(sortDiagnostics(early, order));

  options.progress?.("lowering");
  forgetProgramTypes();
  const program = lowerProgram(loaded, errors, statements);
  if (errors.count > 0) return failed(sortDiagnostics(errors.all, order));

  options.progress?.("generating code");
  const { unsafeFolders: _, report: wantsReport, entry: __, target: ___, ...rest } = options;
  const late = await generateCode(program, { ...rest, root: loaded.root });
  if (late.length > 0) return failed(late);
  const result = { ok: true, diagnostics: [], output: options.out };
  return wantsReport ? { ...result, report: await makeReport(program, options.out) } : result;
}

const failed = (diagnostics: readonly Diagnostic[]): CompileResult => ({ ok: false, diagnostics });

function missing(file: string): Diagnostic {
  const message = "The file cannot be read.";
  return { code: "MTS1199", file, line: 1, column: 1, length: 1, message, hint: null, sourceLine: "" };
}
