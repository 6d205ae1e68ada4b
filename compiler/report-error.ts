/** Where the compiler's own errors are collected: located, without repetitions, in the order of the source. */

import ts from "typescript";
import type { Diagnostic } from "./diagnostics.ts";

/** A diagnostic for a range of a file; what goes beyond the first line is not marked. */
export function diagnosticAt(
  file: ts.SourceFile,
  path: string,
  start: number,
  length: number,
  code: string,
  message: string,
  hint: string | null,
): Diagnostic {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const lineStart = file.getPositionOfLineAndCharacter(line, 0);
  const sourceLine = /^[^\r\n]*/.exec(file.text.slice(lineStart))![0];
  return {
    code,
    file: path,
    line: line + 1,
    column: character + 1,
    length: Math.max(1, Math.min(length, sourceLine.length - character)),
    message,
    hint,
    sourceLine,
  };
}

/** Ends a compilation at once, with the only diagnostic that it gives. */
export class Refusal extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** The errors of a program, each once, in the order in which they were found. */
export class ErrorList {
  private readonly found: Diagnostic[] = [];
  private seen = new Set<string>();
  private readonly pathOf: (file: ts.SourceFile) => string;

  constructor(pathOf: (file: ts.SourceFile) => string) {
    this.pathOf = pathOf;
  }

  /** Generic code is lowered once for each instance: the same error at the same place is kept once. */
  add(node: ts.Node, code: number, message: string, hint?: string): void {
    const file = node.getSourceFile();
    const start = node.getStart(file);
    const key = `${file.fileName}:${start}:${code}:${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const path = this.pathOf(file);
    this.found.push(
      diagnosticAt(file, path, start, node.getEnd() - start, `MTS${code}`, message, hint ?? null),
    );
  }

  /** Whether something gives no error; those that it gives are forgotten. */
  isClean(action: () => void): boolean {
    const known = new Set(this.seen);
    const count = this.found.length;
    action();
    if (this.found.length === count) return true;
    this.found.length = count;
    this.seen = known;
    return false;
  }

  /** How many errors there are. */
  get count(): number {
    return this.found.length;
  }

  /** The errors so far. */
  get all(): readonly Diagnostic[] {
    return this.found;
  }
}

/** In the order of the files given, and within a file from the top. */
export function sortDiagnostics(list: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const rank = new Map(files.map((path, i) => [path, i]));
  const order = (d: Diagnostic): number => rank.get(d.file) ?? -1;
  return [...list].sort((a, b) => order(a) - order(b) || a.line - b.line || a.column - b.column);
}
