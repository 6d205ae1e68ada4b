/** `as`, `satisfies`, `!`, `instanceof`. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { BOOL, ERROR, NEVER, classType, isInline, showType, type ClassInfo, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { accepts, coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { isAmong, memberFor, memberOf } from "./union-members.ts";
import { widens } from "./integers.ts";
import { isOfPrelude, symbolOf } from "./known-names.ts";
import { instanceBelow } from "./instance-below.ts";
import {
  bool,
  branch,
  cast,
  convert,
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
  wrap,
  zeroOf,
} from "./values.ts";
import type { Place } from "../../mir.ts";

/** `x as T`: conversions between integers and their brands or enums, checked casts of classes, and hints for literals. */
export function lowerAs(
  f: FunctionContext,
  node: ts.AsExpression | ts.TypeAssertion,
  _e: Type | null,
  dest: Place | null,
): Value {
  if (ts.isTypeReferenceNode(node.type) && node.type.getText() === "const")
    return value(f, node.expression, null, dest);
  // `reference as object`: any reference, for the unsafe functions that take one.
  if (node.type.kind === ts.SyntaxKind.ObjectKeyword) return value(f, node.expression, null);
  const to = f.declarations.resolveType(node.type, f.environment);
  const v = value(f, node.expression, to, dest);
  return to === NEVER ? typed(zeroOf(NEVER), NEVER) : asType(f, v, to, node);
}

function asType(f: FunctionContext, v: Value, to: Type, node: ts.AsExpression | ts.TypeAssertion): Value {
  if (v.kind === "place" || isInline(to)) {
    if (settle(v) !== to) coerce(f, v, to, node);
    return v.kind === "place" && v.type === to ? v : typed(zeroOf(NEVER), NEVER);
  }
  if (v.kind === "untyped" && to.kind === "int" && (v.wraps || v.value >= 0n)) {
    const low = wrap(v.value, to.bits, to.signed);
    if (low !== v.value && !v.wraps) return typed(coerce(f, v, to, node), to);
    return typed(int(to, low), to);
  }
  if (v.kind === "operand") {
    const converted = fromOperand(f, v.operand, v.type, to, node);
    if (converted) return typed(converted, to);
  }
  return typed(coerce(f, v, to, node), to);
}

/** Null when `as` does nothing beyond what an assignment does. */
function fromOperand(
  f: FunctionContext,
  operand: Operand,
  from: Type,
  to: Type,
  node: ts.AsExpression | ts.TypeAssertion,
): Operand | null {
  if (from === to) return operand;
  if (from.kind === "int" && to.kind === "int") {
    const isBrand =
      to.brand !== null || to.enumName !== null || from.brand !== null || from.enumName !== null;
    const isEnum = to.enumName !== null;
    return isBrand && (isEnum || widens(from, to)) ? convert(f, operand, to) : null;
  }
  if (from.kind === "nullable" && to.kind !== "nullable") {
    return fromOperand(f, presentOrPanic(f, operand, node.expression), from.of, to, node);
  }
  const member = memberFor(f, from, to);
  if (member && member !== to && from.kind === "union") {
    const message = `this is no ${showType(to)}: ${node.getText()}`;
    f.builder.emit({ op: "panicIf", condition: not(f, isAmong(f, operand, [member], from)), message });
    return memberOf(f, operand, member).operand;
  }
  if (to.kind === "union" && from.kind === "union" && accepts(f, to, from)) {
    const message = `this is no ${showType(to)}: ${node.getText()}`;
    f.builder.emit({ op: "panicIf", condition: not(f, isAmong(f, operand, to.members, from)), message });
    return cast(f, operand, to);
  }
  if (to.kind === "class" && (from === ERROR || accepts(f, to, from) || from.kind === "interface")) {
    const message = `this is no ${showType(to)}: ${node.getText()}`;
    f.builder.emit({ op: "panicIf", condition: not(f, instanceOf(f, operand, to.info)), message });
    return cast(f, operand, to);
  }
  return null;
}

function presentOrPanic(f: FunctionContext, operand: Operand, node: ts.Expression): Operand {
  f.builder.emit({
    op: "panicIf",
    condition: isNull(f, operand),
    message: `this is null: ${node.getText()}`,
  });
  return unwrap(f, operand);
}

/** `x!`: panics on null. */
export function lowerNonNull(f: FunctionContext, node: ts.NonNullExpression): Value {
  const v = value(f, node.expression, null);
  if (v.kind !== "operand" || v.type.kind !== "nullable") return v;
  return typed(presentOrPanic(f, v.operand, node.expression), v.type.of);
}

/** `x satisfies T`: the type only guides what is a literal. */
export function lowerSatisfies(
  f: FunctionContext,
  node: ts.SatisfiesExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  return value(f, node.expression, expected ?? f.declarations.resolveType(node.type, f.environment), dest);
}

// ---------------------------------------------------------------- instanceof

/** `x instanceof C`. False for null. */
export function lowerInstanceOf(f: FunctionContext, node: ts.BinaryExpression): Value {
  const v = value(f, node.left, null);
  const info = classNamed(f, node.right, v);
  if (!info || v.kind !== "operand") return typed(bool(false), BOOL);
  return typed(isInstance(f, v.operand, v.type, info, node), BOOL);
}

function isInstance(f: FunctionContext, operand: Operand, type: Type, info: ClassInfo, at: ts.Node): Operand {
  switch (type.kind) {
    case "class":
      return accepts(f, type, classType(info)) ? bool(true) : instanceOf(f, operand, info);
    case "union":
    case "interface":
    case "error":
      return instanceOf(f, operand, info);
    case "nullable": {
      const { builder } = f;
      const result = slot(f, BOOL);
      const [present, end] = [builder.newBlock(), builder.newBlock()];
      store(f, result, bool(false), true);
      branch(f, isNull(f, operand), end, present);
      builder.begin(present);
      store(f, result, isInstance(f, unwrap(f, operand), type.of, info, at), false);
      goto(f, end);
      builder.begin(end);
      return load(f, result);
    }
    default:
      if (type !== NEVER)
        f.declarations.error(at, 1018, `A '${showType(type)}' is never an instance of a class.`);
      return bool(false);
  }
}

/** The class that a name stands for; of a generic one, the only instance that the value may be of. */
function classNamed(f: FunctionContext, node: ts.Expression, v: Value): ClassInfo | null {
  const symbol = symbolOf(f, node);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isClassLike(declaration)) {
    f.declarations.error(node, 1018, "The right side of 'instanceof' is the name of a class.");
    return null;
  }
  if (isOfPrelude(symbol)) {
    if (["Error", "RangeError", "TypeError"].includes(symbol.name))
      return f.declarations.coreClass(symbol.name, []);
  } else if (!declaration.typeParameters) {
    return f.declarations.classInfo(declaration, [], f.environment);
  }
  const type = v.kind === "operand" ? (v.type.kind === "nullable" ? v.type.of : v.type) : null;
  const members = type?.kind === "union" ? type.members : type?.kind === "class" ? [type] : [];
  const name = symbol.name === "Map" || symbol.name === "Set" ? `${symbol.name}Object` : symbol.name;
  const fitting = members.filter((m) => f.declarations.declarationOf(m.info)?.name?.text === name);
  if (fitting.length === 1) return fitting[0]!.info;
  const below = members.flatMap((m) => instanceBelow(f, declaration, m.info) ?? []);
  if (below.length === 1) return below[0]!;
  f.declarations.error(
    node,
    1018,
    `Which '${symbol.name}' is meant is not known: it is generic.`,
    "Give it a base class that is not.",
  );
  return null;
}
