/** One statement; lists of them with what reaches over a list: local functions and `using`. */

import ts from "typescript";
import * as expressions from "../expressions.ts";
import { checkLocalClass } from "./local-classes.ts";
import { LocalFunctions } from "./local-functions.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerJump, lowerLabeled } from "./jumps.ts";
import { lowerDo, lowerFor, lowerWhile } from "./loops.ts";
import { lowerForOf } from "./for-of.ts";
import { lowerReturn } from "./returns.ts";
import { lowerSwitch } from "./switch.ts";
import { lowerThrow, lowerTry, lowerUsing } from "./exceptions.ts";
import { lowerVariables } from "./variables.ts";

const isUsing = (node: ts.Statement): node is ts.VariableStatement =>
  ts.isVariableStatement(node) &&
  (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using;

/** The statements of one block. */
export function lowerStatements(f: FunctionState, statements: readonly ts.Statement[]): void {
  const functions = new LocalFunctions(f, statements);
  lowerFrom(f, statements, 0, functions);
}

function lowerFrom(
  f: FunctionState,
  statements: readonly ts.Statement[],
  start: number,
  functions: LocalFunctions,
): void {
  for (let i = start; i < statements.length; i++) {
    functions.bindReady();
    const statement = statements[i]!;
    if (isUsing(statement)) {
      lowerUsing(f, statement.declarationList, () => lowerFrom(f, statements, i + 1, functions));
      return;
    }
    lowerStatement(f, statement);
  }
}

/** `{ … }`. */
export function lowerBlock(f: FunctionState, node: ts.Block): void {
  lowerStatements(f, node.statements);
}

/** A statement of any kind. */
export function lowerStatement(f: FunctionState, node: ts.Statement): void {
  f.builder.setLocation(node);
  switch (node.kind) {
    case ts.SyntaxKind.Block:
      return lowerBlock(f, node as ts.Block);
    case ts.SyntaxKind.VariableStatement:
      return lowerVariables(f, (node as ts.VariableStatement).declarationList);
    case ts.SyntaxKind.ExpressionStatement:
      return lowerExpressionStatement(f, node as ts.ExpressionStatement);
    case ts.SyntaxKind.IfStatement:
      return lowerIf(f, node as ts.IfStatement);
    case ts.SyntaxKind.WhileStatement:
      return lowerWhile(f, node as ts.WhileStatement, []);
    case ts.SyntaxKind.DoStatement:
      return lowerDo(f, node as ts.DoStatement, []);
    case ts.SyntaxKind.ForStatement:
      return lowerFor(f, node as ts.ForStatement, []);
    case ts.SyntaxKind.ForOfStatement:
      return lowerForOf(f, node as ts.ForOfStatement, []);
    case ts.SyntaxKind.ReturnStatement:
      return lowerReturn(f, node as ts.ReturnStatement);
    case ts.SyntaxKind.BreakStatement:
    case ts.SyntaxKind.ContinueStatement:
      return lowerJump(f, node as ts.BreakOrContinueStatement);
    case ts.SyntaxKind.LabeledStatement:
      return lowerLabeled(f, node as ts.LabeledStatement, []);
    case ts.SyntaxKind.SwitchStatement:
      return lowerSwitch(f, node as ts.SwitchStatement, []);
    case ts.SyntaxKind.ThrowStatement:
      return lowerThrow(f, node as ts.ThrowStatement);
    case ts.SyntaxKind.TryStatement:
      return lowerTry(f, node as ts.TryStatement);
    case ts.SyntaxKind.EmptyStatement:
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.TypeAliasDeclaration:
    case ts.SyntaxKind.EnumDeclaration:
    case ts.SyntaxKind.DebuggerStatement:
      return;
    case ts.SyntaxKind.ClassDeclaration:
      return checkLocalClass(f, node as ts.ClassDeclaration);
    default:
      f.declarations.error(node, 1193, "This statement is outside the language.");
  }
}

function lowerExpressionStatement(f: FunctionState, node: ts.ExpressionStatement): void {
  expressions.effect(f, node.expression);
  const call = node.expression;
  if (f.afterSuper && ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.SuperKeyword) {
    f.afterSuper();
    f.afterSuper = null;
  }
}

function lowerIf(f: FunctionState, node: ts.IfStatement): void {
  const { builder } = f;
  const decided = expressions.staticCondition(f, node.expression);
  if (decided !== null) {
    // The other part need not make sense for the type arguments at hand.
    const taken = decided ? node.thenStatement : node.elseStatement;
    if (taken) lowerStatement(f, taken);
    return;
  }
  const [then, end] = [builder.newBlock(), builder.newBlock()];
  const otherwise = node.elseStatement ? builder.newBlock() : end;
  expressions.condition(f, node.expression, then, otherwise);
  builder.begin(then);
  lowerStatement(f, node.thenStatement);
  let endIsReached = !node.elseStatement || builder.reachable;
  builder.terminate({ op: "goto", target: end });
  if (node.elseStatement) {
    builder.begin(otherwise);
    lowerStatement(f, node.elseStatement);
    endIsReached ||= builder.reachable;
    builder.terminate({ op: "goto", target: end });
  }
  if (endIsReached) builder.begin(end);
}
