/**
 * Closures: an object with the address of its code and the captured values; the code takes the object as first parameter.
 *
 * Captured are the variables of the functions around it (copied, or their boxes when they change) and `this`. A closure that
 * captures nothing is a constant. A function that mentions itself gets itself from that first parameter, so that it
 * does not keep itself alive.
 */

import ts from "typescript";
import type { FunctionAttributes, Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import {
  NEVER,
  VOID,
  classType,
  functionType,
  isInline,
  showType,
  type ClassInfo,
  type FunctionType,
  type Type,
} from "../../types.ts";
import type { Binding, FunctionContext, FunctionInstance, TypeEnvironment } from "../context.ts";
import type { CapturedVariable } from "../local-objects.ts";
import { mayBeNull } from "../expression/narrow.ts";
import { siblingClosure } from "../expression/names.ts";
import { closureNeeds, type ClosureNeeds, type ClosureNode } from "./closure-needs.ts";
import { FunctionState } from "./function-state.ts";
import { bindParameters, lowerFunctionBody } from "./functions.ts";
import { boxOf } from "./variables.ts";

/** Attributes of functions that the compiler makes. */
export const plainAttributes: FunctionAttributes = {
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
};

interface Capture {
  readonly name: string;
  readonly operand: Operand;
  readonly type: Type;
  /** Binds the captured value inside of the closure. */
  readonly bind: (inner: FunctionState, value: Operand) => void;
}

/** A captured variable with its value here. */
export type VariableCapture = Capture & CapturedVariable;

/** Stands for what cannot be captured: uses of it report nothing more. */
const NOTHING = { name: "nothing", operand: { kind: "int", type: NEVER, value: 0n }, type: NEVER } as const;

/** Makes a closure. A result type of null is inferred from the body. */
export function lowerClosure(
  f: FunctionState,
  node: ClosureNode,
  parameters: readonly Type[],
  result: Type | null,
): { operand: Operand; type: FunctionType } {
  const { declarations, builder } = f;
  const self = selfSymbol(f, node);
  const found = collectCaptures(f, node, closureNeeds(declarations.checker, node), (s) => s === self);
  const { captures } = found;
  const symbol = declarations.uniqueSymbol(closureName(f, node));
  const info = declarations.closureClass(symbol, captures);
  const stated = result ?? (node.type ? declarations.resolveType(node.type, f.environment) : null);
  const instance = closureInstance(symbol, node, f.environment, parameters, stated);
  const type = lowerCode(f, instance, node, info, found, (inner, environment) => {
    if (self) bindSelf(inner, self, environment);
  });
  builder.setLocation(node);
  if (captures.length === 0) return { operand: { kind: "function", type, symbol }, type };
  const operands = captures.map((c) => c.operand);
  return {
    operand: builder.allocate({ kind: "closure", info, code: symbol, captures: operands }, type),
    type,
  };
}

/** The function of a closure's code. A result type of null is inferred. */
export function closureInstance(
  symbol: string,
  declaration: ClosureNode,
  environment: TypeEnvironment,
  parameterTypes: readonly Type[],
  result: Type | null,
): FunctionInstance {
  const resultType = result as Type;
  const [owner, isStatic, attributes] = [null, true, plainAttributes];
  return { symbol, declaration, environment, owner, isStatic, parameterTypes, resultType, attributes };
}

/** The function's own name: the closure that its code was given. */
function bindSelf(inner: FunctionState, self: ts.Symbol, environment: Operand): void {
  const { parameterTypes, resultType } = inner.instance;
  const type = functionType(parameterTypes, (resultType as Type | null) ?? VOID);
  const closure = inner.builder.temp(type);
  inner.builder.emit({ op: "cast", result: closure, a: environment });
  inner.bind(self, { kind: "value", operand: variableOperand(closure), type });
}

/** The code function; gives the closure's type, whose result may come from the body. */
export function lowerCode(
  f: FunctionState,
  instance: FunctionInstance,
  node: ClosureNode,
  info: ClassInfo,
  { captures, constants }: Captures,
  bindNames: (inner: FunctionState, environment: Operand) => void,
): FunctionType {
  const inner = new FunctionState(f.declarations, instance, f.statements, f.analysis, node);
  inner.genericsInProgress = f.genericsInProgress;
  inner.resultType = instance.resultType;
  inner.resultIsKnown = inner.resultType !== null;
  const { builder } = inner;
  const environment = builder.parameter(classType(info), "closure");
  captures.forEach((capture, i) => {
    const object = variableOperand(environment);
    const steps = [{ kind: "field" as const, info, index: i }];
    const value = builder.load({ root: { kind: "object", object, info }, steps, type: info.fields[i]!.type });
    builder.nameTemporary(value, capture.name, 0);
    capture.bind(inner, value);
  });
  for (const [symbol, binding] of constants) inner.bind(symbol, binding);
  bindNames(inner, variableOperand(environment));
  const bound = bindParameters(inner, node.parameters, instance.parameterTypes);
  if (node.body) lowerFunctionBody(inner, node.body);
  instance.resultType = inner.resultType!;
  const name = instance.symbol.slice(instance.symbol.indexOf(":") + 1);
  const code = builder.finish(instance, name, node, [environment, ...bound], instance.resultType);
  if (!f.builder.speculating) f.declarations.addFunction(code);
  return functionType(instance.parameterTypes, instance.resultType);
}

/** `module:outer.inner`. */
export function closureName(f: FunctionState, node: ClosureNode): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : null);
  const own = named && ts.isIdentifier(named) ? named.text : "closure";
  return `${f.instance.symbol}.${own}`;
}

