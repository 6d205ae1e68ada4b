/** Operators and conversions of numbers. */

import type { BinaryOperator, Operand } from "../mir.ts";
import { showType, type Type } from "../types.ts";
import type { Code } from "./code.ts";
import { membersOf, valueType } from "./types.ts";

const INTEGER = { add: "add", sub: "sub", mul: "mul", and: "and", or: "or", xor: "xor" } as const;
const FLOAT = { add: "fadd", sub: "fsub", mul: "fmul", div: "fdiv", rem: "frem" } as const;

/**
 * `a operator b`, operands of one type, as the language has it: integers wrap, shifts take the low bits of their right side, divisors are not
 * zero (a panic comes before). Returns the result's text.
 */
export function emitArithmetic(code: Code, operator: BinaryOperator, a: Operand, b: Operand): string {
  const type = code.typeOf(a);
  const [x, y] = [code.operand(a), code.operand(b)];
  const llvm = valueType(type);
  if (type.kind === "float") {
    const name = FLOAT[operator as keyof typeof FLOAT] ?? code.fail(`no ${operator} of floats`);
    return code.value(`${name} ${llvm} ${x}, ${y}`);
  }
  const isSigned = type.kind === "int" && type.signed;
  switch (operator) {
    case "div":
    case "rem":
      return isSigned
        ? signedDivision(code, operator, type, x, b)
        : code.value(`u${operator} ${llvm} ${x}, ${y}`);
    case "shl":
      return code.value(`shl ${llvm} ${x}, ${shiftAmount(code, type, b)}`);
    case "shr":
      return code.value(`${isSigned ? "ashr" : "lshr"} ${llvm} ${x}, ${shiftAmount(code, type, b)}`);
    default: {
      const name =
        INTEGER[operator as keyof typeof INTEGER] ?? code.fail(`no ${operator} of ${showType(type)}`);
      return code.value(`${name} ${llvm} ${x}, ${y}`);
    }
  }
}

/** The smallest integer divided by -1 wraps to itself, where the machine would trap. Zero was tested before. */
function signedDivision(code: Code, operator: "div" | "rem", type: Type, x: string, b: Operand): string {
  const llvm = valueType(type);
  const y = code.operand(b);
  if (b.kind === "int" && b.value !== -1n) return code.value(`s${operator} ${llvm} ${x}, ${y}`);
  const isMinusOne = code.value(`icmp eq ${llvm} ${y}, -1`);
  const divisor = code.value(`select i1 ${isMinusOne}, ${llvm} 1, ${llvm} ${y}`);
  const result = code.value(`s${operator} ${llvm} ${x}, ${divisor}`);
  if (operator === "rem") return code.value(`select i1 ${isMinusOne}, ${llvm} 0, ${llvm} ${result}`);
  const negated = code.value(`sub ${llvm} 0, ${x}`);
  return code.value(`select i1 ${isMinusOne}, ${llvm} ${negated}, ${llvm} ${result}`);
}

/** The low bits of the amount, in the type of the shifted value. */
function shiftAmount(code: Code, type: Type, amount: Operand): string {
  const bits = type.kind === "int" ? type.bits : code.fail(`a shift of ${showType(type)}`);
  if (amount.kind === "int") return (BigInt.asUintN(64, amount.value) & BigInt(bits - 1)).toString();
  const from = code.typeOf(amount);
  const fromBits = from.kind === "int" ? from.bits : code.fail(`a shift by ${showType(from)}`);
  const value = code.operand(amount);
  const sized =
    fromBits === bits
      ? value
      : code.value(`${fromBits > bits ? "trunc" : "zext"} i${fromBits} ${value} to i${bits}`);
  return code.value(`and i${bits} ${sized}, ${bits - 1}`);
}

// ---------------------------------------------------------------- comparisons

/** `a operator b` as an i1: signed or not as the operands' type is, floats ordered but for `ne`. */
export function emitComparison(code: Code, operator: BinaryOperator, a: Operand, b: Operand): string {
  const type = code.typeOf(a);
  return compareValues(code, operator, type, code.operand(a), code.operand(b));
}

