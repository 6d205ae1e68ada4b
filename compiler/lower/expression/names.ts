/** Identifiers and `this`. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { NEVER, NULL, type Type } from "../../types.ts";
import type { Binding, FunctionContext, Value } from "../context.ts";
import { isGlobal } from "../statement/closure-needs.ts";
import { asksForAbsent, mayBeAbsent } from "./absent.ts";
import { isOfPrelude } from "./known-names.ts";
import { stringLiteral } from "./literals.ts";
import { narrow } from "./narrow.ts";
import { fieldOf, int, load, not, read, throughRef, typed, valueOf, zeroOf } from "./values.ts";

const NOTHING = typed(zeroOf(NEVER), NEVER);

/** The variable or constant that a name stands for, imports followed. */
export function symbolOfName(f: FunctionContext, node: ts.Identifier): ts.Symbol | null {
  const { checker } = f.declarations;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  if (!symbol) return null;
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** A name: a variable, parameter, global, function or constant, narrowed as the checker sees it there. */
export function lowerIdentifier(
  f: FunctionContext,
  node: ts.Identifier,
  expected: Type | null = null,
): Value {
  if (node.text === "undefined") return typed(int(NULL, 0n), NULL);
  const symbol = symbolOfName(f, node);
  if (!symbol) return unknown(f, node);
  const binding = f.lookup(symbol);
  if (binding && f.aliases.isStale(symbol, node)) reportStale(f, node);
  if (binding) {
    const v = fromBinding(f, binding, node.text);
    const isItem = v.kind === "operand" && v.type.kind === "nullable" && mayBeAbsent(f, symbol);
    // The checker does not know that there may be no item.
    if (isItem && (expected?.kind === "nullable" || asksForAbsent(f, node))) return v;
    return narrow(f, v, node, () => !isItem && !f.boxed.has(symbol));
  }
  return fromDeclaration(f, node, symbol);
}

function fromBinding(f: FunctionContext, binding: Binding, name: string): Value {
  switch (binding.kind) {
    case "value":
      return typed(binding.operand, binding.type);
    case "sibling":
      return typed(siblingClosure(f, binding), binding.type);
    case "place":
      if (binding.isSet) requireSet(f, binding.isSet, name);
      return read(f, binding.place);
    case "constant":
      return constantValue(binding.value, binding.wraps ?? false);
  }
}

function reportStale(f: FunctionContext, node: ts.Identifier): void {
  f.declarations.error(
    node,
    1316,
    `'${node.text}' is another name for a place whose struct may have been overwritten above, not the struct that was there.`,
    `Copy the struct first: 'let ${node.text} = …'.`,
  );
}

/** What a closure captured may be asked for before the statement that gives it its value has run. */
function requireSet(f: FunctionContext, isSet: Place, name: string): void {
  const message = `'${name}' was used before it was given a value`;
  f.builder.emit({ op: "panicIf", condition: not(f, load(f, isSet)), message });
}

/** A function that shares its environment with the running one, as a value: it gets a copy of the environment. */
export function siblingClosure(
  f: FunctionContext,
  { environment, info, code, type }: Extract<Binding, { kind: "sibling" }>,
): Operand {
  const captures = info.fields.map((_, index) => load(f, fieldOf(environment, info, index)));
  return f.builder.allocate({ kind: "closure", info, code, captures }, type);
}

function constantValue(value: bigint | number, wraps: boolean): Value {
  if (typeof value === "number") return { kind: "untypedFloat", value };
  return wraps ? { kind: "untyped", value, wraps } : { kind: "untyped", value };
}

/** What a name outside of the function stands for. Reports names that are no values. */
export function fromDeclaration(f: FunctionContext, node: ts.Identifier, symbol: ts.Symbol): Value {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return unknown(f, node);
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
    if (isOfPrelude(symbol)) return preludeValue(f, node) ?? unknown(f, node);
    if (!isGlobal(declaration)) return tooEarly(f, node);
    return narrow(f, globalValue(f, declaration), node, () => isConstant(declaration));
  }
  if (ts.isFunctionDeclaration(declaration)) {
    if (isOfPrelude(symbol) || declaration.typeParameters) return noFunctionValue(f, node);
    const implementation = implementationOf(symbol) ?? declaration;
    const outer = ts.isSourceFile(declaration.parent) ? new Map() : f.environment;
    return valueOf(
      f.statements.functionValue(f, f.declarations.functionInstance(implementation, [], outer)).operand,
    );
  }
  return unknown(f, node);
}

