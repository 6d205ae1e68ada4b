/**
 * Constructors: the object is allocated (zeroed) by `new`; the constructor sets its fields.
 *
 * Order, as in JavaScript: parameters; `super(…)` where there is a base class; parameter properties and field initialisers of
 * this class; the rest of the body. A class without a constructor gets one that passes its parameters on to the base class's.
 */

import ts from "typescript";
import type { Place, Variable } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { VOID, classType, isInline, type ClassInfo, type Type } from "../../types.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { bindParameters, lowerFunctionBody, parameterSymbol } from "./functions.ts";

/** Lowers the body; adds the parameters behind the receiver, which is in `parameters` already. */
export function lowerConstructor(
  f: FunctionState,
  node: ts.ConstructorDeclaration | ts.ClassLikeDeclaration,
  parameters: Variable[],
): void {
  f.resultType = VOID;
  f.resultIsKnown = true;
  const info = f.instance.owner!;
  if (ts.isClassLike(node)) {
    lowerImplicit(f, info, node, parameters);
    return;
  }
  parameters.push(...bindParameters(f, node.parameters, f.instance.parameterTypes));
  const initialize = (): void => {
    storeParameterProperties(f, info, node);
    initializeFields(f, info);
  };
  if (!node.body) {
    f.declarations.error(node, 1190, "This constructor has no body.");
    return;
  }
  if (!info.base) {
    initialize();
  } else if (node.body.statements.some(isSuperCall)) {
    f.afterSuper = initialize;
  } else {
    f.declarations.error(
      node,
      1196,
      "'super(…)' must be a statement of its own in the constructor's body, outside of any other.",
    );
  }
  lowerFunctionBody(f, node.body);
}

const isSuperCall = (node: ts.Statement): boolean =>
  ts.isExpressionStatement(node) &&
  ts.isCallExpression(node.expression) &&
  node.expression.expression.kind === ts.SyntaxKind.SuperKeyword;

function lowerImplicit(f: FunctionState, info: ClassInfo, node: ts.Node, parameters: Variable[]): void {
  const { builder } = f;
  const base = info.base && f.declarations.method(info.base, "constructor");
  const passed = (base ? base.instance.parameterTypes : []).map((type) => builder.parameter(type, null));
  parameters.push(...passed);
  if (base) {
    const owner = base.instance.owner!;
    const self = builder.temp(classType(owner));
    builder.emit({ op: "cast", result: self, a: f.receiver! });
    builder.call({
      callee: { kind: "direct", symbol: base.instance.symbol },
      args: [self, ...passed].map(variableOperand),
      parameterTypes: [self.type, ...passed.map((p) => p.type)],
      returnType: VOID,
      dest: null,
    });
  }
  initializeFields(f, info);
  builder.setLocation(node);
  builder.terminate({ op: "return", value: null });
}

/** The place of a field of `this`. */
function fieldPlace(f: FunctionState, info: ClassInfo, index: number): Place {
  const receiver = f.receiver!;
  const type = info.fields[index]!.type;
  const step = { kind: "field" as const, info, index };
  if (info.isStruct && receiver.kind === "var") {
    return { root: { kind: "var", variable: receiver.variable }, steps: [step], type };
  }
  return { root: { kind: "object", object: receiver, info }, steps: [step], type };
}

/** The object is fresh and zeroed, so that nothing has to be dropped: these stores initialise. */
function initializeFields(f: FunctionState, info: ClassInfo): void {
  for (const { index, node } of f.declarations.fieldInitializers(info)) {
    f.builder.setLocation(node);
    const place = fieldPlace(f, info, index);
    storeInto(f, node, place, place.type);
  }
}

/** Builds inline values in place, stores the others. */
export function storeInto(f: FunctionState, node: ts.Expression, place: Place, type: Type): void {
  if (isInline(type)) expressions.into(f, node, place, true);
  else f.builder.emit({ op: "store", place, value: expressions.operand(f, node, type), init: true });
}

function storeParameterProperties(f: FunctionState, info: ClassInfo, node: ts.ConstructorDeclaration): void {
  for (const parameter of node.parameters) {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || !ts.isIdentifier(parameter.name)) continue;
    const field = f.declarations.field(info, parameter.name.text);
    const binding = f.lookup(parameterSymbol(f, parameter, parameter.name));
    if (!field || !binding || binding.kind === "constant" || binding.kind === "sibling") continue;
    f.builder.setLocation(parameter);
    const place = fieldPlace(f, info, field.index);
    if (binding.kind === "value") {
      const value = expressions.coerce(f, { ...binding, kind: "operand" }, place.type, parameter);
      f.builder.emit({ op: "store", place, value, init: true });
    } else if (isInline(binding.type)) {
      f.builder.emit({ op: "copyPlace", to: place, from: binding.place, init: true });
    } else {
      f.builder.emit({ op: "store", place, value: f.builder.load(binding.place), init: true });
    }
  }
}
