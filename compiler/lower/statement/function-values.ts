/** Functions as values: closures without captures whose code passes its parameters on. */

import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { functionType, isInline, refType, type FunctionType } from "../../types.ts";
import { FunctionBuilder, isValueless, placeOf } from "../builder.ts";
import type { Declarations, FunctionContext, FunctionInstance } from "../context.ts";
import { plainAttributes } from "./closures.ts";

/** Symbols of the code made so far, by the function that it calls. */
const made = new WeakMap<Declarations, Map<string, string>>();

/** A function as a value: a closure without captures, one object for each function. */
export function functionValue(
  f: FunctionContext,
  instance: FunctionInstance,
): { operand: Operand; type: FunctionType } {
  const type = functionType(instance.parameterTypes, instance.resultType);
  const known = made.get(f.declarations) ?? new Map<string, string>();
  made.set(f.declarations, known);
  const symbol = known.get(instance.symbol) ?? makeCode(f.declarations, instance);
  known.set(instance.symbol, symbol);
  return { operand: { kind: "function", type, symbol }, type };
}

function makeCode(declarations: Declarations, instance: FunctionInstance): string {
  const node = instance.declaration;
  const symbol = declarations.uniqueSymbol(`${instance.symbol}.value`);
  const builder = new FunctionBuilder(declarations, node);
  const { resultType } = instance;
  const environment = builder.parameter(functionType(instance.parameterTypes, resultType), "closure");
  const parameters = instance.parameterTypes.map((type) => builder.parameter(type, null));
  if (isInline(resultType)) builder.returnPlace = builder.temp(refType(resultType));
  const dest = builder.returnPlace ? { ...placeOf(builder.returnPlace), type: resultType } : null;
  const value = builder.call({
    callee: { kind: "direct", symbol: instance.symbol },
    args: parameters.map(variableOperand),
    parameterTypes: instance.parameterTypes,
    returnType: resultType,
    dest,
  });
  if (isValueless(resultType) || dest) builder.terminate({ op: "return", value: null });
  else builder.terminate({ op: "return", value });
  const shell = { symbol, attributes: plainAttributes };
  declarations.addFunction(builder.finish(shell, symbol, node, [environment, ...parameters], resultType));
  return symbol;
}
