/**
 * Type arguments of generic calls. The checker takes every sum to be a `number`, so they are found here: the written types
 * of the parameters are compared with the types that the arguments have.
 */

import ts from "typescript";
import { F32, F64, I64, NEVER, NULL, functionType, nullableType, type Type } from "../../types.ts";
import type { FunctionContext, TypeEnvironment, Value } from "../context.ts";
import { GLOBAL_CLASSES } from "../declare/core.ts";
import { nameText } from "../declare/names.ts";
import { parameterType } from "./arguments.ts";
import { commonType } from "./coerce.ts";
import { value } from "./dispatch.ts";
import { holdsNoItem, itemType } from "./items.ts";
import { isOfPrelude, symbolOf } from "./known-names.ts";
import { settle } from "./values.ts";

/** The type arguments of a call. */
export interface Inferred {
  readonly typeArguments: readonly Type[];
  /** The arguments that were lowered on the way. */
  readonly ready: readonly (Value | null)[];
}

interface GenericCall {
  readonly typeParameters: readonly ts.TypeParameterDeclaration[];
  readonly parameters: readonly ts.ParameterDeclaration[];
  readonly result: ts.TypeNode | undefined;
  /** Type parameters of the class around the function. */
  readonly environment: TypeEnvironment;
  readonly explicit: readonly ts.TypeNode[] | undefined;
  readonly args: readonly ts.Expression[];
  readonly expected: Type | null;
  readonly node: ts.CallLikeExpression;
}

/** The type arguments of a call: those that are written, else what arguments and expected type make of them. Reports those that nothing decides. */
export function inferTypeArguments(f: FunctionContext, call: GenericCall): Inferred {
  if (call.explicit) {
    return {
      typeArguments: call.explicit.map((t) => f.declarations.resolveType(t, f.environment)),
      ready: [],
    };
  }
  return new Inference(f, call).run();
}

/** What is compared: written types against types, binding the wanted parameters. */
export class Unifier {
  readonly bound = new Map<ts.Symbol, Type>();
  private readonly nullable = new Set<ts.Symbol>();
  private readonly f: FunctionContext;
  private readonly wanted: ReadonlySet<ts.Symbol>;

  constructor(f: FunctionContext, wanted: ReadonlySet<ts.Symbol>) {
    this.f = f;
    this.wanted = wanted;
  }

