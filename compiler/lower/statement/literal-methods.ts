/**
 * Methods and accessors of object literals. The object is of a class made for the literal: what the methods capture of the
 * functions around it lies in the object as further fields, and `this` is the object, so that nothing keeps itself alive.
 */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { VOID, classType, type ClassInfo, type Type } from "../../types.ts"; // prettier-ignore
import type { FunctionInstance, TypeEnvironment } from "../context.ts";
import type { LiteralMember, LiteralMethod, LiteralWithMethods } from "../local-objects.ts";
import { memberName, symbolOfType } from "../declare/names.ts";
import { isTooDeep } from "../declare/type-depth.ts";
import { parameterOf } from "../expression/parameter-types.ts";
import { fieldOf } from "../expression/values.ts";
import { extend } from "../declare/type-environment.ts";
import { closureNeeds } from "./closure-needs.ts";
import { collectCaptures, plainAttributes, type Captures } from "./closures.ts";
import { reportEndless } from "./local-generics.ts";
import { FunctionState } from "./function-state.ts";
import { bindParameters, lowerFunctionBody } from "./functions.ts";

/** The class of a literal with methods, and what its objects hold of the variables around. */
export function literalMethods(
  f: FunctionState,
  literal: LiteralWithMethods,
): { info: ClassInfo; captured: readonly Operand[] } {
  const { node, fields } = literal;
  const methods = node.properties.filter(
    (member): member is LiteralMethod => ts.isMethodDeclaration(member) || ts.isAccessor(member),
  );
  const needs = methods.flatMap((method) => closureNeeds(f.declarations.checker, method).symbols);
  const symbols = [...new Set(needs)];
  const found = collectCaptures(f, node, { symbols, receiver: false }, () => false);
  const made = f.declarations.literalClass(node, f.environment, literal.name, () => [
    ...fields,
    ...found.captures.map(({ name, type }) => ({ name, type, isReadonly: true, isHidden: true })),
  ]);
  if (made.methods.size === 0) {
    const toLower: FunctionInstance[] = [];
    for (const method of methods) {
      const name = memberName(method) ?? "method";
      const instance = method.typeParameters
        ? genericInstances(f, literal, method, made.info, found)
        : always(declare(f, literal, method, made.info, f.environment));
      made.methods.set(name, { declaration: method, environment: f.environment, instance });
      if (!method.typeParameters) toLower.push(instance([]));
    }
    for (const instance of toLower) lower(f, instance, found, fields.length);
  }
  return { info: made.info, captured: found.captures.map((capture) => capture.operand) };
}

const always =
  (instance: FunctionInstance): LiteralMember["instance"] =>
  () =>
    instance;

/** A method with type parameters is lowered for each choice of their arguments that a call asks for. */
function genericInstances(
  f: FunctionState,
  literal: LiteralWithMethods,
  node: LiteralMethod,
  owner: ClassInfo,
  captures: Captures,
): LiteralMember["instance"] {
  const known = new Map<string, FunctionInstance>();
  return (typeArguments) => {
    const key = typeArguments.map(symbolOfType).join();
    const found = known.get(key);
    if (found) return found;
    const environment = extend(f.environment, f.declarations.checker, node.typeParameters, typeArguments);
    const instance = declare(f, literal, node, owner, environment);
    known.set(key, instance);
    if (isTooDeep(typeArguments)) reportEndless(f, node);
    else lower(f, instance, captures, literal.fields.length);
    return instance;
  };
}

function declare(
  f: FunctionState,
  literal: LiteralWithMethods,
  node: LiteralMethod,
  owner: ClassInfo,
  environment: TypeEnvironment,
): FunctionInstance {
  const wanted = node.typeParameters ? null : literal.wanted(node);
  const parameterTypes = node.parameters.map(
    (p, i) => (p.type ? undefined : wanted?.parameters[i]) ?? parameterOf(f, p, environment),
  );
  return {
    symbol: f.declarations.uniqueSymbol(`${owner.symbol}.${memberName(node) ?? "method"}`),
    declaration: node,
    environment,
    owner,
    isStatic: false,
    parameterTypes,
    resultType: resultType(f, node, wanted?.result ?? null, environment) as Type,
    attributes: plainAttributes,
  };
}

/** Null when the body has to tell. */
function resultType(
  f: FunctionState,
  node: LiteralMethod,
  wanted: Type | null,
  environment: TypeEnvironment,
): Type | null {
  if (ts.isSetAccessorDeclaration(node)) return VOID;
  if (node.type) return f.declarations.resolveType(node.type, environment);
  if (wanted) return wanted;
  const { checker } = f.declarations;
  const signature = checker.getSignatureFromDeclaration(node);
  return signature
    ? f.declarations.typeFromChecker(checker.getReturnTypeOfSignature(signature), environment)
    : null;
}

/** Its code depends on the literal and the types only, so it is lowered where the literal is seen first. */
function lower(f: FunctionState, instance: FunctionInstance, captures: Captures, firstCapture: number): void {
  const node = instance.declaration as LiteralMethod;
  const owner = instance.owner!;
  const inner = new FunctionState(f.declarations, instance, f.statements, f.analysis, node);
  inner.resultType = instance.resultType;
  inner.resultIsKnown = inner.resultType !== null;
  const { builder } = inner;
  const receiver = builder.parameter(classType(owner), "this");
  inner.receiver = variableOperand(receiver);
  captures.captures.forEach((capture, i) => {
    const value = builder.load(fieldOf(variableOperand(receiver), owner, firstCapture + i));
    builder.nameTemporary(value, capture.name, 0);
    capture.bind(inner, value);
  });
  for (const [symbol, binding] of captures.constants) inner.bind(symbol, binding);
  const parameters = bindParameters(inner, node.parameters, instance.parameterTypes);
  if (node.body) lowerFunctionBody(inner, node.body);
  instance.resultType = inner.resultType ?? VOID;
  const name = instance.symbol.slice(instance.symbol.indexOf(":") + 1);
  f.declarations.addFunction(
    builder.finish(instance, name, node, [receiver, ...parameters], instance.resultType),
  );
}
