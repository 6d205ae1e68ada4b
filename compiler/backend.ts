/** From MIR to an image: the passes behind the front end, in their order. */

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CodeGenerationError, makeObjects, objectSettings, type CompileUnit } from "./cache.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { InternalError } from "./emit/code.ts";
import { emitGlue, GLUE_PATH } from "./emit/glue.ts";
import { ModuleEmitter } from "./emit/module.ts";
import { copyCandidates, ProgramIndex } from "./emit/program-index.ts";
import type { SanitizerOptions } from "./emit/sanitizer.ts";
import { clangOptions, type TargetName } from "./emit/target.ts";
import { EmittedModules } from "./emitted-modules.ts";
import { LINE_TABLE, linkWithLines } from "./image/link-lines.ts";
import { link, type LinkOptions } from "./link.ts";
import { printFunction } from "./mir-print.ts";
import type { Function, Location, Module, Program } from "./mir.ts";
import { Counting } from "./ownership/ownership.ts";
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
  /** As in CompileOptions. */
  readonly version?: string | undefined;
  readonly linkerScript?: string | undefined;
  readonly progress?: ((message: string) => void) | undefined;
}

type SetupOptions = Pick<BackendOptions, "optimize" | "sanitize">;

/** What has to be asked of the installed tools. */
export interface BackendSetup {
  /** What objects depend on besides their text. */
  readonly objects: string;
  readonly sanitizer: SanitizerOptions | undefined;
}

/**
 * To be called before the front end: from there to the objects everything happens in one go, because the types of one
 * program at a time are known (`forgetProgramTypes`).
 */
export async function setUp(target: TargetName, options: SetupOptions): Promise<BackendSetup> {
  const sanitizer = options.sanitize ? await sanitizerOptions() : undefined;
  try {
    const clangOptions = clangOptionsOf(target, options);
    return { sanitizer, objects: await objectSettings({ clangOptions, kind: "obj" }) };
  } catch (error) {
    // That there is no clang is said when it is needed.
    if (error instanceof ToolchainError) return { sanitizer, objects: "" };
    throw error;
  }
}

async function sanitizerOptions(): Promise<SanitizerOptions> {
  try {
    return { symbolizer: await findTool("llvm-symbolizer") };
  } catch {
    return { symbolizer: null };
  }
}

/** Codes of the back end's own messages. */
const MUST_NOT_THROW = "MTS1901";
const TOOLS = "MTS1902";
const INTERNAL = "MTS1999";

/**
 * Generates code for a lowered program and writes `options.out`. Returns what is wrong: errors of the program that only show
 * here, missing tools, and mistakes of the compiler itself. Changes the program.
 */
