/** The type of `let i = 0` in a loop header: what `i` is compared with, or first combined with; signed if the loop goes below 0. */

import ts from "typescript";
import type { Type } from "../../types.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { typeOf } from "./type-of.ts";

/** The type of a loop variable that begins with a plain number: that of what the header compares or combines it with. Null if nothing decides. */
export function headerType(f: FunctionState, node: ts.VariableDeclaration): Type | null {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isForStatement(list.parent)) return null;
  const symbol = f.declarations.checker.getSymbolAtLocation(node.name);
  if (!symbol) return null;
  const { condition, incrementor } = list.parent;
  const partners = [condition, incrementor].flatMap((part) => (part ? partnersOf(f, symbol, part) : []));
  for (const partner of partners) {
    const type = partnerType(f, list, partner);
    if (type && type.kind === "int" && type.enumName === null) return type;
  }
  return null;
}

/** Whether a loop runs until its variable is below 0: `for (let i = list.length - 1; i >= 0; i--)`. */
export function isDescending(node: ts.VariableDeclaration): boolean {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isForStatement(list.parent)) return false;
  const { condition } = list.parent;
  return condition !== undefined && ts.isIdentifier(node.name) && endsBelowZero(condition, node.name.text);
}

function endsBelowZero(node: ts.Expression, name: string): boolean {
  if (ts.isParenthesizedExpression(node)) return endsBelowZero(node.expression, name);
  if (!ts.isBinaryExpression(node)) return false;
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return endsBelowZero(left, name) || endsBelowZero(right, name);
  const [it, bound, operator] = ts.isIdentifier(left)
    ? [left, right, operatorToken.getText()]
    : [right, left, operatorToken.getText().replace("<", ">")];
  const isIt = ts.isIdentifier(it) && it.text === name;
  return isIt && `${operator} ${bound.getText().replaceAll(" ", "")}`.match(/^(>= 0|> -1|!== -1)$/) !== null;
}

/** Expressions that an operator in `within` puts opposite the variable. */
function partnersOf(f: FunctionState, symbol: ts.Symbol, within: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  const isIt = (e: ts.Expression): boolean =>
    ts.isIdentifier(e) && f.declarations.checker.getSymbolAtLocation(e) === symbol;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) {
      if (isIt(node.left)) found.push(node.right);
      else if (isIt(node.right)) found.push(node.left);
      else if (mentions(node.left, isIt) && !mentions(node.right, isIt)) found.push(node.right);
      else if (mentions(node.right, isIt) && !mentions(node.left, isIt)) found.push(node.left);
    }
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** Whether arithmetic over the variable makes up the expression: `i * i < n`, `i + 1 < n`. */
function mentions(node: ts.Expression, isIt: (e: ts.Expression) => boolean): boolean {
  if (ts.isParenthesizedExpression(node)) return mentions(node.expression, isIt);
  if (ts.isBinaryExpression(node)) return mentions(node.left, isIt) || mentions(node.right, isIt);
  return isIt(node);
}

function partnerType(
  f: FunctionState,
  list: ts.VariableDeclarationList,
  partner: ts.Expression,
): Type | null {
  if (ts.isIdentifier(partner)) {
    const symbol = f.declarations.checker.getSymbolAtLocation(partner);
    const sibling = list.declarations.find(
      (d) => f.declarations.checker.getSymbolAtLocation(d.name) === symbol,
    );
    if (sibling?.type) return f.declarations.resolveType(sibling.type, f.environment);
    if (sibling) return sibling.initializer ? typed(f, sibling.initializer) : null;
  }
  return typed(f, partner);
}

/** Null for constants without a type, which say nothing, and for conditions. */
function typed(f: FunctionState, node: ts.Expression): Type | null {
  if (f.declarations.constant(node, f.environment) !== null) {
    const value = f.builder.speculate(() => expressions.value(f, node, null));
    return value.kind === "operand" ? value.type : null;
  }
  return typeOf(f, node, null);
}
