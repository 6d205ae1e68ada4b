/** Methods of arrays that are others by their arguments: `push` of several items, `reduce` without a first value, `flat`. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { U64, showType, type ClassType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { arrayOf } from "./array-literals.ts";
import { callCoreValue, callMethodInfo } from "./call.ts";
import { coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { itemsOf } from "./items.ts";
import { property } from "./members.ts";
import { NO_VALUE, typed, u64 } from "./values.ts";

/** Null when the method is called as it is declared. */
export function arrayMethod(
  f: FunctionContext,
  node: ts.CallExpression,
  array: Operand,
  type: ClassType,
  name: string,
): Value | null {
  const items = f.declarations.arrayElement(type);
  const element = items && f.declarations.arrayElement(items);
  if (name === "flat" && element)
    return callCoreValue(f, "core/array-makers.ts", "flattened", [element], [array], node);
  if (items && (name === "sort" || name === "toSorted") && node.arguments.length === 0 && !hasOrder(items)) {
    const hint = "Give one: (a, b) => below 0 when a comes first, above 0 when b does.";
    f.declarations.error(node, 1146, `'${showType(items)}' items have no order without a comparison.`, hint);
  }
  return addSeveral(f, node, array, type, name);
}

/** What core/sort.ts compares by itself. */
const hasOrder = (item: Type): boolean =>
  ["int", "float", "bool", "never"].includes(item.kind) ||
  (item.kind === "class" && item.info.special === "string");

/** `reduce` without a first value is a method of its own. */
export function nameByArguments(type: ClassType, name: string, node: ts.CallExpression): string {
  const isReduce = name === "reduce" || name === "reduceRight";
  return type.info.special === "array" && isReduce && node.arguments.length === 1 ? `${name}First` : name;
}

/** Null when the call has one plain argument, or is of another method: then it is called as it is declared. */
function addSeveral(
  f: FunctionContext,
  node: ts.CallExpression,
  array: Operand,
  type: ClassType,
  name: string,
): Value | null {
  if (type.info.special !== "array" || (name !== "push" && name !== "unshift")) return null;
  const [first] = node.arguments;
  if (node.arguments.length === 1 && first && !ts.isSpreadElement(first)) return null;
  const method = f.declarations.method(type.info, name === "push" ? "pushAll" : "insertAll");
  if (!method) throw new Error("core/array.ts has no pushAll and insertAll");
  const items = addedItems(f, node, type);
  const args = name === "push" ? [items] : [u64(0), items];
  if (callMethodInfo(f, method, array, args, node) !== NO_VALUE) throw new Error("pushAll gives something");
  return typed(coerce(f, property(f, typed(array, type), "length", node), U64, node), U64);
}

/** All arguments as one array: the very one that is spread, when there is nothing else. */
function addedItems(f: FunctionContext, node: ts.CallExpression, type: ClassType): Operand {
  const [first] = node.arguments;
  if (node.arguments.length !== 1 || !first || !ts.isSpreadElement(first))
    return arrayOf(f, type, node.arguments, node, []);
  const keepsNull = f.declarations.arrayElement(type)?.kind === "nullable";
  const items = itemsOf(f, value(f, first.expression, type), { keepsNull }, first.expression);
  return coerce(f, items, type, first.expression);
}
