/** The prelude's decorators of classes and fields. */

import ts from "typescript";
import type { Parts } from "./parts.ts";

/** A decorator of the prelude on a class or field: `@struct`, `@size(16)`. */
export function decorator(node: ts.Node, name: string): ts.Expression | null {
  if (!ts.canHaveDecorators(node)) return null;
  for (const { expression } of ts.getDecorators(node) ?? []) {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    if (ts.isIdentifier(callee) && callee.text === name) return expression;
  }
  return null;
}

/** The number of bytes that a decorator is given; null without the decorator, and (reported) for anything but a constant. */
export function decoratorArgument(parts: Parts, node: ts.Node, name: string): number | null {
  const expression = decorator(node, name);
  if (!expression || !ts.isCallExpression(expression)) return null;
  const argument = expression.arguments[0];
  const value = argument && parts.constants.fold(argument, new Map())?.value;
  if (typeof value === "bigint" && value >= 0n && value <= 0xffff_ffffn) return Number(value);
  parts.errors.add(expression, 1351, `'@${name}' needs a constant number of bytes.`);
  return null;
}
