/** `base[index]`: arrays, spans, fixed arrays, pointers, tuples. Indices are checked but for pointers. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { NEVER, U64, isInline, nullableType, pointerType, showType, type Type } from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce } from "./coerce.ts";
import { pointedTo } from "./members.ts";
import {
  branch,
  compare,
  convert,
  extract,
  fieldOf,
  goto,
  int,
  intrinsic,
  load,
  partsInPlace,
  read,
  slot,
  spanPart,
  store,
  typed,
  u64,
  withStep,
  zeroOf,
} from "./values.ts";

/** `base[index]` with its bounds check. */
export function element(f: FunctionContext, base: Value, index: Operand, at: ts.Node): Value {
  if (base.kind === "operand" && base.type.kind === "tuple")
    return ofTuple(f, base.operand, base.type, index, at);
  const place = elementPlace(f, base, index, at);
  return place ? read(f, place) : typed(zeroOf(NEVER), NEVER);
}

/** `base[index]`, or null where the index is out of range. Structs, and parts of tuples and of fixed arrays, are always there. */
export function elementOrNull(f: FunctionContext, base: Value, index: Operand, at: ts.Node): Value {
  if (base.kind !== "operand") return element(f, base, index, at);
  const { operand, type } = base;
  const item = type.kind === "span" ? type.element : f.declarations.arrayElement(type);
  if (!item || isInline(item)) return element(f, base, index, at);
  const { builder } = f;
  const length = type.kind === "span" ? spanPart(f, operand, "length", U64) : lengthOf(f, operand, type);
  const result = slot(f, nullableType(item));
  const [there, absent, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  branch(f, compare(f, "lt", index, length), there, absent);
  builder.begin(there);
  const found = element(f, base, index, at);
  store(f, result, coerce(f, found, result.type, at), true);
  goto(f, end);
  builder.begin(absent);
  store(f, result, nullOperand(result.type), true);
  builder.begin(end);
  return typed(load(f, result), result.type);
}

function lengthOf(f: FunctionContext, array: Operand, type: Type): Operand {
  const info = type.kind === "class" ? type.info : null;
  const length = info && f.declarations.field(info, "length");
  if (!length) throw new Error("an array has no length");
  return load(f, fieldOf(array, info, length.index));
}

/** The place of an element, checked; reports and gives null when there is none. */
export function elementPlace(f: FunctionContext, base: Value, index: Operand, at: ts.Node): Place | null {
  if (base.kind === "place" && base.type.kind === "fixed") {
    const { element, count } = base.type;
    if (index.kind === "int" && index.value >= BigInt(count)) {
      f.declarations.error(at, 1208, `The index ${index.value} is outside of the ${count} items.`);
    } else if (index.kind !== "int") {
      f.builder.emit({ op: "boundsCheck", index, length: u64(count) });
    }
    return withStep(base.place, { kind: "index", element, index }, element);
  }
  if (base.kind === "operand") {
    const { operand, type } = base;
    const item = f.declarations.arrayElement(type);
    if (item && type.kind === "class") return inArray(f, operand, type, item, index);
    if (type.kind === "pointer") return pointedTo(operand, type.element, index);
    if (type.kind === "span") {
      const pointer = spanPart(f, operand, "data", pointerType(type.element));
      f.builder.emit({ op: "boundsCheck", index, length: spanPart(f, operand, "length", U64) });
      return pointedTo(pointer, type.element, index);
    }
    if (type === NEVER) return null;
  }
  if (f.builder.reachable) reportUnindexed(f, base, at);
  return null;
}

function inArray(
  f: FunctionContext,
  array: Operand,
  type: Extract<Type, { kind: "class" }>,
  item: Type,
  index: Operand,
): Place {
  const { info } = type;
  const length = f.declarations.field(info, "length");
  const data = f.declarations.field(info, "data");
  if (!length || !data) throw new Error(`${info.name} has no length and data`);
  f.builder.emit({ op: "boundsCheck", index, length: load(f, fieldOf(array, info, length.index)) });
  const loaded = load(f, fieldOf(array, info, data.index));
  const isPointer = info.fields[data.index]!.type.kind === "pointer";
  const pointer = isPointer ? loaded : intrinsic(f, "pointer", pointerType(item), [item], [loaded]);
  return pointedTo(pointer, item, index);
}

function ofTuple(
  f: FunctionContext,
  tuple: Operand,
  type: Extract<Type, { kind: "tuple" }>,
  index: Operand,
  at: ts.Node,
): Value {
  const item = index.kind === "int" ? type.elements[Number(index.value)] : undefined;
  if (index.kind === "int" && item) return typed(extract(f, tuple, Number(index.value), item), item);
  const parts = index.kind === "int" ? null : partsInPlace(f, tuple, type);
  if (parts) return element(f, parts, index, at);
  f.declarations.error(
    at,
    1209,
    "The parts of a tuple of different types are chosen by a constant index.",
    "Use an array for a varying index.",
  );
  return typed(zeroOf(NEVER), NEVER);
}

/** An index as u64: any integer, or a constant. One below 0 becomes an index that no array is long enough for. */
export function asIndex(f: FunctionContext, v: Value, at: ts.Node, isPointer: boolean): Operand {
  if (v.kind === "untyped") {
    if (v.value >= 0n || isPointer) return int(U64, BigInt.asUintN(64, v.value));
    f.declarations.error(at, 1208, `The index ${v.value} is below 0.`);
    return u64(0);
  }
  if (v.kind === "operand" && v.type.kind === "int") return convert(f, v.operand, U64);
  if (v.kind === "operand" && v.type === NEVER) return u64(0);
  if (!f.builder.reachable) return u64(0);
  const shown = v.kind === "operand" || v.kind === "place" ? showType(v.type) : "number";
  f.declarations.error(at, 1208, `An index is an integer, not '${shown}'.`);
  return u64(0);
}

/** A length, or a place between items: as an index, but of an unsigned type. */
export function asLength(f: FunctionContext, v: Value, at: ts.Node): Operand {
  if (v.kind === "operand" && v.type.kind === "int" && v.type.signed) {
    const hint = "Write 'usize(…)' when it cannot be below 0, 'checked.u64(…)' to throw when it is.";
    f.declarations.error(at, 1208, `A length is an unsigned integer, not '${showType(v.type)}'.`, hint);
  }
  return asIndex(f, v, at, false);
}

function reportUnindexed(f: FunctionContext, base: Value, at: ts.Node): void {
  const type = base.kind === "operand" || base.kind === "place" ? base.type : null;
  const shown = type ? showType(type) : "number";
  if (type?.kind === "nullable") {
    f.declarations.error(
      at,
      1007,
      "This may be null, so it may have no elements.",
      "Test it for null first, or write '?.'.",
    );
  } else if (type?.kind === "class" && type.info.special === "string") {
    f.declarations.error(
      at,
      1127,
      "A string has no elements.",
      "Write 'text.byteAt(i)', or 'for (const c of text)'.",
    );
  } else {
    f.declarations.error(at, 1008, `A '${shown}' has no elements.`);
  }
}