  /** Whether a written type mentions a parameter that has no argument yet. */
  isOpen(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) {
      const symbol = this.f.declarations.checker.getSymbolAtLocation(node);
      return symbol !== undefined && this.wanted.has(symbol) && !this.bound.has(symbol);
    }
    return ts.forEachChild(node, (child) => this.isOpen(child) || undefined) ?? false;
  }

  /** Compares a written type with the type that is there, and binds the parameters that it mentions. */
  unify(node: ts.TypeNode, type: Type): void {
    if (type === NULL) return this.unifyNull(node);
    if (type === NEVER || type.kind === "void") return;
    if (type.kind === "ref") return this.unify(node, type.to);
    if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return this.unify(node.type, type);
    if (ts.isArrayTypeNode(node)) {
      const element = this.f.declarations.arrayElement(type);
      if (element) this.unify(node.elementType, element);
      return;
    }
    const items = iteratedBy(this.f, node);
    if (items) {
      const item = itemType(this.f, type, false, node);
      if (item) this.unify(items, item);
      return;
    }
    if (ts.isUnionTypeNode(node)) return this.unifyUnion(node, type);
    if (ts.isTupleTypeNode(node)) {
      if (type.kind !== "tuple") return;
      node.elements.forEach(
        (e, i) => type.elements[i] && this.unify(ts.isNamedTupleMember(e) ? e.type : e, type.elements[i]),
      );
      return;
    }
    if (ts.isFunctionTypeNode(node)) {
      if (type.kind !== "function") return;
      node.parameters.forEach(
        (p, i) => p.type && type.parameters[i] && this.unify(p.type, type.parameters[i]),
      );
      this.unify(node.type, type.result);
      return;
    }
    if (ts.isTypeLiteralNode(node)) return this.unifyFields(node, type, false);
    if (ts.isTypeReferenceNode(node)) this.unifyReference(node, type);
  }

  /** Null where a T is wanted: T has null in it, whatever else it is. */
  private unifyNull(node: ts.TypeNode): void {
    const symbol = ts.isTypeReferenceNode(node) ? symbolOf(this.f, node.typeName) : null;
    if (symbol && this.wanted.has(symbol)) this.nullable.add(symbol);
  }

  /** The type argument that was found for a parameter. */
  argumentFor(symbol: ts.Symbol): Type | null {
    const type = this.bound.get(symbol);
    if (!type) return null;
    return this.nullable.has(symbol) && type !== NEVER ? nullableType(type) : type;
  }

  private unifyUnion(node: ts.UnionTypeNode, type: Type): void {
    const rest = node.types.filter((t) => !isNullNode(t));
    const present = type.kind === "nullable" ? type.of : type;
    if (rest.length === 1) return this.unify(rest[0]!, present);
    const members = present.kind === "union" ? present.members : [present];
    for (const part of rest) {
      if (ts.isTypeLiteralNode(part)) for (const member of members) this.unifyFields(part, member, true);
    }
  }

  /** `{ value: T }` and an object's fields; with `isExact` only if it has no others. */
  private unifyFields(node: ts.TypeLiteralNode, type: Type, isExact: boolean): void {
    if (type.kind !== "class") return;
    const { fields } = type.info;
    const properties = node.members.filter(ts.isPropertySignature);
    const pairs = properties.flatMap((property) => {
      const field = fields.find(({ name }) => name === nameText(property.name));
      return field && property.type ? [{ field, written: property.type }] : [];
    });
    if (isExact && (pairs.length !== properties.length || pairs.length !== fields.length)) return;
    for (const { field, written } of pairs) this.unify(written, field.type);
  }

  private unifyReference(node: ts.TypeReferenceNode, type: Type): void {
    const { checker } = this.f.declarations;
    let symbol = checker.getSymbolAtLocation(node.typeName);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    if (!symbol) return;
    if (this.wanted.has(symbol)) return this.bind(symbol, type);
    const args = node.typeArguments;
    if (!args) return;
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
    if (alias && type.kind !== "class" && type.kind !== "interface")
      return this.unifyAlias(alias, args, type);
    const parts = this.partsOf(symbol, type);
    args.forEach((arg, i) => {
      const part = parts[i];
      if (part) this.unify(arg, part);
    });
  }

  /** `Fn<T>` where `type Fn<A> = (x: A) => A`: what the alias's own parameters are is what its arguments are. */
  private unifyAlias(alias: ts.TypeAliasDeclaration, args: readonly ts.TypeNode[], type: Type): void {
    const { checker } = this.f.declarations;
    const own = (alias.typeParameters ?? []).map((p) => checker.getSymbolAtLocation(p.name)!);
    const inner = new Unifier(this.f, new Set(own));
    inner.unify(alias.type, type);
    args.forEach((arg, i) => {
      const found = own[i] && inner.bound.get(own[i]);
      if (found) this.unify(arg, found);
    });
  }

  private bind(symbol: ts.Symbol, type: Type): void {
    const known = this.bound.get(symbol);
    this.bound.set(symbol, known ? (commonType(this.f, known, type) ?? known) : type);
  }

  /** The type arguments that a type was made with, if it comes from the named declaration. */
  private partsOf(symbol: ts.Symbol, type: Type): readonly (Type | undefined)[] {
    const { declarations } = this.f;
    if (type.kind === "span" || type.kind === "pointer" || type.kind === "fixed") return [type.element];
    const origin = declarations.origin(type);
    if (origin && origin.symbol === symbol) return origin.typeArguments;
    if (type.kind !== "class" && type.kind !== "struct") return [];
    const element = declarations.arrayElement(type);
    if (element)
      return symbol.name === "Array" || symbol.name === "ReadonlyArray" || symbol.name === "ArrayObject"
        ? [element]
        : [];
    for (let info: typeof type.info | null = type.info; info; info = info.base) {
      const declaration = declarations.declarationOf(info);
      if (!declaration) continue;
      const own = declaration.name && declarations.checker.getSymbolAtLocation(declaration.name);
      const isCore =
        isOfPrelude(symbol) && info.name.startsWith(`${GLOBAL_CLASSES[symbol.name] ?? symbol.name}<`);
      if (own !== symbol && !isCore && !info.name.startsWith(`${symbol.name}<`)) continue;
      const environment = declarations.environmentOf(info);
      return (declaration.typeParameters ?? []).map((p) =>
        environment.get(declarations.checker.getSymbolAtLocation(p.name)!),
      );
    }
    return [];
  }
}

/** The T of the prelude's `Iterable<T>`. */
function iteratedBy(f: FunctionContext, node: ts.TypeNode): ts.TypeNode | null {
  if (!ts.isTypeReferenceNode(node) || node.typeArguments?.length !== 1) return null;
  const symbol = symbolOf(f, node.typeName);
  return symbol?.name === "Iterable" && isOfPrelude(symbol) ? node.typeArguments[0]! : null;
}

const isNullNode = (t: ts.TypeNode): boolean =>
  t.kind === ts.SyntaxKind.UndefinedKeyword ||
  (ts.isLiteralTypeNode(t) && t.literal.kind === ts.SyntaxKind.NullKeyword);

