/**
 * How the official checker reads a program. The project's own programs are held to its rules; others to those of the `tsconfig.json` above
 * them, as an editor holds them, or to plain `strict`. The language needs `strict` and has its own library and modules, so of a
 * `tsconfig.json` only what makes checks stricter counts.
 */

import ts from "typescript";
import { dirname } from "node:path";

const plain: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  noLib: true,
  types: [],
  noEmit: true,
  strict: true,
  // Fields start as zero: `uninitialized.ts` keeps the errors for types that have no zero value.
  strictPropertyInitialization: true,
  useDefineForClassFields: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  skipDefaultLibCheck: true,
};

const house: ts.CompilerOptions = {
  ...plain,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
};

/** The checks that a program may ask for. */
const CHECKS = [
  "allowUnreachableCode",
  "allowUnusedLabels",
  "erasableSyntaxOnly",
  "exactOptionalPropertyTypes",
  "noFallthroughCasesInSwitch",
  "noImplicitOverride",
  "noImplicitReturns",
  "noUncheckedIndexedAccess",
  "noUnusedLocals",
  "noUnusedParameters",
  "verbatimModuleSyntax",
] as const;

interface CheckOptions {
  readonly options: ts.CompilerOptions;
  /** What the program asks for besides, for its own files only; null if nothing. */
  readonly own: ts.CompilerOptions | null;
}

/** The options for a program by its entry. A `tsconfig.json` that cannot be read asks for nothing. */
export function checkOptions(entry: string, isOfProject: boolean): CheckOptions {
  if (isOfProject) return { options: house, own: null };
  const file = ts.findConfigFile(dirname(entry), ts.sys.fileExists);
  if (!file) return { options: plain, own: null };
  const written: unknown = ts.readConfigFile(file, ts.sys.readFile).config;
  // With the entry for its files, so that nobody looks for them.
  const settings = typeof written === "object" && written !== null ? written : {};
  const only = { ...settings, files: [entry], include: [] };
  const read = ts.parseJsonConfigFileContent(only, ts.sys, dirname(file)).options;
  const asked = CHECKS.filter((name) => read[name] !== undefined);
  if (asked.length === 0) return { options: plain, own: null };
  return {
    options: plain,
    own: { ...plain, ...Object.fromEntries(asked.map((name) => [name, read[name]])) },
  };
}
