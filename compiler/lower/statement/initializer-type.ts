/** The type of a global's or a field's initialiser where neither an annotation nor the checker names it. */

import { variableOperand } from "../../mir-walk.ts";
import ts from "typescript";
import type { Type } from "../../types.ts";
import type { Declarations, Statements, TypeEnvironment } from "../context.ts";
import { analyzeCaptures } from "./captures.ts";
import { FunctionState } from "./function-state.ts";
import { initializerInstance } from "./modules.ts";
import { typeOf } from "./type-of.ts";

/** Null for what only makes sense inside of its function: `this`, and defaults that mention other parameters. */
export function initializerType(
  declarations: Declarations,
  node: ts.Expression,
  environment: TypeEnvironment,
  statements: Statements,
): Type | null {
  if (ts.isParameter(node.parent) || mentionsThis(node)) return null;
  const instance = initializerInstance("initializer", node, environment);
  const analysis = analyzeCaptures(declarations.checker, node.parent);
  const f = new FunctionState(declarations, instance, statements, analysis, node);
  const { variables, constants } = declarations.capturedByClass(node.parent.parent, environment);
  for (const { name, type, bind } of variables) bind(f, variableOperand(f.builder.parameter(type, name)));
  for (const [symbol, binding] of constants) f.bind(symbol, binding);
  return typeOf(f, node, null);
}

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return true;
  return ts.forEachChild(node, (child) => mentionsThis(child) || undefined) ?? false;
}
