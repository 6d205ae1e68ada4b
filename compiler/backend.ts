/** From MIR to an image: the passes behind the front end, in their order. */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  CodeGenerationError,
  ObjectMaker,
  setUpObjects,
  type CompileUnit,
  type ObjectFile,
  type ObjectSetup,
} from "./cache.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { InternalError } from "./emit/code.ts";
import { emitGlue, GLUE_PATH } from "./emit/glue.ts";
import { ModuleEmitter, type EmitOptions } from "./emit/module.ts";
import { copyCandidates, ProgramIndex } from "./emit/program-index.ts";
import type { Sanitizer } from "./emit/sanitizer.ts";
import { clangOptions, type TargetName } from "./emit/target.ts";
import { EmittedModules } from "./emitted-modules.ts";
import { LINE_TABLE, linkWithTables } from "./image/link-tables.ts";
import { link, type LinkOptions } from "./link.ts";
import { printFunction } from "./mir-print.ts";
import type { Function, Location, Module, Program } from "./mir.ts";
import { Counting } from "./ownership/ownership.ts";
import { checkDestructors } from "./destructors.ts";
import { inferThrows } from "./throws.ts";
import { measureStacks } from "./stacks/measure.ts";
import type { StackBound, Stacks } from "./stacks/stacks.ts";
import { findTool, isSystemError, ToolchainError } from "./toolchain.ts";
import { CallTargets } from "./views/call-targets.ts";
import { checkViews, returnsView } from "./views/check.ts";

interface BackendOptions {
  /** Absolute path of the folder that module paths are relative to. */
  readonly root: string;
  readonly out: string;
  readonly optimize: 0 | 1 | 2 | 3;
  readonly emit?: "exe" | "llvm" | "asm" | "obj" | "mir" | undefined;
  /**
   * Check every memory access by LLVM's address sanitizer. Programs get its runtime and report leaks too; the kernel brings
   * its own (kernel/platform/sanitizer/).
   */
  readonly sanitize?: boolean | undefined;
  /** Run on the guarded heap of core/linux/heap-check.ts, and report at exit what was never freed. */
  readonly leakCheck?: boolean | undefined;
  readonly cacheDir: string;
  /** As in CompileOptions. */
  readonly version?: string | undefined;
  readonly linkerScript?: string | undefined;
  /** Compute how deep the stacks get, and refuse what does not fit. */
  readonly stacks?: Stacks | undefined;
  /** Told how deep they get. */
  readonly onStacks?: ((bounds: readonly StackBound[]) => void) | undefined;
  readonly progress?: ((message: string) => void) | undefined;
}

type SetupOptions = Pick<BackendOptions, "optimize" | "sanitize" | "emit" | "stacks">;

/** What has to be asked of the installed tools. */
export interface BackendSetup {
  /** Or why no objects can be made, which is said when they are needed. */
  readonly objects: ObjectSetup | ToolchainError;
  readonly sanitizer: Sanitizer | undefined;
}

/**
 * To be waited for before lowering: from there to the objects everything happens in one go, because the types of one
 * program at a time are known (`forgetProgramTypes`).
 */
export async function setUp(target: TargetName, options: SetupOptions): Promise<BackendSetup> {
  const sanitizer = options.sanitize ? await sanitizerOf(target) : undefined;
  try {
    const clangOptions = clangOptionsOf(target, options);
    const kind = options.emit === "asm" ? "asm" : "obj";
    return { sanitizer, objects: await setUpObjects({ clangOptions, kind }) };
  } catch (error) {
    if (error instanceof ToolchainError) return { sanitizer, objects: error };
    throw error;
  }
}

async function sanitizerOf(target: TargetName): Promise<Sanitizer> {
  if (target === "kernel") return { kind: "kernel" };
  try {
    return { kind: "library", symbolizer: await findTool("llvm-symbolizer") };
  } catch {
    return { kind: "library", symbolizer: null };
  }
}

/** Codes of the back end's own messages. */
const MUST_NOT_THROW = "MTS1901";
const STALE_VIEW = "MTS1903";
const ESCAPING = "MTS1905";
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
    if (isSystemError(error)) return [diagnostic(options, TOOLS, entry, error.message, null)];
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
  const targets = new CallTargets(program);
  const escaping = checkDestructors(program, targets);
  if (escaping.length > 0)
    return escaping.map((p) => diagnostic(options, ESCAPING, p.location, p.message, p.hint));
  const stale = checkViews(targets);
  if (stale.length > 0)
    return stale.map((p) => diagnostic(options, STALE_VIEW, p.location, p.message, p.hint));
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
  const hasCallTypes = options.stacks !== undefined;
  const recursive = program.modules.flatMap((m) =>
    m.functions.filter((fn) => fn.attributes.recursion !== null).map((fn) => fn.symbol),
  );
  const emitOptions = {
    target: program.target,
    optimize,
    root,
    sanitizer: setup.sanitizer,
    hasCallTypes,
    recursive,
  };
  if (options.emit === "llvm") {
    const units = [...emitModules(program, index, counting, emitOptions, null)];
    return failuresOf(program, counting, options) ?? (write(options.out, textOf(units)), []);
  }
  const { objects } = setup;
  if (objects instanceof ToolchainError) throw objects;
  const settings = [objects.settings, JSON.stringify(emitOptions)];
  const emitted = emittedModules(program, index, counting, settings, options);
  const kind = options.emit === "asm" ? "asm" : "obj";
  const { cacheDir, progress } = options;
  const maker = new ObjectMaker(objects, {
    cacheDir,
    kind,
    progress,
    clangOptions: clangOptionsOf(program.target, options),
  });
  const units: EmittedUnit[] = [];
  progress?.("emitting modules");
  for (const unit of emitModules(program, index, counting, emitOptions, emitted)) {
    units.push(unit);
    maker.add(unit);
  }
  progress?.(`emitting modules (${units.length - 1} of ${program.modules.length})`);
  const made = await maker.finish();
  const failures = failuresOf(program, counting, options);
  if (failures) return failures;
  return build(program, units, made, emitted, options);
}

