/** Methods of the types that are no classes: numbers, spans, fixed arrays, pointers; of `Weak` and `Atomic`. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import {
  F64,
  I64,
  NEVER,
  U32,
  U64,
  classType,
  isInline,
  nullableType,
  pointerType,
  refType,
  spanType,
  type FixedType,
  type Type,
} from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { toNumber } from "./arithmetic.ts";
import { callCore, callCoreValue } from "./call.ts";
import { coerce } from "./coerce.ts";
import { operand, value } from "./dispatch.ts";
import { asIndex, asLength } from "./elements.ts";
import { fieldPlace } from "./members.ts";
import { textOf } from "./text.ts";
import {
  NO_VALUE,
  cast,
  convert,
  int,
  intrinsic,
  spanPart,
  typeOfOperand,
  typed,
  valueOf,
} from "./values.ts";

/** Calls the method if it is one of these; null when the type has methods of its own. */
export function builtInMethod(
  f: FunctionContext,
  base: Value,
  name: string,
  node: ts.CallExpression,
): Value | null {
  if (base.kind === "untyped" || base.kind === "untypedFloat") return numberMethod(f, base, name, node);
  if (base.kind === "place") {
    if (base.type.kind === "fixed") return fixedMethod(f, base.place, base.type, name, node);
    return isAtomic(f, base.type) ? atomicMethod(f, base.place, name, node) : null;
  }
  if (base.kind !== "operand") return null;
  switch (base.type.kind) {
    case "int":
    case "float":
    case "bool":
      return numberMethod(f, base, name, node);
    case "span":
      return spanMethod(f, base.operand, base.type.element, name, node);
    case "pointer":
      return pointerMethod(f, base.operand, base.type.element, name, node);
    case "class":
      return base.type.info.name.startsWith("WeakCell") || base.type.info.name.startsWith("Weak<")
        ? weakMethod(
            f,
            cast(f, base.operand, classType(f.declarations.coreClass("WeakCell", []))),
            name,
            node,
          )
        : null;
    default:
      return null;
  }
}

function numberMethod(f: FunctionContext, base: Value, name: string, node: ts.CallExpression): Value | null {
  if (name === "toFixed") return fixedPoint(f, base, node);
  if (name !== "toString") return null;
  const radix = node.arguments[0];
  if (!radix || (base.kind === "operand" && base.type.kind === "bool")) return valueOf(textOf(f, base, node));
  if (base.kind === "untypedFloat" || (base.kind === "operand" && base.type.kind === "float")) {
    const given = toNumber(f, base, base.kind === "operand" ? base.type : F64, node);
    const args = [convert(f, given, F64), operand(f, radix, U32)];
    return callCoreValue(f, "core/float-radix.ts", "formatF64Radix", [], args, node);
  }
  if (base.kind === "untyped")
    return numberMethod(
      f,
      typed(coerce(f, base, base.value < 0n ? I64 : U64, node), base.value < 0n ? I64 : U64),
      name,
      node,
    );
  if (base.kind !== "operand" || base.type.kind !== "int") return null;
  const digits = operand(f, radix, U32);
  const [format, wide] = base.type.signed
    ? (["formatI64Radix", I64] as const)
    : (["formatU64Radix", U64] as const);
  return valueOf(callCore(f, "core/format.ts", format, [], [convert(f, base.operand, wide), digits], node));
}

function fixedPoint(f: FunctionContext, base: Value, node: ts.CallExpression): Value {
  const [digits] = node.arguments;
  const isNumber = base.kind === "operand" && base.type.kind !== "float";
  const given = isNumber ? convert(f, base.operand, F64) : coerce(f, base, F64, node);
  const count = digits ? operand(f, digits, U32) : int(U32, 0n);
  return valueOf(callCore(f, "core/fixed-point.ts", "toFixed", [], [given, count], node));
}

// ---------------------------------------------------------------- spans and fixed arrays

const spanFunctions = new Map<string, string>([
  ["subspan", "spanSubspan"],
  ["copyFrom", "spanCopyFrom"],
  ["fill", "spanFill"],
  ["indexOf", "spanIndexOf"],
  ["equals", "spanEquals"],
]);

