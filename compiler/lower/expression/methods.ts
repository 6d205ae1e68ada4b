/** Calls of methods on values: of classes, interfaces, structs and unions, and closures in fields. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { NEVER, showType, type ClassInfo, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { arrayMethod, nameByArguments } from "./array-calls.ts";
import { coerceArguments, lowerArguments, parametersOf, type Parameters } from "./arguments.ts";
import { callMethodInfo, emitCall } from "./call.ts";
import { inferTypeArguments } from "./inference.ts";
import { itemType, itemsOf } from "./items.ts";
import { property } from "./members.ts";
import { narrow } from "./narrow.ts";
import { isStablePath } from "./paths.ts";
import { builtInMethod } from "./special-methods.ts";
import { overUnion } from "./unions.ts";
import { reference, settle, throughRef, typed, zeroOf, type OperandValue } from "./values.ts";

const NOTHING = typed(zeroOf(NEVER), NEVER);

/** `base.name(…)` of a call expression whose base is lowered. */
export function callMember(
  f: FunctionContext,
  node: ts.CallExpression,
  base: Value,
  name: string,
  expected: Type | null,
  dest: Place | null,
): Value {
  base = partsAsArray(f, base, node);
  const builtIn = builtInMethod(f, base, name, node);
  if (builtIn) return builtIn;
  if (base.kind === "operand" && base.type.kind === "union") {
    return overUnion(f, base.operand, base.type, node, (member) =>
      callMember(f, node, member, name, expected, null),
    );
  }
  if (base.kind === "operand" && base.type.kind === "interface") {
    const slot = base.type.info.members.findIndex((m) => m.name === name && m.kind === "method");
    if (slot >= 0) return callInterface(f, node, base, base.type, slot, dest);
  }
  if (base.kind === "operand" && base.type.kind === "class") {
    const special = arrayMethod(f, node, base.operand, base.type, name);
    if (special) return special;
    name = nameByArguments(base.type, name, node);
  }
  const receiver = receiverOf(f, base);
  if (receiver) {
    const called = callDeclared(f, node, receiver.operand, receiver.info, name, expected, dest);
    if (called) return called;
  }
  const callee = property(f, base, name, node.expression);
  const tested = narrow(f, callee, node.expression, () => isStablePath(f, node.expression));
  return callClosure(f, node, tested, dest);
}

/** The parts of a `readonly` tuple have the methods of an array: those of a copy. */
function partsAsArray(f: FunctionContext, base: Value, node: ts.CallExpression): Value {
  if (base.kind !== "operand" || base.type.kind !== "tuple") return base;
  if (!ts.isPropertyAccessExpression(node.expression)) return base;
  const { checker } = f.declarations;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node.expression.expression));
  const isReadonly = checker.isTupleType(type) && (type as ts.TupleTypeReference).target.readonly;
  return isReadonly && itemType(f, base.type, false, node)
    ? itemsOf(f, base, { keepsNull: false }, node)
    : base;
}

function receiverOf(f: FunctionContext, base: Value): { operand: Operand; info: ClassInfo } | null {
  if (base.kind === "operand" && base.type.kind === "class")
    return { operand: base.operand, info: base.type.info };
  if (base.kind === "place" && base.type.kind === "struct")
    return { operand: reference(f, base.place), info: base.type.info };
  return null;
}

/** A method that the class declares, with the call's arguments or others; null when there is none. */
export function callDeclared(
  f: FunctionContext,
  node: ts.CallExpression,
  receiver: Operand,
  info: ClassInfo,
  name: string,
  expected: Type | null,
  dest: Place | null,
  written: readonly ts.Expression[] = node.arguments,
): Value | null {
  const found = f.declarations.methodDeclaration(info, name);
  const generic = found?.declaration.typeParameters;
  if (!found || !generic) {
    const method = f.declarations.method(info, name);
    if (!method) return null;
    const args = lowerArguments(f, written, parametersOf(method.instance), node);
    return callMethodInfo(f, method, receiver, args, node, dest);
  }
  const { typeArguments, ready } = inferTypeArguments(f, {
    typeParameters: generic,
    parameters: found.declaration.parameters,
    result: found.declaration.type,
    environment: found.environment,
    explicit: written === node.arguments ? node.typeArguments : undefined,
    args: written,
    expected,
    node,
  });
  const method = f.declarations.method(info, name, typeArguments);
  if (!method) return null;
  const args = lowerArguments(f, written, parametersOf(method.instance), node, ready);
  return callMethodInfo(f, method, receiver, args, node, dest);
}

