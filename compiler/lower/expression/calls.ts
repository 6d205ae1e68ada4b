/** Call expressions: what is called decides. */

import ts from "typescript";
import type { Place } from "../../mir.ts";
import { NEVER, classType, type Type } from "../../types.ts";
import type { FunctionContext, FunctionInstance, Value } from "../context.ts";
import { lowerArguments, parametersOf } from "./arguments.ts";
import { builtInCall } from "./built-ins.ts";
import { callInstance, emitCall } from "./call.ts";
import { value } from "./dispatch.ts";
import { capturingGeneric, directConstant, genericConstant } from "./functions.ts";
import { inferTypeArguments, type Inferred } from "./inference.ts";
import { unsafeCall } from "./intrinsics.ts";
import { symbolName } from "../declare/names.ts";
import { mayNameScope } from "../declare/scope-names.ts";
import { preludeName, symbolOf, unsafeFunction } from "./known-names.ts";
import { callClosure, callMember, takesRest } from "./methods.ts";
import { implementationOf, symbolOfName } from "./names.ts";
import { inChain, isStatic, presentOf } from "./paths.ts";
import { NO_VALUE, typeOfOperand, typed, zeroOf } from "./values.ts";

/** A call of whatever kind its callee decides. */
export function lowerCall(
  f: FunctionContext,
  node: ts.CallExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  return inChain(f, node, () => {
    const v = dispatch(f, node, expected, dest);
    f.builder.setLocation(node);
    return v;
  });
}

