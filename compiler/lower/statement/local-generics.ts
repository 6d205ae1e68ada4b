/**
 * Generic functions inside of functions that capture variables: a call makes the closure for its type arguments. They
 * are called by name only, so there is nothing to bind.
 */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { NEVER, VOID, functionType, type Type } from "../../types.ts";
import type { TypeEnvironment, Value } from "../context.ts";
import { extend } from "../declare/type-environment.ts";
import { symbolOfType } from "../declare/names.ts";
import { isTooDeep } from "../declare/type-depth.ts";
import { parameterOf } from "../expression/parameter-types.ts";
import { fieldOf } from "../expression/values.ts";
import { closureNeeds, type ClosureNode } from "./closure-needs.ts";
import { closureInstance, closureName, collectCaptures, lowerCode, type Captures } from "./closures.ts";
import type { FunctionState, GenericClosure } from "./function-state.ts";

/** The function for some type arguments as a value to be called. */
export function localGeneric(
  f: FunctionState,
  node: ts.FunctionLikeDeclaration,
  typeArguments: readonly Type[],
): { value: Value; hasRest: boolean } {
  const closure = node as ClosureNode;
  const environment = extend(f.environment, f.declarations.checker, node.typeParameters, typeArguments);
  const key = `${node.getSourceFile().fileName}:${node.pos}<${typeArguments.map(symbolOfType).join()}>`;
  const hasRest = node.parameters.at(-1)?.dotDotDotToken !== undefined;
  const around = f.genericsInProgress.get(key);
  if (around) {
    if (around.within !== f) refuseFromInside(f, closure);
    const { code, info, type } = around.made;
    const captures = info.fields.map((_, index) => f.builder.load(fieldOf(around.environment, info, index)));
    return { value: valueOf(f, { code, info, type }, around.within === f ? captures : []), hasRest };
  }
  const needs = closureNeeds(f.declarations.checker, node);
  const found = collectCaptures(f, closure, needs, () => false);
  const operands = found.captures.map((capture) => capture.operand);
  const known = f.generics.get(key);
  if (known) return { value: valueOf(f, known, operands), hasRest };
  const made = make(f, closure, key, environment, found, isTooDeep(typeArguments));
  if (!f.builder.speculating) f.generics.set(key, made);
  return { value: valueOf(f, made, operands), hasRest };
}

function valueOf(
  f: FunctionState,
  { code, info, type }: GenericClosure,
  captures: readonly Operand[],
): Value {
  if (captures.length === 0)
    return { kind: "operand", type, operand: { kind: "function", type, symbol: code } };
  const operand = f.builder.allocate({ kind: "closure", info, code, captures }, type);
  return { kind: "operand", operand, type };
}

function make(
  f: FunctionState,
  node: ClosureNode,
  key: string,
  environment: TypeEnvironment,
  found: Captures,
  isEndless: boolean,
): GenericClosure {
  const { declarations } = f;
  const parameters = node.parameters.map((p) => parameterOf(f, p, environment));
  const stated = node.type ? declarations.resolveType(node.type, environment) : null;
  const code = declarations.uniqueSymbol(closureName(f, node));
  const info = declarations.closureClass(code, found.captures);
  const instance = closureInstance(code, node, environment, parameters, stated);
  if (isEndless) {
    reportEndless(f, node);
    return { code, info, type: functionType(parameters, stated ?? NEVER) };
  }
  const type = lowerCode(f, instance, node, info, found, (inner, own) => {
    const self = { code, info, type: functionType(parameters, stated ?? VOID) };
    inner.genericsInProgress = new Map(f.genericsInProgress).set(key, {
      made: self,
      within: inner,
      environment: own,
    });
  });
  return { code, info, type };
}

/** Reports a generic function whose instances have no end. */
export function reportEndless(f: FunctionState, node: ts.NamedDeclaration): void {
  f.declarations.error(
    node.name ?? node,
    1173,
    "Each instance of this generic function asks for one with a larger type argument, without end.",
    "Let the function call itself with its own type parameters.",
  );
}

function refuseFromInside(f: FunctionState, node: ClosureNode): void {
  f.declarations.error(
    node.name ?? node,
    1133,
    "A generic function that captures variables cannot be called by a function inside of it.",
    "Pass the variables as parameters, and move the function to the module.",
  );
}
