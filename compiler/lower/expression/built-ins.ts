/** Functions of the prelude: conversions, `checked`, `bits`, `Math`, `console`, `String`, `assert`, `panic`. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import {
  BOOL,
  ERROR,
  F32,
  F64,
  I16,
  I32,
  I64,
  I8,
  NEVER,
  U16,
  U32,
  U64,
  U8,
  intType,
  nullableType,
  showType,
  spanType,
  type FloatType,
  type IntType,
  type Type,
} from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { commonNumber, toNumber } from "./arithmetic.ts";
import { emptyArray } from "./array-literals.ts";
import { copiedItems } from "./items.ts";
import { callCore, callCoreValue } from "./call.ts";
import { coerce } from "./coerce.ts";
import { operand, value } from "./dispatch.ts";
import { rangeOf } from "./integers.ts";
import { libraryCall } from "./library.ts";
import { condition } from "./logic.ts";
import { textOf, textOfAll } from "./text.ts";
import { truthOf } from "./truth.ts";
import { isAmong } from "./union-members.ts";
import { staticCondition } from "./static.ts";
import {
  NO_VALUE,
  bool,
  branch,
  compare,
  convert,
  int,
  intrinsic,
  isNull,
  load,
  settle,
  slot,
  store,
  typed,
  unwrap,
  valueOf,
  wrap,
  zeroOf,
} from "./values.ts";

const numbers = new Map<string, IntType | FloatType>([
  ["u8", U8],
  ["u16", U16],
  ["u32", U32],
  ["u64", U64],
  ["usize", U64],
  ["i8", I8],
  ["i16", I16],
  ["i32", I32],
  ["i64", I64],
  ["f32", F32],
  ["f64", F64],
]);

/** ERANGE of Linux. */
const ERANGE = 34n;

/** Calls the prelude's function of that name; null when it is none. */
export function builtInCall(
  f: FunctionContext,
  name: string,
  node: ts.CallExpression,
  expected: Type | null,
): Value | null {
  const to = numbers.get(name);
  if (to) return conversion(f, to, node);
  const [space, member] = name.split(".");
  const checkedTo = space === "checked" ? numbers.get(member ?? "") : undefined;
  if (checkedTo?.kind === "int") return checkedConversion(f, checkedTo, node);
  if (space === "bits" && member) return bitOperation(f, member, node);
  const library = libraryCall(f, name, node, expected);
  if (library) return library;
  if (space === "Math") return valueOf(intrinsic(f, name, F64, [F64], [operand(f, node.arguments[0]!, F64)]));
  if (space === "console" && member)
    return print(f, member === "error" ? "consoleError" : "consoleLog", node);
  const text = f.declarations.stringType();
  switch (name) {
    case "String.fromBytes":
      return callCoreValue(
        f,
        "core/string.ts",
        "stringFromBytes",
        [],
        [operand(f, node.arguments[0]!, spanType(U8))],
        node,
      );
    case "String":
      return valueOf(textOf(f, value(f, node.arguments[0]!, null), node));
    case "String.fromCharCode":
    case "String.fromCodePoint":
      return callCoreValue(
        f,
        "core/string.ts",
        "stringFromCharCode",
        [],
        [operand(f, node.arguments[0]!, U32)],
        node,
      );
    case "Boolean":
      return valueOf(truthOf(f, value(f, node.arguments[0]!, null), node));
    case "Array.isArray":
      return valueOf(isArray(f, value(f, node.arguments[0]!, null)));
    case "parseInteger":
      return parseInteger(f, node);
    case "errnoOf":
      return valueOf(intrinsic(f, "errnoOf", I32, [], [operand(f, node.arguments[0]!, ERROR)]));
    case "errorText":
      return callCoreValue(
        f,
        "core/error.ts",
        "errorText",
        [],
        [operand(f, node.arguments[0]!, ERROR)],
        node,
      );
    case "panic":
      panic(f, operand(f, node.arguments[0]!, text), node);
      return NO_VALUE;
    case "assert":
      return assertion(f, node);
    default:
      return null;
  }
}

