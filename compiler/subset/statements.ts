/** Statements outside the language. */

import ts from "typescript";
import type { Rule, Rules, SubsetContext } from "./rule.ts";

const { SyntaxKind } = ts;

/** The rules for statements. */
export const statementRules: Rules = new Map<ts.SyntaxKind, Rule>([
  [SyntaxKind.VariableDeclarationList, variables],
  [SyntaxKind.ForInStatement, forIn],
  [SyntaxKind.ForOfStatement, forOf],
  [SyntaxKind.WithStatement, refuseWith],
  [SyntaxKind.DebuggerStatement, refuseDebugger],
]);

function variables(node: ts.VariableDeclarationList, context: SubsetContext): void {
  if (node.flags & ts.NodeFlags.BlockScoped) {
    const isAwait = (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing;
    if (isAwait)
      context.refuse(
        node,
        1103,
        "'await using' is outside the language: there is no asynchronous code.",
        "Write 'using'.",
      );
    return;
  }
  context.refuse(node, 1100, "'var' is outside the language.", "Write 'const', or 'let' if it changes.");
}

function forIn(node: ts.ForInStatement, context: SubsetContext): void {
  context.refuse(
    node.initializer,
    1107,
    "'for…in' is outside the language: objects have no property names at run time.",
    "Write 'for…of' over an array or over the keys of a Map.",
  );
}

function forOf(node: ts.ForOfStatement, context: SubsetContext): void {
  if (!node.awaitModifier) return;
  context.refuse(
    node.awaitModifier,
    1103,
    "'for await' is outside the language: there is no asynchronous code.",
    "Write 'for…of'.",
  );
}

function refuseWith(node: ts.WithStatement, context: SubsetContext): void {
  context.refuse(node.expression, 1109, "'with' is outside the language.", "Name the object.");
}

function refuseDebugger(node: ts.DebuggerStatement, context: SubsetContext): void {
  context.refuse(
    node,
    1157,
    "'debugger' is outside the language.",
    "Set a breakpoint in gdb, by file and line.",
  );
}