/** `NaN`, `Math.PI`; null for what is no constant of the prelude. */
export function preludeValue(
  f: FunctionContext,
  node: ts.Identifier | ts.PropertyAccessExpression,
): Value | null {
  const value = f.declarations.constant(node, f.environment);
  if (typeof value !== "bigint" && typeof value !== "number") return null;
  const type = f.declarations.constantType(node, f.environment);
  return type ? typed(constantOperand(value, type), type) : constantValue(value, false);
}

/** Of overloads, the declaration with the body. */
export function implementationOf(symbol: ts.Symbol): ts.FunctionDeclaration | null {
  const functions = symbol.declarations?.filter(ts.isFunctionDeclaration) ?? [];
  return functions.find((d) => d.body) ?? functions[0] ?? null;
}

function isConstant(declaration: ts.VariableDeclaration | ts.BindingElement): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** The value of a module-level variable or a static field. */
export function globalValue(
  f: FunctionContext,
  declaration: ts.VariableDeclaration | ts.PropertyDeclaration | ts.BindingElement,
): Value {
  const found = f.declarations.global(declaration);
  if (found.kind === "global") return read(f, globalPlace(found.global));
  const { value, type } = found;
  if (typeof value === "string") return stringLiteral(f, value);
  if (!type) return constantValue(value, hasComplement(declaration.initializer));
  return typed(constantOperand(value, type), type);
}

function constantOperand(value: bigint | number, type: Type): ReturnType<typeof int> {
  if (type.kind === "float") return { kind: "float", type, value: Number(value) };
  return int(type, typeof value === "bigint" ? value : BigInt(Math.trunc(value)));
}

/** Where a global lies. */
export const globalPlace = (global: Extract<Place["root"], { kind: "global" }>["global"]): Place => ({
  root: { kind: "global", global },
  steps: [],
  type: global.type,
});

/** Whether a constant's value comes out of `~`: then it may be below 0 and mean the bit pattern. */
function hasComplement(node: ts.Node | undefined): boolean {
  if (!node) return false;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.TildeToken) return true;
  return ts.forEachChild(node, (child) => hasComplement(child) || undefined) ?? false;
}

/** A local variable that has no value yet, or belongs to a function that this one cannot capture it from. */
function tooEarly(f: FunctionContext, node: ts.Identifier): Value {
  const hint = "Move the declaration above this, or pass the value as a parameter.";
  f.declarations.error(node, 1312, `'${node.text}' is not set where this runs.`, hint);
  return NOTHING;
}

function noFunctionValue(f: FunctionContext, node: ts.Identifier): Value {
  const hint = `Write an arrow function: (x) => ${node.text}(x).`;
  f.declarations.error(node, 1123, `'${node.text}' can be called but is no value.`, hint);
  return NOTHING;
}

function unknown(f: FunctionContext, node: ts.Identifier): Value {
  const hint = "Name a variable, a function or a class that the program's own modules declare.";
  f.declarations.error(node, 1124, `'${node.text}' is not a value here.`, hint);
  return NOTHING;
}

/** `this`. */
export function lowerThis(f: FunctionContext, node: ts.Expression): Value {
  if (f.receiver) return throughRef(valueOf(f.receiver));
  f.declarations.error(
    node,
    1125,
    "There is no 'this' here.",
    "Write the class's name for its static members.",
  );
  return NOTHING;
}

/** The place of a variable, for assignment and aliases; null for what has none. */
export function namedPlace(f: FunctionContext, node: ts.Identifier): Place | null {
  const symbol = symbolOfName(f, node);
  const binding = symbol && f.lookup(symbol);
  if (binding) return binding.kind === "place" ? binding.place : null;
  const declaration = symbol?.valueDeclaration;
  const isVariable =
    declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration));
  if (!isVariable || (symbol && isOfPrelude(symbol)) || !isGlobal(declaration)) return null;
  const found = f.declarations.global(declaration);
  return found.kind === "global" ? globalPlace(found.global) : null;
}

/** The flag beside a variable that tells whether it has its value; null where that is certain. */
export function setFlagOf(f: FunctionContext, node: ts.Identifier): Place | null {
  const symbol = symbolOfName(f, node);
  const binding = symbol && f.lookup(symbol);
  return binding?.kind === "place" ? (binding.isSet ?? null) : null;
}