class Inference {
  private readonly f: FunctionContext;
  private readonly call: GenericCall;
  private readonly symbols: readonly ts.Symbol[];
  private readonly unifier: Unifier;
  private readonly ready: (Value | null)[];
  /** Constants without a type, and what they are given for. */
  private readonly constants: { node: ts.TypeNode; value: Value }[] = [];

  constructor(f: FunctionContext, call: GenericCall) {
    this.f = f;
    this.call = call;
    this.symbols = call.typeParameters.map((p) => f.declarations.checker.getSymbolAtLocation(p.name)!);
    this.unifier = new Unifier(f, new Set(this.symbols));
    this.ready = call.args.map(() => null);
  }

  run(): Inferred {
    const { call, unifier } = this;
    const late: number[] = [];
    call.args.forEach((arg, i) => {
      if (isFunctionLiteral(arg)) late.push(i);
      else this.lower(arg, i);
    });
    if (call.expected && call.result) unifyResult(unifier, call.result, call.expected);
    for (const i of late) this.readAnnotations(call.args[i]!, i);
    this.settleConstants(late);
    for (const i of late) this.lowerLambda(call.args[i]!, i);
    return {
      typeArguments: this.symbols.map((symbol, i) => unifier.argumentFor(symbol) ?? this.fromChecker(i)),
      ready: this.ready,
    };
  }

  private typeNode(index: number): ts.TypeNode | undefined {
    const { parameters } = this.call;
    const rest = parameters.at(-1);
    if (rest?.dotDotDotToken && index >= parameters.length - 1) {
      return rest.type && ts.isArrayTypeNode(rest.type) ? rest.type.elementType : undefined;
    }
    return parameters[index]?.type;
  }

  private lower(arg: ts.Expression, index: number): void {
    const { f, unifier } = this;
    const node = this.typeNode(index);
    if (!node || ts.isSpreadElement(arg)) return;
    const isOpen = unifier.isOpen(node);
    // An object or an empty list takes its type from what the other arguments say.
    if (isOpen && (ts.isObjectLiteralExpression(arg) || holdsNoItem(arg))) return;
    if (isOpen && ts.isArrayLiteralExpression(arg) && hasTuples(node)) return this.compare(node, arg);
    const v = value(f, arg, isOpen ? null : this.resolve(node));
    this.ready[index] = v;
    const isTyped = v.kind === "operand" || v.kind === "place";
    if (isTyped) unifier.unify(node, v.type);
  }

  /** `[["a", 1], ["b", 2]]` for `[K, V][]`: part by part, as it is not known yet that they are tuples. */
  private compare(node: ts.TypeNode, arg: ts.Expression): void {
    const { f, unifier } = this;
    const written = plainNode(node);
    const items = ts.isArrayTypeNode(written) ? written.elementType : iteratedBy(f, written);
    if (ts.isArrayLiteralExpression(arg) && items) {
      for (const part of arg.elements) {
        if (!ts.isSpreadElement(part)) this.compare(items, part);
        else unifier.unify(written, f.statements.typeOf(f, part.expression));
      }
    } else if (ts.isArrayLiteralExpression(arg) && ts.isTupleTypeNode(written)) {
      written.elements.forEach((part, i) => {
        const own = arg.elements[i];
        if (own) this.compare(ts.isNamedTupleMember(part) ? part.type : part, own);
      });
    } else if (!holdsNoItem(arg)) {
      const v = f.builder.speculate(() => value(f, arg, null));
      if (v.kind === "untyped" || v.kind === "untypedFloat") this.constants.push({ node: written, value: v });
      else unifier.unify(written, settle(v));
    }
  }

  private resolve(node: ts.TypeNode): Type {
    return this.f.declarations.resolveType(node, new Map([...this.call.environment, ...this.unifier.bound]));
  }

  /** What the parameters of a function literal are said to be. */
  private readAnnotations(arg: ts.Expression, index: number): void {
    const node = this.typeNode(index);
    if (!node || !isFunctionLiteral(arg)) return;
    const resolve = (written: ts.TypeNode | undefined): Type =>
      written ? this.f.declarations.resolveType(written, this.f.environment) : NEVER;
    if (!arg.parameters.some((p) => p.type)) return;
    this.unifier.unify(
      node,
      functionType(
        arg.parameters.map((p) => resolve(p.type)),
        resolve(arg.type),
      ),
    );
  }