/** The name by which a function can mention itself: its own, or the constant that it initialises. */
function selfSymbol(f: FunctionState, node: ClosureNode): ts.Symbol | null {
  const { checker } = f.declarations;
  if (node.name) return checker.getSymbolAtLocation(node.name) ?? null;
  let parent: ts.Node = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isSatisfiesExpression(parent)) parent = parent.parent;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return null;
  const symbol = checker.getSymbolAtLocation(parent.name);
  return symbol && !f.boxed.has(symbol) ? symbol : null;
}

/** What a closure takes with it. */
export interface Captures {
  readonly captures: readonly Capture[];
  /** Known at compile time: the code repeats them. */
  readonly constants: readonly (readonly [ts.Symbol, Binding])[];
}

/** What is captured, but for the names that the code gets by other means. */
export function collectCaptures(
  f: FunctionState,
  node: ts.Node,
  needs: ClosureNeeds,
  isOwn: (symbol: ts.Symbol) => boolean,
): Captures {
  const receiver = needs.receiver && f.receiver ? captureReceiver(f, node, f.receiver) : [];
  const symbols = needs.symbols.filter((symbol) => !isOwn(symbol));
  const { captures, constants } = collectVariables(f, node, symbols, receiver.length);
  return { captures: [...receiver, ...captures], constants };
}

/** The captured variables alone; they are numbered from `first`. */
export function collectVariables(
  f: FunctionState,
  node: ts.Node,
  symbols: readonly ts.Symbol[],
  first: number,
): { captures: readonly VariableCapture[]; constants: Captures["constants"] } {
  const captures: VariableCapture[] = [];
  const constants: [ts.Symbol, Binding][] = [];
  for (const symbol of symbols) {
    const binding = f.lookup(symbol);
    if (!binding) reportUnbound(f, node, symbol);
    else if (binding.kind === "constant") constants.push([symbol, binding]);
    else captures.push({ symbol, ...captureBinding(f, node, symbol, binding, first + captures.length) });
  }
  return { captures, constants };
}

function captureReceiver(f: FunctionState, node: ts.Node, receiver: Operand): Capture[] {
  const type = receiver.kind === "var" ? receiver.variable.type : null;
  if (type?.kind !== "class") {
    f.declarations.error(
      node,
      1310,
      "A closure cannot capture 'this' of a struct: its owner may be gone when the closure runs.",
      "Copy the fields that it needs into variables first.",
    );
    return [{ ...NOTHING, bind: (inner) => (inner.receiver = NOTHING.operand) }];
  }
  if (isKeptByThis(f, node)) {
    f.declarations.error(
      node,
      1315,
      "The object would hold this function, which holds the object: neither would ever be released.",
      "Make it a method. Where a function is needed, pass '() => this.method()', or capture 'new Weak(this)'.",
    );
  }
  return [{ name: "this", operand: receiver, type, bind: (inner, value) => (inner.receiver = value) }];
}

