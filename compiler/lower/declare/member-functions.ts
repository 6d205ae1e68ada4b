/**
 * The functions of an interface's table: they take the object, then the member's parameters. Where the class's own
 * method has another shape (a virtual one, fewer parameters, a field in place of an accessor), a small function adapts it.
 */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { VOID, classType, isInline, nullableType, refType, type ClassInfo, type InterfaceInfo, type InterfaceMember, type Type } from "../../types.ts"; // prettier-ignore
import { FunctionBuilder, isValueless, placeOf } from "../builder.ts";
import type { MethodInfo } from "../context.ts";
import { plainAttributes } from "../statement/closures.ts";
import type { Parts } from "./parts.ts";

/** The symbol of the function; null and a diagnostic when the class has no such member. */
export function memberFunction(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  at: ts.Node,
): string | null {
  const { name, kind } = member;
  const accessor = kind === "getter" ? `get ${name}` : `set ${name}`;
  const method = parts.classes.method(info, kind === "method" ? name : accessor);
  if (method) return ofMethod(parts, info, target, member, method, at);
  const field = parts.classes.field(info, name);
  if (field) return ofField(parts, info, target, member, field.index, at);
  const stored = kind === "getter" ? parts.classes.method(info, name) : null;
  const what = stored ? `a method, where '${target.name}' has a property` : "missing";
  parts.errors.add(
    at,
    1030,
    `The class '${info.name}' cannot serve as '${target.name}': '${name}' is ${what}.`,
  );
  return null;
}

function ofMethod(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  method: MethodInfo,
  at: ts.Node,
): string | null {
  const { instance, slot } = method;
  const given = member.parameters;
  const taken = instance.parameterTypes;
  const isSame =
    taken.length === given.length &&
    taken.every((t, i) => t === given[i]) &&
    instance.resultType === member.result;
  if (slot === null && isSame) return instance.symbol;
  const made = start(parts, info, target, member, instance.declaration);
  const { builder, receiver, parameters } = made;
  const owner = instance.owner!;
  let self: Operand = receiver;
  if (owner !== info && slot === null) {
    const above = builder.temp(classType(owner));
    builder.emit({ op: "cast", result: above, a: receiver });
    self = variableOperand(above);
  }
  const args = taken.map((type, i): Operand | null => {
    const from = parameters[i];
    return from ? adapt(parts, builder, from, type, at) : absent(type);
  });
  const isComplete = args.every((arg) => arg !== null);
  const result = instance.resultType;
  const mayDrop = member.result === VOID || result === member.result || isInline(member.result);
  if (!isComplete || (isInline(result) && !mayDrop)) return refuse(parts, info, target, member, at);
  if (isInline(result)) builder.returnPlace = builder.temp(refType(result));
  const dest: Place | null = builder.returnPlace ? { ...placeOf(builder.returnPlace), type: result } : null;
  const value = builder.call({
    callee: slot === null ? { kind: "direct", symbol: instance.symbol } : { kind: "virtual", info, slot },
    args: [self, ...args],
    parameterTypes: [slot === null ? classType(owner) : classType(info), ...taken],
    returnType: result,
    dest,
  });
  return finish(parts, made, member, value, result, info, target, at);
}

function ofField(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  index: number,
  at: ts.Node,
): string | null {
  const field = info.fields[index]!;
  const made = start(parts, info, target, member, at);
  const { builder, receiver, parameters } = made;
  const place: Place = {
    root: { kind: "object", object: receiver, info },
    steps: [{ kind: "field", info, index }],
    type: field.type,
  };
  if (member.kind === "setter") {
    const [value] = parameters;
    if (!value || isInline(field.type)) return refuse(parts, info, target, member, at);
    const stored = adapt(parts, builder, value, field.type, at);
    if (!stored) return refuse(parts, info, target, member, at);
    builder.emit({ op: "store", place, value: stored, init: false });
    return finish(parts, made, member, null, VOID, info, target, at);
  }
  if (member.kind === "getter") {
    if (isInline(field.type)) return refuse(parts, info, target, member, at);
    return finish(parts, made, member, builder.load(place), field.type, info, target, at);
  }
  if (field.type.kind !== "function") return refuse(parts, info, target, member, at);
  const { parameters: taken, result } = field.type;
  const args = taken.map((type, i) =>
    parameters[i] ? adapt(parts, builder, parameters[i], type, at) : absent(type),
  );
  if (!args.every((arg) => arg !== null) || isInline(result)) return refuse(parts, info, target, member, at);
  const closure = builder.load(place);
  const value = builder.call({
    callee: { kind: "closure", closure },
    args,
    parameterTypes: taken,
    returnType: result,
    dest: null,
  });
  return finish(parts, made, member, value, result, info, target, at);
}

interface Started {
  readonly symbol: string;
  readonly builder: FunctionBuilder;
  readonly receiver: Operand;
  readonly parameters: readonly Operand[];
  readonly variables: Parameters<FunctionBuilder["finish"]>[3];
  readonly at: ts.Node;
}

function start(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  at: ts.Node,
): Started {
  const builder = new FunctionBuilder(parts.all, at);
  const self = builder.parameter(classType(info), "this");
  const others = member.parameters.map((type) => builder.parameter(type, null));
  const symbol = parts.instances.uniqueSymbol(
    `${info.symbol}.${member.kind} ${member.name} as ${target.name}`,
  );
  return {
    symbol,
    builder,
    receiver: variableOperand(self),
    parameters: others.map(variableOperand),
    variables: [self, ...others],
    at,
  };
}

function finish(
  parts: Parts,
  made: Started,
  member: InterfaceMember,
  value: Operand | null,
  from: Type,
  info: ClassInfo,
  target: InterfaceInfo,
  at: ts.Node,
): string | null {
  const { builder } = made;
  if (isValueless(member.result) || isInline(member.result)) {
    builder.terminate({ op: "return", value: null });
  } else {
    const result = value && adapt(parts, builder, value, member.result, at, from);
    if (!result && builder.reachable) return refuse(parts, info, target, member, at);
    if (result) builder.terminate({ op: "return", value: result });
  }
  const shell = { symbol: made.symbol, attributes: plainAttributes };
  parts.all.addFunction(
    builder.finish(
      shell,
      made.symbol.slice(made.symbol.indexOf(":") + 1),
      made.at,
      made.variables,
      member.result,
    ),
  );
  return made.symbol;
}

function refuse(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  at: ts.Node,
): null {
  parts.errors.add(
    at,
    1031,
    `The class '${info.name}' cannot serve as '${target.name}': the types of '${member.name}' differ.`,
    "The machine types of the parameters and of the result must be the same.",
  );
  return null;
}

/** What a parameter that is not passed gets: only one that may be absent. */
function absent(type: Type): Operand | null {
  return type.kind === "nullable" ? { kind: "zero", type } : null;
}

/** Conversions that cost no code: to a class above, to nullable, to an interface. Null when there is none. */
function adapt(
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