/** `u32(x)`: any number or boolean becomes the type; what does not fit loses its high bits. */
function conversion(f: FunctionContext, to: IntType | FloatType, node: ts.CallExpression): Value {
  const argument = node.arguments[0];
  if (!argument) return typed(zeroOf(to), to);
  const v = value(f, argument, to);
  if (v.kind === "untyped" && to.kind === "int") return valueOf(int(to, wrap(v.value, to.bits, to.signed)));
  if (v.kind === "untypedFloat" && to.kind === "int") {
    const { low, high } = rangeOf(to);
    const whole = Number.isFinite(v.value)
      ? BigInt(Math.trunc(v.value))
      : v.value > 0
        ? high
        : v.value < 0
          ? low
          : 0n;
    return valueOf(int(to, whole < low ? low : whole > high ? high : whole));
  }
  if (v.kind === "untyped" || v.kind === "untypedFloat") return typed(coerce(f, v, to, argument), to);
  const type = settle(v);
  if (v.kind === "operand" && ["int", "float", "bool"].includes(type.kind))
    return typed(convert(f, v.operand, to), to);
  if (type !== NEVER && f.builder.reachable) {
    const hint = type.kind === "nullable" ? "Test it for null first, or write '??'." : undefined;
    f.declarations.error(
      argument,
      1210,
      `A '${showType(type)}' cannot be converted to '${showType(to)}'.`,
      hint,
    );
  }
  return typed(zeroOf(to), to);
}

/** `checked.u8(x)`: throws ERANGE when the value does not fit. */
function checkedConversion(f: FunctionContext, to: IntType, node: ts.CallExpression): Value {
  const argument = node.arguments[0]!;
  const v = value(f, argument, null);
  if (v.kind !== "operand" || (v.type.kind !== "int" && v.type.kind !== "float"))
    return typed(coerce(f, v, to, argument), to);
  const range = rangeOf(to);
  const { operand: given, type } = v;
  const limits: Operand[] = [];
  if (type.kind === "int") {
    const from = rangeOf(type);
    if (from.low < range.low) limits.push(compare(f, "lt", given, int(type, range.low)));
    if (from.high > range.high) limits.push(compare(f, "gt", given, int(type, range.high)));
  } else {
    const bound = (n: bigint): Operand => ({ kind: "float", type, value: Number(n) });
    limits.push(
      compare(f, "le", given, bound(range.low - 1n)),
      compare(f, "ge", given, bound(range.high + 1n)),
    );
    limits.push(compare(f, "ne", given, given));
  }
  for (const isOut of limits) throwIf(f, isOut, ERANGE);
  return typed(convert(f, given, to), to);
}

function throwIf(f: FunctionContext, isWrong: Operand, errno: bigint): void {
  const { builder } = f;
  const [bad, good] = [builder.newBlock(), builder.newBlock()];
  branch(f, isWrong, bad, good);
  builder.begin(bad);
  builder.raise(int(ERROR, errno));
  builder.begin(good);
}

function bitOperation(f: FunctionContext, member: string, node: ts.CallExpression): Value | null {
  const name = `bits.${member}`;
  if (member === "fromF64")
    return valueOf(intrinsic(f, name, U64, [U64], [operand(f, node.arguments[0]!, F64)]));
  if (member === "toF64")
    return valueOf(intrinsic(f, name, F64, [F64], [operand(f, node.arguments[0]!, U64)]));
  const isWide = member === "multiplyHigh" || member === "multiplyDivide";
  const values = node.arguments.map((arg) => value(f, arg, isWide ? U64 : null));
  const explicit = node.typeArguments?.[0]
    ? f.declarations.resolveType(node.typeArguments[0], f.environment)
    : null;
  const type = isWide ? U64 : (explicit ?? commonOf(f, values, node));
  if (!type || (type.kind !== "int" && type.kind !== "float")) return typed(zeroOf(NEVER), NEVER);
  if (type.kind === "float" && member !== "min" && member !== "max") {
    f.declarations.error(
      node,
      1204,
      "Floating-point numbers have no bit operations.",
      "bits.fromF64(x) gives their bits.",
    );
    return typed(zeroOf(type), type);
  }
  const plain = type.kind === "int" && type.enumName !== null ? intType(type.bits, type.signed) : type;
  const args = values.map((v, i) =>
    isWide ? coerce(f, v, U64, node.arguments[i]!) : toNumber(f, v, plain, node.arguments[i]!),
  );
  return valueOf(intrinsic(f, name, member.endsWith("Overflows") ? BOOL : plain, [plain], args));
}

