/** Arguments of calls: given the parameters' types, with what was left out and the rest in an array. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { I64, NEVER, U64, isInline, refType, showType, type Type } from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, FunctionInstance, Value } from "../context.ts";
import { arrayOf, emptyArray } from "./array-literals.ts";
import { coerce } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { convert, typed, zeroOf } from "./values.ts";

/** The parameters of a function as a call sees them. */
export interface Parameters {
  readonly types: readonly Type[];
  /** The last one is an array that takes all further arguments. */
  readonly hasRest: boolean;
}

/** Structs are passed by reference. */
export const parameterType = (type: Type): Type => (isInline(type) ? refType(type) : type);

/** The parameters of an instance; those of a class without a constructor of its own are none. */
export function parametersOf(instance: FunctionInstance): Parameters {
  const nodes = ts.isClassLike(instance.declaration) ? [] : instance.declaration.parameters;
  return { types: instance.parameterTypes, hasRest: nodes.at(-1)?.dotDotDotToken !== undefined };
}

/** Lowers the arguments. `ready` has the values of those that were lowered to infer type arguments. */
export function lowerArguments(
  f: FunctionContext,
  nodes: readonly ts.Expression[],
  { types, hasRest }: Parameters,
  at: ts.Node,
  ready: readonly (Value | null)[] = [],
): Operand[] {
  const fixed = hasRest ? types.length - 1 : types.length;
  const operands = nodes.slice(0, fixed).map((node, i) => {
    const type = parameterType(types[i]!);
    if (ts.isSpreadElement(node)) return refuseSpread(f, node, type);
    return coerce(f, asCount(f, ready[i] ?? value(f, node, types[i]!), type, node), type, node);
  });
  for (const type of types.slice(operands.length, fixed)) operands.push(absent(f, type, at));
  if (hasRest) operands.push(arrayOf(f, types[fixed]!, nodes.slice(fixed), at, ready.slice(fixed)));
  f.builder.setLocation(calledName(at));
  return operands;
}

/** The library's counts and places are of any type (`Count` and `Position` of the prelude); its own functions have them as `usize` and `i64`. */
function asCount(f: FunctionContext, v: Value, type: Type, node: ts.Expression): Value {
  const wanted = type.kind === "nullable" ? type.of : type;
  if (v.kind !== "operand" || v.type.kind !== "int" || v.type === wanted) return v;
  if (wanted !== I64 && (wanted !== U64 || v.type.signed)) return v;
  if (v.type.brand !== null || v.type.enumName !== null) return v;
  const { parent } = node;
  const isCall = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  const declaration = isCall ? f.declarations.checker.getResolvedSignature(parent)?.declaration : undefined;
  const isOfPrelude = declaration?.getSourceFile().fileName.endsWith("/core/prelude.d.ts") ?? false;
  return isOfPrelude ? typed(convert(f, v.operand, wanted), wanted) : v;
}

/** What stands for a call in messages and backtraces: the method's name, which may be lines behind the receiver. */
const calledName = (at: ts.Node): ts.Node =>
  ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression) ? at.expression.name : at;

function refuseSpread(f: FunctionContext, node: ts.Node, type: Type): Operand {
  f.declarations.error(
    node,
    1134,
    "Only rest parameters take a spread argument.",
    "Pass the items one by one, or the array itself.",
  );
  return zeroOf(type);
}

/** What is passed for an optional parameter that was left out. */
function absent(f: FunctionContext, type: Type, at: ts.Node): Operand {
  if (type.kind === "nullable") return nullOperand(type);
  if (type !== NEVER) f.declarations.error(at, 1013, `An argument of type '${showType(type)}' is missing.`);
  return zeroOf(type);
}

/** The same for arguments that are values already. */
export function coerceArguments(
  f: FunctionContext,
  values: readonly Value[],
  { types, hasRest }: Parameters,
  at: ts.Node,
): Operand[] {
  const fixed = hasRest ? types.length - 1 : types.length;
  const operands = types.slice(0, fixed).map((type, i) => {
    const v = values[i];
    return v ? coerce(f, v, parameterType(type), at) : absent(f, type, at);
  });
  if (hasRest) operands.push(emptyArray(f, types[fixed]!, at));
  return operands;
}
