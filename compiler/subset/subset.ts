/**
 * What is valid TypeScript but outside the language: a located diagnostic each, with what to write instead.
 *
 * The tree is walked without recursion: a source may nest as deep as the checker bears.
 */

import ts from "typescript";
import { isBelow, type LoadedProgram } from "../load.ts";
import type { ErrorList } from "../report-error.ts";
import { declarationRules } from "./declarations.ts";
import { expressionRules } from "./expressions.ts";
import type { Rules, SubsetContext } from "./rule.ts";
import { statementRules } from "./statements.ts";
import { typeRules } from "./types.ts";
import { checkUnsafeImport } from "./unsafe-boundary.ts";

const rules: Rules = new Map([...statementRules, ...expressionRules, ...declarationRules, ...typeRules]);

/** Adds an error for everything in the program's own files that the language does not have. Files known to be clean are left out. */
export function checkSubset(
  loaded: LoadedProgram,
  unsafeFolders: readonly string[],
  errors: ErrorList,
): void {
  for (const file of loaded.own) {
    if (loaded.isCore(file) || loaded.isChecked(file)) continue;
    const mayBeUnsafe = unsafeFolders.some((folder) => isBelow(folder, file.fileName));
    checkFile(file, {
      checker: loaded.checker,
      mayBeUnsafe,
      refuse: (node, code, message, hint) => errors.add(node, code, message, hint),
    });
  }
}

function checkFile(file: ts.SourceFile, context: SubsetContext): void {
  const waiting: ts.Node[] = [file];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const rule = rules.get(node.kind);
    if (rule) rule(node as never, context);
    if (!context.mayBeUnsafe) checkUnsafeImport(node, context);
    // What is only declared for the checker has no code: its types matter where they are used.
    if (isAmbient(node)) continue;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!);
  }
}

function isAmbient(node: ts.Node): boolean {
  const isDeclared =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword);
  return isDeclared === true && !ts.isFunctionDeclaration(node) && !ts.isVariableStatement(node);
}
