/** Bodies of functions, methods and accessors: parameters, defaults, statements, the end. */

import ts from "typescript";
import type { Operand, Place, Variable } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { BOOL, NEVER, VOID, classType, isInline, refType, structType, type Type } from "../../types.ts";
import { nullOperand, placeOf } from "../builder.ts";
import type { Declarations, FunctionInstance, Statements, Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import { bindCaptured } from "./local-classes.ts";
import { analyzeCaptures } from "./captures.ts";
import { lowerConstructor } from "./constructors.ts";
import { FunctionState } from "./function-state.ts";
import { bindPattern } from "./patterns.ts";
import { returnValue } from "./returns.ts";
import { lowerStatements } from "./statement.ts";
import { bindVariable } from "./variables.ts";

/** Lowers a whole instance and adds the MIR function. */
export function lowerBody(
  declarations: Declarations,
  instance: FunctionInstance,
  statements: Statements,
): void {
  const node = instance.declaration;
  const f = new FunctionState(
    declarations,
    instance,
    statements,
    analyzeCaptures(declarations.checker, node),
    node,
  );
  f.resultType = instance.resultType ?? null;
  f.resultIsKnown = f.resultType !== null;
  const parameters: Variable[] = [];
  if (instance.owner && !instance.isStatic) {
    const owner = instance.owner;
    const receiver = f.builder.parameter(
      owner.isStruct ? refType(structType(owner)) : classType(owner),
      "this",
    );
    parameters.push(receiver);
    f.receiver = variableOperand(receiver);
  }
  bindCaptured(f);
  if (ts.isClassLike(node) || ts.isConstructorDeclaration(node)) {
    lowerConstructor(f, node, parameters);
  } else {
    parameters.push(...bindParameters(f, node.parameters, instance.parameterTypes));
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (body) lowerFunctionBody(f, body);
    else declarations.error(node, 1190, "This function has no body.");
  }
  instance.resultType = f.resultType ?? VOID;
  declarations.addFunction(
    f.builder.finish(instance, displayName(instance), node, parameters, instance.resultType),
  );
}

/** `Stack<u8>.push`: what follows the module's path in the symbol. */
function displayName(instance: FunctionInstance): string {
  const colon = instance.symbol.indexOf(":");
  if (colon >= 0) return instance.symbol.slice(colon + 1);
  const name = (instance.declaration as ts.NamedDeclaration).name;
  const own = name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : instance.symbol;
  return instance.owner && instance.owner.name !== own ? `${instance.owner.name}.${own}` : own;
}

/** A block, or the expression of an arrow function; then the end of the function. */
export function lowerFunctionBody(f: FunctionState, body: ts.ConciseBody): void {
  if (ts.isBlock(body)) {
    lowerStatements(f, body.statements);
    endFunction(f, body);
  } else {
    returnValue(f, body, body);
  }
}

/** What happens when control reaches the closing brace. */
export function endFunction(f: FunctionState, at: ts.Node): void {
  const { builder } = f;
  if (!builder.reachable) {
    f.resultType ??= f.instance.attributes.noReturn ? NEVER : VOID;
    return;
  }
  f.resultType ??= VOID;
  const result = f.resultType;
  const end = at.getLastToken?.() ?? at;
  builder.setLocation(end);
  if (f.instance.attributes.naked) builder.terminate({ op: "unreachable" });
  else if (result === VOID) builder.terminate({ op: "return", value: null });
  else if (result.kind === "nullable") builder.terminate({ op: "return", value: nullOperand(result) });
  else {
    // The checker has made sure that the end is not reached: every value of an enum has its case.
    const condition: Operand = { kind: "int", type: BOOL, value: 1n };
    builder.emit({
      op: "panicIf",
      condition,
      message: "the end of a function that must return a value was reached",
    });
    builder.terminate({ op: "unreachable" });
  }
}

/** Makes the MIR parameters and binds their names. */
export function bindParameters(
  f: FunctionState,
  nodes: readonly ts.ParameterDeclaration[],
  types: readonly Type[],
): Variable[] {
  const written = nodes.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"));
  const variables = written.map((node, i) => {
    f.builder.setLocation(node);
    return f.builder.parameter(types[i] ?? NEVER, ts.isIdentifier(node.name) ? node.name.text : null);
  });
  // A closure may take fewer parameters than its type passes.
  const unnamed = types.slice(written.length).map((type) => f.builder.parameter(type, null));
  written.forEach((node, i) => bindParameter(f, node, variables[i]!));
  return [...variables, ...unnamed];
}

function bindParameter(f: FunctionState, node: ts.ParameterDeclaration, variable: Variable): void {
  f.builder.setLocation(node);
  const passed = variable.type;
  let operand = node.initializer
    ? withDefault(f, node, node.initializer, variable)
    : variableOperand(variable);
  let type = node.initializer ? typeOfDefaulted(f, node, passed) : passed;
  if (node.type && !node.initializer && !node.questionToken && !node.dotDotDotToken && type.kind !== "ref") {
    // A closure may take a wider type than is passed: an Animal where Dogs come.
    const declared = f.declarations.resolveType(node.type, f.environment);
    operand = expressions.coerce(f, valueOf(operand, type), declared, node);
    type = declared;
  }
  if (!ts.isIdentifier(node.name)) {
    bindPattern(f, node.name, valueOf(operand, type), true, null);
    return;
  }
  bindVariable(f, parameterSymbol(f, node, node.name), node.name, valueOf(operand, type), false);
}

/** A `ref` operand stands for the place behind it. */
export function valueOf(operand: Operand, type: Type): Value {
  if (type.kind === "ref" && operand.kind === "var") {
    const place: Place = { root: { kind: "var", variable: operand.variable }, steps: [], type: type.to };
    return { kind: "place", place, type: type.to, isTemporary: false };
  }
  return { kind: "operand", operand, type };
}

/** The name of a parameter property stands for the parameter inside of the constructor. */
export function parameterSymbol(
  f: FunctionState,
  node: ts.ParameterDeclaration,
  name: ts.Identifier,
): ts.Symbol {
  if (ts.isParameterPropertyDeclaration(node, node.parent)) {
    const [parameter] = f.declarations.checker.getSymbolsOfParameterPropertyDeclaration(node, name.text);
    if (parameter) return parameter;
  }
  return f.symbolOf(name);
}

function typeOfDefaulted(f: FunctionState, node: ts.ParameterDeclaration, passed: Type): Type {
  if (passed.kind !== "nullable") return passed;
  if (!node.type) return passed.of;
  const declared = f.declarations.resolveType(node.type, f.environment);
  return declared.kind === "nullable" ? declared : passed.of;
}

/** The argument, or the default where the caller passed none. */
function withDefault(
  f: FunctionState,
  node: ts.Node,
  initializer: ts.Expression,
  variable: Variable,
): Operand {
  const { builder } = f;
  const passed = variable.type;
  if (passed.kind !== "nullable" || isInline(passed.of)) {
    f.declarations.error(
      node,
      1191,
      "A struct parameter cannot have a default.",
      "Overload the function instead.",
    );
    return variableOperand(variable);
  }
  const type = typeOfDefaulted(f, node as ts.ParameterDeclaration, passed);
  const slot = builder.local(type, null);
  const absent = builder.temp(BOOL);
  builder.emit({ op: "isNull", result: absent, a: variableOperand(variable) });
  const [useDefault, usePassed, done] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.terminate({
    op: "branch",
    condition: variableOperand(absent),
    then: useDefault,
    otherwise: usePassed,
  });
  builder.begin(usePassed);
  if (type === passed) {
    builder.storeLocal(slot, variableOperand(variable));
  } else {
    const present = builder.temp(type);
    builder.emit({ op: "unwrap", result: present, a: variableOperand(variable) });
    builder.storeLocal(slot, variableOperand(present));
  }
  builder.terminate({ op: "goto", target: done });
  builder.begin(useDefault);
  builder.storeLocal(slot, expressions.operand(f, initializer, type));
  builder.begin(done);
  return builder.load(placeOf(slot));
}