function spanMethod(
  f: FunctionContext,
  span: Operand,
  element: Type,
  name: string,
  node: ts.CallExpression,
): Value | null {
  const fn = spanFunctions.get(name);
  if (!fn) return null;
  const item = isInline(element) ? refType(element) : element;
  if (name === "subspan") {
    const [start, end] = node.arguments.map((arg) => asLength(f, value(f, arg, U64), arg));
    const stop = end ?? spanPart(f, span, "length", U64);
    return callCoreValue(f, "core/span.ts", fn, [element], [span, start!, stop], node);
  }
  const type = name === "fill" || name === "indexOf" ? item : spanType(element);
  return callCoreValue(f, "core/span.ts", fn, [element], [span, operand(f, node.arguments[0]!, type)], node);
}

function fixedMethod(
  f: FunctionContext,
  place: Place,
  type: FixedType,
  name: string,
  node: ts.CallExpression,
): Value | null {
  if (name === "span") return valueOf(spanOfFixed(f, place, type));
  return name === "fill" ? spanMethod(f, spanOfFixed(f, place, type), type.element, name, node) : null;
}

/** The span of all items of a fixed array. */
export function spanOfFixed(f: FunctionContext, place: Place, type: FixedType): Operand {
  const data = f.builder.temp(refType(type));
  f.builder.emit({ op: "reference", result: data, place });
  const result = f.builder.temp(spanType(type.element));
  const owner = place.root.kind === "object" ? place.root.object : null;
  const length: Operand = { kind: "int", type: U64, value: BigInt(type.count) };
  f.builder.emit({ op: "span", result, data: variableOperand(data), length, owner });
  return variableOperand(result);
}

function pointerMethod(
  f: FunctionContext,
  pointer: Operand,
  element: Type,
  name: string,
  node: ts.CallExpression,
): Value | null {
  const argument = node.arguments[0];
  switch (name) {
    case "add": {
      const count = asIndex(f, value(f, argument!, U64), argument!, true);
      return valueOf(intrinsic(f, "Ptr.add", pointerType(element), [element], [pointer, count]));
    }
    case "cast": {
      const to = node.typeArguments?.[0];
      if (!to) {
        f.declarations.error(node, 1015, "The type that is pointed to must be written: p.cast<u8>().");
        return typed({ kind: "int", type: NEVER, value: 0n }, NEVER);
      }
      const type = f.declarations.resolveType(to, f.environment);
      return valueOf(intrinsic(f, "Ptr.cast", pointerType(type), [element, type], [pointer]));
    }
    case "span": {
      const length = asLength(f, value(f, argument!, U64), argument!);
      return valueOf(intrinsic(f, "Ptr.span", spanType(element), [element], [pointer, length]));
    }
    default:
      return null;
  }
}

// ---------------------------------------------------------------- Weak and Atomic

/** `weak.get()`. The cell has lost the type of its target, so the checker is asked. */
function weakMethod(f: FunctionContext, cell: Operand, name: string, node: ts.CallExpression): Value | null {
  if (name !== "get" || f.declarations.location(node).file === "core/weak.ts") return null;
  const access = node.expression;
  if (!ts.isPropertyAccessExpression(access)) return null;
  const { checker } = f.declarations;
  const weak = checker.getNonNullableType(checker.getTypeAtLocation(access.expression));
  const argument = weak.aliasTypeArguments?.[0] ?? checker.getTypeArguments(weak as ts.TypeReference)[0];
  const target = argument && f.declarations.typeFromChecker(argument, f.environment);
  if (!target) return null;
  const result = callCore(f, "core/weak.ts", "weakGet", [target], [cell], node);
  const type = nullableType(target);
  if (typeOfOperand(result) !== type) throw new Error("weakGet gives another type");
  return typed(result, type);
}

/** Atomics are structs of one field. */
export function isAtomic(f: FunctionContext, type: Type): boolean {
  if (type.kind !== "struct") return false;
  void f;
  return /^Atomic(Object|Cell)?</.test(type.info.name);
}

function atomicMethod(f: FunctionContext, place: Place, name: string, node: ts.CallExpression): Value | null {
  if (place.type.kind !== "struct") return null;
  const field = place.type.info.fields[0];
  const inner = field && fieldPlace(f, place, field.name);
  if (!inner) return null;
  const { type } = inner;
  const args = node.arguments.map((arg) => operand(f, arg, type));
  if (name === "store") {
    f.builder.emit({
      op: "intrinsic",
      result: null,
      name: "Atomic.store",
      types: [type],
      args,
      places: [inner],
    });
    return NO_VALUE;
  }
  return valueOf(intrinsic(f, `Atomic.${name}`, type, [type], args, [inner]));
}
