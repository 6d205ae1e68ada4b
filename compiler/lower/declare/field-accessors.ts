/** A field that stands for an abstract accessor of a base class: the functions for its vtable slots. */

import type { Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { VOID, classType, isInline, type ClassInfo } from "../../types.ts";
import { FunctionBuilder } from "../builder.ts";
import type { FunctionInstance } from "../context.ts";
import { plainAttributes } from "../statement/closures.ts";
import type { Parts } from "./parts.ts";

/** `name` is a slot's, `get x` or `set x`. Null when the class has no such field: it is abstract itself. */
export function fieldAccessor(
  parts: Parts,
  info: ClassInfo,
  name: string,
  abstract: FunctionInstance,
): string | null {
  const [kind, own] = name.split(" ");
  const found = own === undefined ? null : parts.classes.field(info, own);
  const field = found && info.fields[found.index];
  if (!found || !field) return null;
  const { declaration } = abstract;
  const type = kind === "get" ? abstract.resultType : abstract.parameterTypes[0];
  if (field.type !== type || isInline(field.type)) {
    parts.errors.add(
      declaration,
      1175,
      `The field '${own}' of '${info.name}' has another type than this accessor.`,
    );
    return null;
  }
  const builder = new FunctionBuilder(parts.all, declaration);
  const self = builder.parameter(classType(info), "this");
  const place: Place = {
    root: { kind: "object", object: variableOperand(self), info },
    steps: [{ kind: "field", info, index: found.index }],
    type: field.type,
  };
  const variables = [self];
  if (kind === "get") {
    builder.terminate({ op: "return", value: builder.load(place) });
  } else {
    const value = builder.parameter(field.type, "value");
    variables.push(value);
    builder.emit({ op: "store", place, value: variableOperand(value), init: false });
    builder.terminate({ op: "return", value: null });
  }
  const symbol = parts.instances.uniqueSymbol(`${info.symbol}.${name}`);
  const shell = { symbol, attributes: plainAttributes };
  const result = kind === "get" ? field.type : VOID;
  parts.all.addFunction(builder.finish(shell, `${info.name}.${name}`, declaration, variables, result));
  return symbol;
}
