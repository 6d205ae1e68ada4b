/** The state of lowering one function body: its bindings, its builder, what its closures capture. */

import ts from "typescript";
import type { Operand, Variable } from "../../mir.ts";
import { isInline, refType, type Type } from "../../types.ts";
import { FunctionBuilder } from "../builder.ts";
import type {
  Binding,
  Declarations,
  FunctionContext,
  FunctionInstance,
  Statements,
  TypeEnvironment,
} from "../context.ts";
import type { CaptureAnalysis } from "./captures.ts";

export class FunctionState implements FunctionContext {
  readonly declarations: Declarations;
  readonly instance: FunctionInstance;
  readonly environment: TypeEnvironment;
  readonly builder: FunctionBuilder;
  readonly statements: Statements;
  readonly analysis: CaptureAnalysis;
  receiver: Operand | null = null;
  resultType: Type | null = null;
  /** Whether `resultType` was stated (annotation, context) or comes from the first return. */
  resultIsKnown = false;
  /** Runs after `super(…)` in a constructor: field initialisers and parameter properties. */
  afterSuper: (() => void) | null = null;
  private readonly bindings = new Map<ts.Symbol, Binding>();

  constructor(
    declarations: Declarations,
    instance: FunctionInstance,
    statements: Statements,
    analysis: CaptureAnalysis,
    at: ts.Node,
  ) {
    this.declarations = declarations;
    this.instance = instance;
    this.environment = instance.environment;
    this.statements = statements;
    this.analysis = analysis;
    this.builder = new FunctionBuilder(declarations, at);
  }

  get boxed(): ReadonlySet<ts.Symbol> {
    return this.analysis.boxed;
  }

  lookup(symbol: ts.Symbol): Binding | null {
    return this.bindings.get(symbol) ?? null;
  }

  bind(symbol: ts.Symbol, binding: Binding): void {
    this.bindings.set(symbol, binding);
  }

  unbind(symbol: ts.Symbol): void {
    this.bindings.delete(symbol);
  }

  /** The symbol of a declared name. */
  symbolOf(name: ts.Identifier): ts.Symbol {
    const symbol = this.declarations.checker.getSymbolAtLocation(name);
    if (!symbol) throw new Error(`no symbol for ${name.text}`);
    return symbol;
  }

  /** Where an inline result is written. */
  returnPlace(type: Type): Variable {
    if (!isInline(type)) throw new Error("only inline results have a place");
    return (this.builder.returnPlace ??= this.builder.temp(refType(type)));
  }
}
