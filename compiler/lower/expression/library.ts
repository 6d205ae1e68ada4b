/** Functions of the prelude that the core library has: `Math.round`, `Math.max`, `parseFloat`, `Number`, `Array.from`. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { F32, F64, I32, NEVER, U32, U64, U8, nullableType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { commonNumber, toNumber } from "./arithmetic.ts";
import { arrayOf, hasNullItems, literalOf } from "./array-literals.ts";
import { callCore, callCoreValue } from "./call.ts";
import { coerce } from "./coerce.ts";
import { operand, value } from "./dispatch.ts";
import { copiedItems, itemsOf } from "./items.ts";
import { callDeclared } from "./methods.ts";
import { binary, convert, int, intrinsic, settle, typed, valueOf, zeroOf } from "./values.ts";

const MATH = "core/math.ts";
const EXPONENTIAL = "core/exponential.ts";
const TRIGONOMETRY = "core/trigonometry.ts";
const ANGLES = "core/angles.ts";
const PARSE = "core/parse-float.ts";

/** Functions of floats alone: where they are, and their names there. */
const ofFloats = new Map<string, readonly [file: string, fn: string]>([
  ["Math.round", [MATH, "round"]],
  ["Math.sign", [MATH, "signOf"]],
  ["Number.isNaN", [MATH, "isNaNumber"]],
  ["isNaN", [MATH, "isNaNumber"]],
  ["Number.isFinite", [MATH, "isFiniteNumber"]],
  ["isFinite", [MATH, "isFiniteNumber"]],
  ["Number.isInteger", [MATH, "isWhole"]],
  ["Number.isSafeInteger", [MATH, "isSafeWhole"]],
  ["Math.pow", [EXPONENTIAL, "power"]],
  ["Math.exp", [EXPONENTIAL, "exponential"]],
  ["Math.expm1", [EXPONENTIAL, "exponentialLessOne"]],
  ["Math.log", [EXPONENTIAL, "logarithm"]],
  ["Math.log2", [EXPONENTIAL, "logarithm2"]],
  ["Math.log10", [EXPONENTIAL, "logarithm10"]],
  ["Math.log1p", [EXPONENTIAL, "logarithmOfOnePlus"]],
  ["Math.cbrt", [EXPONENTIAL, "cubeRoot"]],
  ["Math.sinh", [EXPONENTIAL, "hyperbolicSine"]],
  ["Math.cosh", [EXPONENTIAL, "hyperbolicCosine"]],
  ["Math.tanh", [EXPONENTIAL, "hyperbolicTangent"]],
  ["Math.asinh", [EXPONENTIAL, "areaHyperbolicSine"]],
  ["Math.acosh", [EXPONENTIAL, "areaHyperbolicCosine"]],
  ["Math.atanh", [EXPONENTIAL, "areaHyperbolicTangent"]],
  ["Math.sin", [TRIGONOMETRY, "sine"]],
  ["Math.cos", [TRIGONOMETRY, "cosine"]],
  ["Math.tan", [TRIGONOMETRY, "tangent"]],
  ["Math.asin", [ANGLES, "arcSine"]],
  ["Math.acos", [ANGLES, "arcCosine"]],
  ["Math.atan", [ANGLES, "arcTangent"]],
  ["Math.atan2", [ANGLES, "angle"]],
]);

/** Null when the name is none of these. */
export function libraryCall(
  f: FunctionContext,
  name: string,
  node: ts.CallExpression,
  expected: Type | null,
): Value | null {
  const fn = ofFloats.get(name);
  const [first, second] = node.arguments;
  if (fn) {
    const args = node.arguments.map((argument) => operand(f, argument, F64));
    return callCoreValue(f, fn[0], fn[1], [], args, node);
  }
  const text = f.declarations.stringType();
  switch (name) {
    case "Math.abs":
      return absolute(f, first!, node);
    case "Math.hypot": {
      const sides = arrayOf(f, f.declarations.arrayType(F64), node.arguments, node, []);
      return callCoreValue(f, ANGLES, "hypotenuse", [], [sides], node);
    }
    case "Math.random":
      return random(f, node);
    case "Math.fround":
      return valueOf(convert(f, convert(f, operand(f, first!, F64), F32), F64));
    case "Math.clz32":
      return valueOf(intrinsic(f, "bits.leadingZeros", U32, [U32], [operand(f, first!, U32)]));
    case "Math.imul":
      return valueOf(binary(f, "mul", operand(f, first!, I32), operand(f, second!, I32), I32));
    case "Math.min":
      return extreme(f, node, "bits.min", "smaller");
    case "Math.max":
      return extreme(f, node, "bits.max", "larger");
    case "parseFloat":
    case "Number.parseFloat":
      return callCoreValue(f, PARSE, "parseFloatText", [], [operand(f, first!, text)], node);
    case "parseInt":
    case "Number.parseInt": {
      const args = [operand(f, first!, text), second ? operand(f, second, U32) : int(U32, 0n)];
      return callCoreValue(f, PARSE, "parseIntText", [], args, node);
    }
    case "Number":
      return toFloat(f, first!, node);
    case "Array.from":
      return arrayFrom(f, node, expected);
    case "Array.of":
      return literalOf(f, node.arguments, node);
    default:
      return null;
  }
}

