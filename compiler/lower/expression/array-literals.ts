/** Array literals: growable arrays, tuples, and the items of fixed arrays. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { layoutOf } from "../../type-layout.ts";
import { F64, NEVER, NULL, U8, isInline, pointerType, tupleType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { callMethodInfo } from "./call.ts";
import { coerce, commonOfValues } from "./coerce.ts";
import { assignInline, value } from "./dispatch.ts";
import { holdsNoItem, itemType, pushItems, withCapacity } from "./items.ts";
import { pointedTo } from "./members.ts";
import { amongMembers } from "./union-members.ts";
import {
  cast,
  fieldOf,
  inPlace,
  intrinsic,
  load,
  settle,
  slot,
  store,
  typed,
  u64,
  valueOf,
  zeroOf,
} from "./values.ts";

/** `[a, b, ...c]`: an array, a fixed array or a tuple, as is expected; else an array of what the items are. */
export function lowerArrayLiteral(
  f: FunctionContext,
  node: ts.ArrayLiteralExpression,
  expected: Type | null,
): Value {
  const wanted = amongMembers(
    f,
    expected,
    (type) => type.kind === "tuple" || f.declarations.arrayElement(type) !== null,
  );
  if (wanted?.kind === "tuple") return tupleOf(f, node, wanted);
  // The type was reported.
  if (wanted === NEVER) return typed(zeroOf(NEVER), NEVER);
  const item = wanted && f.declarations.arrayElement(wanted);
  if (wanted && item) return typed(arrayOf(f, wanted, flattened(node), node, []), wanted);
  const { checker } = f.declarations;
  const seen = checker.getTypeAtLocation(node);
  const checked = f.declarations.typeFromChecker(seen, f.environment);
  if (checked?.kind === "tuple" && !ts.isSpreadElement(node.parent)) return tupleOf(f, node, checked);
  // The checker takes a literal that is spread for a tuple as well.
  const isTuple = checker.isTupleType(seen) && !ts.isSpreadElement(node.parent);
  if (!checked && isTuple && !node.elements.some(ts.isSpreadElement)) return constTuple(f, node);
  return inferred(f, flattened(node), node, checked);
}

/** `[1, "two"] as const`: each part has the type that it would have as a variable; among numbers alone, that of all. */
function constTuple(f: FunctionContext, node: ts.ArrayLiteralExpression): Value {
  const values = node.elements.map((e) => value(f, e, null));
  const isConstant = (v: Value): boolean => v.kind === "untyped" || v.kind === "untypedFloat";
  const isFloat = values.every(isConstant) && values.some((v) => v.kind === "untypedFloat");
  const types = values.map((v) => (isFloat ? F64 : settle(v)));
  const result = f.builder.temp(tupleType(types));
  const elements = values.map((v, i) => coerce(f, v, types[i]!, node.elements[i]!));
  f.builder.emit({ op: "tuple", result, elements });
  return valueOf(variableOperand(result));
}

/** The items, those of literals spread in it included. */
function flattened(node: ts.ArrayLiteralExpression): ts.Expression[] {
  return node.elements.flatMap((e) =>
    ts.isSpreadElement(e) && ts.isArrayLiteralExpression(e.expression) ? flattened(e.expression) : [e],
  );
}

/** `Array.of(…)`: what the literal of the same items is. */
export function literalOf(
  f: FunctionContext,
  items: readonly ts.Expression[],
  node: ts.CallExpression,
): Value {
  const checked = f.declarations.typeFromChecker(
    f.declarations.checker.getTypeAtLocation(node),
    f.environment,
  );
  return inferred(f, items, node, checked);
}

/** The items' common type, or what the checker knows from the context. */
function inferred(
  f: FunctionContext,
  nodes: readonly ts.Expression[],
  node: ts.Node,
  checked: Type | null,
): Value {
  const values = nodes.map((e) => (ts.isSpreadElement(e) || isDeferred(e) ? null : value(f, e, null)));
  const keepsNull = hasNullItems(f, node);
  const items = nodes.flatMap((e) =>
    ts.isSpreadElement(e)
      ? (itemType(f, f.statements.typeOf(f, e.expression), keepsNull, e.expression) ?? [])
      : [],
  );
  const zeros: Value[] = items.map((t) => (isInline(t) ? inPlace(slot(f, t)) : typed(zeroOf(t), t)));
  const own = commonOfValues(f, [...values.filter((v) => v !== null), ...zeros]);
  const known = checked && f.declarations.arrayElement(checked);
  // The checker sees nullable and class items together; it has no name for plain numbers.
  const type = known && known !== NEVER && (!own || !isNumber(own) || own === known) ? known : own;
  if (!type || type === NULL || type === NEVER) {
    const hint = "Write its type: const list: u32[] = [].";
    f.declarations.error(node, 1014, "The type of this array's items is not known here.", hint);
    return typed(zeroOf(NEVER), NEVER);
  }
  if (type.kind === "span") {
    f.declarations.error(node, 1301, "A span cannot be an array's item: it must not outlive what it views.");
    return typed(zeroOf(NEVER), NEVER);
  }
  const array = f.declarations.arrayType(type);
  return typed(arrayOf(f, array, nodes, node, values), array);
}

/** Whether null is among the items of an array that an expression makes. */
export function hasNullItems(f: FunctionContext, node: ts.Node): boolean {
  const { checker } = f.declarations;
  const item = checker.getIndexTypeOfType(checker.getTypeAtLocation(node), ts.IndexKind.Number);
  return item !== undefined && checker.getNonNullableType(item) !== item;
}

