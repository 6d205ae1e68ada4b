/** Literals. Numbers are read from the source text: the checker's doubles lose bits above 2^53. */

import ts from "typescript";
import { BOOL, NULL, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { int, typed, bool } from "./values.ts";

/** A number: without a type until it meets one. */
export function lowerNumber(_f: FunctionContext, node: ts.NumericLiteral): Value {
  return numberOf(node);
}

/** The value of a number as it is written: integers exactly, from the source's text, because the checker has them as doubles. */
export function numberOf(node: ts.NumericLiteral): Extract<Value, { kind: "untyped" | "untypedFloat" }> {
  const text = node.getText().replaceAll("_", "");
  if (/^(0[xob][0-9a-f]+|[0-9]+)$/i.test(text)) return { kind: "untyped", value: BigInt(text) };
  return { kind: "untypedFloat", value: Number(text) };
}

/** A string that is known when the program is compiled: an object in the image. */
export function stringLiteral(f: FunctionContext, text: string): Value {
  const type = f.declarations.stringType();
  return typed({ kind: "string", type, value: text }, type);
}

/** A string, or a template without expressions. */
export function lowerString(
  f: FunctionContext,
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral,
): Value {
  return stringLiteral(f, node.text);
}

/** `true` and `false`. */
export const lowerTrue = (): Value => typed(bool(true), BOOL);
export const lowerFalse = (): Value => typed(bool(false), BOOL);

/** Null takes its representation from the type that it meets. */
export function lowerNull(_f: FunctionContext, _node: ts.Node, expected: Type | null): Value {
  void expected;
  return typed(int(NULL, 0n), NULL);
}
