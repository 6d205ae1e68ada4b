/** Literals. Numbers are read from the source text: the checker's doubles lose bits above 2^53. */

import ts from "typescript";
import { BOOL, NULL, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { int, typed, bool } from "./values.ts";

export function lowerNumber(_f: FunctionContext, node: ts.NumericLiteral): Value {
  return numberOf(node);
}

export function numberOf(node: ts.NumericLiteral): Extract<Value, { kind: "untyped" | "untypedFloat" }> {
  const text = node.getText().replaceAll("_", "");
  if (/^(0[xob][0-9a-f]+|[0-9]+)$/i.test(text)) return { kind: "untyped", value: BigInt(text) };
  return { kind: "untypedFloat", value: Number(text) };
}

export function stringLiteral(f: FunctionContext, text: string): Value {
  const type = f.declarations.stringType();
  return typed({ kind: "string", type, value: text }, type);
}

export function lowerString(
  f: FunctionContext,
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral,
): Value {
  return stringLiteral(f, node.text);
}

export const lowerTrue = (): Value => typed(bool(true), BOOL);
export const lowerFalse = (): Value => typed(bool(false), BOOL);

/** Null takes its representation from the type that it meets. */
export function lowerNull(_f: FunctionContext, _node: ts.Node, expected: Type | null): Value {
  void expected;
  return typed(int(NULL, 0n), NULL);
}
