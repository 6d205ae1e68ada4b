/**
 * Source files as the official checker has parsed them, kept between the programs that one process compiles: the core
 * library is part of all of them, and to read and check it takes longer than most programs do.
 */

import ts from "typescript";
import { statSync } from "node:fs";

interface Known {
  readonly file: ts.SourceFile;
  /** Size and time of the file on disk when it was read. */
  readonly version: string;
}

const known = new Map<string, Known>();

/** Files without errors, in any program that has them: what they mean depends only on themselves and what they import. */
let clean = new WeakSet<ts.SourceFile>();

/** A compiler host that reads a file again only when it has changed. */
export function keepingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const status = statSync(name, { throwIfNoEntry: false });
    const version = `${status?.size} ${status?.mtimeMs}`;
    const before = known.get(name);
    if (before?.version === version) return before.file;
    // Another file may be wrong now because of this one.
    if (before) clean = new WeakSet();
    const file = read(name, ...rest);
    if (file) known.set(name, { file, version });
    return file;
  };
  return host;
}

/** Whether an earlier program of this process found no error in `file` and what it imports. */
export function isKnownClean(file: ts.SourceFile): boolean {
  return clean.has(file);
}

/** Notes that these files have no errors, as long as they are kept. */
export function markClean(files: readonly ts.SourceFile[]): void {
  for (const file of files) clean.add(file);
}
