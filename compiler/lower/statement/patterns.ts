/** Destructuring declarations: `const [a, b = 1, ...rest] = list`, `const { x, y: { z } } = object`. */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { BOOL, U64, isInline, showType, type Type } from "../../types.ts";
import { placeOf } from "../builder.ts";
import type { Value } from "../context.ts";
import { mayBeAbsent } from "../expression/absent.ts";
import { indexed } from "../expression/items.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { bindVariable } from "./variables.ts";

/** Declares the names of a pattern and gives them the parts of the value. */
export function bindPattern(
  f: FunctionState,
  name: ts.BindingName,
  value: Value,
  isConst: boolean,
  declared: Type | null,
): void {
  f.builder.setLocation(name);
  if (declared && value.kind !== "place" && !isInline(declared)) {
    value = { kind: "operand", operand: expressions.coerce(f, value, declared, name), type: declared };
  }
  if (ts.isIdentifier(name)) bindVariable(f, f.symbolOf(name), name, value, isConst, 0);
  else if (ts.isArrayBindingPattern(name)) bindElements(f, name, value, isConst);
  else bindProperties(f, name, value, isConst);
}

function bindElements(
  f: FunctionState,
  pattern: ts.ArrayBindingPattern,
  value: Value,
  isConst: boolean,
): void {
  const hasRest = pattern.elements.some((e) => ts.isBindingElement(e) && e.dotDotDotToken);
  const source = indexed(f, value, pattern, hasRest ? null : pattern.elements.length);
  pattern.elements.forEach((element, i) => {
    if (ts.isOmittedExpression(element)) return;
    const index: Operand = { kind: "int", type: U64, value: BigInt(i) };
    const part: Value = element.dotDotDotToken
      ? expressions.callMethod(f, source, "slice", [{ kind: "untyped", value: BigInt(i) }], element)
      : mayMiss(f, element)
        ? expressions.elementOrNull(f, source, index, element)
        : expressions.element(f, source, index, element);
    bindPattern(f, element.name, withDefault(f, element, part), isConst, null);
  });
}

/** Whether a part has a default, or the program asks if it is there. */
const mayMiss = (f: FunctionState, element: ts.BindingElement): boolean =>
  element.initializer !== undefined ||
  (ts.isIdentifier(element.name) && mayBeAbsent(f, f.symbolOf(element.name)));

function bindProperties(
  f: FunctionState,
  pattern: ts.ObjectBindingPattern,
  value: Value,
  isConst: boolean,
): void {
  const named = new Set<string>();
  for (const element of pattern.elements) {
    if (element.dotDotDotToken) {
      bindPattern(f, element.name, expressions.restOfObject(f, value, named, element), isConst, null);
      continue;
    }
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) {
      f.declarations.error(key, 1131, "Only properties with a plain name can be taken out of an object.");
      continue;
    }
    named.add(key.text);
    const part = expressions.property(f, value, key.text, element);
    bindPattern(f, element.name, withDefault(f, element, part), isConst, null);
  }
}

/** `= value` of a part that may be null. */
function withDefault(f: FunctionState, element: ts.BindingElement, part: Value): Value {
  const { initializer } = element;
  if (!initializer) return part;
  if (part.kind !== "operand" || part.type.kind !== "nullable") {
    const type = part.kind === "void" ? "void" : showType(expressions.settle(part));
    f.declarations.error(
      initializer,
      1132,
      `A value of type '${type}' is always there: its default is never used.`,
    );
    return part;
  }
  const { builder } = f;
  const type = part.type.of;
  const slot = builder.local(type, null);
  const isNull = builder.temp(BOOL);
  builder.emit({ op: "isNull", result: isNull, a: part.operand });
  const [absent, present, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.terminate({ op: "branch", condition: variableOperand(isNull), then: absent, otherwise: present });
  builder.begin(present);
  const content = builder.temp(type);
  builder.emit({ op: "unwrap", result: content, a: part.operand });
  builder.storeLocal(slot, variableOperand(content));
  builder.terminate({ op: "goto", target: end });
  builder.begin(absent);
  builder.storeLocal(slot, expressions.operand(f, initializer, type));
  builder.begin(end);
  return { kind: "operand", operand: builder.load(placeOf(slot)), type };
}
