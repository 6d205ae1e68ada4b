/**
 * Coercion: giving a value the type that its use asks for. Only what loses nothing and changes no representation that the
 * reader would want to know of happens by itself; everything else is an error that says what to write.
 */

import ts from "typescript";
import { slotOffset } from "../../interface-slots.ts";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import {
  ERROR,
  F64,
  I64,
  NEVER,
  U64,
  isInline,
  nullableType,
  showType,
  unionType,
  type ClassType,
  type IntType,
  type NullableType,
  type Type,
  type UnionType,
} from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { adaptFunction } from "./adapt.ts";
import { asMember, memberFor } from "./union-members.ts";
import { fits, rangeOf, widens } from "./integers.ts";
import {
  branch,
  cast,
  convert,
  extract,
  goto,
  int,
  isNull,
  load,
  reference,
  settle,
  slot,
  store,
  typed,
  unwrap,
  wrap,
  wrapNullable,
  zeroOf,
} from "./values.ts";

/** Gives a value the type, or reports. Inline types give a `ref` operand. */
export function coerce(f: FunctionContext, value: Value, type: Type, at: ts.Node): Operand {
  // What comes after a call that never returns is not reached, whatever it is.
  if (!f.builder.reachable) return zeroOf(type);
  const target = isInline(type) ? null : type;
  switch (value.kind) {
    case "untyped":
      return untypedInteger(f, value.value, value.wraps ?? false, type, at);
    case "untypedFloat":
      return untypedFloat(f, value.value, type, at);
    case "void":
      return mismatch(f, "void", type, at);
    case "place":
      return placeTo(f, value, type, at);
    case "operand":
      if (value.type === type) return value.operand;
      if (value.type === NEVER || type === NEVER) return zeroOf(type);
      return (
        (target && convertible(f, value.operand, value.type, target, at)) ??
        mismatch(f, showType(value.type), type, at)
      );
  }
}

function placeTo(
  f: FunctionContext,
  value: Extract<Value, { kind: "place" }>,
  type: Type,
  at: ts.Node,
): Operand {
  const inner = type.kind === "nullable" ? type.of : type;
  const wanted = inner.kind === "ref" ? inner.to : inner;
  if (wanted === NEVER) return zeroOf(type);
  if (wanted !== value.type) return mismatch(f, showType(value.type), type, at);
  const ref = reference(f, value.place);
  return type.kind === "nullable" ? wrapNullable(f, ref, type) : ref;
}

function untypedInteger(f: FunctionContext, value: bigint, wraps: boolean, type: Type, at: ts.Node): Operand {
  if (type.kind === "nullable") return wrapNullable(f, untypedInteger(f, value, wraps, type.of, at), type);
  const number = numberMember(f, type);
  if (number && type.kind === "union")
    return asMember(f, untypedInteger(f, value, wraps, number.type, at), number.member, type);
  if (type.kind === "float") return { kind: "float", type, value: Number(value) };
  if (type === NEVER) return zeroOf(type);
  if (type.kind !== "int") return mismatch(f, "a number", type, at);
  if (wraps && value < 0n && fits(value, { ...type, signed: true }))
    return int(type, wrap(value, type.bits, type.signed));
  if (!fits(value, type)) {
    const { low, high } = rangeOf(type);
    const name = showType(type);
    const hint = `'${name}' holds ${low} to ${high}. ${name}(…) keeps the low bits, if that is meant.`;
    f.declarations.error(at, 1202, `${value} does not fit '${name}'.`, hint);
  }
  return int(type, wrap(value, type.bits, type.signed));
}

function untypedFloat(f: FunctionContext, value: number, type: Type, at: ts.Node): Operand {
  if (type.kind === "nullable") return wrapNullable(f, untypedFloat(f, value, type.of, at), type);
  const number = numberMember(f, type);
  if (number && type.kind === "union")
    return asMember(f, untypedFloat(f, value, number.type, at), number.member, type);
  if (type.kind === "float")
    return { kind: "float", type, value: type.bits === 32 ? Math.fround(value) : value };
  if (type.kind === "int" && Number.isSafeInteger(value))
    return untypedInteger(f, BigInt(value), false, type, at);
  if (type.kind === "int") {
    const name = showType(type);
    f.declarations.error(
      at,
      1203,
      `${value} is not an integer, so it is no '${name}'.`,
      `Write '${name}(…)' to drop the fraction, or 'f64(…)' around an integer beside it.`,
    );
    // Not 0, by which something may be divided.
    return int(type, 1n);
  }
  return type === NEVER ? zeroOf(type) : mismatch(f, "f64", type, at);
}

/** The member of a union that constants without a type take. */
function numberMember(f: FunctionContext, union: Type): { member: ClassType; type: Type } | null {
  if (union.kind !== "union") return null;
  for (const member of union.members) {
    const type = f.declarations.contentOf(member.info);
    if (type?.kind === "int" || type?.kind === "float") return { member, type };
  }
  return null;
}

