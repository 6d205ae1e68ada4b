/** Small helpers over operands, places and values. */

import type { BinaryOperator, Block, Operand, Place, Step } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import {
  BOOL,
  F64,
  I64,
  U64,
  VOID,
  fixedType,
  isInline,
  isPointerLike,
  refType,
  type ClassInfo,
  type TupleType,
  type Type,
} from "../../types.ts";
import { placeOf } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";

/** A value that an operand holds. */
export type OperandValue = Extract<Value, { kind: "operand" }>;
/** A value that lies in memory. */
export type PlaceValue = Extract<Value, { kind: "place" }>;

/** What an expression without a value has, and one of which an error was reported. */
export const NO_VALUE: Value = { kind: "void" };

/** Constants: of an integer or enum, of u64, of a boolean. */
export const int = (type: Type, value: bigint): Operand => ({ kind: "int", type, value });
export const u64 = (value: bigint | number): Operand => int(U64, BigInt(value));
export const bool = (value: boolean): Operand => int(BOOL, value ? 1n : 0n);

/** An operand as a value, of the operand's own type, of another one that has the same representation, and what lies in a place. */
export const valueOf = (operand: Operand): OperandValue => ({
  kind: "operand",
  operand,
  type: typeOfOperand(operand),
});
export const typed = (operand: Operand, type: Type): OperandValue => ({ kind: "operand", operand, type });
export const inPlace = (place: Place, isTemporary = false): PlaceValue => ({
  kind: "place",
  place,
  type: place.type,
  isTemporary,
});

/** The type that the operand has in MIR. */
export function typeOfOperand(operand: Operand): Type {
  return operand.kind === "var" ? operand.variable.type : operand.type;
}

/** The default type of an untyped value: usize, i64 when negative, f64. */
export function settle(value: Value): Type {
  switch (value.kind) {
    case "untyped":
      return value.value < 0n ? I64 : U64;
    case "untypedFloat":
      return F64;
    case "void":
      return VOID;
    default:
      return value.type;
  }
}

/** The zero value: 0, false, null, an empty span. */
export function zeroOf(type: Type): Operand {
  if (type.kind === "float") return { kind: "float", type, value: 0 };
  if (["int", "bool", "null", "error"].includes(type.kind) || isPointerLike(type)) return int(type, 0n);
  if (type.kind === "nullable" && isPointerLike(type.of)) return int(type, 0n);
  return { kind: "zero", type };
}

/** Loads a place, or gives inline values where they lie. */
export function read(f: FunctionContext, place: Place): Value {
  if (isInline(place.type)) return inPlace(place);
  return typed(load(f, place), place.type);
}

/** Reads a place. */
export function load(f: FunctionContext, place: Place): Operand {
  const result = f.builder.temp(place.type);
  f.builder.emit({ op: "load", result, place });
  return variableOperand(result);
}

/** Writes a place; with `init`, one that held nothing before, so that nothing is released. */
export function store(f: FunctionContext, place: Place, value: Operand, init: boolean): void {
  f.builder.emit({ op: "store", place, value, init });
}

/** A `ref` to a struct or fixed array. */
export function reference(f: FunctionContext, place: Place): Operand {
  const { root } = place;
  if (place.steps.length === 0 && root.kind === "var" && root.variable.type.kind === "ref")
    return variableOperand(root.variable);
  const result = f.builder.temp(refType(place.type));
  f.builder.emit({ op: "reference", result, place });
  return variableOperand(result);
}

/** The place behind a `ref` operand. */
export function placeOfRef(operand: Operand): Place {
  if (operand.kind !== "var" || operand.variable.type.kind !== "ref")
    throw new Error("not a reference to a place");
  return { root: { kind: "var", variable: operand.variable }, steps: [], type: operand.variable.type.to };
}

/** Operands of type `ref` stand for what they refer to. */
export function throughRef(value: Value): Value {
  if (value.kind !== "operand" || value.type.kind !== "ref") return value;
  return inPlace(placeOfRef(value.operand));
}

/** A slot for the result of branches, or for a fresh struct. */
export function slot(f: FunctionContext, type: Type): Place {
  return placeOf(f.builder.local(type, null));
}

/** A part of a place. */
export function withStep(place: Place, step: Step, type: Type): Place {
  return { root: place.root, steps: [...place.steps, step], type };
}

/** A field of an object. */
export function fieldOf(object: Operand, info: ClassInfo, index: number): Place {
  const root = { kind: "object" as const, object, info };
  return { root, steps: [{ kind: "field", info, index }], type: info.fields[index]!.type };
}

