/**
 * Items that may not be there. An index out of range panics, but for where the program asks whether there is an item: `list[i] ?? 0`,
 * `list[i] === undefined`, `list[i]?.name`, where null may be, and for variables that are asked about later: `const x = list[i]; if (x === undefined)`.
 */

import ts from "typescript";
import type { FunctionContext } from "../context.ts";

/** Whether the expression around a value asks if there is one. */
export function asksForAbsent(f: FunctionContext, node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return asksForAbsent(f, parent);
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken) return parent.left === node;
    if (isEquality(kind)) return isNullish(parent.left === node ? parent.right : parent.left);
    const isLogical = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
    return isLogical && parent.left === node && isReference(f, node);
  }
  if (ts.isOptionalChain(parent) && "questionDotToken" in parent && parent.questionDotToken)
    return parent.expression === node;
  return isCondition(node) && isReference(f, node);
}

const isEquality = (kind: ts.SyntaxKind): boolean =>
  [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ].includes(kind);

const isNullish = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");

/** Whether a value's truth tells if it is there: that of numbers and booleans is about what they are. */
const isReference = (f: FunctionContext, node: ts.Expression): boolean =>
  (f.declarations.checker.getTypeAtLocation(node).flags & (ts.TypeFlags.Object | ts.TypeFlags.StringLike)) !==
  0;

function isCondition(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === node;
  if (ts.isForStatement(parent) || ts.isConditionalExpression(parent)) return parent.condition === node;
  return false;
}

const asked = new WeakMap<ts.Declaration, boolean>();

/** Whether a variable gets an item, and the program asks somewhere if it has got one. */
export function mayBeAbsent(f: FunctionContext, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !takesItem(declaration)) return false;
  let found = asked.get(declaration);
  if (found === undefined) asked.set(declaration, (found = isAsked(f, symbol, declaration)));
  return found;
}

/** `x = list[i]`, `x = list[i] ?? null`, `x = list[i]?.name`, `[x] = list` */
function takesItem(node: ts.Declaration): boolean {
  if (ts.isBindingElement(node))
    return ts.isArrayBindingPattern(node.parent) && !node.initializer && !node.dotDotDotToken;
  if (!ts.isVariableDeclaration(node) || !node.initializer) return false;
  if (ts.isSourceFile(node.parent.parent.parent)) return false;
  return startsWithItem(node.initializer);
}

function startsWithItem(node: ts.Expression): boolean {
  if (ts.isElementAccessExpression(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isOptionalChain(node)) return startsWithItem(node.expression);
  if (!ts.isBinaryExpression(node)) return false;
  return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken && startsWithItem(node.left);
}

function isAsked(f: FunctionContext, symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  let scope: ts.Node = declaration;
  while (
    !ts.isBlock(scope) &&
    !ts.isSourceFile(scope) &&
    !ts.isFunctionLike(scope) &&
    !ts.isForStatement(scope)
  )
    scope = scope.parent;
  const { checker } = f.declarations;
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) &&
      node.text === symbol.name &&
      ts.isExpression(node) &&
      asksForAbsent(f, node) &&
      checker.getSymbolAtLocation(node) === symbol) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(scope);
}
