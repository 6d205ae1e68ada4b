/** `=`, `+=`, `??=`, `++` and destructuring assignment. */

import ts from "typescript";
import { NEVER, NULL, isInline } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { nameText } from "../declare/names.ts";
import { arithmeticOperator, combine } from "./arithmetic.ts";
import { coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { element, elementOrNull } from "./elements.ts";
import { indexed } from "./items.ts";
import { property } from "./members.ts";
import { restOfObject } from "./object-literals.ts";
import { callMethod } from "./methods.ts";
import { narrow } from "./narrow.ts";
import { isStablePath } from "./paths.ts";
import { targetOf, type Target } from "./targets.ts";
import { appendTo } from "./text.ts";
import { truthOf } from "./truth.ts";
import { NO_VALUE, branch, goto, inPlace, isNull, load, slot, store, typed, u64, unwrap } from "./values.ts";

/** Whether the operator assigns: `=`, and compound and logical ones. */
export const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** The operator within `+=` and its kin. */
const compound = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusEqualsToken, ts.SyntaxKind.MinusToken],
  [ts.SyntaxKind.AsteriskEqualsToken, ts.SyntaxKind.AsteriskToken],
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken, ts.SyntaxKind.AsteriskAsteriskToken],
  [ts.SyntaxKind.SlashEqualsToken, ts.SyntaxKind.SlashToken],
  [ts.SyntaxKind.PercentEqualsToken, ts.SyntaxKind.PercentToken],
  [ts.SyntaxKind.AmpersandEqualsToken, ts.SyntaxKind.AmpersandToken],
  [ts.SyntaxKind.BarEqualsToken, ts.SyntaxKind.BarToken],
  [ts.SyntaxKind.CaretEqualsToken, ts.SyntaxKind.CaretToken],
  [ts.SyntaxKind.LessThanLessThanEqualsToken, ts.SyntaxKind.LessThanLessThanToken],
  [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken, ts.SyntaxKind.GreaterThanGreaterThanToken],
  [
    ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
    ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ],
]);

/** An assignment of any kind; its value is what was assigned. */
export function lowerAssignment(f: FunctionContext, node: ts.BinaryExpression): Value {
  const kind = node.operatorToken.kind;
  if (ts.isArrayLiteralExpression(node.left) || ts.isObjectLiteralExpression(node.left))
    return destructure(f, node);
  const target = targetOf(f, node.left);
  if (!target) return value(f, node.right, null);
  const operator = compound.get(kind);
  if (operator) return compoundAssign(f, node, operator, target);
  if (kind !== ts.SyntaxKind.EqualsToken) return logicalAssign(f, node, target);
  return write(f, target, value(f, node.right, target.type), node.right);
}

/** Stores the value; the expression's value is what was stored. */
function write(f: FunctionContext, target: Target, v: Value, at: ts.Node): Value {
  if (isInline(target.type)) {
    target.write(v, at);
    return v;
  }
  const { type } = target;
  const content = type.kind === "nullable" && isPresent(v) ? type.of : type;
  const stored = typed(coerce(f, v, content, at), content);
  target.write(stored, at);
  return stored;
}

/** Whether a value is surely not null: then neither is the assignment's, though null may be stored there. */
const isPresent = (v: Value): boolean =>
  v.kind === "operand"
    ? !["nullable", "null", "never"].includes(v.type.kind)
    : v.kind !== "void" && v.kind !== "place";

function compoundAssign(
  f: FunctionContext,
  node: ts.BinaryExpression,
  kind: ts.SyntaxKind,
  target: Target,
): Value {
  const steady = isSteady(f, node.right) ? steadied(f, target) : target;
  const current = narrow(f, steady.read(), node.left, () => isStablePath(f, node.left));
  const isText =
    current.kind === "operand" && current.type.kind === "class" && current.type.info.special === "string";
  if (isText && kind === ts.SyntaxKind.PlusToken) {
    const joined = appendTo(f, current.operand, node.right);
    return write(f, steady, typed(joined, target.type), node);
  }
  const right = value(f, node.right, target.type);
  const sum = combine(f, arithmeticOperator(kind)!, current, right, target.type, node);
  return write(f, steady, sum, node);
}

/** Finds the place once: nothing between the read and the write can move it. */
function steadied(f: FunctionContext, target: Target): Target {
  if (!target.place) return target;
  const place = target.place();
  const steady = { ...target, place: () => place };
  return {
    ...steady,
    read: () => typed(load(f, place), place.type),
    write: (v, at) => store(f, place, coerce(f, v, place.type, at), false),
  };
}

