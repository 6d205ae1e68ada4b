/** `&&`, `||`, `??`, `!`, `?:`: branches; their value goes through a slot. */

import ts from "typescript";
import type { Block, Place } from "../../mir.ts";
import { BOOL, NEVER, NULL, isInline, nullableType, showType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce, commonOfValues } from "./coerce.ts";
import { assignInline, value } from "./dispatch.ts";
import { staticCondition } from "./static.ts";
import { truthOf } from "./truth.ts";
import {
  NO_VALUE,
  branch,
  goto,
  inPlace,
  isNull,
  load,
  not,
  settle,
  slot,
  store,
  typed,
  unwrap,
  zeroOf,
} from "./values.ts";

/** Branches on truth. */
export function condition(f: FunctionContext, node: ts.Expression, then: Block, otherwise: Block): void {
  const { builder } = f;
  if (ts.isParenthesizedExpression(node)) return condition(f, node.expression, then, otherwise);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return condition(f, node.operand, otherwise, then);
  }
  const known = staticCondition(f, node);
  if (known !== null) return goto(f, known ? then : otherwise);
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
      const next = builder.newBlock();
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) condition(f, node.left, next, otherwise);
      else condition(f, node.left, then, next);
      builder.begin(next);
      return condition(f, node.right, then, otherwise);
    }
  }
  branch(f, truthOf(f, value(f, node, null), node), then, otherwise);
}

/** `!x`, of any value that can be a condition. */
export function lowerNot(f: FunctionContext, node: ts.PrefixUnaryExpression): Value {
  return typed(not(f, truthOf(f, value(f, node.operand, null), node.operand)), BOOL);
}

/** `c ? a : b`; only one of them is lowered when `c` is known. */
export function lowerConditional(
  f: FunctionContext,
  node: ts.ConditionalExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const known = staticCondition(f, node.condition);
  if (known !== null) return value(f, known ? node.whenTrue : node.whenFalse, expected, dest);
  const { builder } = f;
  const [then, otherwise] = [builder.newBlock(), builder.newBlock()];
  condition(f, node.condition, then, otherwise);
  return merge(
    f,
    [
      { block: then, node: node.whenTrue, lower: (e, d) => value(f, node.whenTrue, e, d) },
      { block: otherwise, node: node.whenFalse, lower: (e, d) => value(f, node.whenFalse, e, d) },
    ],
    expected,
    dest,
    node,
  );
}

interface Arm {
  readonly block: Block;
  readonly node: ts.Node;
  readonly lower: (expected: Type | null, dest: Place | null) => Value;
}

/**
 * Lowers each arm in its block and joins them with a value of one type. The types of all arms decide; to know them before the
 * first is stored, the later ones are lowered tentatively.
 */
export function merge(
  f: FunctionContext,
  arms: readonly Arm[],
  expected: Type | null,
  dest: Place | null,
  at: ts.Node,
): Value {
  const { builder } = f;
  if (builder.speculating) return mergeTentatively(f, arms, expected, at);
  const type = resultOfArms(
    f,
    inOrder(f, arms, expected, (arm, guide) => tentative(f, arm, guide)),
    expected,
    at,
  );
  const end = builder.newBlock();
  let endIsReached = false;
  const isValueless = type === null;
  const place = isValueless ? null : isInline(type) ? (dest ?? slot(f, type)) : slot(f, type);
  for (const arm of arms) {
    builder.begin(arm.block);
    const v = arm.lower(type, place && isInline(place.type) ? place : null);
    if (place && builder.reachable) {
      if (isInline(place.type)) assignInline(f, v, place, true, arm.node);
      else store(f, place, coerce(f, v, place.type, arm.node), true);
    }
    endIsReached ||= builder.reachable;
    goto(f, end);
  }
  if (!endIsReached) return NO_VALUE;
  builder.begin(end);
  if (!place) return NO_VALUE;
  return isInline(place.type) ? inPlace(place, true) : typed(load(f, place), place.type);
}

