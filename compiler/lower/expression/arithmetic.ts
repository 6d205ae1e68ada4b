/** Operators over numbers: their operands' common type, constants without a type, division and shifts. */

import ts from "typescript";
import type { BinaryOperator, Operand } from "../../mir.ts";
import { F64, NEVER, U64, intType, showType, type IntType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { isTextSum, leftSpine } from "./chains.ts";
import { coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { callCore, callCoreValue } from "./call.ts";
import { divides, fits, integerPower, logicalShift, widens } from "./integers.ts";
import { binary, compare, convert, int, typed, typeOfOperand, zeroOf, type OperandValue } from "./values.ts";

/** What an operator does; "power" is the library's. */
export type ArithmeticOperator = BinaryOperator | "power";

const operators = new Map<ts.SyntaxKind, ArithmeticOperator>([
  [ts.SyntaxKind.PlusToken, "add"],
  [ts.SyntaxKind.MinusToken, "sub"],
  [ts.SyntaxKind.AsteriskToken, "mul"],
  [ts.SyntaxKind.SlashToken, "div"],
  [ts.SyntaxKind.PercentToken, "rem"],
  [ts.SyntaxKind.AsteriskAsteriskToken, "power"],
  [ts.SyntaxKind.AmpersandToken, "and"],
  [ts.SyntaxKind.BarToken, "or"],
  [ts.SyntaxKind.CaretToken, "xor"],
  [ts.SyntaxKind.LessThanLessThanToken, "shl"],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, "shr"],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, "shr"],
]);

/** The operation for an operator's token, null if it is not arithmetic. */
export const arithmeticOperator = (kind: ts.SyntaxKind): ArithmeticOperator | null =>
  operators.get(kind) ?? null;
const isShift = (operator: ArithmeticOperator): operator is "shl" | "shr" =>
  operator === "shl" || operator === "shr";

/** The operands of an operator, both lowered. A constant shift takes its type from the other side: `x & (1 << n)`. */
export function operandsOf(
  f: FunctionContext,
  node: ts.BinaryExpression,
  expected: Type | null,
): [Value, Value] {
  const left = value(f, node.left, guideOf(f, node, expected));
  return [left, rightOf(f, node, left, expected)];
}

const numeric = (type: Type | null): Type | null =>
  type?.kind === "int" || type?.kind === "float" ? type : null;

/** What the left operand is expected to be. */
function guideOf(f: FunctionContext, node: ts.BinaryExpression, expected: Type | null): Type | null {
  return numeric(expected) ?? (needsType(f, node.left) ? f.statements.typeOf(f, node.right) : null);
}

function rightOf(f: FunctionContext, node: ts.BinaryExpression, left: Value, expected: Type | null): Value {
  return value(f, node.right, left.kind === "operand" ? left.type : numeric(expected));
}

/** `a + b - c …` of numbers. */
export function lowerArithmetic(f: FunctionContext, node: ts.BinaryExpression, expected: Type | null): Value {
  const chain = leftSpine(
    node,
    (left) => arithmeticOperator(left.operatorToken.kind) !== null && !isTextSum(f, left),
  );
  let guide = expected;
  const steps = chain.map((operation) => {
    const step = { operation, expected: guide };
    guide = guideOf(f, operation, guide);
    return step;
  });
  let result = value(f, chain.at(-1)!.left, guide);
  for (const { operation, expected: wanted } of steps.reverse()) {
    const right = rightOf(f, operation, result, wanted);
    const operator = arithmeticOperator(operation.operatorToken.kind)!;
    f.builder.setLocation(operation);
    result = combine(f, operator, result, right, wanted, operation);
  }
  return result;
}

/** `1 << n`: a shift of a constant by something that is not. */
function needsType(f: FunctionContext, node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return needsType(f, node.expression);
  if (ts.isPrefixUnaryExpression(node)) return needsType(f, node.operand);
  if (!ts.isBinaryExpression(node)) return false;
  const operator = operators.get(node.operatorToken.kind);
  if (!operator) return false;
  if (!isShift(operator)) return needsType(f, node.right) && needsType(f, node.left);
  const { declarations, environment } = f;
  return (
    declarations.constant(node.left, environment) !== null &&
    declarations.constant(node.right, environment) === null
  );
}

