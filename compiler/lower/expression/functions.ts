/** Arrow functions and function expressions. */

import ts from "typescript";
import { NEVER, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { parameterOf } from "./parameter-types.ts";
import { amongMembers } from "./union-members.ts";
import { closureNeeds, functionNamed } from "../statement/closure-needs.ts";
import { typed, zeroOf } from "./values.ts";

/** An arrow function or function expression: a closure of the expected type, or of what its own annotations say. */
export function lowerFunction(
  f: FunctionContext,
  node: ts.ArrowFunction | ts.FunctionExpression,
  expected: Type | null,
): Value {
  const wanted = amongMembers(f, expected, (type) => type.kind === "function");
  if (wanted?.kind === "function") {
    if (refuseWithoutRest(f, node)) return typed(zeroOf(NEVER), NEVER);
    return typed(f.statements.closure(f, node, wanted), wanted);
  }
  if (node.typeParameters && isConstant(node)) return typed(zeroOf(NEVER), NEVER);
  if (node.typeParameters) {
    f.declarations.error(
      node,
      1143,
      "A function that is a value cannot be generic.",
      "Declare it: function name<T>(…) { … }",
    );
    return typed(zeroOf(NEVER), NEVER);
  }
  const parameters = node.parameters.map((p) => parameterOf(f, p, f.environment));
  if (parameters.includes(NEVER)) return typed(zeroOf(NEVER), NEVER);
  const { operand, type } = f.statements.closureInferred(f, node, parameters);
  return typed(operand, type);
}

/** `(x) => x` for a `(...xs: u32[]) => u32`: what is passed is one array. */
function refuseWithoutRest(f: FunctionContext, node: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const signatures = f.declarations.checker.getContextualType(node)?.getCallSignatures() ?? [];
  const parameters = signatures.length === 1 ? signatures[0]!.declaration?.parameters : undefined;
  const index = parameters?.findIndex((p) => ts.isParameter(p) && p.dotDotDotToken) ?? -1;
  const own = index < 0 ? undefined : node.parameters[index];
  if (!own || own.dotDotDotToken) return false;
  const name = own.name.getText();
  const hint = `Write '...${name}', which is the array of what is passed.`;
  f.declarations.error(
    own,
    1139,
    `'${name}' gets all that is passed from here on: the function's type has a rest parameter.`,
    hint,
  );
  return true;
}

/** `const id = <T>(x: T): T => x`: there is nothing to make; calls name the constant. */
function isConstant(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node.parent) && (ts.getCombinedNodeFlags(node.parent) & ts.NodeFlags.Const) !== 0
  );
}

/** The generic function that a constant stands for. */
export function genericConstant(
  declaration: ts.Declaration | undefined,
): ts.ArrowFunction | ts.FunctionExpression | null {
  const node = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (!node || !(ts.isArrowFunction(node) || ts.isFunctionExpression(node))) return null;
  return node.typeParameters && isConstant(node) ? node : null;
}

/** The generic function inside of a function that a name stands for, if it captures what is no constant. */
export function capturingGeneric(
  f: FunctionContext,
  symbol: ts.Symbol,
): ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | null {
  const node = functionNamed(symbol);
  if (!node?.typeParameters || !node.body) return null;
  const { symbols, receiver } = closureNeeds(f.declarations.checker, node);
  const captures = (needed: ts.Symbol): boolean => {
    const called = functionNamed(needed);
    return (
      f.lookup(needed)?.kind !== "constant" &&
      !(called && ts.isFunctionDeclaration(called) && !f.lookup(needed))
    );
  };
  return receiver || symbols.some(captures) ? node : null;
}

/**
 * The function that a constant stands for when it can be called by name: it captures nothing, and its parameters' types are
 * written.
 */
export function directConstant(
  f: FunctionContext,
  symbol: ts.Symbol,
): ts.ArrowFunction | ts.FunctionExpression | null {
  const declaration = symbol.valueDeclaration;
  const node = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (!node || !(ts.isArrowFunction(node) || ts.isFunctionExpression(node)) || !isConstant(node)) return null;
  if (node.typeParameters || node.asteriskToken || !node.parameters.every((p) => p.type)) return null;
  const { symbols, receiver } = closureNeeds(f.declarations.checker, node);
  return receiver || symbols.length > 0 ? null : node;
}