/** What counting has found to be wrong; null if nothing. */
function failuresOf(program: Program, counting: Counting, options: BackendOptions): Diagnostic[] | null {
  const failures = program.modules.flatMap((m) => m.functions.flatMap((fn) => counting.failuresOf(fn)));
  if (failures.length === 0) return null;
  const returned = failures.flatMap(({ location, returned: of }) =>
    of ? [diagnostic(options, STALE_VIEW, location, ...returnsView(of))] : [],
  );
  if (returned.length > 0) return returned;
  return failures
    .slice(0, 20)
    .map((f) => internal(options, f.location, `counting in ${f.fn.name}: ${f.message}`));
}

/** The texts of the modules that have to be emitted, and of the one that the compiler adds. Modules that cannot be counted are left out. */
function* emitModules(
  program: Program,
  index: ProgramIndex,
  counting: Counting,
  options: EmitOptions,
  emitted: EmittedModules | null,
): Iterable<EmittedUnit> {
  const modules = emitted ? lastChangedFirst(program, options.root) : program.modules;
  let isFine = program.modules.every((m) => m.functions.every((fn) => counting.failuresOf(fn).length === 0));
  for (const module of modules) {
    if (emitted?.find(module)) continue;
    const questions = countModule(module, counting);
    isFine &&= module.functions.every((fn) => counting.failuresOf(fn).length === 0);
    if (!isFine) continue;
    index.takeQuestions();
    const text = new ModuleEmitter(module.path, index, options).emit(module);
    yield { path: module.path, text, counting: questions, emission: index.takeQuestions() };
  }
  if (isFine) yield { path: GLUE_PATH, text: emitGlue(index, options), counting: [], emission: [] };
}

/** LLVM works on what was edited while the others are being looked at. */
function lastChangedFirst(program: Program, root: string): Module[] {
  const times = new Map(
    program.modules.map((m) => [m, statSync(resolve(root, m.path), { throwIfNoEntry: false })?.mtimeMs ?? 0]),
  );
  return [...program.modules].sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
}

const textOf = (units: readonly CompileUnit[]): string =>
  units.map((u) => `; ---- ${u.path}\n${u.text}`).join("\n");

/** The text of a module, and what it depends on in others. */
interface EmittedUnit extends CompileUnit {
  readonly counting: readonly string[];
  readonly emission: readonly string[];
}

const clangOptionsOf = (
  target: TargetName,
  { optimize, sanitize, stacks }: SetupOptions,
): readonly string[] => clangOptions(target, optimize, sanitize, stacks !== undefined);

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

/** What is asked for, from the objects. Returns what is wrong with the program's stacks. */
async function build(
  program: Program,
  units: readonly EmittedUnit[],
  made: readonly ObjectFile[],
  emitted: EmittedModules | null,
  options: BackendOptions,
): Promise<Diagnostic[]> {
  if (options.emit === "asm") {
    write(options.out, made.map((o) => `# ---- ${o.unit.path}\n${readFileSync(o.file, "utf8")}`).join("\n"));
    return [];
  }
  made.forEach(({ file }, i) => {
    const { path, counting, emission, text } = units[i]!;
    emitted?.add(path, { counting, emission, object: file, wantsLines: mentionsLines(text) });
  });
  emitted?.keep();
  options.progress?.("linking");
  const [only] = made;
  if (options.emit === "obj" && made.length === 1 && only) {
    write(options.out, readFileSync(only.file));
    return [];
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
    usesSanitizerLibrary: program.target === "linux" && (options.sanitize ?? false),
    scratch: join(options.cacheDir, "link"),
    relocatable: options.emit === "obj",
  };
  if (options.stacks) {
    const { problems, bounds } = measureStacks(program, linkOptions.objects, options.stacks);
    if (problems.length > 0)
      return problems.map((p) => diagnostic(options, p.code, p.location, p.message, p.hint));
    options.onStacks?.(bounds);
  }
  const wantsLines = units.some((u) => mentionsLines(u.text)) || emitted?.wantsLines;
  if (options.emit === "obj" || !wantsLines) await link(linkOptions);
  else await linkWithTables(linkOptions, options.root, namesOf(program));
  return [];
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

function write(file: string, contents: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, contents);
  } catch (error) {
    // A full disk does not say of which file.
    throw isSystemError(error) ? new ToolchainError(`${file} cannot be written: ${error.message}`) : error;
  }
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