/** Lowers the arms; those that say nothing of their type (`[]`) come last, guided by the others. */
function inOrder(
  f: FunctionContext,
  arms: readonly Arm[],
  expected: Type | null,
  lower: (arm: Arm, guide: Type | null) => Value | null,
): (Value | null)[] {
  const isOpen = (node: ts.Node): boolean =>
    ts.isParenthesizedExpression(node)
      ? isOpen(node.expression)
      : ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isArrowFunction(node);
  const values = arms.map((arm) => (isOpen(arm.node) && !expected ? null : lower(arm, expected)));
  const guide =
    expected ??
    commonOfValues(
      f,
      values.filter((v) => v !== null && v.kind !== "void"),
    );
  return arms.map((arm, i) => (isOpen(arm.node) && !expected ? lower(arm, guide) : values[i]!));
}

/** Only the type matters, so each arm is lowered once: chains of `?:` would take exponential time otherwise. */
function mergeTentatively(
  f: FunctionContext,
  arms: readonly Arm[],
  expected: Type | null,
  at: ts.Node,
): Value {
  const { builder } = f;
  const end = builder.newBlock();
  const values = inOrder(f, arms, expected, (arm, guide) => {
    builder.begin(arm.block);
    const v = arm.lower(guide, null);
    const isEnd = v.kind === "void" && !builder.reachable;
    goto(f, end);
    return isEnd ? null : v;
  });
  const isOver = values.every((v) => v === null);
  const type = resultOfArms(f, values, expected, at);
  builder.begin(end);
  if (isOver) builder.terminate({ op: "unreachable" });
  if (!type) return NO_VALUE;
  return isInline(type) ? inPlace(slot(f, type), true) : typed(load(f, slot(f, type)), type);
}

/** Null when no arm has a value; arms that never end (null) do not count. */
function resultOfArms(
  f: FunctionContext,
  lowered: readonly (Value | null)[],
  expected: Type | null,
  at: ts.Node,
): Type | null {
  const values = lowered.filter((v) => v !== null);
  if (values.length === 0 || values.every((v) => v.kind === "void")) return null;
  if (values.some((v) => v.kind === "void")) return null;
  if (expected && expected.kind !== "void" && acceptsAll(f, values, expected)) return expected;
  const type = commonOfValues(f, values);
  if (type && type !== NULL && holdsConstants(type, values)) return type;
  // `count ?? "none"`: where the checker's view of both is a type of the language.
  const seen = ts.isExpression(at)
    ? f.declarations.typeFromChecker(f.declarations.checker.getTypeAtLocation(at), f.environment)
    : null;
  const content = seen?.kind === "nullable" ? seen.of : seen;
  if (seen && content?.kind === "union" && values.every((v) => v.kind !== "void")) return seen;
  const names = [...new Set(values.map((v) => `'${showType(settle(v))}'`))].join(" and ");
  f.declarations.error(
    at,
    1006,
    `The alternatives, ${names}, have no type in common.`,
    "Convert one of them.",
  );
  return NEVER;
}

/** Constants without a type take that of the other arms, unless it is no number. */
function holdsConstants(type: Type, values: readonly Value[]): boolean {
  const isNumber = (t: Type): boolean => ["int", "float", "union", "never"].includes(t.kind);
  const hasConstants = values.some((v) => v.kind === "untyped" || v.kind === "untypedFloat");
  return !hasConstants || isNumber(type.kind === "nullable" ? type.of : type);
}

/**
 * Constants take the expected type, but for fractions where it is an integer (`u32(half ? 0.5 : 1.5)` is a conversion of an
 * `f64`); a value that has another type keeps it, so that its use reports the difference.
 */
function acceptsAll(f: FunctionContext, values: readonly Value[], expected: Type): boolean {
  // What is no member of the union is reported where its arm is.
  if ((expected.kind === "nullable" ? expected.of : expected).kind === "union") return true;
  const type = commonOfValues(f, values);
  if (expected.kind === "int" && values.some((v) => v.kind === "untypedFloat")) return false;
  if (!type || values.every((v) => v.kind === "untyped" || v.kind === "untypedFloat" || settle(v) === NULL)) {
    return expected.kind !== "error";
  }
  if (type === expected) return true;
  const isNumber = (t: Type): boolean => t.kind === "int" || t.kind === "float";
  const strip = (t: Type): Type => (t.kind === "nullable" ? t.of : t);
  return !(isNumber(strip(type)) && isNumber(strip(expected)));
}

