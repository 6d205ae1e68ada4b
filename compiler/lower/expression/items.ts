/** The items of all that `for…of` takes, as arrays: for spread, `Array.from`, patterns, and the making of maps and sets. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { BOOL, NEVER, U64, isInline, showType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { callCoreValue, callInstance, callMethodInfo } from "./call.ts";
import { coerce } from "./coerce.ts";
import { property } from "./members.ts";
import { binary, branch, inPlace, settle, slot, typed, u64, zeroOf, type OperandValue } from "./values.ts";

/** A new array with room for so many items. */
export function withCapacity(f: FunctionContext, item: Type, count: number, at: ts.Node): Operand {
  const info = f.declarations.coreClass("ArrayObject", [item]);
  const declaration = f.declarations.declarationOf(info);
  const maker = declaration && f.declarations.staticMethod(declaration, [item], "withCapacity", [item]);
  if (!maker) throw new Error("core/array.ts has no withCapacity");
  const v = callInstance(f, maker, null, [u64(count)], at);
  if (v.kind !== "operand") throw new Error("withCapacity gives no array");
  return v.operand;
}

/**
 * The type of the items of a value of the type, null when it has none. `keepsNull` says whether null is one of the items of an
 * iterator, whose type does not tell.
 */
export function itemType(f: FunctionContext, type: Type, keepsNull: boolean, at: ts.Node): Type | null {
  const element = f.declarations.arrayElement(type);
  if (element) return element;
  if (type.kind === "span" || type.kind === "fixed") return type.element;
  return f.builder.speculate(() => {
    let found: Type | null = null;
    const source = isInline(type) ? inPlace(slot(f, type)) : typed(zeroOf(type), type);
    const visit = (item: Value): void => void (found = settle(item));
    f.statements.walkItems(f, source, { at, keepsNull, visit });
    return found;
  });
}

/** `[]`, and `[[], []]`: literals that say nothing of what they are to hold. */
export const holdsNoItem = (node: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(node) && node.elements.every(holdsNoItem);

/** What the copying of items is told. */
interface Wanted {
  readonly keepsNull: boolean;
  /** No more than so many are taken. */
  readonly most?: number;
}

/** A new array of the items; null, after a report, when the value has none. */
export function copiedItems(
  f: FunctionContext,
  source: Value,
  wanted: Wanted,
  at: ts.Node,
): OperandValue | null {
  const type = settle(source);
  const item = itemType(f, type, wanted.keepsNull, at);
  if (!item) {
    if (type !== NEVER) reportNoItems(f, type, at);
    return null;
  }
  const array = f.declarations.arrayType(item);
  const made = typed(withCapacity(f, item, 0, at), array);
  pushItems(f, made, item, source, wanted, at);
  return made;
}

/** The items as an array of such items: an array as it is, of anything else a copy. */
export function itemsOf(f: FunctionContext, source: Value, wanted: Wanted, at: ts.Node): Value {
  if (f.declarations.arrayElement(settle(source))) return source;
  return copiedItems(f, source, wanted, at) ?? typed(zeroOf(NEVER), NEVER);
}

/** What a pattern of so many parts, or with `...rest`, takes its parts from by index: anything that has no indices is walked as far as it needs. */
export function indexed(f: FunctionContext, source: Value, pattern: ts.Node, most: number | null): Value {
  const type = settle(source);
  if (!["class", "interface", "struct"].includes(type.kind) || f.declarations.arrayElement(type))
    return source;
  const wanted = { keepsNull: hasNullParts(f, pattern), ...(most === null ? {} : { most }) };
  return copiedItems(f, source, wanted, pattern) ?? typed(zeroOf(NEVER), NEVER);
}

/** Whether one of a pattern's names may get null. */
function hasNullParts(f: FunctionContext, pattern: ts.Node): boolean {
  const { checker } = f.declarations;
  return (
    ts.forEachChild(pattern, (part) => {
      if (ts.isOmittedExpression(part)) return false;
      if (ts.isBindingElement(part) && part.initializer) return true;
      const type = checker.getTypeAtLocation(part);
      return checker.getNonNullableType(type) !== type;
    }) ?? false
  );
}

/** Adds the items of a value to a new array, which nothing that is walked looks into. Reports what has no items. */
export function pushItems(
  f: FunctionContext,
  array: OperandValue,
  item: Type,
  source: Value,
  { keepsNull, most }: Wanted,
  at: ts.Node,
): void {
  if (array.type.kind !== "class") return;
  const push = f.declarations.method(array.type.info, "push");
  const pushAll = f.declarations.method(array.type.info, "pushAll");
  if (!push || !pushAll) throw new Error("core/array.ts has no push and pushAll");
  const type = settle(source);
  const add = (v: Value): Value =>
    callMethodInfo(f, push, array.operand, [coerce(f, v, push.instance.parameterTypes[0]!, at)], at);
  if (f.declarations.arrayElement(type)) {
    const all = coerce(f, source, pushAll.instance.parameterTypes[0]!, at);
    callMethodInfo(f, pushAll, array.operand, [all], at);
  } else if (type.kind === "span" && type.element === item && source.kind === "operand") {
    callCoreValue(f, "core/array-makers.ts", "pushSpan", [item], [array.operand, source.operand], at);
  } else {
    const isWalked = f.statements.walkItems(f, source, {
      at,
      keepsNull,
      visit: (v, next, end) => {
        add(v);
        if (most === undefined) return;
        const length = coerce(f, property(f, array, "length", at), U64, at);
        branch(f, binary(f, "lt", length, u64(most), BOOL), next, end);
      },
    });
    if (!isWalked && type !== NEVER) reportNoItems(f, type, at);
  }
}

function reportNoItems(f: FunctionContext, type: Type, at: ts.Node): void {
  f.declarations.error(at, 1014, `A '${showType(type)}' has no items that could be copied.`);
}
