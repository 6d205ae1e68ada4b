/**
 * Pass 1: the official checker reads the program, with the language's prelude in place of its own library.
 *
 * Besides the entry and what it imports, the files of the core library are loaded: compiled code calls them without
 * an import (`string`, arrays, formatting). What is not reached from the program is not compiled.
 */

import ts from "typescript";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckedFiles } from "./checked-files.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { tooLongChain } from "./long-chains.ts";
import { Refusal, diagnosticAt } from "./report-error.ts";
import { checkOptions } from "./check-options.ts";
import { isKnownClean, keepingHost, markClean } from "./source-files.ts";
import { UNINITIALIZED, lacksZero } from "./subset/uninitialized.ts";

interface LoadOptions {
  /** Absolute path of the entry. */
  readonly entry: string;
  readonly target: "kernel" | "linux";
  readonly cacheDir: string;
  readonly unsafeFolders: readonly string[];
  readonly sanitize?: boolean;
  readonly version?: string;
}

/** A program as the official checker sees it, core library included. */
export interface LoadedProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly entry: ts.SourceFile;
  readonly target: "kernel" | "linux";
  /** Whether it is compiled for a sanitizer. */
  readonly isSanitized: boolean;
  /** Every file in the language, declaration files apart. */
  readonly files: readonly ts.SourceFile[];
  /** Those of them that the entry reaches by imports, the entry included: all that is in them is checked. */
  readonly own: ReadonlySet<ts.SourceFile>;
  /** The project's folder, absolute. */
  readonly root: string;
  /** Path relative to the project's folder (absolute outside of it), with forward slashes, for messages and link names. */
  pathOf(file: ts.SourceFile): string;
  /** A file of the core library by its path below `core/`. */
  coreFile(path: string): ts.SourceFile | null;
  isCore(file: ts.SourceFile): boolean;
  /** What the official checker has to say. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether an earlier run has found that there is nothing wrong with the file, neither for the checker nor for `subset/`. */
  isChecked(file: ts.SourceFile): boolean;
  /** To be called when there is nothing wrong with any file. */
  keepChecked(): void;
}

/** The project's folder: the nearest above this module (bundled or not) that holds the core library. */
export function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "core", "prelude.d.ts"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the core library (core/prelude.d.ts) is not there");
    folder = parent;
  }
  return folder;
}

/** Reads all files of a program and finds what the official checker has against them. Throws when the entry cannot be read. */
export function loadProgram(settings: LoadOptions): LoadedProgram {
  const { entry, target } = settings;
  const root = findRoot();
  const core = join(root, "core");
  const roots = [entry, join(core, "prelude.d.ts"), join(core, "unsafe.d.ts"), ...coreRoots(core, target)];
  const { options, own: ownOptions } = checkOptions(entry, isBelow(root, entry));
  const program = ts.createProgram({ rootNames: roots, options, host: keepingHost(options) });
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const entryFile = program.getSourceFile(entry);
  if (!entryFile) throw new Error(`${entry} cannot be read`);
  const pathOf = pathNames(root);
  for (const file of files) refuseLongChain(file, pathOf);
  const checked = checkedFiles(program, settings, ownOptions ?? options);
  const isChecked = (file: ts.SourceFile): boolean => checked?.has(file) ?? false;
  return {
    program,
    checker: remembering(program.getTypeChecker()),
    entry: entryFile,
    root,
    target,
    isSanitized: settings.sanitize ?? false,
    files,
    own: importClosure(program, entryFile),
    pathOf,
    coreFile: (path) => program.getSourceFile(join(core, path)) ?? null,
    isCore: (file) => isBelow(core, file.fileName),
    diagnostics: [
      ...officialDiagnostics(
        program,
        files.filter((file) => !isChecked(file)),
        pathOf,
      ),
      ...(ownOptions ? stricterDiagnostics(program, ownOptions, isChecked, root, pathOf) : []),
    ],
    isChecked,
    keepChecked: () => checked?.keepAll(),
  };
}

function refuseLongChain(file: ts.SourceFile, pathOf: (file: ts.SourceFile) => string): void {
  const node = tooLongChain(file);
  if (!node) return;
  const start = node.getStart(file);
  const message = "This expression is a chain of more than 5000 parts.";
  const hint = "Split it into several: name the results of its parts.";
  throw new Refusal(diagnosticAt(file, pathOf(file), start, node.end - start, "MTS1198", message, hint));
}

/** Null for a compiler that does not tell its version: its checks may be others than those of an earlier run. */
function checkedFiles(
  program: ts.Program,
  { entry, target, cacheDir, unsafeFolders, version }: LoadOptions,
  options: ts.CompilerOptions,
): CheckedFiles | null {
  if (version === undefined) return null;
  const name = createHash("sha256").update(`${target} ${entry}`).digest("hex").slice(0, 16);
  const settings = JSON.stringify([version, ts.version, options, unsafeFolders]);
  return new CheckedFiles(program, join(cacheDir, "checked", name), settings);
}

/** The library that compiled code calls by itself; for programs the start, the panics and what else needs the system. */
function coreRoots(core: string, target: "kernel" | "linux"): string[] {
  const isSource = (name: string): boolean =>
    name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.endsWith(".test.ts");
  const files = readdirSync(core)
    .filter(isSource)
    .map((name) => join(core, name));
  if (target === "kernel") return files;
  const ofPrograms = ["start.ts", "panic.ts", "allocator.ts", "random.ts"].map((name) =>
    join(core, "linux", name),
  );
  return [...files, ...ofPrograms.filter((file) => existsSync(file))];
}

