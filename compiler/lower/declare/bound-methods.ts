/** Methods as values where an interface has an optional function: a closure that holds the object. */

import type ts from "typescript";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { classType, isInline, type ClassInfo, type FunctionType } from "../../types.ts";
import { FunctionBuilder, isValueless } from "../builder.ts";
import type { MethodInfo } from "../context.ts";
import { plainAttributes } from "../statement/closures.ts";
import { adapt, callMethod } from "./member-calls.ts";
import type { Parts } from "./parts.ts";

/** A closure of the type that calls the method on the receiver. Null when their types differ. */
export function boundMethod(
  parts: Parts,
  builder: FunctionBuilder,
  info: ClassInfo,
  method: MethodInfo,
  receiver: Operand,
  type: FunctionType,
  at: ts.Node,
): Operand | null {
  const symbol = parts.instances.uniqueSymbol(`${method.instance.symbol}.bound`);
  const closure = parts.made.closureClass(symbol, [{ name: "this", type: classType(info) }]);
  const code = new FunctionBuilder(parts.all, at);
  const environment = code.parameter(type, "closure");
  const parameters = type.parameters.map((parameter) => code.parameter(parameter, null));
  const self = code.load({
    root: { kind: "object", object: variableOperand(environment), info: closure },
    steps: [{ kind: "field", info: closure, index: 0 }],
    type: classType(info),
  });
  const called = callMethod(parts, code, info, method, self, parameters.map(variableOperand), at);
  const { resultType } = method.instance;
  if (!called || isInline(resultType) !== isInline(type.result)) return null;
  if (isValueless(type.result) || isInline(type.result)) code.terminate({ op: "return", value: null });
  else {
    const value = called.value && adapt(parts, code, called.value, type.result, at, resultType);
    if (!value && code.reachable) return null;
    if (value) code.terminate({ op: "return", value });
  }
  const shell = { symbol, attributes: plainAttributes };
  const name = symbol.slice(symbol.indexOf(":") + 1);
  parts.all.addFunction(code.finish(shell, name, at, [environment, ...parameters], type.result));
  return builder.allocate({ kind: "closure", info: closure, code: symbol, captures: [receiver] }, type);
}
