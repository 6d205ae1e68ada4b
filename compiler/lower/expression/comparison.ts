/** `===`, `<` and their kin: numbers, strings by content, references by identity, null. */

import ts from "typescript";
import type { BinaryOperator, Operand } from "../../mir.ts";
import { BOOL, I32, NEVER, NULL, showType, type ClassType, type Type, type UnionType } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { commonNumber, operandsOf, toNumber } from "./arithmetic.ts";
import { callCore } from "./call.ts";
import { coerce, commonType } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { stringLiteral } from "./literals.ts";
import { overUnion } from "./unions.ts";
import { isAmong, memberOf, typeOfMember } from "./union-members.ts";
import {
  binary,
  bool,
  branch,
  compare,
  goto,
  instanceOf,
  int,
  isNull,
  load,
  not,
  settle,
  slot,
  store,
  typed,
  unwrap,
  type OperandValue,
} from "./values.ts";

const relations = new Map<ts.SyntaxKind, BinaryOperator>([
  [ts.SyntaxKind.LessThanToken, "lt"],
  [ts.SyntaxKind.LessThanEqualsToken, "le"],
  [ts.SyntaxKind.GreaterThanToken, "gt"],
  [ts.SyntaxKind.GreaterThanEqualsToken, "ge"],
]);
const equalities = new Map<ts.SyntaxKind, boolean>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

/** Whether the operator compares. */
export const isComparison = (kind: ts.SyntaxKind): boolean => relations.has(kind) || equalities.has(kind);

/** A comparison of any kind; reports operands that cannot be compared. */
export function lowerComparison(f: FunctionContext, node: ts.BinaryExpression): Value {
  const relation = relations.get(node.operatorToken.kind);
  if (relation) return typed(ordered(f, relation, node), BOOL);
  const isPositive = equalities.get(node.operatorToken.kind)!;
  const tested = typeofTest(f, node);
  if (tested) return typed(isPositive ? tested : not(f, tested), BOOL);
  const [left, right] = operandsOf(f, node, null);
  refuseLoose(f, node, left, right);
  const equal = equalValues(f, left, right, node, isPositive);
  return typed(equal, BOOL);
}

function refuseLoose(f: FunctionContext, node: ts.BinaryExpression, left: Value, right: Value): void {
  const isStrict = node.operatorToken.getText().length === 3;
  if (isStrict || settle(left) === NULL || settle(right) === NULL) return;
  const strict = `${node.operatorToken.getText()}=`;
  f.declarations.error(node.operatorToken, 1121, "Loose comparison is for null alone.", `Write '${strict}'.`);
}

function ordered(f: FunctionContext, relation: BinaryOperator, node: ts.BinaryExpression): Operand {
  const [left, right] = operandsOf(f, node, null);
  if (isConstant(left) && isConstant(right)) {
    const [a, b] = [left.value, right.value];
    return bool(relation === "lt" ? a < b : relation === "le" ? a <= b : relation === "gt" ? a > b : a >= b);
  }
  if (isString(left) && isString(right)) {
    const order = callCore(f, "core/string.ts", "stringCompare", [], [left.operand, right.operand], node);
    return compare(f, relation, order, int(I32, 0n));
  }
  const type = commonNumber(f, left, right, node);
  if (!type) return bool(false);
  if (isDecided(relation, left, right)) refuseDecided(f, type, node);
  return compare(f, relation, toNumber(f, left, type, node), toNumber(f, right, type, node));
}

/** `x >= 0`, `x < 0` of an unsigned x. */
function isDecided(relation: BinaryOperator, left: Value, right: Value): boolean {
  const isZero = (v: Value): boolean => v.kind === "untyped" && v.value === 0n;
  const isUnsigned = (v: Value): boolean => v.kind === "operand" && v.type.kind === "int" && !v.type.signed;
  if (isZero(right) && isUnsigned(left)) return relation === "ge" || relation === "lt";
  return isZero(left) && isUnsigned(right) && (relation === "le" || relation === "gt");
}

/** Where the type is an argument of a generic function, the comparison may be meant for other types. */
function refuseDecided(f: FunctionContext, type: Type, node: ts.BinaryExpression): void {
  if (f.environment.size > 0) return;
  const hint = "Go down by 'for (let i = n; i-- > 0; )', or make the number signed: i64(…).";
  const message = `A '${showType(type)}' is never below 0, so this comparison always has the same result.`;
  f.declarations.error(node, 1147, message, hint);
}

const isConstant = (v: Value): v is Extract<Value, { kind: "untyped" | "untypedFloat" }> =>
  v.kind === "untyped" || v.kind === "untypedFloat";
const isStringType = (t: Type): boolean => t.kind === "class" && t.info.special === "string";
const isString = (v: Value): v is OperandValue => v.kind === "operand" && isStringType(v.type);

