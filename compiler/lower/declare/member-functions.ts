/**
 * The functions of an interface's table: they take the object, then the member's parameters. Where the class's own
 * method has another shape (a virtual one, fewer parameters, a field in place of an accessor), a small function adapts it.
 */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { BOOL, VOID, classType, isInline, type ClassInfo, type InterfaceInfo, type InterfaceMember, type Type } from "../../types.ts"; // prettier-ignore
import { FunctionBuilder, isValueless, nullOperand } from "../builder.ts";
import type { MethodInfo } from "../context.ts";
import { plainAttributes } from "../statement/closures.ts";
import { boundMethod } from "./bound-methods.ts";
import { absent, adapt, callMethod } from "./member-calls.ts";
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
  if (isOptional(member)) return ofAbsent(parts, info, target, member, stored, at);
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
  const { resultType: result } = instance;
  const mayDrop = member.result === VOID || result === member.result || isInline(member.result);
  if (isInline(result) && !mayDrop) return refuse(parts, info, target, member, at);
  const called = callMethod(parts, builder, info, method, receiver, parameters, at);
  if (!called) return refuse(parts, info, target, member, at);
  const { value } = called;
  return finish(parts, made, member, value, result, info, target, at);
}

/** Members that may be null: the checker lets only optional ones be missing. */
const isOptional = ({ kind, result, parameters: [value] }: InterfaceMember): boolean =>
  (kind === "getter" && result.kind === "nullable") || (kind === "setter" && value?.kind === "nullable");

/** An optional member that the class has not, or has as a method, which is a function when it is asked for. */
function ofAbsent(
  parts: Parts,
  info: ClassInfo,
  target: InterfaceInfo,
  member: InterfaceMember,
  method: MethodInfo | null,
  at: ts.Node,
): string | null {
  const made = start(parts, info, target, member, at);
  const { builder, receiver } = made;
  if (member.kind === "setter") {
    const message = `'${info.name}' has no '${member.name}' that could be set`;
    builder.emit({ op: "panicIf", condition: { kind: "int", type: BOOL, value: 1n }, message });
    return finish(parts, made, member, null, VOID, info, target, at);
  }
  const of = member.result.kind === "nullable" ? member.result.of : member.result;
  if (method && of.kind === "function") {
    const bound = boundMethod(parts, builder, info, method, receiver, of, at);
    if (!bound) return refuse(parts, info, target, member, at);
    return finish(parts, made, member, bound, of, info, target, at);
  }
  if (method) return refuse(parts, info, target, member, at);
  return finish(parts, made, member, nullOperand(member.result), member.result, info, target, at);
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
    const present = field.type.kind === "nullable" ? value : presentOrPanic(builder, info, member, value);
    const stored = adapt(parts, builder, present, field.type, at);
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

/** What an interface lets be absent may be set to null through it: not in a class that has it always. */
function presentOrPanic(
  builder: FunctionBuilder,
  info: ClassInfo,
  member: InterfaceMember,
  value: Operand,
): Operand {
  const type = value.kind === "var" ? value.variable.type : null;
  if (type?.kind !== "nullable") return value;
  const isNull = builder.temp(BOOL);
  builder.emit({ op: "isNull", result: isNull, a: value });
  const message = `the '${member.name}' of '${info.name}' cannot be null`;
  builder.emit({ op: "panicIf", condition: variableOperand(isNull), message });
  const present = builder.temp(type.of);
  builder.emit({ op: "unwrap", result: present, a: value });
  return variableOperand(present);
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
