/** One lowering for each kind of expression; expressions.ts fills the table. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { NEVER, isInline, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce } from "./coerce.ts";
import { store, throughRef, typed, zeroOf } from "./values.ts";

/**
 * `expected` guides literals and closures and does not convert. `dest` is an uninitialised place where an inline result may be
 * built: the lowering that does so gives that very place as its value.
 */
export type Lowering<N extends ts.Node = ts.Node> = (
  f: FunctionContext,
  node: N,
  expected: Type | null,
  dest: Place | null,
) => Value;

const lowerings = new Map<ts.SyntaxKind, Lowering>();

/** Enters the lowering of a kind of expression. */
export function register<N extends ts.Expression>(kind: N["kind"], lowering: Lowering<N>): void {
  lowerings.set(kind, lowering as unknown as Lowering);
}

/** Lowers to a value. */
export function value(
  f: FunctionContext,
  node: ts.Expression,
  expected: Type | null,
  dest: Place | null = null,
): Value {
  const lowering = lowerings.get(node.kind);
  if (!lowering) {
    f.declarations.error(
      node,
      1120,
      `This expression (${ts.SyntaxKind[node.kind]}) is outside the language.`,
    );
    return typed(zeroOf(NEVER), NEVER);
  }
  f.builder.setLocation(node);
  const result = throughRef(lowering(f, node, expected, dest));
  f.builder.setLocation(node);
  return result;
}

/** Lowers and gives it the type; inline types give a `ref`. */
export function operand(f: FunctionContext, node: ts.Expression, type: Type): Operand {
  return coerce(f, value(f, node, type), type, node);
}

/** Lowers into a place. A place that is not fresh may be read by the expression, so the value is finished first. */
export function into(f: FunctionContext, node: ts.Expression, place: Place, init: boolean): void {
  if (!isInline(place.type)) {
    store(f, place, operand(f, node, place.type), init);
    return;
  }
  assignInline(f, value(f, node, place.type, init ? place : null), place, init, node);
}

/** Copies a struct or fixed array, unless it was built in the place. */
export function assignInline(
  f: FunctionContext,
  source: Value,
  place: Place,
  init: boolean,
  at: ts.Node,
): void {
  if (source.kind === "place" && source.type === place.type) {
    if (source.place !== place) f.builder.emit({ op: "copyPlace", to: place, from: source.place, init });
    return;
  }
  coerce(f, source, place.type, at);
  if (init) f.builder.emit({ op: "zeroPlace", place });
}

/** Evaluates for effects. */
export function effect(f: FunctionContext, node: ts.Expression): void {
  value(f, node, null);
}