function random(f: FunctionContext, node: ts.CallExpression): Value {
  if (f.declarations.target === "linux")
    return callCoreValue(f, "core/linux/random.ts", "random", [], [], node);
  f.declarations.error(
    node,
    1137,
    "There is no Math.random in the kernel.",
    "Use the kernel's random numbers.",
  );
  return typed(zeroOf(NEVER), NEVER);
}

function toFloat(f: FunctionContext, argument: ts.Expression, node: ts.Node): Value {
  const v = value(f, argument, null);
  if (settle(v) === f.declarations.stringType() && v.kind === "operand")
    return callCoreValue(f, PARSE, "numberOfText", [], [v.operand], node);
  if (v.kind === "operand" && v.type.kind !== "float") return typed(convert(f, v.operand, F64), F64);
  return typed(coerce(f, v, F64, argument), F64);
}

function absolute(f: FunctionContext, argument: ts.Expression, node: ts.Node): Value {
  const v = value(f, argument, null);
  if (v.kind === "untyped") return { kind: "untyped", value: v.value < 0n ? -v.value : v.value };
  if (v.kind === "untypedFloat") return { kind: "untypedFloat", value: Math.abs(v.value) };
  const type = settle(v);
  const given = toNumber(f, v, type, argument);
  if (type === F64) return valueOf(intrinsic(f, "Math.abs", F64, [F64], [given]));
  if (type.kind === "int" && !type.signed) return typed(given, type);
  return callCoreValue(f, MATH, "absolute", [type], [given], node);
}

/** `Math.min` and `Math.max`: one after the other; lists that are spread are walked. */
function extreme(f: FunctionContext, node: ts.CallExpression, ofIntegers: string, ofFloats: string): Value {
  const of = (a: Value, b: Value): Value => {
    const type = commonNumber(f, a, b, node);
    if (!type) return typed(zeroOf(NEVER), NEVER);
    const args = [toNumber(f, a, type, node), toNumber(f, b, type, node)];
    if (type.kind === "int") return valueOf(intrinsic(f, ofIntegers, type, [type], args));
    return callCoreValue(f, MATH, ofFloats, [type], args, node);
  };
  const parts = node.arguments.map((argument) =>
    ts.isSpreadElement(argument)
      ? {
          list: itemsOf(f, value(f, argument.expression, null), { keepsNull: false }, argument),
          node: argument,
        }
      : { item: value(f, argument, null), node: argument },
  );
  const items = parts.flatMap((part) => (part.item ? [part.item] : []));
  let result = items.length > 0 ? items.reduce(of) : null;
  for (const { list } of parts) {
    if (!list) continue;
    const type = settle(list);
    const element = f.declarations.arrayElement(type);
    if (!element || (element.kind !== "int" && element.kind !== "float")) {
      f.declarations.error(node, 1204, "Only arrays of numbers can be spread here.");
      return typed(zeroOf(NEVER), NEVER);
    }
    const array = coerce(f, list, type, node);
    const args = result ? [toNumber(f, result, element, node), array] : [array];
    const name = `${ofFloats}${result ? "Of" : "OfAll"}`;
    result = callCoreValue(f, MATH, name, [element], args, node);
  }
  if (result) return result;
  f.declarations.error(node, 1204, "There is no smallest or largest of no numbers.");
  return typed(zeroOf(NEVER), NEVER);
}

/** `Array.from`: a copy of the items, or of what a function makes of them. */
function arrayFrom(f: FunctionContext, node: ts.CallExpression, expected: Type | null): Value {
  const [source, fn] = node.arguments;
  const length = lengthOf(source!);
  const items = length
    ? absent(f, length, node)
    : copiedItems(f, value(f, source!, null), { keepsNull: hasNullItems(f, node) }, source!);
  if (!items || !fn) return items ?? typed(zeroOf(NEVER), NEVER);
  if (items.type.kind !== "class") throw new Error("an array is no class");
  const mapped = callDeclared(f, node, items.operand, items.type.info, "map", expected, null, [fn]);
  if (!mapped) throw new Error("core/array.ts has no map");
  return mapped;
}

/** The n of `{ length: n }`. */
function lengthOf(source: ts.Expression): ts.Expression | null {
  if (!ts.isObjectLiteralExpression(source) || source.properties.length !== 1) return null;
  const [property] = source.properties;
  if (!property || !property.name || property.name.getText() !== "length") return null;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : null;
}

/** As many absent items, for a function that is called for each. */
function absent(
  f: FunctionContext,
  length: ts.Expression,
  node: ts.Node,
): { operand: Operand; type: Type } & Value {
  const item = nullableType(U8);
  const v = value(f, length, U64);
  const count = v.kind === "operand" ? convert(f, v.operand, U64) : coerce(f, v, U64, length);
  const array = callCore(f, "core/array-makers.ts", "absentItems", [], [count], node);
  const type = f.declarations.arrayType(item);
  return { kind: "operand", operand: array, type };
}
