/** A function where one with more parameters, or without a result, is wanted: a closure around it that passes on what it takes. */

import type ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { VOID, classType, isInline, type FunctionType } from "../../types.ts";
import { FunctionBuilder, isValueless } from "../builder.ts";
import type { FunctionContext } from "../context.ts";

const attributes = {
  exported: false,
  naked: false,
  inline: null,
  section: null,
  cold: false,
  noBuiltin: false,
  recursion: null,
  entries: [],
  noSanitize: false,
  noReturn: false,
} as const;

/** Null when the types differ in more than that. */
export function adaptFunction(
  f: FunctionContext,
  closure: Operand,
  from: FunctionType,
  to: FunctionType,
  at: ts.Node,
): Operand | null {
  const takes =
    from.parameters.length <= to.parameters.length && from.parameters.every((t, i) => t === to.parameters[i]);
  const gives = from.result === to.result || (to.result === VOID && !isInline(from.result));
  if (!takes || !gives || isInline(to.result)) return null;
  const symbol = f.declarations.uniqueSymbol(`${f.instance.symbol}.adapter`);
  const info = f.declarations.closureClass(symbol, [{ name: "inner", type: from }]);
  const builder = new FunctionBuilder(f.declarations, at);
  const environment = builder.parameter(classType(info), "closure");
  const parameters = to.parameters.map((type) => builder.parameter(type, null));
  const inner: Place = {
    root: { kind: "object", object: variableOperand(environment), info },
    steps: [{ kind: "field", info, index: 0 }],
    type: from,
  };
  const result = builder.call({
    callee: { kind: "closure", closure: builder.load(inner) },
    args: parameters.slice(0, from.parameters.length).map(variableOperand),
    parameterTypes: from.parameters,
    returnType: from.result,
    dest: null,
  });
  builder.terminate({ op: "return", value: isValueless(to.result) ? null : result });
  const name = symbol.slice(symbol.indexOf(":") + 1);
  if (!f.builder.speculating) {
    f.declarations.addFunction(
      builder.finish({ symbol, attributes }, name, at, [environment, ...parameters], to.result),
    );
  }
  return f.builder.allocate({ kind: "closure", info, code: symbol, captures: [closure] }, to);
}