/** `a op b` of two lowered numbers. */
export function combine(
  f: FunctionContext,
  operator: ArithmeticOperator,
  left: Value,
  right: Value,
  expected: Type | null,
  at: ts.Node,
): Value {
  if (isConstant(left) && isConstant(right)) return fold(f, operator, left, right, at);
  if (isShift(operator)) return shift(f, operator, left, right, expected, at);
  const type = commonNumber(f, left, right, at);
  if (!type) return typed(zeroOf(NEVER), NEVER);
  const arithmetic = plainUnlessBits(operator, type, left, right);
  const a = toNumber(f, left, arithmetic, at);
  const b = toNumber(f, right, arithmetic, at);
  if (arithmetic.kind === "float" && ["and", "or", "xor"].includes(operator)) {
    f.declarations.error(
      at,
      1204,
      "Floating-point numbers have no bit operations.",
      "bits.fromF64(x) gives their bits.",
    );
    return typed(a, arithmetic);
  }
  if (operator === "power") return powerOf(f, a, b, arithmetic, at);
  if (operator === "rem" && arithmetic.kind === "float")
    return ofFloats(f, "core/math.ts", "remainder", a, b, arithmetic, at);
  if (operator === "div" || operator === "rem") refuseZero(f, b, at);
  return typed(binary(f, operator, a, b, arithmetic), arithmetic);
}

/** `a ** b` */
function powerOf(f: FunctionContext, a: Operand, b: Operand, type: Type, at: ts.Node): Value {
  if (type.kind === "float") return ofFloats(f, "core/exponential.ts", "power", a, b, type, at);
  return callCoreValue(f, "core/math.ts", "integerPower", [type], [a, b], at);
}

/** What the library does with two f64, of those or of f32. */
function ofFloats(
  f: FunctionContext,
  file: string,
  fn: string,
  a: Operand,
  b: Operand,
  type: Type,
  at: ts.Node,
): Value {
  const result = callCore(f, file, fn, [], [convert(f, a, F64), convert(f, b, F64)], at);
  return typed(convert(f, result, type), type);
}

const isConstant = (v: Value): v is Extract<Value, { kind: "untyped" | "untypedFloat" }> =>
  v.kind === "untyped" || v.kind === "untypedFloat";

/** Only bit operations of an enum with itself stay in the enum. */
function plainUnlessBits(operator: ArithmeticOperator, type: Type, left: Value, right: Value): Type {
  if (type.kind !== "int" || type.enumName === null) return type;
  const isSame = [left, right].every((v) => isConstant(v) || (v.kind === "operand" && v.type === type));
  return isSame && ["and", "or", "xor"].includes(operator) ? type : intType(type.bits, type.signed);
}

/** The number as the type: widened, a brand or enum dropped, or a constant that must fit. */
export function toNumber(f: FunctionContext, v: Value, type: Type, at: ts.Node): Operand {
  return v.kind === "operand" ? convert(f, v.operand, type) : coerce(f, v, type, at);
}

/** The type that both operands have or widen to without loss; reports when there is none. */
export function commonNumber(f: FunctionContext, left: Value, right: Value, at: ts.Node): Type | null {
  if (isMemberBeside(left, right)) return numberType(f, right, at);
  if (isMemberBeside(right, left)) return numberType(f, left, at);
  if (isConstant(left) && isConstant(right))
    return left.kind === "untypedFloat" || right.kind === "untypedFloat" ? F64 : U64;
  if (isConstant(left)) return numberType(f, right, at);
  if (isConstant(right)) return numberType(f, left, at);
  const a = numberType(f, left, at);
  const b = numberType(f, right, at);
  if (!a || !b || a === b) return a && b;
  const common = a.kind === "int" && b.kind === "int" ? commonInt(a, b) : null;
  if (common) return common;
  const [from, to] = [showType(a), showType(b)];
  const isBrand = a.kind === "int" && b.kind === "int" && a.brand !== null && b.brand !== null;
  const hint = isBrand
    ? `Write 'u64(…)' around one side if the mixture is meant.`
    : `Write '${to}(…)' or '${from}(…)' around one side.`;
  f.declarations.error(
    at,
    1204,
    `The operands are of different types, '${from}' and '${to}', and neither holds the other.`,
    hint,
  );
  return null;
}

