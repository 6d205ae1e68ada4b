/** Operators of constants: integers exactly, or wrapped to their type; floats, strings, booleans. */

import ts from "typescript";
import {
  BOOL, F32, F64, I16, I32, I64, I8, U16, U32, U64, U8, intType, type FloatType, type IntType, type Type,
} from "../types.ts"; // prettier-ignore
import type { Constant } from "./constants.ts";
import { divides, integerPower, logicalShift } from "./expression/integers.ts";

/** The machine types by the names of their conversions. */
export const NUMBERS: Readonly<Record<string, IntType | FloatType>> = {
  u8: U8, u16: U16, u32: U32, u64: U64, usize: U64, i8: I8, i16: I16, i32: I32, i64: I64, f32: F32, f64: F64,
}; // prettier-ignore

/** An integer as the type holds it after dropping the high bits. */
export function wrapTo(value: bigint, type: IntType): bigint {
  return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}

/** An integer, which wraps if it has a type. */
export function typed(value: bigint, type: Type | null): Constant {
  return { value: type?.kind === "int" ? wrapTo(value, type) : value, type };
}

/** `a op b` of two constants; null when that is none, and for what lowering reports. */
export function combine(operator: ts.SyntaxKind, left: Constant, right: Constant): Constant | null {
  const [a, b] = [left.value, right.value];
  if (typeof a === "string" && typeof b === "string") {
    if (operator === ts.SyntaxKind.PlusToken) return { value: a + b, type: left.type };
    return compare(operator, a, b);
  }
  if (typeof a === "boolean" && typeof b === "boolean") return equality(operator, a, b);
  if (typeof a === "bigint" && typeof b === "bigint") {
    const compared = compare(operator, a, b);
    if (compared) return compared;
    const type = commonType(operator, left.type, right.type);
    return type === undefined ? null : integers(operator, a, b, type);
  }
  const isNumber = (x: Constant["value"]): x is bigint | number =>
    typeof x === "bigint" || typeof x === "number";
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = [Number(a), Number(b)];
    return compare(operator, x, y) ?? floats(operator, x, y, left.type ?? right.type);
  }
  return null;
}

/** The type of the result, null for none; undefined when the two do not go together, which lowering reports. */
function commonType(operator: ts.SyntaxKind, left: Type | null, right: Type | null): Type | null | undefined {
  if (isShift(operator)) return left;
  if (left === null || right === null) return plain(operator, left ?? right);
  if (left === right) return plain(operator, left, true);
  if (left.kind !== "int" || right.kind !== "int") return undefined;
  if (left.brand !== null || right.brand !== null) return undefined;
  const holds = (from: IntType, to: IntType): boolean =>
    from.signed === to.signed ? from.bits <= to.bits : to.signed && from.bits < to.bits;
  if (holds(left, right)) return plain(operator, right);
  return holds(right, left) ? plain(operator, left) : undefined;
}

/** Enums keep their type only in bit operations with themselves. */
function plain(operator: ts.SyntaxKind, type: Type | null, isSame = false): Type | null {
  if (type?.kind !== "int" || type.enumName === null) return type;
  const isBits = [ts.SyntaxKind.AmpersandToken, ts.SyntaxKind.BarToken, ts.SyntaxKind.CaretToken].includes(
    operator,
  );
  if (isSame && isBits) return type;
  return NUMBERS[`${type.signed ? "i" : "u"}${type.bits}`]!;
}

const isShift = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.LessThanLessThanToken ||
  operator === ts.SyntaxKind.GreaterThanGreaterThanToken ||
  operator === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken;

/** Shifts of untyped constants beyond this are left to lowering, which reports them. */
const WIDEST = 128n;

function integers(operator: ts.SyntaxKind, a: bigint, b: bigint, type: Type | null): Constant | null {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return typed(a + b, type);
    case ts.SyntaxKind.MinusToken:
      return typed(a - b, type);
    case ts.SyntaxKind.AsteriskToken:
      return typed(a * b, type);
    case ts.SyntaxKind.AsteriskAsteriskToken: {
      if (b < 0n && type === null) return { value: Number(a) ** Number(b), type };
      const power = integerPower(a, b);
      return power === null ? null : typed(power, type);
    }
    case ts.SyntaxKind.SlashToken:
      if (b === 0n) return null;
      return type === null && !divides(b, a) ? { value: Number(a) / Number(b), type } : typed(a / b, type);
    case ts.SyntaxKind.PercentToken:
      return b === 0n ? null : typed(a % b, type);
    case ts.SyntaxKind.AmpersandToken:
      return typed(a & b, type);
    case ts.SyntaxKind.BarToken:
      return typed(a | b, type);
    case ts.SyntaxKind.CaretToken:
      return typed(a ^ b, type);
    default:
      return isShift(operator) ? shift(operator, a, b, type) : null;
  }
}

function shift(operator: ts.SyntaxKind, a: bigint, b: bigint, type: Type | null): Constant | null {
  const count = type?.kind === "int" ? b & BigInt(type.bits - 1) : b;
  if (count < 0n || count > WIDEST) return null;
  if (operator === ts.SyntaxKind.LessThanLessThanToken) return typed(a << count, type);
  if (operator === ts.SyntaxKind.GreaterThanGreaterThanToken) return typed(a >> count, type);
  if (type?.kind !== "int") {
    const shifted = logicalShift(a, count);
    return shifted === null ? null : { value: shifted, type };
  }
  const result = BigInt.asUintN(type.bits, a) >> count;
  return count > 0n ? typed(result, type) : typed(result, intType(type.bits, false));
}

function floats(operator: ts.SyntaxKind, a: number, b: number, type: Type | null): Constant | null {
  const round = (value: number): Constant => ({ value: type === F32 ? Math.fround(value) : value, type });
  if (type !== null && type.kind !== "float") return null;
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return round(a + b);
    case ts.SyntaxKind.MinusToken:
      return round(a - b);
    case ts.SyntaxKind.AsteriskToken:
      return round(a * b);
    case ts.SyntaxKind.SlashToken:
      return round(a / b);
    case ts.SyntaxKind.PercentToken:
      return round(a % b);
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return round(a ** b);
    default:
      return null;
  }
}

/** The same for what has no order. */
export function equality(operator: ts.SyntaxKind, a: unknown, b: unknown): Constant | null {
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return { value: a === b, type: BOOL };
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) return { value: a !== b, type: BOOL };
  return null;
}

/** A comparison of two constants; null for other operators. */
export function compare<T extends bigint | number | string>(
  operator: ts.SyntaxKind,
  a: T,
  b: T,
): Constant | null {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return { value: a < b, type: BOOL };
    case ts.SyntaxKind.LessThanEqualsToken:
      return { value: a <= b, type: BOOL };
    case ts.SyntaxKind.GreaterThanToken:
      return { value: a > b, type: BOOL };
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return { value: a >= b, type: BOOL };
    default:
      return equality(operator, a, b);
  }
}
