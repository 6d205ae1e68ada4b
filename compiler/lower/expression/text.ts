/** Strings out of values: template strings, `+`, `console.log`. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { F64, I64, NEVER, U64, fixedType, refType, showType, spanType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { callCore, callCoreValue, callMethodInfo } from "./call.ts";
import { isTextSum, leftSpine } from "./chains.ts";
import { value } from "./dispatch.ts";
import { memberOf } from "./union-members.ts";
import {
  branch,
  convert,
  goto,
  instanceOf,
  isNull,
  load,
  reference,
  settle,
  slot,
  store,
  typed,
  u64,
  unwrap,
  withStep,
  zeroOf,
} from "./values.ts";

const FORMAT = "core/format.ts";
const TEMPLATE = "core/template.ts";

/** A piece of a text: a string, or an integer, which needs no string of its own. */
type Part = Operand | { readonly kind: "number"; readonly operand: Operand; readonly isSigned: boolean };
type NumberPart = Extract<Part, { kind: "number" }>;

const literal = (f: FunctionContext, text: string): Operand => ({
  kind: "string",
  type: f.declarations.stringType(),
  value: text,
});

/** The value's text, as a template string shows it. */
export function textOf(f: FunctionContext, v: Value, at: ts.Node): Operand {
  if (v.kind === "untyped" || v.kind === "untypedFloat") return literal(f, String(v.value));
  if (v.kind === "operand") {
    const text = textOfOperand(f, v.operand, v.type, at);
    if (text) return text;
  }
  const ownText = v.kind === "place" ? byMethod(f, reference(f, v.place), v.type, at) : null;
  if (ownText) return ownText;
  const type = settle(v);
  if (type !== NEVER && f.builder.reachable) {
    const hint = "Give its class a method 'toString(): string', or show its parts.";
    f.declarations.error(at, 1009, `A '${showType(type)}' has no text.`, hint);
  }
  return literal(f, "");
}

function textOfOperand(f: FunctionContext, operand: Operand, type: Type, at: ts.Node): Operand | null {
  switch (type.kind) {
    case "int":
      return type.signed
        ? callCore(f, FORMAT, "formatI64", [], [convert(f, operand, I64)], at)
        : callCore(f, FORMAT, "formatU64", [], [convert(f, operand, U64)], at);
    case "float":
      return callCore(f, "core/float.ts", "formatF64", [], [convert(f, operand, F64)], at);
    case "bool":
      return callCore(f, FORMAT, "formatBool", [], [operand], at);
    case "error":
      return callCore(f, "core/error.ts", "errorText", [], [operand], at);
    case "null":
      return literal(f, "null");
    case "nullable":
      return textOfNullable(f, operand, type.of, at);
    case "class":
      return type.info.special === "string" ? operand : byMethod(f, operand, type, at);
    case "union":
      return textOfUnion(f, operand, type, at);
    default:
      return null;
  }
}

function byMethod(f: FunctionContext, receiver: Operand, type: Type, at: ts.Node): Operand | null {
  if (type.kind !== "class" && type.kind !== "struct") return null;
  if (type.kind === "class" && type.info.special === "array") return byJoin(f, receiver, type.info, at);
  const method = f.declarations.method(type.info, "toString");
  const result = method && callMethodInfo(f, method, receiver, [], at);
  return result?.kind === "operand" && result.type === f.declarations.stringType() ? result.operand : null;
}

function byJoin(
  f: FunctionContext,
  receiver: Operand,
  info: Parameters<typeof instanceOf>[2],
  at: ts.Node,
): Operand | null {
  const join = f.declarations.method(info, "join");
  const parameter = join?.instance.parameterTypes[0];
  const result = join && parameter ? callMethodInfo(f, join, receiver, [zeroOf(parameter)], at) : null;
  return result?.kind === "operand" ? result.operand : null;
}

