/** The compiler: Metal TypeScript to an executable. This file is the list of the passes, in order. */

import { accessSync, constants, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { generateCode, setUp } from "./backend.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { loadProgram } from "./load.ts";
import { statements } from "./lower/statements.ts";
import { lowerProgram } from "./lower/program.ts";
import { makeReport, type BuildReport } from "./report.ts";
import { ErrorList, Refusal, sortDiagnostics } from "./report-error.ts";
import type { StackBound, Stacks } from "./stacks/stacks.ts";
import { checkSubset } from "./subset/subset.ts";
import { isSystemError } from "./toolchain.ts";
import { forgetProgramTypes } from "./types.ts";

export { formatDiagnostics } from "./format-diagnostics.ts";
export type { BuildReport } from "./report.ts";
export type { Diagnostic } from "./diagnostics.ts";

/** One program to compile. */
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
  /** Tells this compiler from all others: what it has found out about a program is kept between runs. */
  readonly version?: string;
  /** The stacks of a program that has its own: how deep each gets is computed, and what does not fit refused (stacks/stacks.ts). */
  readonly stacks?: Stacks;
  /** Told how deep they get, the deepest way first. */
  readonly onStacks?: (bounds: readonly StackBound[]) => void;
  /** Also make `report` (for which the image is read again). */
  readonly report?: boolean;
  /** Told what is being done, in a few words. */
  readonly progress?: (message: string) => void;
}

interface CompileResult {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What was made, if it was. */
  readonly output?: string;
  readonly report?: BuildReport;
}

/** Compiles one program. Errors of the program are in the result; this does not throw on any source. */
export async function compileProgram(options: CompileOptions): Promise<CompileResult> {
  if (!isReadableFile(options.entry))
    return failed([atStart(options.entry, "MTS1199", "The file cannot be read.")]);
  try {
    return await compile(options);
  } catch (error) {
    return failed([error instanceof Refusal ? error.diagnostic : unexpected(options.entry, error)]);
  }
}

async function compile(options: CompileOptions): Promise<CompileResult> {
  options.progress?.("checking types");
  // The tools are started here, and answer while the checker reads.
  const tools = setUp(options.target, options);
  tools.catch(() => undefined);
  await setImmediate();
  const loaded = loadProgram(options);
  const order = [...loaded.own, ...loaded.files].map(loaded.pathOf);
  const errors = new ErrorList(loaded.pathOf);
  checkSubset(loaded, options.unsafeFolders, errors);
  const early = [...loaded.diagnostics, ...errors.all];
  if (early.length > 0) return failed(sortDiagnostics(early, order));
  loaded.keepChecked();
  const setup = await tools;

  options.progress?.("lowering");
  forgetProgramTypes();
  const program = lowerProgram(loaded, errors, statements);
  if (errors.count > 0) return failed(sortDiagnostics(errors.all, order));

  options.progress?.("generating code");
  const { unsafeFolders: _, report: wantsReport, entry: __, target: ___, version, ...rest } = options;
  // The report counts what is in every function, so every module is compiled for it.
  const reusing = wantsReport ? {} : { version };
  let bounds: readonly StackBound[] = [];
  const onStacks = (found: readonly StackBound[]): void => {
    bounds = found;
    options.onStacks?.(found);
  };
  const late = await generateCode(program, setup, { ...rest, ...reusing, root: loaded.root, onStacks });
  if (late.length > 0) return failed(late);
  const result = { ok: true, diagnostics: [], output: options.out };
  return wantsReport ? { ...result, report: await makeReport(program, options.out, bounds) } : result;
}

const failed = (diagnostics: readonly Diagnostic[]): CompileResult => ({ ok: false, diagnostics });

function isReadableFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The passes report by themselves what they can place; this is what ends all of them. */
function unexpected(file: string, error: unknown): Diagnostic {
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    const message =
      "The program, or a module that it imports, nests too deeply: expressions, blocks or types in each other.";
    return atStart(file, "MTS1198", message, "Split the deepest expression or function into parts.");
  }
  if (isSystemError(error)) return atStart(file, "MTS1902", error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return atStart(file, "MTS1999", `The compiler failed: ${text}`, "Please report it with the source.");
}

function atStart(file: string, code: string, message: string, hint: string | null = null): Diagnostic {
  return { code, file, line: 1, column: 1, length: 1, message, hint, sourceLine: "" };
}