/** An operation of two operands of one type. */
export function binary(
  f: FunctionContext,
  operator: BinaryOperator,
  a: Operand,
  b: Operand,
  type: Type,
): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "binary", result, operator, a, b });
  return variableOperand(result);
}

/** A comparison of two operands of one type. */
export const compare = (f: FunctionContext, operator: BinaryOperator, a: Operand, b: Operand): Operand =>
  binary(f, operator, a, b, BOOL);

/** The opposite of a boolean. */
export function not(f: FunctionContext, a: Operand): Operand {
  if (a.kind === "int") return bool(a.value === 0n);
  const result = f.builder.temp(BOOL);
  f.builder.emit({ op: "unary", result, operator: "not", a });
  return variableOperand(result);
}

/** A value of one scalar type as one of another: widened or cut, as the types are. */
export function convert(f: FunctionContext, a: Operand, type: Type): Operand {
  if (typeOfOperand(a) === type) return a;
  if (a.kind === "int" && type.kind === "int") return int(type, wrap(a.value, type.bits, type.signed));
  const result = f.builder.temp(type);
  f.builder.emit({ op: "convert", result, a });
  return variableOperand(result);
}

/** Another static type for the same reference. */
export function cast(f: FunctionContext, a: Operand, type: Type): Operand {
  if (typeOfOperand(a) === type) return a;
  if (a.kind === "int") return int(type, a.value);
  const result = f.builder.temp(type);
  f.builder.emit({ op: "cast", result, a });
  return variableOperand(result);
}

/** Whether a nullable holds null. */
export function isNull(f: FunctionContext, a: Operand): Operand {
  if (a.kind === "zero") return bool(true);
  if (a.kind === "int" && typeOfOperand(a).kind === "nullable") return bool(a.value === 0n);
  const result = f.builder.temp(BOOL);
  f.builder.emit({ op: "isNull", result, a });
  return variableOperand(result);
}

/** T to T | null. */
export function wrapNullable(f: FunctionContext, a: Operand, type: Type): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "wrap", result, a });
  return variableOperand(result);
}

/** T | null to T; the caller knows that it is not null. */
export function unwrap(f: FunctionContext, a: Operand): Operand {
  const type = typeOfOperand(a);
  if (type.kind !== "nullable") return a;
  const result = f.builder.temp(type.of);
  f.builder.emit({ op: "unwrap", result, a });
  return variableOperand(result);
}

/** The parts of a tuple behind each other, where all are of one type: for what walks them or counts. Null for other tuples. */
export function partsInPlace(f: FunctionContext, tuple: Operand, type: TupleType): PlaceValue | null {
  const [element] = type.elements;
  if (!element || type.elements.some((other) => other !== element)) return null;
  const place = slot(f, fixedType(element, type.elements.length));
  type.elements.forEach((_, i) => {
    const part = withStep(place, { kind: "index", element, index: u64(i) }, element);
    store(f, part, extract(f, tuple, i, element), true);
  });
  return inPlace(place);
}

/** An element of a tuple. */
export function extract(f: FunctionContext, a: Operand, index: number, type: Type): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "extract", result, a, index });
  return variableOperand(result);
}

/** Whether an object is of the class or of one that extends it. */
export function instanceOf(f: FunctionContext, a: Operand, info: ClassInfo): Operand {
  const result = f.builder.temp(BOOL);
  f.builder.emit({ op: "instanceOf", result, a, info });
  return variableOperand(result);
}

/** The pointer or the length of a span. */
export function spanPart(f: FunctionContext, a: Operand, part: "data" | "length", type: Type): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "spanPart", result, a, part });
  return variableOperand(result);
}

/** An operation that the compiler knows by name (compiler/intrinsics.ts). */
export function intrinsic(
  f: FunctionContext,
  name: string,
  result: Type,
  types: readonly Type[],
  args: readonly Operand[],
  places: readonly Place[] = [],
): Operand {
  const variable = f.builder.temp(result);
  f.builder.emit({ op: "intrinsic", result: variable, name, types, args, places });
  return variableOperand(variable);
}

/** Ends the block at a condition; one that is known is no branch. */
export function branch(f: FunctionContext, condition: Operand, then: Block, otherwise: Block): void {
  if (condition.kind === "int")
    f.builder.terminate({ op: "goto", target: condition.value === 0n ? otherwise : then });
  else f.builder.terminate({ op: "branch", condition, then, otherwise });
}

/** Ends the block. */
export function goto(f: FunctionContext, target: Block): void {
  f.builder.terminate({ op: "goto", target });
}

/** The value modulo 2^bits. */
export const wrap = (value: bigint, bits: number, signed: boolean): bigint =>
  signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