export async function generateCode(
  program: Program,
  setup: BackendSetup,
  options: BackendOptions,
): Promise<Diagnostic[]> {
  try {
    return await generate(program, setup, options);
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

async function generate(
  program: Program,
  setup: BackendSetup,
  options: BackendOptions,
): Promise<Diagnostic[]> {
  const problems = inferThrows(program);
  if (problems.length > 0)
    return problems.map((p) => diagnostic(options, MUST_NOT_THROW, p.location, p.message, p.hint));
  const counting = new Counting(program);
  if (options.emit === "mir") {
    for (const { functions } of program.modules) functions.forEach((fn) => counting.count(fn));
    write(options.out, printProgram(program));
    return [];
  }
  const candidates = options.optimize > 0 ? copyCandidates(program) : new Set<Function>();
  for (const fn of candidates) counting.count(fn);
  const index = new ProgramIndex(program, candidates);
  const { optimize, root } = options;
  const emitOptions = { target: program.target, optimize, root, sanitizer: setup.sanitizer };
  const emitted = emittedModules(
    program,
    index,
    counting,
    [setup.objects, JSON.stringify(emitOptions)],
    options,
  );
  const fresh = program.modules.filter((module) => !emitted?.find(module));

  options.progress?.(`emitting modules (${fresh.length} of ${program.modules.length})`);
  const counted = new Map(fresh.map((module) => [module, countModule(module, counting)]));
  const failures = program.modules.flatMap((m) => m.functions.flatMap((fn) => counting.failuresOf(fn)));
  if (failures.length > 0) {
    return failures
      .slice(0, 20)
      .map((f) => internal(options, f.location, `counting in ${f.fn.name}: ${f.message}`));
  }
  const units = fresh.map((module): EmittedUnit => {
    index.takeQuestions();
    const text = new ModuleEmitter(module.path, index, emitOptions).emit(module);
    return { path: module.path, text, counting: counted.get(module) ?? [], emission: index.takeQuestions() };
  });
  units.push({ path: GLUE_PATH, text: emitGlue(index, emitOptions), counting: [], emission: [] });
  if (options.emit === "llvm") {
    write(options.out, units.map((u) => `; ---- ${u.path}\n${u.text}`).join("\n"));
    return [];
  }
  await build(program, units, emitted, options);
  return [];
}

/** The text of a module, and what it depends on in others. */
interface EmittedUnit extends CompileUnit {
  readonly counting: readonly string[];
  readonly emission: readonly string[];
}

const clangOptionsOf = (target: TargetName, { optimize, sanitize }: SetupOptions): readonly string[] =>
  clangOptions(target, optimize, sanitize);

/** Returns the questions that were asked about other modules. */
function countModule(module: Module, counting: Counting): readonly string[] {
  counting.facts.takeQuestions();
  module.functions.forEach((fn) => counting.count(fn));
  return counting.facts.takeQuestions();
}

/** Null when everything is to be emitted: for other results than an image, and by a compiler that does not tell its version. */
function emittedModules(
  program: Program,
  index: ProgramIndex,
  counting: Counting,
  settings: readonly string[],
  { version, out, cacheDir, emit = "exe" }: BackendOptions,
): EmittedModules | null {
  if (version === undefined || emit !== "exe") return null;
  const name = createHash("sha256").update(`${program.target} ${out}`).digest("hex").slice(0, 16);
  const file = join(cacheDir, "emitted", name);
  return new EmittedModules(file, [version, ...settings], program, index, counting.facts);
}

const printProgram = (program: Program): string =>
  program.modules.map((m) => `// ${m.path}\n${m.functions.map(printFunction).join("\n")}`).join("\n");

async function build(
  program: Program,
  units: readonly EmittedUnit[],
  emitted: EmittedModules | null,
  options: BackendOptions,
): Promise<void> {
  const kind = options.emit === "asm" ? "asm" : "obj";
  const made = await makeObjects(units, {
    cacheDir: options.cacheDir,
    clangOptions: clangOptionsOf(program.target, options),
    kind,
    progress: options.progress,
  });
  if (kind === "asm") {
    write(options.out, made.map((o) => `# ---- ${o.unit.path}\n${readFileSync(o.file, "utf8")}`).join("\n"));
    return;
  }
  made.forEach(({ file }, i) => {
    const { path, counting, emission, text } = units[i]!;
    emitted?.add(path, { counting, emission, object: file, wantsLines: mentionsLines(text) });
  });
  emitted?.keep();
  options.progress?.("linking");
  const [only] = made;
  if (options.emit === "obj" && made.length === 1 && only) {
    copyFileSync(only.file, options.out);
    return;
  }
  const symbols = new Map<string, number>();
  if (program.target === "linux" && options.leakCheck && !options.sanitize)
    symbols.set("metal_leak_check", 1);
  const files = new Map(made.map((o) => [o.unit.path, o.file]));
  const linkOptions: LinkOptions = {
    target: program.target,
    out: options.out,
    objects: [...program.modules.map((m) => m.path), GLUE_PATH].map(
      (path) => files.get(path) ?? emitted?.object(path) ?? missing(path),
    ),
    linkerScript: options.linkerScript,
    symbols,
    sanitize: options.sanitize ?? false,
    scratch: join(options.cacheDir, "link"),
    relocatable: options.emit === "obj",
  };
  const wantsLines = units.some((u) => mentionsLines(u.text)) || emitted?.wantsLines;
  if (options.emit === "obj" || !wantsLines) await link(linkOptions);
  else await linkWithLines(linkOptions, options.root, namesOf(program));
}

function missing(path: string): never {
  throw new Error(`no object was made of ${path}`);
}

const mentionsLines = (text: string): boolean => text.includes(`@${LINE_TABLE}`);

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