/** The value an arm would have, without its code; null when it never ends. */
function tentative(f: FunctionContext, arm: Arm, expected: Type | null): Value | null {
  return f.builder.speculate(() => {
    const v = arm.lower(expected, null);
    return v.kind === "void" && !f.builder.reachable ? null : v;
  });
}

/** `&&`, `||` and `??`, whose right side is run only if it decides. */
export function lowerLogical(
  f: FunctionContext,
  node: ts.BinaryExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.QuestionQuestionToken) {
    return coalesce(f, value(f, node.left, expected && nullableType(expected)), node, expected, dest);
  }
  const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
  const left = value(f, node.left, expected);
  const type = settle(left);
  if (type.kind !== "bool" && !isAnd) return orElse(f, left, node, expected, dest);
  if (type.kind === "nullable" && isAnd) return andThen(f, left, node, expected);
  const { builder } = f;
  const [more, end] = [builder.newBlock(), builder.newBlock()];
  const first = truthOf(f, left, node.left);
  const result = slot(f, BOOL);
  store(f, result, first, true);
  branch(f, first, isAnd ? more : end, isAnd ? end : more);
  builder.begin(more);
  const right = value(f, node.right, BOOL);
  // `ready && start()` as a statement: only its effect counts.
  if (right.kind === "void" || ts.isExpressionStatement(node.parent)) {
    goto(f, end);
    builder.begin(end);
    return right.kind === "void" && builder.reachable && !ts.isExpressionStatement(node.parent)
      ? NO_VALUE
      : typed(load(f, result), BOOL);
  }
  store(f, result, coerce(f, right, BOOL, node.right), false);
  goto(f, end);
  builder.begin(end);
  return typed(load(f, result), BOOL);
}

/** `a ?? b` of a lowered left side. */
export function coalesce(
  f: FunctionContext,
  left: Value,
  node: ts.BinaryExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  if (settle(left) === NULL) return value(f, node.right, expected, dest);
  if (left.kind !== "operand" || left.type.kind !== "nullable") return left;
  const { builder } = f;
  const { operand } = left;
  const [absent, present] = [builder.newBlock(), builder.newBlock()];
  branch(f, isNull(f, operand), absent, present);
  return join(f, left, present, absent, node, expected, dest);
}

/** `a || b` of what is no boolean: b when a is null, empty or 0. */
function orElse(
  f: FunctionContext,
  left: Value,
  node: ts.BinaryExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const { builder } = f;
  const [absent, present] = [builder.newBlock(), builder.newBlock()];
  branch(f, truthOf(f, left, node.left), present, absent);
  return join(f, left, present, absent, node, expected, dest);
}

function join(
  f: FunctionContext,
  left: Value,
  present: Block,
  absent: Block,
  node: ts.BinaryExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const content = (): Value => {
    if (left.kind !== "operand" || left.type.kind !== "nullable") return left;
    return typed(unwrap(f, left.operand), left.type.of);
  };
  const settled = left.kind === "operand" && left.type.kind === "nullable" ? left.type.of : settle(left);
  const arms: Arm[] = [
    { block: present, node: node.left, lower: content },
    { block: absent, node: node.right, lower: (e, d) => value(f, node.right, e ?? settled, d) },
  ];
  return merge(f, arms, expected, dest, node);
}

/** `a && b` where a may be null: null, or b. */
function andThen(f: FunctionContext, left: Value, node: ts.BinaryExpression, expected: Type | null): Value {
  const { builder } = f;
  const [more, absent] = [builder.newBlock(), builder.newBlock()];
  branch(f, truthOf(f, left, node.left), more, absent);
  if (ts.isExpressionStatement(node.parent)) {
    builder.begin(more);
    value(f, node.right, null);
    builder.begin(absent);
    return NO_VALUE;
  }
  const inner = expected?.kind === "nullable" ? expected.of : expected;
  const type = f.builder.speculate(() => settle(value(f, node.right, inner)));
  const result: Value = type.kind === "bool" ? typed(zeroOf(BOOL), BOOL) : typed(zeroOf(NULL), NULL);
  const arms: Arm[] = [
    { block: more, node: node.right, lower: (e) => value(f, node.right, e ?? inner) },
    { block: absent, node: node.left, lower: () => result },
  ];
  return merge(f, arms, expected, null, node);
}
