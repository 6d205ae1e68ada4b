/**
 * Files that an earlier run has found without errors, and that still are: what the checks say about a file depends on its text
 * and on what it can see of others, which is the *surface* of every file that it reaches by imports and of the declaration files.
 *
 * The surface of a file is its text without comments before declarations and without bodies that nobody else can see into: those
 * of functions and methods that state their result type. So an edit in a body leaves all other files as checked as they were.
 *
 * A file with errors is not remembered, nor any other of its program: an error may be reported in one file and have its cause in another.
 */

import ts from "typescript";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { hashTexts } from "./hash-texts.ts";

/** Which files need no check, because they had no errors when they and all that they see were the same. */
export class CheckedFiles {
  private readonly store: string;
  private readonly keys: ReadonlyMap<ts.SourceFile, string>;
  private readonly known: ReadonlySet<string>;

  /** `store`: the file that keeps the result between runs. `settings`: everything else that the checks depend on. */
  constructor(program: ts.Program, store: string, settings: string) {
    this.store = store;
    this.keys = keysOf(program, settings);
    this.known = new Set(readKeys(store));
  }

  /** Whether the checks have nothing to say about the file. */
  has(file: ts.SourceFile): boolean {
    const key = this.keys.get(file);
    return key !== undefined && this.known.has(key);
  }

  /** To be called when every file of the program has passed the checks. */
  keepAll(): void {
    const keys = [...this.keys.values()];
    if (keys.length === this.known.size && keys.every((key) => this.known.has(key))) return;
    const draft = `${this.store}.${process.pid}`;
    try {
      mkdirSync(dirname(this.store), { recursive: true });
      writeFileSync(draft, keys.join("\n"));
      renameSync(draft, this.store);
    } catch {
      // The next run checks everything again.
    }
  }
}

function readKeys(store: string): string[] {
  try {
    return readFileSync(store, "utf8").split("\n");
  } catch {
    return [];
  }
}

function keysOf(program: ts.Program, settings: string): Map<ts.SourceFile, string> {
  const files = program.getSourceFiles();
  const surfaces = new Map(files.map((file) => [file, hashTexts([file.fileName, surfaceOf(file)])]));
  const isSeenByAll = (file: ts.SourceFile): boolean => file.isDeclarationFile || augments(file);
  const everywhere = hashTexts([settings, ...files.filter(isSeenByAll).map((file) => surfaces.get(file)!)]);
  const dependencies = new Map(files.map((file) => [file, dependenciesOf(program, file)]));
  const keys = new Map<ts.SourceFile, string>();
  for (const file of files) {
    // A set that grows while it is walked.
    const reached = new Set(dependencies.get(file));
    for (const next of reached) for (const further of dependencies.get(next) ?? []) reached.add(further);
    const seen = [...reached].map((each) => surfaces.get(each)!).sort();
    keys.set(file, hashTexts([everywhere, file.fileName, file.text, ...seen]));
  }
  return keys;
}

/** Whether the file adds to what others declare. */
const augments = (file: ts.SourceFile): boolean => /\bdeclare\s+(?:module|global)\b/.test(file.text);

/** The files that a file imports, for types alone too. All files when it may name others within its types. */
function dependenciesOf(program: ts.Program, file: ts.SourceFile): readonly ts.SourceFile[] {
  if (/\bimport\s*\(/.test(file.text)) return program.getSourceFiles();
  const checker = program.getTypeChecker();
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    const target = moduleSpecifier && checker.getSymbolAtLocation(moduleSpecifier)?.valueDeclaration;
    return target && ts.isSourceFile(target) ? [target] : [];
  });
}

/** What other files can see of a file. */
export function surfaceOf(file: ts.SourceFile): string {
  if (file.isDeclarationFile) return file.text;
  return file.statements.map((statement) => visibleText(file, statement)).join("\n");
}

function visibleText(file: ts.SourceFile, node: ts.Statement): string {
  if (!ts.isClassDeclaration(node)) return textUntil(file, node, hiddenBody(node));
  // Assignments in a constructor give a type to fields that state none.
  const isStated = node.members.every(statesType);
  const members = node.members.map((member) => {
    const isHidden = isStated && ts.isConstructorDeclaration(member);
    return textUntil(file, member, isHidden ? member.body : hiddenBody(member));
  });
  return [file.text.slice(node.getStart(file), node.members.pos), ...members].join("\n");
}

const textUntil = (file: ts.SourceFile, node: ts.Node, body: ts.Block | undefined): string =>
  file.text.slice(node.getStart(file), body ? body.pos : node.end);

/** The body of a function that tells nothing about the function's type. */
function hiddenBody(node: ts.Node): ts.Block | undefined {
  if (ts.isSetAccessorDeclaration(node)) return node.body;
  const states =
    ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node);
  return states && node.type ? node.body : undefined;
}

const statesType = (member: ts.ClassElement): boolean =>
  !ts.isPropertyDeclaration(member) || member.type !== undefined || member.initializer !== undefined;
