/** Calls of members through the tables of interfaces: what is passed and returned, in the types of the one and of the other side. */

import type ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { classType, isInline, nullableType, refType, type ClassInfo, type Type } from "../../types.ts";
import { placeOf, type FunctionBuilder } from "../builder.ts";
import type { MethodInfo } from "../context.ts";
import type { Parts } from "./parts.ts";

/** `receiver.method(…)` with what a caller passes, dropped and filled up as the method wants it. Null when the types differ. */
export function callMethod(
  parts: Parts,
  builder: FunctionBuilder,
  info: ClassInfo,
  { instance, slot }: MethodInfo,
  receiver: Operand,
  passed: readonly Operand[],
  at: ts.Node,
): { readonly value: Operand | null } | null {
  const owner = instance.owner!;
  const { parameterTypes: taken, resultType: result } = instance;
  let self: Operand = receiver;
  if (owner !== info && slot === null) {
    const above = builder.temp(classType(owner));
    builder.emit({ op: "cast", result: above, a: receiver });
    self = variableOperand(above);
  }
  const args = taken.map((type, i): Operand | null => {
    const from = passed[i];
    return from ? adapt(parts, builder, from, type, at) : absent(type);
  });
  if (!args.every((arg) => arg !== null)) return null;
  if (isInline(result)) builder.returnPlace = builder.temp(refType(result));
  const dest: Place | null = builder.returnPlace ? { ...placeOf(builder.returnPlace), type: result } : null;
  const value = builder.call({
    callee: slot === null ? { kind: "direct", symbol: instance.symbol } : { kind: "virtual", info, slot },
    args: [self, ...args],
    parameterTypes: [slot === null ? classType(owner) : classType(info), ...taken],
    returnType: result,
    dest,
  });
  return { value };
}

/** What a parameter that is not passed gets: only one that may be absent. */
export function absent(type: Type): Operand | null {
  return type.kind === "nullable" ? { kind: "zero", type } : null;
}

/** Conversions that cost no code: to a class above, to nullable, to an interface. Null when there is none. */
export function adapt(
  parts: Parts,
  builder: FunctionBuilder,
  value: Operand,
  to: Type,
  at: ts.Node,
  known?: Type,
): Operand | null {
  const from = known ?? (value.kind === "var" ? value.variable.type : null);
  if (!from || from === to) return from ? value : null;
  if (to.kind === "nullable" && nullableType(from) !== from) {
    const inner = adapt(parts, builder, value, to.of, at, from);
    if (!inner) return null;
    const wrapped = builder.temp(to);
    builder.emit({ op: "wrap", result: wrapped, a: inner });
    return variableOperand(wrapped);
  }
  if (from.kind === "class" && canCast(parts, from.info, to)) {
    const cast = builder.temp(to);
    builder.emit({ op: "cast", result: cast, a: value });
    return variableOperand(cast);
  }
  if (from.kind === "class" && to.kind === "interface") {
    const itable = parts.interfaces.itable(from.info, to.info, at);
    if (!itable) return null;
    const result = builder.temp(to);
    builder.emit({ op: "toInterface", result, a: value, itable });
    return variableOperand(result);
  }
  return null;
}

function canCast(parts: Parts, from: ClassInfo, to: Type): boolean {
  if (to.kind === "class") return parts.classes.isSubclass(from, to.info);
  return to.kind === "union" && to.members.some((m) => parts.classes.isSubclass(from, m.info));
}