/** A value among the members of a union: as it is, or as what one of them holds. */
function toUnion(
  f: FunctionContext,
  operand: Operand,
  from: Type,
  to: UnionType,
  at: ts.Node,
): Operand | null {
  const own = memberFor(f, to, from);
  if (own && own !== from) return asMember(f, operand, own, to);
  const cast = from.kind === "class" || from.kind === "union" ? upcast(f, operand, from, to) : null;
  if (cast) return cast;
  for (const member of to.members) {
    const content = f.declarations.contentOf(member.info);
    const isAlike = content && (content.kind === from.kind || content.kind === "interface");
    const converted = isAlike ? convertible(f, operand, from, content, at) : null;
    if (converted) return asMember(f, converted, member, to);
  }
  return null;
}

/** The operand with another type; null when there is no implicit way, and when an error was reported that says more. */
function convertible(
  f: FunctionContext,
  operand: Operand,
  from: Type,
  to: Type,
  at: ts.Node,
): Operand | null {
  if (from === to) return operand;
  if (to.kind === "nullable") return toNullable(f, operand, from, to, at);
  if (to === ERROR) return toError(f, operand, from);
  if (from.kind === "int" && to.kind === "int") return intToInt(f, operand, from, to);
  if (from.kind === "tuple" && to.kind === "tuple" && from.elements.length === to.elements.length) {
    const elements = to.elements.map((type, i) =>
      coerce(f, typed(extract(f, operand, i, from.elements[i]!), from.elements[i]!), type, at),
    );
    const result = f.builder.temp(to);
    f.builder.emit({ op: "tuple", result, elements });
    return variableOperand(result);
  }
  if (to.kind === "union") return toUnion(f, operand, from, to, at);
  if (to.kind === "interface") return toInterface(f, operand, from, to, at);
  if (from.kind === "function" && to.kind === "function") return adaptFunction(f, operand, from, to, at);
  if (from.kind === "class" || from.kind === "union") return upcast(f, operand, from, to);
  if (from.kind === "ref" && to.kind === "ref" && from.to === to.to) return operand;
  return null;
}

