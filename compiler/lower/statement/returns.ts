/** `return`: cleanups run after the value is known; inline results are built in the caller's place. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { NULL, VOID, isInline, nullableType, showType, type Type } from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";

/** `return`, through all that has to be done on the way out. */
export function lowerReturn(f: FunctionState, node: ts.ReturnStatement): void {
  if (node.expression) {
    returnValue(f, node.expression, node);
    return;
  }
  if (f.resultIsKnown && f.resultType?.kind === "nullable") {
    leave(f, nullOperand(f.resultType));
    return;
  }
  f.resultType ??= VOID;
  leave(f, null);
}

/** Returns the value of an expression: the operand of `return`, or the body of an arrow function. */
export function returnValue(f: FunctionState, expression: ts.Expression, at: ts.Node): void {
  const { builder } = f;
  if (f.resultIsKnown && f.resultType) {
    const type = f.resultType;
    if (type.kind === "void" || type.kind === "never") {
      expressions.effect(f, expression);
      leave(f, null);
      return;
    }
    if (isInline(type)) {
      const variable = f.returnPlace(type);
      expressions.into(f, expression, { root: { kind: "var", variable }, steps: [], type }, true);
      leave(f, null);
      return;
    }
    const operand = expressions.operand(f, expression, type);
    builder.setLocation(at);
    leave(f, operand);
    return;
  }
  returnInferred(f, expressions.value(f, expression, f.resultType), expression);
}

/** The first return decides the type; later ones must fit it. */
function returnInferred(f: FunctionState, value: Value, at: ts.Expression): void {
  const { builder } = f;
  if (value.kind === "void") {
    f.resultType ??= VOID;
    leave(f, null);
    return;
  }
  f.resultType ??= inferredResult(f, value, at);
  const type = f.resultType;
  if (isInline(type) && value.kind === "place") {
    const variable = f.returnPlace(type);
    const to = { root: { kind: "var" as const, variable }, steps: [], type };
    builder.emit({ op: "copyPlace", to, from: value.place, init: true });
    leave(f, null);
    return;
  }
  leave(f, expressions.coerce(f, value, type, at));
}

/** What the checker infers covers all returns (`Shape | null`); numbers it cannot name come from this one. */
function inferredResult(f: FunctionState, value: Value, at: ts.Expression): Type {
  const own = expressions.settle(value);
  const { checker } = f.declarations;
  const signature = checker.getSignatureFromDeclaration(f.instance.declaration as ts.SignatureDeclaration);
  const checked = signature ? checker.getReturnTypeOfSignature(signature) : null;
  const inferred = checked && f.declarations.typeFromChecker(checked, f.environment);
  if (inferred && inferred !== NULL) return inferred;
  if (own !== NULL) return checked && mayBeNull(checker, checked) ? nullableType(own) : own;
  f.declarations.error(
    at,
    1192,
    `The result's type is not clear from '${showType(own)}' alone.`,
    "Write the function's result type.",
  );
  return own;
}

function mayBeNull(checker: ts.TypeChecker, type: ts.Type): boolean {
  return checker.getNonNullableType(type) !== type;
}

/** Runs every cleanup and returns. */
function leave(f: FunctionState, value: Operand | null): void {
  f.builder.leaveTo(0);
  f.builder.terminate({ op: "return", value });
}
