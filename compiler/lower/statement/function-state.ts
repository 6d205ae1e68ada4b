/** The state of lowering one function body: its bindings, its builder, what its closures capture. */

import ts from "typescript";
import type { Operand, Variable } from "../../mir.ts";
import { isInline, refType, type ClassInfo, type FunctionType, type Type } from "../../types.ts";
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
import { StructAliases } from "./struct-aliases.ts";

/** The code of a local generic function for some type arguments, and the class of its environment. */
export interface GenericClosure {
  readonly code: string;
  readonly info: ClassInfo;
  readonly type: FunctionType;
}

interface GenericInProgress {
  readonly made: GenericClosure;
  /** The function whose body it is, and the environment that its code is given. */
  readonly within: FunctionState;
  readonly environment: Operand;
}

/** All that is known while one function's body is lowered. */
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
  readonly aliases = new StructAliases();
  /** Constants whose function is made before their declaration is reached. */
  readonly madeEarly = new Set<ts.Symbol>();
  /** Closures of generic functions made so far, by function and type arguments. */
  readonly generics = new Map<string, GenericClosure>();
  /** Generic functions around this code, whose code is being made. */
  genericsInProgress: ReadonlyMap<string, GenericInProgress> = new Map();
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