function textOfNullable(f: FunctionContext, operand: Operand, of: Type, at: ts.Node): Operand | null {
  const { builder } = f;
  const result = slot(f, f.declarations.stringType());
  const [absent, present, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  branch(f, isNull(f, operand), absent, present);
  builder.begin(present);
  const text = textOfOperand(f, unwrap(f, operand), of, at);
  if (text) store(f, result, text, true);
  goto(f, end);
  builder.begin(absent);
  store(f, result, literal(f, "null"), true);
  builder.begin(end);
  return text && load(f, result);
}

/** A string among the classes is shown as it is. */
function textOfUnion(
  f: FunctionContext,
  operand: Operand,
  type: Extract<Type, { kind: "union" }>,
  at: ts.Node,
): Operand | null {
  const { builder } = f;
  const result = slot(f, f.declarations.stringType());
  const end = builder.newBlock();
  for (const [i, member] of type.members.entries()) {
    const next = i + 1 < type.members.length ? builder.newBlock() : null;
    if (next) {
      const own = builder.newBlock();
      branch(f, instanceOf(f, operand, member.info), own, next);
      builder.begin(own);
    }
    const own = memberOf(f, operand, member);
    const text = textOfOperand(f, own.operand, own.type, at);
    if (!text) return null;
    store(f, result, text, true);
    goto(f, end);
    if (next) builder.begin(next);
  }
  builder.begin(end);
  return load(f, result);
}

// ---------------------------------------------------------------- joining

/** `\`a${b}c\``. */
export function lowerTemplate(f: FunctionContext, node: ts.TemplateExpression): Value {
  return typed(join(f, partsOf(f, node), node), f.declarations.stringType());
}

/** The pieces of a template string, of a chain of `+` with a string in it, or of anything that has a text. */
function partsOf(f: FunctionContext, node: ts.Expression): Part[] {
  const parts: Part[] = [];
  const collect = (part: ts.Expression): void => {
    if (ts.isParenthesizedExpression(part) && isTextSum(f, part.expression)) collect(part.expression);
    else if (ts.isBinaryExpression(part) && isTextSum(f, part)) {
      const sums = leftSpine(part, (left) => isTextSum(f, left)).reverse();
      collect(sums[0]!.left);
      for (const sum of sums) collect(sum.right);
    } else if (ts.isTemplateExpression(part)) collectTemplate(f, part, parts);
    else addPart(f, parts, partOf(f, part));
  };
  collect(node);
  return parts;
}

function collectTemplate(f: FunctionContext, node: ts.TemplateExpression, parts: Part[]): void {
  addLiteral(f, parts, node.head.text);
  for (const span of node.templateSpans) {
    addPart(f, parts, partOf(f, span.expression));
    addLiteral(f, parts, span.literal.text);
  }
}

function partOf(f: FunctionContext, node: ts.Expression): Part {
  const v = value(f, node, null);
  if (v.kind !== "operand" || v.type.kind !== "int") return textOf(f, v, node);
  const isSigned = v.type.signed;
  return { kind: "number", operand: convert(f, v.operand, isSigned ? I64 : U64), isSigned };
}

/** Neighbouring literals become one. */
function addPart(f: FunctionContext, parts: Part[], part: Part): void {
  if (part.kind === "string") addLiteral(f, parts, part.value);
  else parts.push(part);
}

function addLiteral(f: FunctionContext, parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (text === "") return;
  if (last?.kind === "string") parts[parts.length - 1] = literal(f, last.value + text);
  else parts.push(literal(f, text));
}

/** The texts of several values with a space between each two. */
export function textOfAll(f: FunctionContext, nodes: readonly ts.Expression[], at: ts.Node): Operand {
  const parts: Part[] = [];
  nodes.forEach((node, i) => {
    if (i > 0) addLiteral(f, parts, " ");
    for (const part of partsOf(f, node)) addPart(f, parts, part);
  });
  return join(f, parts, at);
}

/** A chain of `+` with a string in it is joined in one go. */
export function lowerTextSum(f: FunctionContext, node: ts.BinaryExpression): Value {
  return typed(join(f, partsOf(f, node), node), f.declarations.stringType());
}

/** `text += added`: the result, which replaces `current` at once. */
export function appendTo(f: FunctionContext, current: Operand, added: ts.Expression): Operand {
  const parts = partsOf(f, added);
  if (parts.length > 1 && parts.some(isNumber)) {
    return callCore(f, TEMPLATE, "templateAppend", [], [collectNumbers(f, parts, added), current], added);
  }
  return callCore(f, "core/string.ts", "appendText", [], [current, join(f, parts, added)], added);
}

const isNumber = (part: Part): part is NumberPart => part.kind === "number";
const isText = (part: Part): part is Operand => part.kind !== "number";

function join(f: FunctionContext, parts: readonly Part[], at: ts.Node): Operand {
  const [first] = parts;
  if (!first) return literal(f, "");
  if (parts.length === 1) {
    if (isText(first)) return first;
    return callCore(f, FORMAT, first.isSigned ? "formatI64" : "formatU64", [], [first.operand], at);
  }
  const texts = parts.filter(isText);
  if (texts.length < parts.length) {
    return callCore(f, TEMPLATE, "templateFinish", [], [collectNumbers(f, parts, at)], at);
  }
  if (texts.length <= 4) return callCore(f, FORMAT, `concat${texts.length}`, [], texts, at);
  const text = f.declarations.stringType();
  return callCore(f, FORMAT, "concatAll", [], [spanOf(f, texts, text)], at);
}

/** Puts the pieces into a buffer on the stack, for `templateFinish` or `templateAppend`. */
function collectNumbers(f: FunctionContext, parts: readonly Part[], at: ts.Node): Operand {
  const start = f.declarations.coreFunction(TEMPLATE, "templateStart", []);
  const [buffer] = start.parameterTypes;
  if (buffer?.kind !== "ref") throw new Error("templateStart of core/template.ts takes a buffer");
  const into = reference(f, slot(f, buffer.to));
  callCoreValue(f, TEMPLATE, "templateStart", [], [into], at);
  for (const part of parts) {
    const name = isText(part) ? "templateString" : part.isSigned ? "templateSigned" : "templateUnsigned";
    callCoreValue(f, TEMPLATE, name, [], [into, isText(part) ? part : part.operand], at);
  }
  return into;
}

/** A span over values put side by side into a slot of this function. */
export function spanOf(f: FunctionContext, items: readonly Operand[], element: Type): Operand {
  const place: Place = slot(f, fixedType(element, items.length));
  f.builder.emit({ op: "zeroPlace", place });
  items.forEach((item, i) =>
    store(f, withStep(place, { kind: "index", element, index: u64(i) }, element), item, true),
  );
  const data = f.builder.temp(refType(place.type));
  f.builder.emit({ op: "reference", result: data, place });
  const result = f.builder.temp(spanType(element));
  f.builder.emit({ op: "span", result, data: variableOperand(data), length: u64(items.length), owner: null });
  return variableOperand(result);
}