/** Whether evaluating an expression surely changes nothing: names, literals, fields, arithmetic. */
function isSteady(f: FunctionContext, node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isSteady(f, node.expression);
  if (ts.isPrefixUnaryExpression(node)) {
    const changes =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return !changes && isSteady(f, node.operand);
  }
  if (ts.isBinaryExpression(node))
    return !isAssignment(node.operatorToken.kind) && isSteady(f, node.left) && isSteady(f, node.right);
  if (ts.isElementAccessExpression(node))
    return isSteady(f, node.expression) && isSteady(f, node.argumentExpression);
  if (ts.isPropertyAccessExpression(node)) {
    const symbol = f.declarations.checker.getSymbolAtLocation(node.name);
    return ((symbol?.flags ?? 0) & ts.SymbolFlags.Accessor) === 0 && isSteady(f, node.expression);
  }
  return ts.isIdentifier(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** `&&=`, `||=`, `??=`. */
function logicalAssign(f: FunctionContext, node: ts.BinaryExpression, target: Target): Value {
  const { builder } = f;
  const kind = node.operatorToken.kind;
  const current = target.read();
  const [change, keep] = [builder.newBlock(), builder.newBlock()];
  const isValueless = ts.isExpressionStatement(node.parent);
  // As a value the nullable part is gone: it is what was there, or what was assigned.
  const type =
    target.type.kind === "nullable" && kind !== ts.SyntaxKind.AmpersandAmpersandEqualsToken
      ? target.type.of
      : target.type;
  const result = slot(f, type);
  const end = builder.newBlock();
  if (kind === ts.SyntaxKind.QuestionQuestionEqualsToken) {
    if (current.kind !== "operand" || current.type.kind !== "nullable") return current;
    branch(f, isNull(f, current.operand), change, keep);
  } else {
    const truth = truthOf(f, current, node.left);
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken;
    branch(f, truth, isAnd ? change : keep, isAnd ? keep : change);
  }
  builder.begin(keep);
  if (!isValueless && current.kind === "operand") {
    store(f, result, type === target.type ? current.operand : unwrap(f, current.operand), true);
  }
  goto(f, end);
  builder.begin(change);
  const right = coerce(f, value(f, node.right, type), type, node.right);
  target.write(typed(right, type), node.right);
  if (!isValueless) store(f, result, right, true);
  builder.begin(end);
  return isValueless ? NO_VALUE : typed(load(f, result), type);
}

/** `++x`, `x++` and their like. */
export function lowerStep(
  f: FunctionContext,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
): Value {
  const target = targetOf(f, node.operand);
  if (!target) return typed({ kind: "int", type: NEVER, value: 0n }, NEVER);
  const steady = steadied(f, target);
  const old = narrow(f, steady.read(), node.operand, () => isStablePath(f, node.operand));
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "add" : "sub";
  const changed = write(
    f,
    steady,
    combine(f, operator, old, { kind: "untyped", value: 1n }, null, node),
    node,
  );
  return ts.isPrefixUnaryExpression(node) ? changed : old;
}

// ---------------------------------------------------------------- destructuring

function destructure(f: FunctionContext, node: ts.BinaryExpression): Value {
  const { left, right } = node;
  if (
    ts.isArrayLiteralExpression(left) &&
    ts.isArrayLiteralExpression(right) &&
    !right.elements.some(ts.isSpreadElement)
  ) {
    // `[a, b] = [b, a]`: all values first, and no array.
    const values = right.elements.map((e) => copied(f, value(f, e, null)));
    left.elements.forEach((target, i) => {
      const v = values[i];
      if (v && !ts.isOmittedExpression(target)) assign(f, target, v);
    });
    return NO_VALUE;
  }
  const v = value(f, right, null);
  assign(f, left, v);
  return v;
}

/** A struct where it lies may be overwritten before it is stored. */
function copied(f: FunctionContext, v: Value): Value {
  if (v.kind !== "place" || v.isTemporary) return v;
  const copy = slot(f, v.type);
  f.builder.emit({ op: "copyPlace", to: copy, from: v.place, init: true });
  return inPlace(copy, true);
}

/** Assigns a lowered value to a target or a pattern of targets. */
export function assign(f: FunctionContext, node: ts.Expression, v: Value): void {
  if (ts.isParenthesizedExpression(node)) return assign(f, node.expression, v);
  if (ts.isArrayLiteralExpression(node)) return assignElements(f, node, v);
  if (ts.isObjectLiteralExpression(node)) return assignProperties(f, node, v);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return assign(f, node.left, withDefault(f, v, node.right));
  }
  targetOf(f, node)?.write(v, node);
}

function assignElements(f: FunctionContext, pattern: ts.ArrayLiteralExpression, v: Value): void {
  const most = pattern.elements.some(ts.isSpreadElement) ? null : pattern.elements.length;
  const source = indexed(f, v, pattern, most);
  pattern.elements.forEach((target, i) => {
    if (ts.isOmittedExpression(target)) return;
    if (ts.isSpreadElement(target)) {
      assign(
        f,
        target.expression,
        callMethod(f, source, "slice", [{ kind: "untyped", value: BigInt(i) }], target),
      );
    } else {
      const hasDefault =
        ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      const of = hasDefault ? elementOrNull : element;
      assign(f, target, of(f, source, u64(i), target));
    }
  });
}

function assignProperties(f: FunctionContext, pattern: ts.ObjectLiteralExpression, v: Value): void {
  const named = new Set<string>();
  for (const member of pattern.properties) {
    if (ts.isSpreadAssignment(member)) {
      assign(f, member.expression, restOfObject(f, v, named, member));
      continue;
    }
    named.add(nameText(member.name) ?? "");
    if (ts.isShorthandPropertyAssignment(member)) {
      const part = property(f, v, member.name.text, member);
      assign(
        f,
        member.name,
        member.objectAssignmentInitializer ? withDefault(f, part, member.objectAssignmentInitializer) : part,
      );
    } else if (
      ts.isPropertyAssignment(member) &&
      (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
    ) {
      assign(f, member.initializer, property(f, v, member.name.text, member));
    } else {
      f.declarations.error(member, 1131, "Only properties with a plain name can be taken out of an object.");
    }
  }
}

function withDefault(f: FunctionContext, v: Value, initializer: ts.Expression): Value {
  if (v.kind === "operand" && v.type === NULL) return value(f, initializer, null);
  if (v.kind !== "operand" || v.type.kind !== "nullable") return v;
  const { builder } = f;
  const { of } = v.type;
  const result = slot(f, of);
  const [absent, present, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  branch(f, isNull(f, v.operand), absent, present);
  builder.begin(present);
  store(f, result, unwrap(f, v.operand), true);
  goto(f, end);
  builder.begin(absent);
  store(f, result, coerce(f, value(f, initializer, of), of, initializer), true);
  builder.begin(end);
  return typed(load(f, result), of);
}