function toNullable(
  f: FunctionContext,
  operand: Operand,
  from: Type,
  to: NullableType,
  at: ts.Node,
): Operand | null {
  if (from.kind === "null" || from.kind === "void") return nullOperand(to);
  if (from.kind !== "nullable") {
    const content = convertible(f, operand, from, to.of, at);
    return content && wrapNullable(f, content, to);
  }
  const isReference = (t: Type): boolean => t.kind === "class" || t.kind === "union";
  if (isReference(from.of) && isReference(to.of))
    return accepts(f, from.of, to.of) ? cast(f, operand, to) : null;
  const { builder } = f;
  const result = slot(f, to);
  const [absent, present, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  branch(f, isNull(f, operand), absent, present);
  builder.begin(present);
  const content = convertible(f, unwrap(f, operand), from.of, to.of, at);
  if (content) store(f, result, wrapNullable(f, content, to), true);
  goto(f, end);
  builder.begin(absent);
  store(f, result, nullOperand(to), true);
  builder.begin(end);
  return content && load(f, result);
}

/** An Errno (an enum) becomes a small number, an Error object itself. */
function toError(f: FunctionContext, operand: Operand, from: Type): Operand | null {
  if (from.kind === "int" && from.enumName !== null) {
    return operand.kind === "int" ? int(ERROR, operand.value) : convert(f, operand, ERROR);
  }
  if (from.kind !== "class" && from.kind !== "union") return null;
  const members = from.kind === "class" ? [from] : from.members;
  const isError = (t: ClassType): boolean => {
    for (let info: typeof t.info | null = t.info; info; info = info.base)
      if (info.module === "core/error.ts") return true;
    return false;
  };
  return members.every(isError) ? cast(f, operand, ERROR) : null;
}

/** Brands and enums become their plain type; nothing else changes by itself. */
function intToInt(f: FunctionContext, operand: Operand, from: IntType, to: IntType): Operand | null {
  if (to.brand !== null || to.enumName !== null) return null;
  const isPlain = from.brand === null && from.enumName === null;
  if (from.enumName !== null && operand.kind === "int" && fits(operand.value, to))
    return int(to, operand.value);
  if (from.bits === to.bits && from.signed === to.signed) return convert(f, operand, to);
  return !isPlain && from.enumName !== null && widens(from, to) ? convert(f, operand, to) : null;
}

function toInterface(
  f: FunctionContext,
  operand: Operand,
  from: Type,
  to: Extract<Type, { kind: "interface" }>,
  at: ts.Node,
): Operand | null {
  if (from.kind === "interface") return slotOffset(from.info, to.info) === null ? null : cast(f, operand, to);
  if (from.kind !== "class") return null;
  const itable = f.declarations.itable(from.info, to.info, at);
  if (!itable) return zeroOf(to);
  const result = f.builder.temp(to);
  f.builder.emit({ op: "toInterface", result, a: operand, itable });
  return variableOperand(result);
}

function upcast(f: FunctionContext, operand: Operand, from: Type, to: Type): Operand | null {
  return accepts(f, from, to) ? cast(f, operand, to) : null;
}

/** Whether every class that a reference may be of is one that `to` may be of. */
export function accepts(f: FunctionContext, from: Type, to: Type): boolean {
  const list = (t: Type): readonly ClassType[] =>
    t.kind === "class" ? [t] : t.kind === "union" ? t.members : [];
  const targets = list(to);
  return (
    list(from).length > 0 &&
    list(from).every((a) => targets.some((b) => f.declarations.isSubclass(a.info, b.info)))
  );
}

function mismatch(f: FunctionContext, from: string, type: Type, at: ts.Node): Operand {
  if (type === ERROR) {
    f.declarations.error(
      at,
      1019,
      `'${from}' is no error.`,
      "Errors are members of Errno, and objects of Error and its subclasses.",
    );
    return zeroOf(NEVER);
  }
  const to = showType(type);
  const isNumber = type.kind === "int" || type.kind === "float";
  let hint: string | undefined;
  if (isNumber && /^([ui](8|16|32|64)|f(32|64)|boolean)$/.test(from)) {
    if (type.kind === "int" && (type.brand || type.enumName)) hint = `Write '… as ${to}'.`;
    else if (type.kind === "float" || from.startsWith("f") || from === "boolean") hint = `Write '${to}(…)'.`;
    else
      hint = `Write '${to}(…)' to widen or to keep the low bits, 'checked.${to}(…)' to throw when it does not fit.`;
  } else if (from.endsWith(" | null") && from.slice(0, -7) === to) {
    hint = "Test it for null first, or write '!' to panic when it is.";
  } else if (type.kind === "interface") {
    hint = `An interface serves as '${to}' if it extends it, or has its members in that order, and no other between them.`;
  } else if (type.kind === "class" && type.info.special === null) {
    const isRecord = f.declarations.recordType(type.info) !== null;
    hint = isRecord
      ? `Declare that the class 'implements ${to}', or write an object literal.`
      : "Classes are told apart by their names, not by their fields.";
  } else if (from.endsWith("[]") && to.endsWith("[]")) {
    hint = "Arrays of different items are different types: copy the items with map.";
  } else if (from.startsWith("[") && to.endsWith("[]")) {
    hint = "Make an array of its parts: '[...tuple]'.";
  } else if (isNumber && from !== "void") {
    hint = `Write '${to}(…)' or '… as ${to}', whichever is meant.`;
  }
  f.declarations.error(at, from === "void" ? 1002 : isNumber ? 1201 : 1001, message(from, to), hint);
  return zeroOf(type);
}

const message = (from: string, to: string): string =>
  from === "void"
    ? `This has no value, but one of type '${to}' is needed here.`
    : `Type '${from}' is not assignable to type '${to}'.`;

/** A type that both have a way to; null when there is none. For `?:`, `??`, `||`, and array literals. */
export function commonType(f: FunctionContext, a: Type, b: Type): Type | null {
  if (a === b || b === NEVER) return a;
  if (a === NEVER) return b;
  if (a.kind === "null" || b.kind === "null") return nullableType(a.kind === "null" ? b : a);
  if (a.kind === "nullable" || b.kind === "nullable") {
    const inner = commonType(f, a.kind === "nullable" ? a.of : a, b.kind === "nullable" ? b.of : b);
    return inner && nullableType(inner);
  }
  if (a.kind === "int" && b.kind === "int") return widens(a, b) ? b : widens(b, a) ? a : null;
  if (accepts(f, a, b) || memberFor(f, b, a)) return b;
  if (accepts(f, b, a) || memberFor(f, a, b)) return a;
  if ((a.kind === "class" || a.kind === "union") && (b.kind === "class" || b.kind === "union")) {
    return unionType([a, b].flatMap((t) => (t.kind === "class" ? [t] : t.members)));
  }
  return null;
}

/** What constants without a type are together: floats if one is a fraction, signed if one is below 0. */
function typeOfConstants(constants: readonly Value[]): Type {
  const types = constants.map(settle);
  return [F64, I64].find((type) => types.includes(type)) ?? U64;
}

/** The common type of values; constants without a type take that of the others. */
export function commonOfValues(f: FunctionContext, values: readonly Value[]): Type | null {
  const fixed = values.filter((v) => v.kind === "operand" || v.kind === "place").map(settle);
  const constants = values.filter((v) => v.kind === "untyped" || v.kind === "untypedFloat");
  const isTyped = fixed.some((t) => t !== NEVER && t.kind !== "null");
  const types = isTyped || constants.length === 0 ? fixed : [...fixed, typeOfConstants(constants)];
  return types.reduce<Type | null>((sum, type) => sum && commonType(f, sum, type), types[0] ?? null);
}