/** A member of an enum beside an integer of another type that holds its value: `errnoOf(e) === Errno.ENOENT`. */
function isMemberBeside(member: Value, other: Value): boolean {
  if (member.kind !== "operand" || member.type.kind !== "int" || member.type.enumName === null) return false;
  if (member.operand.kind !== "int" || other.kind !== "operand" || other.type.kind !== "int") return false;
  return other.type.enumName === null && other.type.brand === null && fits(member.operand.value, other.type);
}

function numberType(f: FunctionContext, v: Value, at: ts.Node): Type | null {
  if (v.kind === "operand" && (v.type.kind === "int" || v.type.kind === "float")) return v.type;
  if (v.kind === "operand" && v.type === NEVER) return null;
  if (!f.builder.reachable) return null;
  const name =
    v.kind === "void" ? "void" : v.kind === "operand" || v.kind === "place" ? showType(v.type) : "number";
  const hint =
    name === "boolean"
      ? "Write 'u32(flag)', or compare it."
      : name.endsWith("| null")
        ? "Test it for null first, or give a value in its place by '??'."
        : undefined;
  f.declarations.error(at, 1205, `A '${name}' is no number, so this operator does not apply to it.`, hint);
  return null;
}

/** Brands stay through arithmetic with the plain type; enums count as their integer. */
function commonInt(a: IntType, b: IntType): IntType | null {
  if (a.brand !== null && b.brand !== null) return null;
  if (a.brand !== null || b.brand !== null) {
    const [branded, plain] = a.brand !== null ? [a, b] : [b, a];
    return widens(plain, branded) ? branded : null;
  }
  const [x, y] = [intType(a.bits, a.signed), intType(b.bits, b.signed)];
  return widens(x, y) ? y : widens(y, x) ? x : null;
}

function shift(
  f: FunctionContext,
  operator: "shl" | "shr",
  left: Value,
  right: Value,
  expected: Type | null,
  at: ts.Node,
): Value {
  const fallback = expected?.kind === "int" ? expected : U64;
  const type = isConstant(left) ? fallback : numberType(f, left, at);
  if (!type) return typed(zeroOf(NEVER), NEVER);
  if (type.kind !== "int") {
    f.declarations.error(at, 1204, "Floating-point numbers have no bit operations.");
    return typed(zeroOf(type), type);
  }
  const plain = type.enumName === null ? type : intType(type.bits, type.signed);
  const a = toNumber(f, left, plain, at);
  const count = shiftCount(f, right, plain, at);
  if (!plain.signed || !isLogical(at)) return typed(binary(f, operator, a, count, plain), plain);
  const bitsOf = intType(plain.bits, false);
  const shifted = binary(f, operator, convert(f, a, bitsOf), convert(f, count, bitsOf), bitsOf);
  // With a bit shifted in, the number is one of the signed type as well.
  const isLess = count.kind === "int" && count.value > 0n;
  return isLess ? typed(convert(f, shifted, plain), plain) : typed(shifted, bitsOf);
}

/** `>>>` and `>>>=` */
const isLogical = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) &&
  [
    ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
    ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
  ].includes(node.operatorToken.kind);

/** The low bits of the count, in the type of what is shifted. */
function shiftCount(f: FunctionContext, right: Value, type: IntType, at: ts.Node): Operand {
  if (right.kind === "untyped") {
    if (right.value >= BigInt(type.bits) || right.value < 0n) {
      const message = `A shift of a '${showType(type)}' by ${right.value} would use only the low bits of ${right.value}.`;
      f.declarations.error(at, 1206, message, `Shift by 0 to ${type.bits - 1}.`);
    }
    return int(type, right.value & BigInt(type.bits - 1));
  }
  const count = numberType(f, right, at);
  if (!count || count.kind !== "int" || right.kind !== "operand") return int(type, 0n);
  return binary(f, "and", convert(f, right.operand, type), int(type, BigInt(type.bits - 1)), type);
}

function refuseZero(f: FunctionContext, divisor: Operand, at: ts.Node): void {
  const type = typeOfOperand(divisor);
  if (type.kind !== "int") return;
  if (divisor.kind !== "int") {
    const condition = compare(f, "eq", divisor, int(type, 0n));
    f.builder.emit({ op: "panicIf", condition, message: "division by zero" });
  } else if (divisor.value === 0n) {
    f.declarations.error(at, 1207, "This divides by zero.");
  }
}