function callInterface(
  f: FunctionContext,
  node: ts.CallExpression,
  base: OperandValue,
  type: Extract<Type, { kind: "interface" }>,
  slot: number,
  dest: Place | null,
): Value {
  const member = type.info.members[slot]!;
  const args = lowerArguments(
    f,
    node.arguments,
    { types: member.parameters, hasRest: takesRest(f, node) },
    node,
  );
  const callee = { kind: "interface", info: type.info, slot } as const;
  return emitCall(f, callee, [base.operand, ...args], [type, ...member.parameters], member.result, dest);
}

/** Whether what is called has a rest parameter, by the type that it is called through. */
export function takesRest(f: FunctionContext, node: ts.CallExpression): boolean {
  const declaration = f.declarations.checker.getResolvedSignature(node)?.declaration;
  const last = declaration && !ts.isJSDocSignature(declaration) ? declaration.parameters.at(-1) : undefined;
  return last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined;
}

/** Calls a function value. */
export function callClosure(
  f: FunctionContext,
  node: ts.CallExpression,
  callee: Value,
  dest: Place | null,
): Value {
  if (callee.kind !== "operand" || callee.type.kind !== "function") {
    const type = settle(callee);
    if (type !== NEVER && f.builder.reachable) {
      const isNullable = type.kind === "nullable" && type.of.kind === "function";
      const hint = isNullable ? "Test it for null first, or write 'fn?.(…)'." : undefined;
      f.declarations.error(node.expression, 1016, `A '${showType(type)}' cannot be called.`, hint);
    }
    return NOTHING;
  }
  const { operand, type } = callee;
  const hasRest = type.parameters.length > 0 && takesRest(f, node);
  const parameters: Parameters = { types: type.parameters, hasRest };
  const args = lowerArguments(f, node.arguments, parameters, node);
  return throughRef(
    emitCall(f, { kind: "closure", closure: operand }, args, type.parameters, type.result, dest),
  );
}

/** `base.name(...args)` of lowered values: the iteration protocol, `using`, patterns. */
export function callMethod(
  f: FunctionContext,
  base: Value,
  name: string,
  args: readonly Value[],
  at: ts.Node,
): Value {
  if (base.kind === "operand" && base.type.kind === "interface") {
    const { type, operand } = base;
    const slot = type.info.members.findIndex((m) => m.name === name && m.kind === "method");
    const member = type.info.members[slot];
    if (member) {
      const operands = coerceArguments(f, args, { types: member.parameters, hasRest: false }, at);
      const callee = { kind: "interface", info: type.info, slot } as const;
      return emitCall(f, callee, [operand, ...operands], [type, ...member.parameters], member.result);
    }
  }
  if (base.kind === "operand" && base.type.kind === "tuple" && itemType(f, base.type, false, at))
    base = itemsOf(f, base, { keepsNull: false }, at);
  if (base.kind === "operand" && base.type.kind === "union") {
    return overUnion(f, base.operand, base.type, at, (member) => callMethod(f, member, name, args, at));
  }
  const receiver = receiverOf(f, base);
  const method = receiver && f.declarations.method(receiver.info, name);
  if (!receiver || !method) {
    const shown = name.startsWith("[") ? `[Symbol.${name.slice(1)}` : name;
    if (settle(base) !== NEVER)
      f.declarations.error(at, 1008, `A '${showType(settle(base))}' has no method '${shown}'.`);
    return NOTHING;
  }
  return callMethodInfo(
    f,
    method,
    receiver.operand,
    coerceArguments(f, args, parametersOf(method.instance), at),
    at,
  );
}
