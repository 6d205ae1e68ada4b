/** Emitting calls whose arguments are lowered already. */

import ts from "typescript";
import type { Callee, Operand, Place } from "../../mir.ts";
import { NEVER, VOID, classType, isInline, refType, structType, type Type } from "../../types.ts";
import type { FunctionContext, FunctionInstance, MethodInfo, Value } from "../context.ts";
import { NO_VALUE, cast, inPlace, slot, typeOfOperand, typed, zeroOf } from "./values.ts";

/** Emits the call and gives its result; an inline one lies in `dest` or in a fresh slot. */
export function emitCall(
  f: FunctionContext,
  callee: Callee,
  args: readonly Operand[],
  parameterTypes: readonly Type[],
  returnType: Type,
  dest: Place | null = null,
): Value {
  const place = isInline(returnType) ? (dest ?? slot(f, returnType)) : null;
  const result = f.builder.call({ callee, args, parameterTypes, returnType, dest: place });
  if (place) return inPlace(place, true);
  return result && returnType !== VOID && returnType !== NEVER ? typed(result, returnType) : NO_VALUE;
}

/** The type of a function's receiver: a class reference or a `ref` to a struct. */
export function receiverType(instance: FunctionInstance): Type | null {
  const { owner } = instance;
  if (!owner || instance.isStatic) return null;
  return owner.isStruct ? refType(structType(owner)) : classType(owner);
}

/** The result type of an instance, reported when it is still being inferred. */
export function resultOf(f: FunctionContext, instance: FunctionInstance, at: ts.Node): Type {
  const type = instance.resultType as Type | null;
  if (type) return type;
  f.declarations.error(
    at,
    1192,
    "The type of this call's result is not known yet.",
    "Write the function's result type.",
  );
  return NEVER;
}

/** Calls a function, static method, or a method without dispatch. */
export function callInstance(
  f: FunctionContext,
  instance: FunctionInstance,
  receiver: Operand | null,
  args: readonly Operand[],
  at: ts.Node,
  dest: Place | null = null,
): Value {
  const own = receiverType(instance);
  const result = resultOf(f, instance, at);
  const callee: Callee = { kind: "direct", symbol: instance.symbol };
  if (!own || !receiver) return emitCall(f, callee, args, instance.parameterTypes, result, dest);
  return emitCall(
    f,
    callee,
    [asReceiver(f, receiver, own), ...args],
    [own, ...instance.parameterTypes],
    result,
    dest,
  );
}

/** Calls a method through its vtable slot if it has one. */
export function callMethodInfo(
  f: FunctionContext,
  method: MethodInfo,
  receiver: Operand,
  args: readonly Operand[],
  at: ts.Node,
  dest: Place | null = null,
): Value {
  const type = typeOfOperand(receiver);
  if (method.slot === null || type.kind !== "class")
    return asThis(f, method, type, callInstance(f, method.instance, receiver, args, at, dest));
  const callee: Callee = { kind: "virtual", info: type.info, slot: method.slot };
  const types = [type, ...method.instance.parameterTypes];
  const result = emitCall(f, callee, [receiver, ...args], types, resultOf(f, method.instance, at), dest);
  return asThis(f, method, type, result);
}

/** What is said to be `this` is of the receiver's class, which may be below the one that declares the method. */
function asThis(f: FunctionContext, { instance }: MethodInfo, receiver: Type, result: Value): Value {
  const written = (instance.declaration as ts.SignatureDeclaration).type;
  if (written?.kind !== ts.SyntaxKind.ThisType || receiver.kind !== "class" || result.kind !== "operand")
    return result;
  return typed(cast(f, result.operand, receiver), receiver);
}

function asReceiver(f: FunctionContext, receiver: Operand, type: Type): Operand {
  return type.kind === "class" ? cast(f, receiver, type) : receiver;
}

/** Calls a core library function with operands of its parameters' types; for those that give a value. */
export function callCore(
  f: FunctionContext,
  file: string,
  name: string,
  types: readonly Type[],
  args: readonly Operand[],
  at: ts.Node,
): Operand {
  const v = callCoreValue(f, file, name, types, args, at);
  return v.kind === "operand" ? v.operand : zeroOf(NEVER);
}

/** Calls a function of the core library, by its file and name, for these type arguments; its value may lie inline. */
export function callCoreValue(
  f: FunctionContext,
  file: string,
  name: string,
  types: readonly Type[],
  args: readonly Operand[],
  at: ts.Node,
): Value {
  return callInstance(f, f.declarations.coreFunction(file, name, types), null, args, at);
}