/** `left === right` for the cases of a switch. */
export function equal(f: FunctionContext, left: Value, right: ts.Expression): Operand {
  return equalValues(f, left, value(f, right, left.kind === "operand" ? left.type : null), right, true);
}

/** Equality of two values, or its opposite. */
export function equalValues(
  f: FunctionContext,
  left: Value,
  right: Value,
  at: ts.Node,
  isPositive: boolean,
): Operand {
  if (isConstant(left) && isConstant(right)) return bool((left.value === right.value) === isPositive);
  if (!f.builder.reachable) return bool(false);
  const [a, b] = [settle(left), settle(right)];
  if (a === NEVER || b === NEVER) return bool(false);
  if (a === NULL || b === NULL) return testNull(f, a === NULL ? right : left, isPositive);
  if (a.kind === "int" || a.kind === "float" || b.kind === "int" || b.kind === "float") {
    const isNumber = (t: Type): boolean => t.kind === "int" || t.kind === "float";
    if ((isNumber(a) || isConstant(left)) && (isNumber(b) || isConstant(right))) {
      const type = commonNumber(f, left, right, at);
      if (!type) return bool(false);
      return compare(f, isPositive ? "eq" : "ne", toNumber(f, left, type, at), toNumber(f, right, type, at));
    }
  }
  const byMember = equalToMember(f, left, right, at) ?? equalToMember(f, right, left, at);
  if (byMember) return invertUnless(f, isPositive, byMember);
  const type = isConstant(left) ? b : isConstant(right) ? a : commonType(f, a, b);
  if (!type) return incomparable(f, a, b, at);
  return equalOperands(f, coerce(f, left, type, at), coerce(f, right, type, at), type, at, isPositive);
}

function testNull(f: FunctionContext, v: Value, isPositive: boolean): Operand {
  if (v.kind !== "operand" || v.type.kind !== "nullable") return bool((settle(v) === NULL) === isPositive);
  const result = isNull(f, v.operand);
  return isPositive ? result : not(f, result);
}

function equalOperands(
  f: FunctionContext,
  a: Operand,
  b: Operand,
  type: Type,
  at: ts.Node,
  isPositive: boolean,
): Operand {
  const operator = isPositive ? "eq" : "ne";
  switch (type.kind) {
    case "int":
    case "bool":
    case "float":
    case "function":
    case "pointer":
    case "error":
    case "interface":
      return compare(f, operator, a, b);
    case "class":
      if (!isStringType(type)) return compare(f, operator, a, b);
      return invertUnless(f, isPositive, callCore(f, "core/string.ts", "stringEquals", [], [a, b], at));
    case "union":
      if (!type.members.some((m) => isByContent(f, m))) return compare(f, operator, a, b);
      return invertUnless(f, isPositive, equalUnions(f, a, b, type, at));
    case "nullable":
      return invertUnless(f, isPositive, equalNullables(f, a, b, type.of, at));
    case "tuple":
      return incomparable(f, type, type, at);
    default:
      return incomparable(f, type, type, at);
  }
}

const invertUnless = (f: FunctionContext, isPositive: boolean, a: Operand): Operand =>
  isPositive ? a : not(f, a);