/** Relative to the project's folder; absolute for what lies elsewhere. */
function pathNames(root: string): (file: ts.SourceFile) => string {
  const known = new Map<string, string>();
  return ({ fileName }) => {
    let path = known.get(fileName);
    if (path === undefined) {
      const full = resolve(fileName);
      path = (isBelow(root, full) ? relative(root, full) : full).replaceAll("\\", "/");
      known.set(fileName, path);
    }
    return path;
  };
}

/** Whether the file lies in the folder or below it. */
export function isBelow(folder: string, file: string): boolean {
  const path = relative(resolve(folder), resolve(file));
  return path !== "" && !path.startsWith("..") && !path.startsWith("/");
}

/** The files that a file imports, in order, without declaration files. */
export function importsOf(program: ts.Program, file: ts.SourceFile): ts.SourceFile[] {
  const found: ts.SourceFile[] = [];
  const checker = program.getTypeChecker();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (!statement.moduleSpecifier || isTypeOnly(statement)) continue;
    const target = checker.getSymbolAtLocation(statement.moduleSpecifier)?.valueDeclaration;
    if (target && ts.isSourceFile(target) && !target.isDeclarationFile) found.push(target);
  }
  return found;
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isExportDeclaration(statement)
    ? statement.isTypeOnly
    : statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function importClosure(program: ts.Program, entry: ts.SourceFile): Set<ts.SourceFile> {
  const reached = new Set([entry]);
  // A set that grows while it is walked: each file once.
  for (const file of reached) for (const next of importsOf(program, file)) reached.add(next);
  return reached;
}

function officialDiagnostics(
  program: ts.Program,
  files: readonly ts.SourceFile[],
  pathOf: (file: ts.SourceFile) => string,
): Diagnostic[] {
  const found = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  for (const file of files) {
    if (isKnownClean(file)) continue;
    const syntactic = program.getSyntacticDiagnostics(file);
    found.push(...(syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file)));
  }
  if (found.length === 0) markClean(files);
  // A global type that the prelude lacks is missed at some place too: that message says where.
  const isPlaced = found.some((each) => each.file);
  return found
    .filter((each) => each.category === ts.DiagnosticCategory.Error && (each.file || !isPlaced))
    .filter((each) => each.code !== UNINITIALIZED || lacksZero(program.getTypeChecker(), each))
    .map((each) => {
      const message = ts.flattenDiagnosticMessageText(each.messageText, "\n");
      const code = `TS${each.code}`;
      if (each.code === UNINITIALIZED && each.file) return uninitialized(each.file, pathOf(each.file), each);
      if (!each.file) {
        return { code, file: "", line: 1, column: 1, length: 1, message, hint: null, sourceLine: "" };
      }
      return diagnosticAt(
        each.file,
        pathOf(each.file),
        each.start ?? 0,
        each.length ?? 1,
        code,
        message,
        null,
      );
    });
}

/** What the options of a program's own add for its own files, unless they have other errors: the core library knows nothing of them. */
function stricterDiagnostics(
  program: ts.Program,
  options: ts.CompilerOptions,
  isChecked: (file: ts.SourceFile) => boolean,
  root: string,
  pathOf: (file: ts.SourceFile) => string,
): Diagnostic[] {
  const isOwn = (file: ts.SourceFile): boolean => !file.isDeclarationFile && !isBelow(root, file.fileName);
  if (program.getSourceFiles().every((file) => !isOwn(file) || isChecked(file))) return [];
  const stricter = ts.createProgram({
    rootNames: [...program.getRootFileNames()],
    options,
    host: keepingHost(options),
  });
  const found = stricter
    .getSourceFiles()
    .filter((file) => isOwn(file) && program.getSemanticDiagnostics(file).length === 0)
    .flatMap((file) => stricter.getSemanticDiagnostics(file))
    .filter((each) => each.category === ts.DiagnosticCategory.Error && each.code !== UNINITIALIZED);
  return found.flatMap((each) =>
    each.file
      ? diagnosticAt(
          each.file,
          pathOf(each.file),
          each.start ?? 0,
          each.length ?? 1,
          `TS${each.code}`,
          ts.flattenDiagnosticMessageText(each.messageText, "\n"),
          null,
        )
      : [],
  );
}

function uninitialized(file: ts.SourceFile, path: string, each: ts.Diagnostic): Diagnostic {
  const name = file.text.slice(each.start, (each.start ?? 0) + (each.length ?? 0));
  const message = `The field '${name}' has no value when the object is made, and its type has no zero value.`;
  const hint = "Give it an initialiser, set it in the constructor, or let its type be '… | null'.";
  return diagnosticAt(file, path, each.start ?? 0, each.length ?? 1, "MTS1168", message, hint);
}

/** The checker works out anew at each question what a name means, and lowering asks several times for most names. */
function remembering(checker: ts.TypeChecker): ts.TypeChecker {
  const symbols = new Map<ts.Node, ts.Symbol | undefined>();
  return {
    ...checker,
    getSymbolAtLocation(node) {
      if (!symbols.has(node)) symbols.set(node, checker.getSymbolAtLocation(node));
      return symbols.get(node);
    },
  };
}
