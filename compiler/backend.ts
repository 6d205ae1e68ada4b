/** From MIR to an image: the passes behind the front end, in their order. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CodeGenerationError, makeObjects, type CompileUnit } from "./cache.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { InternalError } from "./emit/code.ts";
import { emitGlue, GLUE_PATH } from "./emit/glue.ts";
import { ModuleEmitter, type EmitOptions } from "./emit/module.ts";
import { ProgramIndex } from "./emit/program-index.ts";
import type { SanitizerOptions } from "./emit/sanitizer.ts";
import { clangOptions } from "./emit/target.ts";
import { LINE_TABLE, linkWithLines } from "./image/link-lines.ts";
import { link, type LinkOptions } from "./link.ts";
import { printFunction } from "./mir-print.ts";
import type { Location, Program } from "./mir.ts";
import { countProgram } from "./ownership/ownership.ts";
import { inferThrows } from "./throws.ts";
import { findTool, ToolchainError } from "./toolchain.ts";

export interface BackendOptions {
  /** Absolute path of the folder that module paths are relative to. */
  readonly root: string;
  readonly out: string;
  readonly optimize: 0 | 1 | 2 | 3;
  readonly emit?: "exe" | "llvm" | "asm" | "obj" | "mir" | undefined;
  /** Check every memory access by LLVM's address sanitizer, and report leaks. Programs only. */
  readonly sanitize?: boolean | undefined;
  /** Run on the guarded heap of core/linux/heap-check.ts, and report at exit what was never freed. */
  readonly leakCheck?: boolean | undefined;
  readonly cacheDir: string;
  readonly linkerScript?: string | undefined;
  readonly progress?: ((message: string) => void) | undefined;
}

/** Codes of the back end's own messages. */
const MUST_NOT_THROW = "MTS1901";
const TOOLS = "MTS1902";
const INTERNAL = "MTS1999";

/**
 * Generates code for a lowered program and writes `options.out`. Returns what is wrong: errors of the program that only show
 * here, missing tools, and mistakes of the compiler itself. Changes the program.
 */
export async function generateCode(program: Program, options: BackendOptions): Promise<Diagnostic[]> {
  try {
    return await generate(program, options);
  } catch (error) {
    const entry = { file: program.order.at(-1) ?? "", line: 1, column: 1 };
    if (error instanceof ToolchainError) return [diagnostic(options, TOOLS, entry, error.message, null)];
    if (error instanceof CodeGenerationError) {
      return [
        internal(options, { ...entry, file: error.path }, `LLVM does not accept the code: ${error.message}`),
      ];
    }
    const location = error instanceof InternalError && error.location ? error.location : entry;
    return [
      internal(options, location, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    ];
  }
}

async function generate(program: Program, options: BackendOptions): Promise<Diagnostic[]> {
  const problems = inferThrows(program);
  if (problems.length > 0)
    return problems.map((p) => diagnostic(options, MUST_NOT_THROW, p.location, p.message, p.hint));
  const failures = countProgram(program);
  if (options.emit === "mir") {
    write(options.out, printProgram(program));
    return [];
  }
  if (failures.length > 0) {
    return failures
      .slice(0, 20)
      .map((f) => internal(options, f.location, `counting in ${f.fn.name}: ${f.message}`));
  }
  const units = emitProgram(program, options, options.sanitize ? await sanitizerOptions() : undefined);
  if (options.emit === "llvm") {
    write(options.out, units.map((u) => `; ---- ${u.path}\n${u.text}`).join("\n"));
    return [];
  }
  await build(program, units, options);
  return [];
}

const printProgram = (program: Program): string =>
  program.modules.map((m) => `// ${m.path}\n${m.functions.map(printFunction).join("\n")}`).join("\n");

/** The text of every module, and of the one that the compiler adds. */
function emitProgram(
  program: Program,
  { optimize, root }: BackendOptions,
  sanitizer: SanitizerOptions | undefined,
): CompileUnit[] {
  const emitOptions: EmitOptions = { target: program.target, optimize, root, sanitizer };
  const index = new ProgramIndex(program, optimize > 0);
  const units = program.modules.map((module): CompileUnit => ({
    path: module.path,
    text: new ModuleEmitter(module.path, index, emitOptions).emit(module),
  }));
  units.push({ path: GLUE_PATH, text: emitGlue(index, emitOptions) });
  return units;
}

async function build(
  program: Program,
  units: readonly CompileUnit[],
  options: BackendOptions,
): Promise<void> {
  const kind = options.emit === "asm" ? "asm" : "obj";
  const objects = await makeObjects(units, {
    cacheDir: options.cacheDir,
    clangOptions: clangOptions(program.target, options.optimize, options.sanitize),
    kind,
    progress: options.progress,
  });
  if (kind === "asm") {
    write(
      options.out,
      objects.map((o) => `# ---- ${o.unit.path}\n${readFileSync(o.file, "utf8")}`).join("\n"),
    );
    return;
  }
  options.progress?.("linking");
  const [only] = objects;
  if (options.emit === "obj" && objects.length === 1 && only) {
    copyFileSync(only.file, options.out);
    return;
  }
  const symbols = new Map<string, number>();
  if (program.target === "linux" && options.leakCheck && !options.sanitize)
    symbols.set("metal_leak_check", 1);
  const linkOptions: LinkOptions = {
    target: program.target,
    out: options.out,
    objects: objects.map((o) => o.file),
    linkerScript: options.linkerScript,
    symbols,
    sanitize: options.sanitize ?? false,
    scratch: join(options.cacheDir, "link"),
    relocatable: options.emit === "obj",
  };
  const wantsLines = options.emit !== "obj" && units.some((u) => u.text.includes(`@${LINE_TABLE}`));
  if (!wantsLines) await link(linkOptions);
  else await linkWithLines(linkOptions, options.root, namesOf(program));
}

async function sanitizerOptions(): Promise<SanitizerOptions> {
  try {
    return { symbolizer: await findTool("llvm-symbolizer") };
  } catch {
    return { symbolizer: null };
  }
}

/** The functions' names by their symbols. */
function namesOf(program: Program): (symbol: string) => string {
  const names = new Map(program.modules.flatMap((m) => m.functions.map((fn) => [fn.symbol, fn.name])));
  return (symbol) => names.get(symbol) ?? symbol;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// ---------------------------------------------------------------- diagnostics

function internal(options: BackendOptions, location: Location, message: string): Diagnostic {
  return diagnostic(
    options,
    INTERNAL,
    location,
    `the compiler made a mistake here: ${message}`,
    "please report this with the source file",
  );
}

function diagnostic(
  options: BackendOptions,
  code: string,
  location: Location,
  message: string,
  hint: string | null,
): Diagnostic {
  const sourceLine = lineOf(options.root, location);
  return {
    code,
    file: location.file,
    line: location.line,
    column: location.column,
    length: Math.max(1, /^[\w$.]+/.exec(sourceLine.slice(location.column - 1))?.[0].length ?? 1),
    message,
    hint,
    sourceLine,
  };
}

function lineOf(root: string, { file, line }: Location): string {
  try {
    return readFileSync(join(root, file), "utf8").split(/\r?\n/)[line - 1] ?? "";
  } catch {
    return "";
  }
}