function dispatch(
  f: FunctionContext,
  node: ts.CallExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const callee = withoutParentheses(node.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return callSuperConstructor(f, node);
  if (callee.kind === ts.SyntaxKind.ImportKeyword) {
    f.declarations.error(callee, 1136, "Modules are loaded at compile time.", "Write an import declaration.");
    return typed(zeroOf(NEVER), NEVER);
  }
  const unsafe = unsafeFunction(f, callee);
  if (unsafe) return unsafeCall(f, unsafe, node, expected);
  const prelude = preludeName(f, callee);
  if (prelude) {
    const built = builtInCall(f, prelude, node, expected);
    if (built) return built;
  }
  if (ts.isIdentifier(callee)) {
    const symbol = symbolOfName(f, callee);
    const generic = symbol && capturingGeneric(f, symbol);
    if (generic) return callLocalGeneric(f, node, generic, expected, dest);
    const constant = genericConstant(symbol?.valueDeclaration) ?? (symbol && directConstant(f, symbol));
    if (constant) return callFunction(f, node, constant, expected, dest);
    const declaration = symbol && !f.lookup(symbol) ? implementationOf(symbol) : null;
    if (declaration) return callFunction(f, node, declaration, expected, dest);
  }
  const member = ts.isElementAccessExpression(callee) ? symbolName(callee.argumentExpression) : null;
  if (member && ts.isElementAccessExpression(callee))
    return callMember(f, node, value(f, callee.expression, null), member, expected, dest);
  if (ts.isPropertyAccessExpression(callee)) return callProperty(f, node, callee, expected, dest);
  if (ts.isIdentifier(callee)) {
    const sibling = callSibling(f, node, callee, dest);
    if (sibling) return sibling;
  }
  const fn = value(f, callee, null);
  return callClosure(f, node, node.questionDotToken ? presentOf(f, fn) : fn, dest);
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

/** A function that shares its environment with this one is called by name. */
function callSibling(
  f: FunctionContext,
  node: ts.CallExpression,
  callee: ts.Identifier,
  dest: Place | null,
): Value | null {
  const symbol = symbolOfName(f, callee);
  const binding = symbol && f.lookup(symbol);
  if (binding?.kind !== "sibling") return null;
  const { code, environment, info, type } = binding;
  const args = lowerArguments(
    f,
    node.arguments,
    { types: type.parameters, hasRest: takesRest(f, node) },
    node,
  );
  const types = [classType(info), ...type.parameters];
  return emitCall(f, { kind: "direct", symbol: code }, [environment, ...args], types, type.result, dest);
}

/** A declared function, generic or not. */
function callFunction(
  f: FunctionContext,
  node: ts.CallExpression,
  declaration: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const isTopLevel = ts.isSourceFile(declaration.parent) || ts.isModuleBlock(declaration.parent);
  const outer = isTopLevel ? new Map<ts.Symbol, Type>() : f.environment;
  return callGeneric(f, node, declaration, outer, expected, dest, (types) =>
    f.declarations.functionInstance(declaration, types, outer),
  );
}

/** A generic function that captures variables of the functions around it. */
function callLocalGeneric(
  f: FunctionContext,
  node: ts.CallExpression,
  declaration: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration,
  expected: Type | null,
  dest: Place | null,
): Value {
  const { environment } = f;
  const { typeArguments, ready } = inferCall(f, node, declaration, environment, expected);
  const { value: callee, hasRest } = f.statements.localGeneric(f, declaration, typeArguments);
  if (callee.kind !== "operand" || callee.type.kind !== "function") return NO_VALUE;
  const { operand, type } = callee;
  const args = lowerArguments(f, node.arguments, { types: type.parameters, hasRest }, node, ready);
  return emitCall(f, { kind: "closure", closure: operand }, args, type.parameters, type.result, dest);
}

function callGeneric(
  f: FunctionContext,
  node: ts.CallExpression,
  declaration: ts.FunctionLikeDeclaration,
  environment: FunctionInstance["environment"],
  expected: Type | null,
  dest: Place | null,
  instanceOf: (types: readonly Type[]) => FunctionInstance | null,
): Value {
  const inferred = inferCall(f, node, declaration, environment, expected);
  const instance = instanceOf(inferred.typeArguments);
  if (!instance) return typed(zeroOf(NEVER), NEVER);
  const args = lowerArguments(f, node.arguments, parametersOf(instance), node, inferred.ready);
  f.builder.setLocation(node);
  return callInstance(f, instance, null, args, node, dest);
}

function inferCall(
  f: FunctionContext,
  node: ts.CallExpression,
  declaration: ts.FunctionLikeDeclaration,
  environment: FunctionInstance["environment"],
  expected: Type | null,
): Inferred {
  const { typeParameters, parameters, type: result } = declaration;
  if (!typeParameters) return { typeArguments: [], ready: [] };
  const { typeArguments: explicit, arguments: args } = node;
  return inferTypeArguments(f, {
    typeParameters,
    parameters,
    result,
    environment,
    explicit,
    args,
    expected,
    node,
  });
}

function callProperty(
  f: FunctionContext,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const name = callee.name.text;
  if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) return callSuperMethod(f, node, name, dest);
  const symbol = mayNameScope(f.declarations.checker, callee.expression) ? symbolOf(f, callee.name) : null;
  const declaration = symbol?.valueDeclaration;
  if (
    declaration &&
    ts.isMethodDeclaration(declaration) &&
    isStatic(declaration) &&
    ts.isClassLike(declaration.parent)
  ) {
    return callStatic(f, node, declaration, expected, dest);
  }
  if (symbol && declaration && ts.isFunctionDeclaration(declaration)) {
    return callFunction(f, node, implementationOf(symbol) ?? declaration, expected, dest);
  }
  if (declaration && (isStaticProperty(declaration) || ts.isVariableDeclaration(declaration))) {
    return callClosure(f, node, value(f, callee, null), dest);
  }
  const base = value(f, callee.expression, null);
  const receiver = callee.questionDotToken ? presentOf(f, base) : base;
  f.builder.setLocation(node);
  if (!node.questionDotToken) return callMember(f, node, receiver, name, expected, dest);
  return callClosure(f, node, presentOf(f, value(f, callee, null)), dest);
}

const isStaticProperty = (node: ts.Declaration): boolean =>
  (ts.isPropertyDeclaration(node) || ts.isGetAccessorDeclaration(node)) && isStatic(node);

/** A generic class's static methods have no type arguments of the class. */
function callStatic(
  f: FunctionContext,
  node: ts.CallExpression,
  declaration: ts.MethodDeclaration,
  expected: Type | null,
  dest: Place | null,
): Value {
  const owner = declaration.parent;
  if (!ts.isClassLike(owner)) return NO_VALUE;
  const implementation = owner.members.find(
    (m): m is ts.MethodDeclaration =>
      ts.isMethodDeclaration(m) &&
      m.body !== undefined &&
      isStatic(m) &&
      m.name.getText() === declaration.name.getText(),
  );
  const body = implementation ?? declaration;
  return callGeneric(f, node, body, new Map(), expected, dest, (types) =>
    f.declarations.staticMethod(owner, [], body.name.getText(), types),
  );
}

/** `super(…)`: the base class's constructor on this object. */
function callSuperConstructor(f: FunctionContext, node: ts.CallExpression): Value {
  const base = f.instance.owner?.base;
  const constructor = base && f.declarations.method(base, "constructor");
  if (!constructor || !f.receiver) {
    for (const argument of node.arguments) value(f, argument, null);
    return NO_VALUE;
  }
  const args = lowerArguments(f, node.arguments, parametersOf(constructor.instance), node);
  callInstance(f, constructor.instance, f.receiver, args, node);
  return NO_VALUE;
}

/** `super.name(…)`: the base class's method, whatever overrides it. */
function callSuperMethod(
  f: FunctionContext,
  node: ts.CallExpression,
  name: string,
  dest: Place | null,
): Value {
  const type = f.receiver && typeOfOperand(f.receiver);
  const base = type?.kind === "class" ? (f.instance.owner ?? type.info).base : null;
  const method = base && f.declarations.method(base, name);
  if (!method || !f.receiver) {
    f.declarations.error(node, 1008, `The base class has no method '${name}'.`);
    return typed(zeroOf(NEVER), NEVER);
  }
  const args = lowerArguments(f, node.arguments, parametersOf(method.instance), node);
  return callInstance(f, method.instance, f.receiver, args, node, dest);
}