/** Arithmetic over constants without a type is exact: what a division leaves a rest of is a fraction. */
function fold(
  f: FunctionContext,
  operator: ArithmeticOperator,
  left: Extract<Value, { kind: "untyped" | "untypedFloat" }>,
  right: Extract<Value, { kind: "untyped" | "untypedFloat" }>,
  at: ts.Node,
): Value {
  if (left.kind === "untyped" && right.kind === "untyped" && !isFraction(operator, left.value, right.value)) {
    const wraps = left.wraps || right.wraps;
    const folded = foldIntegers(operator, left.value, right.value, at);
    if (folded !== null)
      return wraps ? { kind: "untyped", value: folded, wraps } : { kind: "untyped", value: folded };
    const isDivision = operator === "div" || operator === "rem";
    if (isDivision) f.declarations.error(at, 1207, "This divides by zero.");
    else if (operator === "power")
      f.declarations.error(at, 1202, "This number is too large for every integer type.");
    else if (operator === "shr" && right.value >= 0n && right.value <= 63n)
      f.declarations.error(
        at,
        1206,
        "How many bits are shifted is not known.",
        "Give it a type: i64(…) >>> n.",
      );
    else f.declarations.error(at, 1206, "This shifts by too many bits.");
    return { kind: "untyped", value: 0n };
  }
  const [a, b] = [Number(left.value), Number(right.value)];
  switch (operator) {
    case "add":
      return { kind: "untypedFloat", value: a + b };
    case "sub":
      return { kind: "untypedFloat", value: a - b };
    case "mul":
      return { kind: "untypedFloat", value: a * b };
    case "div":
      return { kind: "untypedFloat", value: a / b };
    case "rem":
      return { kind: "untypedFloat", value: a % b };
    case "power":
      return { kind: "untypedFloat", value: a ** b };
    default:
      f.declarations.error(at, 1204, "Floating-point numbers have no bit operations.");
      return { kind: "untyped", value: 0n };
  }
}

/** `7 / 2`, `2 ** -1` */
const isFraction = (operator: ArithmeticOperator, a: bigint, b: bigint): boolean =>
  (operator === "power" && b < 0n) || (operator === "div" && !divides(b, a));

function foldIntegers(operator: ArithmeticOperator, a: bigint, b: bigint, at: ts.Node): bigint | null {
  switch (operator) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return b === 0n ? null : a / b;
    case "rem":
      return b === 0n ? null : a % b;
    case "power":
      return integerPower(a, b);
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "shl":
      return b < 0n || b > 63n ? null : a << b;
    default:
      return b < 0n || b > 63n ? null : isLogical(at) ? logicalShift(a, b) : a >> b;
  }
}

/** `-x`, `~x`, `+x`. */
export function lowerSign(f: FunctionContext, node: ts.PrefixUnaryExpression, expected: Type | null): Value {
  const of = value(f, node.operand, expected);
  const isComplement = node.operator === ts.SyntaxKind.TildeToken;
  if (of.kind === "untyped") {
    if (node.operator === ts.SyntaxKind.PlusToken) return of;
    if (isComplement) return { kind: "untyped", value: ~of.value, wraps: true };
    // -0 is a float: no integer is below 0 and 0.
    return of.value === 0n ? { kind: "untypedFloat", value: -0 } : { kind: "untyped", value: -of.value };
  }
  if (of.kind === "untypedFloat" && !isComplement) {
    return { kind: "untypedFloat", value: node.operator === ts.SyntaxKind.MinusToken ? -of.value : of.value };
  }
  const type = numberType(f, of, node);
  if (!type || of.kind !== "operand") return typed(zeroOf(NEVER), NEVER);
  if (node.operator === ts.SyntaxKind.PlusToken) return of;
  if (isComplement) return complement(f, of, type, node);
  const plain = type.kind === "int" && type.enumName !== null ? intType(type.bits, type.signed) : type;
  const result = f.builder.temp(plain);
  f.builder.emit({ op: "unary", result, operator: "neg", a: convert(f, of.operand, plain) });
  return typed({ kind: "var", variable: result }, plain);
}

function complement(f: FunctionContext, of: OperandValue, type: Type, at: ts.Node): Value {
  if (type.kind !== "int") {
    f.declarations.error(at, 1204, "Floating-point numbers have no bit operations.");
    return of;
  }
  const result = f.builder.temp(type);
  f.builder.emit({ op: "unary", result, operator: "not", a: of.operand });
  return typed({ kind: "var", variable: result }, type);
}
