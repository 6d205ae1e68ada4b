/**
 * Type arguments of generic calls. The checker takes every sum to be a `number`, so they are found here: the written types
 * of the parameters are compared with the types that the arguments have.
 */

import ts from "typescript";
import { F32, F64, I64, NEVER, functionType, type Type } from "../../types.ts";
import type { FunctionContext, TypeEnvironment, Value } from "../context.ts";
import { parameterType } from "./arguments.ts";
import { value } from "./dispatch.ts";
import { holdsNoItem } from "./items.ts";
import { symbolOf } from "./known-names.ts";
import { Unifier, isNullNode, iteratedBy } from "./unifier.ts";
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