const isNumber = (t: Type): boolean => t.kind === "int" || t.kind === "float";

/** What takes its type from the other items. */
const isDeferred = (node: ts.Expression): boolean =>
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  holdsNoItem(node);

function tupleOf(
  f: FunctionContext,
  node: ts.ArrayLiteralExpression,
  type: Extract<Type, { kind: "tuple" }>,
): Value {
  if (node.elements.length !== type.elements.length || node.elements.some(ts.isSpreadElement)) {
    f.declarations.error(
      node,
      1135,
      `A tuple of ${type.elements.length} parts is needed here, each written out.`,
    );
    return typed(zeroOf(type), type);
  }
  const elements = node.elements.map((e, i) => {
    const part = type.elements[i]!;
    if (isInline(part))
      f.declarations.error(
        e,
        1302,
        "A tuple cannot hold a struct.",
        "Use a class or a struct with two fields.",
      );
    return coerce(f, value(f, e, part), part, e);
  });
  const result = f.builder.temp(type);
  f.builder.emit({ op: "tuple", result, elements });
  return typed(variableOperand(result), type);
}

/**
 * A new array of the array type with the items. They are all there before the array is made, so that nothing can go wrong
 * while it is half filled. `ready` has the values of items that were lowered before.
 */
export function arrayOf(
  f: FunctionContext,
  type: Type,
  nodes: readonly ts.Expression[],
  at: ts.Node,
  ready: readonly (Value | null)[],
): Operand {
  const item = f.declarations.arrayElement(type);
  if (!item) {
    if (type !== NEVER) f.declarations.error(at, 1001, "This is no array.");
    return zeroOf(type);
  }
  if (nodes.some(ts.isSpreadElement)) return arrayWithSpreads(f, type, item, nodes, at, ready);
  const values = nodes.map((node, i) => {
    const v = ready[i] ?? value(f, node, item);
    return isInline(item) ? v : typed(coerce(f, v, item, node), item);
  });
  return arrayOfValues(f, type, item, values, at);
}

/** A new array of the type with nothing in it. */
export const emptyArray = (f: FunctionContext, type: Type, at: ts.Node): Operand =>
  arrayOf(f, type, [], at, []);

/** A new array of the type that holds the values, all of the type `item`. */
export function arrayOfValues(
  f: FunctionContext,
  type: Type,
  item: Type,
  values: readonly Value[],
  at: ts.Node,
): Operand {
  const array = withCapacity(f, item, values.length, at);
  if (values.length === 0 || type.kind !== "class") return array;
  const { info } = type;
  const data = f.declarations.field(info, "data");
  const length = f.declarations.field(info, "length");
  if (!data || !length) throw new Error(`${info.name} has no length and data`);
  const loaded = load(f, fieldOf(array, info, data.index));
  const isPointer = info.fields[data.index]!.type.kind === "pointer";
  const constants = constantItems(item, values);
  if (constants) {
    const bytes = pointerType(U8);
    const from: Operand = { kind: "data", type: bytes, element: item, items: constants };
    const args = [cast(f, loaded, bytes), from, u64(values.length * layoutOf(item).size)];
    f.builder.emit({ op: "intrinsic", result: null, name: "copyBytes", types: [], args, places: [] });
    store(f, fieldOf(array, info, length.index), u64(values.length), false);
    return array;
  }
  const pointer = isPointer ? loaded : intrinsic(f, "pointer", pointerType(item), [item], [loaded]);
  values.forEach((v, i) => {
    const place: Place = pointedTo(pointer, item, u64(i));
    if (isInline(item)) assignInline(f, v, place, true, at);
    else if (v.kind === "operand") store(f, place, v.operand, true);
  });
  store(f, fieldOf(array, info, length.index), u64(values.length), false);
  return array;
}

/** Fewer items than this are stored one by one. */
const TABLE = 16;

/** The items of a literal that is copied from static data: numbers, booleans and strings that are all constant. Else null. */
function constantItems(item: Type, values: readonly Value[]): readonly Operand[] | null {
  if (values.length < TABLE) return null;
  const operands = values.flatMap((v) => (v.kind === "operand" ? [v.operand] : []));
  const isFitting = ({ kind }: Operand): boolean =>
    item.kind === "int" || item.kind === "float" || item.kind === "bool"
      ? kind === "int" || kind === "float"
      : kind === "string";
  return operands.length === values.length && operands.every(isFitting) ? operands : null;
}

function arrayWithSpreads(
  f: FunctionContext,
  type: Type,
  item: Type,
  nodes: readonly ts.Expression[],
  at: ts.Node,
  ready: readonly (Value | null)[],
): Operand {
  const array = typed(withCapacity(f, item, nodes.length, at), type);
  const push = type.kind === "class" && f.declarations.method(type.info, "push");
  if (!push) throw new Error("core/array.ts has no push");
  const keepsNull = item.kind === "nullable";
  nodes.forEach((node, i) => {
    if (ts.isSpreadElement(node)) {
      const source = value(f, node.expression, type);
      pushItems(f, array, item, source, { keepsNull }, node.expression);
    } else {
      const parameter = push.instance.parameterTypes[0]!;
      const v = ready[i] ?? value(f, node, item);
      callMethodInfo(f, push, array.operand, [coerce(f, v, parameter, node)], node);
    }
  });
  return array.operand;
}