function compareValues(code: Code, operator: BinaryOperator, type: Type, x: string, y: string): string {
  const llvm = valueType(type);
  if (type.kind === "float") {
    return code.value(`fcmp ${operator === "ne" ? "une" : `o${operator}`} ${llvm} ${x}, ${y}`);
  }
  const members = membersOf(type);
  if (members) return compareCompounds(code, operator, type, members, x, y);
  const isSigned = type.kind === "int" && type.signed;
  const condition = operator === "eq" || operator === "ne" ? operator : `${isSigned ? "s" : "u"}${operator}`;
  return code.value(`icmp ${condition} ${llvm} ${x}, ${y}`);
}

/** Interfaces are equal when their objects are; other compounds when all members are (an absent value is zero). */
function compareCompounds(
  code: Code,
  operator: BinaryOperator,
  type: Type,
  members: readonly Type[],
  x: string,
  y: string,
): string {
  if (operator !== "eq" && operator !== "ne") code.fail(`no order of ${showType(type)}`);
  const isInterface = type.kind === "interface" || (type.kind === "nullable" && type.of.kind === "interface");
  let equal = "true";
  members.forEach((member, i) => {
    if (isInterface && i > 0) return;
    const same = compareValues(code, "eq", member, code.extract(type, x, i), code.extract(type, y, i));
    equal = equal === "true" ? same : code.value(`and i1 ${equal}, ${same}`);
  });
  return operator === "eq" ? equal : code.value(`xor i1 ${equal}, true`);
}

// ---------------------------------------------------------------- conversions

/** Number to number, and between addresses, errors and integers, bit by bit. */
export function emitConversion(code: Code, operand: Operand, to: Type): string {
  const from = code.typeOf(operand);
  const value = code.operand(operand);
  const [f, t] = [valueType(from), valueType(to)];
  if (from.kind === "int") {
    if (to.kind === "int") return resize(code, value, from.bits, to.bits, from.signed);
    if (to.kind === "bool") return code.value(`icmp ne ${f} ${value}, 0`);
    if (to.kind === "float") return code.value(`${from.signed ? "sitofp" : "uitofp"} ${f} ${value} to ${t}`);
    if (t === "ptr") return code.value(`inttoptr i64 ${resize(code, value, from.bits, 64, false)} to ptr`);
  }
  if (from.kind === "bool") {
    if (to.kind === "int") return code.value(`zext i1 ${value} to ${t}`);
    if (to.kind === "float") return code.value(`uitofp i1 ${value} to ${t}`);
    if (to.kind === "bool") return value;
  }
  if (from.kind === "float") {
    if (to.kind === "float") {
      if (f === t) return value;
      return code.value(`${from.bits > to.bits ? "fptrunc" : "fpext"} ${f} ${value} to ${t}`);
    }
    if (to.kind === "int") return saturate(code, value, f, to.bits, to.signed);
    if (to.kind === "bool") return code.value(`fcmp une ${f} ${value}, 0.0`);
  }
  if (f === "ptr" && to.kind === "int")
    return resize(code, code.value(`ptrtoint ptr ${value} to i64`), 64, to.bits, false);
  if (f === t) return value;
  return code.fail(`a conversion from ${showType(from)} to ${showType(to)}`);
}

/** An integer `value` of `from` bits as one of `to` bits. */
export function resize(code: Code, value: string, from: number, to: number, signed: boolean): string {
  if (from === to) return value;
  return code.value(`${from > to ? "trunc" : signed ? "sext" : "zext"} i${from} ${value} to i${to}`);
}

function saturate(code: Code, value: string, float: string, bits: number, signed: boolean): string {
  const name = `llvm.fpto${signed ? "si" : "ui"}.sat.i${bits}.${float === "float" ? "f32" : "f64"}`;
  code.module.declareIntrinsic(`declare i${bits} @${name}(${float})`);
  return code.value(`call i${bits} @${name}(${float} ${value})`);
}