  private lowerLambda(arg: ts.Expression, index: number): void {
    const { f, unifier } = this;
    const node = this.typeNode(index);
    if (!node || !unifier.isOpen(node)) return;
    const written = functionNode(node);
    if (!written || !isFunctionLiteral(arg)) return;
    const { checker } = f.declarations;
    const parameters = written.parameters.map((p, i): Type | null => {
      const own = arg.parameters[i]?.type;
      if (own) {
        const type = f.declarations.resolveType(own, f.environment);
        if (p.type) unifier.unify(p.type, type);
        return type;
      }
      if (p.type && !unifier.isOpen(p.type)) return this.resolve(p.type);
      const parameter = arg.parameters[i];
      return parameter
        ? f.declarations.typeFromChecker(checker.getTypeAtLocation(parameter), f.environment)
        : null;
    });
    if (parameters.some((p) => p === null)) return;
    if (!unifier.isOpen(written.type)) return;
    const types = parameters.map((p) => parameterType(p!));
    const { operand, type } = f.statements.closureInferred(f, arg, types);
    this.ready[index] = { kind: "operand", operand, type };
    unifier.unify(written.type, type.result);
  }

  /** Constants without a type decide where nothing else did. */
  private settleConstants(late: readonly number[]): void {
    this.ready.forEach((v, i) => {
      const node = this.typeNode(i);
      const isConstant = v?.kind === "untyped" || v?.kind === "untypedFloat";
      if (v && isConstant && node) this.constants.push({ node, value: v });
    });
    const isFraction = ({ value }: { value: Value }): boolean => value.kind === "untypedFloat";
    const fractionsFirst = this.constants.toSorted((a, b) => Number(isFraction(b)) - Number(isFraction(a)));
    for (const { node, value } of fractionsFirst)
      if (this.unifier.isOpen(node)) this.unifier.unify(node, this.typeOfConstant(node, value, late));
  }

  /** `prices.reduce((sum, price) => sum + price, 0)`: the first of a constant's types with which the functions make sense. */
  private typeOfConstant(node: ts.TypeNode, v: Value, late: readonly number[]): Type {
    const first = settle(v);
    const symbol = ts.isTypeReferenceNode(node) ? symbolOf(this.f, node.typeName) : null;
    if (!symbol || !this.symbols.includes(symbol)) return first;
    const lambdas = late.filter((i) => this.typeNode(i) && this.unifier.isOpen(this.typeNode(i)!));
    if (lambdas.length === 0) return first;
    const others = v.kind === "untyped" ? [I64, F64, F32] : [F32];
    return [first, ...others].find((type) => this.makesSense(symbol, type, lambdas)) ?? first;
  }

  private makesSense(symbol: ts.Symbol, type: Type, lambdas: readonly number[]): boolean {
    const { f, unifier } = this;
    const known = new Map(unifier.bound);
    unifier.bound.set(symbol, type);
    const isClean = f.declarations.isClean(() =>
      f.builder.speculate(() => {
        for (const i of lambdas) {
          const node = this.typeNode(i)!;
          const of = unifier.isOpen(node) ? null : this.resolve(node);
          const arg = this.call.args[i]!;
          if (of?.kind === "function" && isFunctionLiteral(arg)) f.statements.closure(f, arg, of);
        }
      }),
    );
    unifier.bound.clear();
    for (const [other, of] of known) unifier.bound.set(other, of);
    return isClean;
  }

  /** What the checker inferred, for what has nothing to compare. */
  private fromChecker(index: number): Type {
    const { f, call } = this;
    const { checker } = f.declarations;
    const signature = checker.getResolvedSignature(call.node);
    const argument = signature && checker.getTypeArgumentsForResolvedSignature(signature)?.[index];
    const type = argument && f.declarations.typeFromChecker(argument, f.environment);
    if (type) return type;
    const name = call.typeParameters[index]!.name.text;
    f.declarations.error(
      call.node,
      1015,
      `The type argument '${name}' cannot be told from this call.`,
      "Write it: name<u32>(…).",
    );
    return NEVER;
  }
}

/** What the result is wanted to be says something about T, but `T | null` may be given where T was meant. */
function unifyResult(unifier: Unifier, result: ts.TypeNode, expected: Type): void {
  if (unifier.isOpen(result)) unifier.unify(result, expected.kind === "nullable" ? expected.of : expected);
}

/** Without parentheses, `readonly` and null. */
function plainNode(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return plainNode(node.type);
  const rest = ts.isUnionTypeNode(node) ? node.types.filter((t) => !isNullNode(t)) : [];
  return rest.length === 1 ? plainNode(rest[0]!) : node;
}

const hasTuples = (node: ts.Node): boolean =>
  ts.isTupleTypeNode(node) || (ts.forEachChild(node, (child) => hasTuples(child) || undefined) ?? false);

const isFunctionLiteral = (node: ts.Expression): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function functionNode(node: ts.TypeNode): ts.FunctionTypeNode | null {
  if (ts.isParenthesizedTypeNode(node)) return functionNode(node.type);
  if (ts.isUnionTypeNode(node)) return node.types.map(functionNode).find((t) => t !== null) ?? null;
  return ts.isFunctionTypeNode(node) ? node : null;
}
