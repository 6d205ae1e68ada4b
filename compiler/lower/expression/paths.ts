/** Access expressions: names of modules, classes and enums, chains with `?.`, and narrowing at their end. */

import ts from "typescript";
import type { Block } from "../../mir.ts";
import { NULL, NEVER, nullableType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { asksForAbsent, mayBeAbsent } from "./absent.ts";
import { asIndex, element, elementOrNull } from "./elements.ts";
import { callInstance } from "./call.ts";
import { mayNameScope } from "../declare/scope-names.ts";
import { isOfPrelude, symbolOf } from "./known-names.ts";
import { stringLiteral } from "./literals.ts";
import { property } from "./members.ts";
import { fromDeclaration, globalValue, preludeValue, symbolOfName } from "./names.ts";
import { narrow } from "./narrow.ts";
import {
  NO_VALUE,
  branch,
  goto,
  int,
  isNull,
  load,
  settle,
  slot,
  store,
  typeOfOperand,
  typed,
  unwrap,
  zeroOf,
} from "./values.ts";

/** `a.b` and `a?.b`. */
export function lowerPropertyAccess(f: FunctionContext, node: ts.PropertyAccessExpression): Value {
  const named = staticMember(f, node);
  if (named) return named;
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return superProperty(f, node);
  return inChain(f, node, () => {
    const base = baseOf(f, node);
    f.builder.setLocation(node.name);
    return narrow(f, property(f, base, node.name.text, node.name), node, () => isStablePath(f, node));
  });
}

/** `super.name`: the base class's getter, whatever overrides it. */
function superProperty(f: FunctionContext, node: ts.PropertyAccessExpression): Value {
  const type = f.receiver && typeOfOperand(f.receiver);
  const base = type?.kind === "class" ? (f.instance.owner ?? type.info).base : null;
  const getter = base && f.declarations.method(base, `get ${node.name.text}`);
  if (getter) return callInstance(f, getter.instance, f.receiver, [], node);
  const hint = "A field is the same through 'this'.";
  f.declarations.error(node, 1008, `The base class has no getter '${node.name.text}'.`, hint);
  return typed(zeroOf(NEVER), NEVER);
}

/** `a[i]` and `a?.[i]`, the index checked. */
export function lowerElementAccess(
  f: FunctionContext,
  node: ts.ElementAccessExpression,
  expected: Type | null = null,
): Value {
  return inChain(f, node, () => {
    const base = baseOf(f, node);
    const isPointer = base.kind === "operand" && base.type.kind === "pointer";
    const index = asIndex(f, value(f, node.argumentExpression, null), node.argumentExpression, isPointer);
    f.builder.setLocation(node);
    if (isMaybeAbsent(f, node, expected)) return elementOrNull(f, base, index, node);
    return narrow(f, element(f, base, index, node), node, () => false);
  });
}

/** Whether null is wanted, or asked for, where there is no such item. */
function isMaybeAbsent(f: FunctionContext, node: ts.ElementAccessExpression, expected: Type | null): boolean {
  if (expected?.kind === "nullable" || asksForAbsent(f, node)) return true;
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  const symbol = ts.isVariableDeclaration(parent) && f.declarations.checker.getSymbolAtLocation(parent.name);
  return symbol ? mayBeAbsent(f, symbol) : false;
}

/** `Color.Red`, `Point.origin`, `module.name`: null when the node reads a property of a value. */
function staticMember(f: FunctionContext, node: ts.PropertyAccessExpression): Value | null {
  if (!mayNameScope(f.declarations.checker, node.expression)) return null;
  const symbol = symbolOf(f, node.name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration) return null;
  if (isOfPrelude(symbol)) return preludeValue(f, node);
  if (ts.isEnumMember(declaration)) {
    const { type, value: member } = f.declarations.enumMember(declaration);
    return typeof member === "string" ? stringLiteral(f, member) : typed(int(type, member), type);
  }
  if (ts.isPropertyDeclaration(declaration) && isStatic(declaration)) {
    return narrow(f, globalValue(f, declaration), node, () => false);
  }
  if (
    ts.isGetAccessorDeclaration(declaration) &&
    isStatic(declaration) &&
    ts.isClassLike(declaration.parent)
  ) {
    const getter = f.declarations.staticMethod(declaration.parent, [], `get ${node.name.text}`, []);
    if (getter) return callInstance(f, getter, null, [], node);
  }
  const isModule = ts.isIdentifier(node.expression) && isModuleName(f, node.expression);
  return isModule && ts.isIdentifier(node.name) ? fromDeclaration(f, node.name, symbol) : null;
}

const isModuleName = (f: FunctionContext, node: ts.Identifier): boolean =>
  ((symbolOf(f, node)?.flags ?? 0) & ts.SymbolFlags.ValueModule) !== 0;

/** Whether a member is static. */
export const isStatic = (node: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;

// ---------------------------------------------------------------- optional chains

/** Where the chain that is being lowered goes when a `?.` finds null. */
let absent: { readonly f: FunctionContext; readonly block: Block } | null = null;

type ChainNode =
  ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression | ts.NonNullExpression;

const isOutermost = (node: ChainNode): boolean => {
  const { parent } = node;
  return !(ts.isOptionalChain(parent) && parent.expression === node);
};

/** The chain's last link joins its value with null, if there is a `?.` in it. */
export function inChain(f: FunctionContext, node: ChainNode, lower: () => Value): Value {
  if (!ts.isOptionalChain(node) || !isOutermost(node)) return lower();
  const outer = absent;
  const { builder } = f;
  const [none, end] = [builder.newBlock(), builder.newBlock()];
  absent = { f, block: none };
  const v = lower();
  absent = outer;
  if (v.kind === "void") {
    goto(f, none);
    builder.begin(none);
    return NO_VALUE;
  }
  if (v.kind === "place") {
    f.declarations.error(
      node,
      1301,
      "A struct behind '?.' may be missing, but structs are never null.",
      "Test for null first.",
    );
    goto(f, none);
    builder.begin(none);
    return typed(zeroOf(NEVER), NEVER);
  }
  const type: Type = nullableType(settle(v));
  const result = slot(f, type);
  store(f, result, coerce(f, v, type, node), true);
  goto(f, end);
  builder.begin(none);
  store(f, result, coerce(f, typed(int(NULL, 0n), NULL), type, node), true);
  builder.begin(end);
  return typed(load(f, result), type);
}

/** The value before the dot; behind it, for `?.`, it is not null. */
export function baseOf(f: FunctionContext, node: Exclude<ChainNode, ts.NonNullExpression>): Value {
  const base = value(f, node.expression, null);
  return node.questionDotToken ? presentOf(f, base) : base;
}

/** Leaves the chain when the value is null. */
export function presentOf(f: FunctionContext, v: Value): Value {
  if (!absent || absent.f !== f || v.kind !== "operand" || v.type.kind !== "nullable") return v;
  const present = f.builder.newBlock();
  branch(f, isNull(f, v.operand), absent.block, present);
  f.builder.begin(present);
  return typed(unwrap(f, v.operand), v.type.of);
}

// ---------------------------------------------------------------- stability

/** Whether what was tested of a path still holds: variables that no closure changes, and `readonly` fields from them. */
export function isStablePath(f: FunctionContext, node: ts.Expression): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return isStablePath(f, node.expression);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOfName(f, node);
    return symbol !== null && f.lookup(symbol) !== null && !f.boxed.has(symbol);
  }
  if (!ts.isPropertyAccessExpression(node)) return false;
  const declaration = symbolOf(f, node.name)?.valueDeclaration;
  const isReadonly =
    declaration && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0;
  return isReadonly === true && isStablePath(f, node.expression);
}