/** Both null, or both there and equal. */
function equalNullables(f: FunctionContext, a: Operand, b: Operand, of: Type, at: ts.Node): Operand {
  const isIdentity =
    of.kind === "union"
      ? !of.members.some((m) => isByContent(f, m))
      : ["class", "function", "pointer"].includes(of.kind) && !isStringType(of);
  const { builder } = f;
  if (isIdentity) return compare(f, "eq", a, b);
  const result = slot(f, BOOL);
  const [both, mixed, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  const [aNull, bNull] = [isNull(f, a), isNull(f, b)];
  branch(f, binary(f, "or", aNull, bNull, BOOL), mixed, both);
  builder.begin(both);
  store(f, result, equalOperands(f, unwrap(f, a), unwrap(f, b), of, at, true), true);
  goto(f, end);
  builder.begin(mixed);
  store(f, result, binary(f, "and", aNull, bNull, BOOL), true);
  builder.begin(end);
  return load(f, result);
}

/** Whether members of a union are compared by what they hold. */
const isByContent = (f: FunctionContext, member: ClassType): boolean =>
  isStringType(member) || f.declarations.contentOf(member.info) !== null;

/** Strings and what is no object by content, others by identity. */
function equalUnions(f: FunctionContext, a: Operand, b: Operand, type: UnionType, at: ts.Node): Operand {
  const { builder } = f;
  const result = slot(f, BOOL);
  const end = builder.newBlock();
  for (const member of type.members.filter((m) => isByContent(f, m))) {
    const [own, both, differ, next] = [
      builder.newBlock(),
      builder.newBlock(),
      builder.newBlock(),
      builder.newBlock(),
    ];
    branch(f, instanceOf(f, a, member.info), own, next);
    builder.begin(own);
    branch(f, instanceOf(f, b, member.info), both, differ);
    builder.begin(both);
    const [x, y] = [memberOf(f, a, member), memberOf(f, b, member)];
    store(f, result, equalOperands(f, x.operand, y.operand, x.type, at, true), true);
    goto(f, end);
    builder.begin(differ);
    store(f, result, bool(false), true);
    goto(f, end);
    builder.begin(next);
  }
  store(f, result, compare(f, "eq", a, b), true);
  builder.begin(end);
  return load(f, result);
}

/** A union, or the same with null, against what one of its members holds: no object is made for that. Null for other values. */
function equalToMember(f: FunctionContext, union: Value, other: Value, at: ts.Node): Operand | null {
  if (union.kind !== "operand" || other.kind === "void" || other.kind === "place") return null;
  const of = union.type.kind === "nullable" ? union.type.of : union.type;
  if (of.kind !== "union" || settle(other).kind === "nullable") return null;
  const wanted = settle(other);
  const isNumber = (t: Type): boolean => t.kind === "int" || t.kind === "float";
  const member = of.members.find((m) => {
    const type = typeOfMember(f, m);
    return type === wanted || (isNumber(type) && isNumber(wanted));
  });
  if (!member || !isByContent(f, member)) return null;
  const { builder } = f;
  const result = slot(f, BOOL);
  const [present, own, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  store(f, result, bool(false), true);
  if (union.type.kind === "nullable") branch(f, isNull(f, union.operand), end, present);
  builder.begin(present);
  const reference = unwrap(f, union.operand);
  branch(f, instanceOf(f, reference, member.info), own, end);
  builder.begin(own);
  store(f, result, equalValues(f, memberOf(f, reference, member), other, at, true), false);
  builder.begin(end);
  return load(f, result);
}

function incomparable(f: FunctionContext, a: Type, b: Type, at: ts.Node): Operand {
  const isSame = a === b;
  const message = isSame
    ? `Values of type '${showType(a)}' have no identity, so they cannot be compared as a whole.`
    : `A '${showType(a)}' is never the same as a '${showType(b)}'.`;
  f.declarations.error(at, 1005, message, isSame ? "Compare their parts." : undefined);
  return bool(false);
}

/** `typeof x === "string"`: null when the expression is none. */
function typeofTest(f: FunctionContext, node: ts.BinaryExpression): Operand | null {
  const [subject, text] = ts.isTypeOfExpression(node.left)
    ? [node.left, node.right]
    : [node.right, node.left];
  if (!ts.isTypeOfExpression(subject)) return null;
  if (!ts.isStringLiteral(text)) {
    f.declarations.error(node, 1122, "'typeof' can only be compared with a string literal.");
    return bool(false);
  }
  return hasTypeName(f, value(f, subject.expression, null), text.text);
}

/** `typeof x` as a value. What is null has two names in JavaScript, and here one form. */
export function lowerTypeOf(f: FunctionContext, node: ts.TypeOfExpression): Value {
  const v = value(f, node.expression, null);
  const type = settle(v);
  if (type.kind === "nullable" || type === NULL) {
    const hint = 'Test for null first, or compare: typeof x === "string".';
    f.declarations.error(
      node,
      1122,
      "'typeof' of what may be null can only be compared with a string.",
      hint,
    );
  }
  const name = (text: string): Value => stringLiteral(f, text);
  if (v.kind !== "operand" || type.kind !== "union") return name(typeName(type));
  return overUnion(f, v.operand, type, node, (member) => name(typeName(settle(member))));
}

/** Whether `typeof` of a value gives the name. */
export function hasTypeName(f: FunctionContext, v: Value, name: string): Operand {
  return v.kind === "operand" ? typeIs(f, v.operand, v.type, name) : bool(typeName(settle(v)) === name);
}

function typeIs(f: FunctionContext, operand: Operand, type: Type, name: string): Operand {
  if (type.kind === "nullable") {
    const absent = isNull(f, operand);
    // typeof null is "object", typeof undefined "undefined": here both are one value.
    if (name === "undefined") return absent;
    const inner = slot(f, BOOL);
    const { builder } = f;
    const [present, end] = [builder.newBlock(), builder.newBlock()];
    store(f, inner, bool(false), true);
    branch(f, absent, end, present);
    builder.begin(present);
    store(f, inner, typeIs(f, unwrap(f, operand), type.of, name), false);
    builder.begin(end);
    return load(f, inner);
  }
  if (type.kind === "union") {
    const matching = type.members.filter((m) => typeName(typeOfMember(f, m)) === name);
    return isAmong(f, operand, matching, type);
  }
  return bool(typeName(type) === name);
}

function typeName(type: Type): string {
  if (isStringType(type)) return "string";
  if (type.kind === "int" || type.kind === "float") return "number";
  if (type.kind === "bool") return "boolean";
  if (type.kind === "function") return "function";
  return type.kind === "void" || type.kind === "null" ? "undefined" : "object";
}