/** Whether a function becomes the value of a field of the `this` around it, and cannot be let go by setting that to null. */
function isKeptByThis(f: FunctionState, node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isKeptByThis(f, parent);
  const name = fieldNamed(parent, node);
  if (!name) return false;
  const symbol = f.declarations.checker.getSymbolAtLocation(name);
  const field = symbol?.valueDeclaration;
  const isReadonly = field && (ts.getCombinedModifierFlags(field) & ts.ModifierFlags.Readonly) !== 0;
  return isReadonly === true || !symbol || !mayBeNull(f, f.declarations.checker.getTypeOfSymbol(symbol));
}

/** The field of `this` that a node gives the value to. */
function fieldNamed(node: ts.Node, value: ts.Node): ts.Node | null {
  if (ts.isPropertyDeclaration(node)) return node.initializer === value ? node.name : null;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  const { left, right } = node;
  const isOwn = ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
  return right === value && isOwn ? left.name : null;
}

function captureBinding(
  f: FunctionState,
  node: ts.Node,
  symbol: ts.Symbol,
  binding: Exclude<Binding, { kind: "constant" }>,
  index: number,
): Omit<VariableCapture, "symbol"> {
  const name = `${symbol.name}.${index}`;
  const refuse = (what: string): Omit<VariableCapture, "symbol"> => {
    const hint = "Copy what it needs into variables first, or capture the object that holds it.";
    f.declarations.error(node, 1310, `A closure cannot capture '${symbol.name}': ${what}.`, hint);
    return { ...NOTHING, bind: (inner) => inner.bind(symbol, { kind: "value", ...NOTHING }) };
  };
  if (binding.type.kind === "span") return refuse("a span must not outlive what it views");
  if (binding.kind === "value") {
    const { type, operand } = binding;
    if (type.kind === "ref") return refuse(`the struct ${showType(type)} may not outlive its owner`);
    return { name, operand, type, bind: bindValue(symbol, type) };
  }
  if (binding.kind === "sibling") {
    const operand = siblingClosure(f, binding);
    const { type } = binding;
    return { name, operand, type, bind: bindValue(symbol, type) };
  }
  const { place, type, isSet } = binding;
  const box = boxOf(place);
  if (box && place.root.kind === "object") {
    const { info } = place.root;
    const bind = (inner: FunctionContext, value: Operand): void => {
      const root = { kind: "object", object: value, info } as const;
      const flag = isSet && { isSet: { ...isSet, root } };
      inner.bind(symbol, { kind: "place", place: { ...place, root }, type, ...flag });
    };
    return { name, operand: box, type: classType(info), bind };
  }
  if (isInline(type)) return refuse("it refers to a struct that its owner may not outlive");
  const operand = f.builder.load(place);
  return { name, operand, type, bind: bindValue(symbol, type) };
}

const bindValue =
  (symbol: ts.Symbol, type: Type) =>
  (inner: FunctionContext, value: Operand): void =>
    inner.bind(symbol, { kind: "value", operand: value, type });

/** A function without captures of its own is called by name; anything else is not there yet. */
function reportUnbound(f: FunctionState, node: ts.Node, symbol: ts.Symbol): void {
  const declaration = symbol.valueDeclaration;
  if (declaration && ts.isFunctionDeclaration(declaration) && !isCapturing(f, declaration)) return;
  const what = ts.isClassDeclaration(node) ? `The class is used` : "The closure is made";
  f.declarations.error(
    node,
    1312,
    `${what} before '${symbol.name}', which it captures, has its value.`,
    `Move the ${ts.isClassDeclaration(node) ? "class" : "function"} below the variables that it uses.`,
  );
}

/** Whether a local function needs an environment: it mentions variables around it, itself or through other functions. */
export function isCapturing(
  f: FunctionState,
  node: ts.FunctionDeclaration,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  return closureNeeds(f.declarations.checker, node).symbols.some((symbol) => {
    const declaration = symbol.valueDeclaration;
    if (declaration && ts.isFunctionDeclaration(declaration)) return isCapturing(f, declaration, seen);
    return f.lookup(symbol)?.kind !== "constant";
  });
}