function commonOf(f: FunctionContext, values: readonly Value[], at: ts.Node): Type | null {
  const [a, b] = values;
  if (!a) return null;
  return b ? commonNumber(f, a, b, at) : a.kind === "operand" ? a.type : settle(a);
}

function isArray(f: FunctionContext, v: Value): Operand {
  const isOne = (type: Type): boolean => f.declarations.arrayElement(type) !== null;
  if (v.kind !== "operand") return bool(false);
  const { operand: given, type } = v;
  if (type.kind === "union") return isAmong(f, given, type.members.filter(isOne), type);
  if (type.kind !== "nullable") return bool(isOne(type));
  const result = slot(f, BOOL);
  const [present, end] = [f.builder.newBlock(), f.builder.newBlock()];
  store(f, result, bool(false), true);
  branch(f, isNull(f, given), end, present);
  f.builder.begin(present);
  store(f, result, isArray(f, typed(unwrap(f, given), type.of)), false);
  f.builder.begin(end);
  return load(f, result);
}

function print(f: FunctionContext, fn: string, node: ts.CallExpression): Value {
  const isSpread = node.arguments.some(ts.isSpreadElement);
  const text = isSpread ? textOfSpread(f, node) : textOfAll(f, node.arguments, node);
  if (f.declarations.target !== "linux") {
    f.declarations.error(node, 1137, "There is no console in the kernel.", "Use the kernel's log.");
    return NO_VALUE;
  }
  callCoreValue(f, "core/linux/console.ts", fn, [], [text], node);
  return NO_VALUE;
}

/** The same text where arrays are spread among the values. */
function textOfSpread(f: FunctionContext, node: ts.CallExpression): Operand {
  const texts = emptyArray(f, f.declarations.arrayType(f.declarations.stringType()), node);
  for (const argument of node.arguments) {
    if (!ts.isSpreadElement(argument)) {
      const text = textOf(f, value(f, argument, null), argument);
      callCoreValue(f, TEXTS, "addText", [], [texts, text], argument);
      continue;
    }
    const items = copiedItems(f, value(f, argument.expression, null), { keepsNull: true }, argument);
    const element = items && f.declarations.arrayElement(items.type);
    if (element) callCoreValue(f, TEXTS, "addTexts", [element], [texts, items.operand], argument);
  }
  return callCore(f, TEXTS, "joinTexts", [], [texts], node);
}

const TEXTS = "core/texts.ts";

function parseInteger(f: FunctionContext, node: ts.CallExpression): Value {
  const [text, radix] = node.arguments;
  const type = nullableType(U32);
  const args = [
    operand(f, text!, f.declarations.stringType()),
    radix ? operand(f, radix, type) : nullOperand(type),
  ];
  return valueOf(callCore(f, "core/parse.ts", "parseInteger", [], args, node));
}

// ---------------------------------------------------------------- panics

/** Ends the program or the kernel with a message and the place in the source. */
function panic(f: FunctionContext, message: Operand, at: ts.Node): void {
  const text = f.declarations.stringType();
  const { file, line, column } = f.declarations.location(at);
  const location: Operand = { kind: "string", type: text, value: `${file}:${line}:${column}` };
  f.builder.call({
    callee: { kind: "direct", symbol: "metal_panic" },
    args: [message, location],
    parameterTypes: [text, text],
    returnType: NEVER,
    dest: null,
  });
}

/** The message is only made when the condition fails. */
function assertion(f: FunctionContext, node: ts.CallExpression): Value {
  const [test, message] = node.arguments;
  const { builder } = f;
  const known = staticCondition(f, test!);
  if (known === true) return NO_VALUE;
  const [bad, good] = [builder.newBlock(), builder.newBlock()];
  condition(f, test!, good, bad);
  builder.begin(bad);
  const text = f.declarations.stringType();
  const said = message ? operand(f, message, text) : failed(f, test!);
  panic(f, said, node);
  builder.begin(good);
  return NO_VALUE;
}

function failed(f: FunctionContext, test: ts.Expression): Operand {
  const source = test.getText().replace(/\s+/g, " ");
  return { kind: "string", type: f.declarations.stringType(), value: `assertion failed: ${source}` };
}
