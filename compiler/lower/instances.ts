/**
 * Instances of functions: one for each choice of type arguments. Asking for one queues its body; the work list lowers
 * bodies until no new ones come up.
 */

import ts from "typescript";
import type { Extern, FunctionAttributes } from "../mir.ts";
import { BOOL, F64, I64, NEVER, U64, VOID, classType, isInline, nullableType, refType, structType, type ClassInfo, type Type } from "../types.ts"; // prettier-ignore
import type { FunctionInstance, TypeEnvironment } from "./context.ts";
import { attributesOf } from "./declare/attributes.ts";
import { argumentsInSymbol, memberName, moduleName, symbolOfType } from "./declare/names.ts";
import type { Parts } from "./declare/parts.ts";
import { isTooDeep } from "./declare/type-depth.ts";
import { extend } from "./declare/type-environment.ts";

type Callable = ts.SignatureDeclaration | ts.ClassLikeDeclaration;

class Instance implements FunctionInstance {
  readonly symbol: string;
  readonly declaration: Callable;
  readonly environment: TypeEnvironment;
  readonly owner: ClassInfo | null;
  readonly isStatic: boolean;
  readonly parameterTypes: readonly Type[];
  readonly attributes: FunctionAttributes;
  state: "waiting" | "running" | "done" = "waiting";
  private result: Type | null = null;
  private readonly infer: (instance: Instance) => void;

  constructor(
    fields: Pick<
      FunctionInstance,
      "symbol" | "declaration" | "environment" | "owner" | "isStatic" | "parameterTypes" | "attributes"
    >,
    result: Type | null,
    infer: (instance: Instance) => void,
  ) {
    this.symbol = fields.symbol;
    this.declaration = fields.declaration;
    this.environment = fields.environment;
    this.owner = fields.owner;
    this.isStatic = fields.isStatic;
    this.parameterTypes = fields.parameterTypes;
    this.attributes = fields.attributes;
    this.result = result;
    this.infer = infer;
  }

  /** Without an annotation the body has to be lowered first; null while that is under way. */
  get resultType(): Type {
    if (this.result === null && this.state === "waiting") this.infer(this);
    return this.result as Type;
  }

  set resultType(type: Type) {
    this.result = type;
  }
}

/** The functions that the program uses, one for each set of type arguments; each is lowered once, in the order in which they are asked for. */
export class Instances {
  readonly externs = new Map<string, Extern>();
  private readonly parts: Parts;
  private readonly known = new Map<Callable, Map<string, Instance>>();
  private readonly queue: Instance[] = [];
  private readonly symbols = new Map<string, number>();
  /** Declarations whose initialiser is being lowered for its type. */
  private readonly inferring = new Set<ts.Node>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** A name that no other function or object has. */
  uniqueSymbol(hint: string): string {
    const count = this.symbols.get(hint) ?? 0;
    this.symbols.set(hint, count + 1);
    return count === 0 ? hint : this.uniqueSymbol(`${hint}.${count}`);
  }

  functionInstance(
    declaration: ts.SignatureDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment,
  ): FunctionInstance {
    const node = this.implementation(declaration);
    const environment = extend(outer, this.parts.checker, node.typeParameters, typeArguments);
    const path = moduleName(this.parts.loaded.pathOf(node.getSourceFile()));
    const name = `${path}:${this.qualifiedName(node)}${argumentsInSymbol(typeArguments)}`;
    return this.make(node, environment, null, true, name);
  }

  /** A method, accessor or constructor. `owner` is the class that declares it. */
  method(
    declaration: Callable,
    owner: ClassInfo,
    isStatic: boolean,
    typeArguments: readonly Type[],
  ): FunctionInstance {
    const node = ts.isClassLike(declaration) ? declaration : this.implementation(declaration);
    const classEnvironment = isStatic ? new Map<ts.Symbol, Type>() : this.parts.classes.environmentOf(owner);
    const own = ts.isClassLike(node) ? undefined : node.typeParameters;
    const environment = extend(classEnvironment, this.parts.checker, own, typeArguments);
    const name = ts.isClassLike(node) ? "constructor" : (memberName(node) ?? "method");
    return this.make(
      node,
      environment,
      owner,
      isStatic,
      `${owner.symbol}.${name}${argumentsInSymbol(typeArguments)}`,
    );
  }

  /** `outer.inner` for functions in functions. */
  private qualifiedName(node: ts.SignatureDeclaration): string {
    const names: string[] = [];
    for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
      if (!ts.isFunctionLike(at) && !ts.isClassLike(at)) continue;
      const named = at.name ?? (ts.isVariableDeclaration(at.parent) ? at.parent.name : undefined);
      names.unshift(
        named && ts.isIdentifier(named)
          ? named.text
          : ts.isConstructorDeclaration(at)
            ? "constructor"
            : "default",
      );
    }
    return names.join(".");
  }

  /** Overloads are signatures of one body. */
  private implementation(declaration: ts.SignatureDeclaration): ts.SignatureDeclaration {
    if ((declaration as ts.FunctionLikeDeclaration).body) return declaration;
    const name = declaration.name;
    const symbol = name && this.parts.checker.getSymbolAtLocation(name);
    const all =
      symbol?.declarations ??
      (ts.isConstructorDeclaration(declaration) ? [...declaration.parent.members] : []);
    const written = all.find((d) => d.kind === declaration.kind && (d as ts.FunctionLikeDeclaration).body);
    return (written as ts.SignatureDeclaration | undefined) ?? declaration;
  }

  private make(
    node: Callable,
    environment: TypeEnvironment,
    owner: ClassInfo | null,
    isStatic: boolean,
    name: string,
  ): FunctionInstance {
    const own = this.known.get(node) ?? new Map<string, Instance>();
    this.known.set(node, own);
    const key = `${owner?.symbol ?? ""}(${[...environment.values()].map(symbolOfType).join(";")}`;
    const known = own.get(key);
    if (known) return known;
    const attributes = attributesOf(node);
    const isBodiless = !ts.isClassLike(node) && !(node as ts.FunctionLikeDeclaration).body;
    const isAbstract = isBodiless && owner !== null;
    const symbol = attributes.linkName || (isBodiless && !owner ? plainName(node) : this.uniqueSymbol(name));
    const parameterTypes = this.parameterTypes(node, environment, owner);
    const result = this.statedResult(node, environment, owner);
    const fields = { symbol, declaration: node, environment, owner, isStatic, parameterTypes, attributes };
    const instance = new Instance(fields, isBodiless ? (result ?? VOID) : result, (self) => this.lower(self));
    own.set(key, instance);
    if (isTooDeep(environment.values())) {
      this.refuseEndless(node, instance);
    } else if (isBodiless) {
      instance.state = "done";
      if (!isAbstract)
        this.externs.set(symbol, { symbol, parameters: parameterTypes, result: instance.resultType });
    } else {
      this.queue.push(instance);
    }
    return instance;
  }

  private refuseEndless(node: Callable, instance: Instance): void {
    instance.state = "done";
    instance.resultType ??= NEVER;
    this.parts.errors.add(
      node.name ?? node,
      1173,
      "Each instance of this generic function asks for one with a larger type argument, without end.",
      "Let the function call itself with its own type parameters.",
    );
  }

  parameterTypes(node: Callable, environment: TypeEnvironment, owner: ClassInfo | null): Type[] {
    if (ts.isClassLike(node)) {
      const base = owner?.base && this.parts.classes.method(owner.base, "constructor");
      return base ? [...base.instance.parameterTypes] : [];
    }
    const written = node.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"));
    return written.map((parameter) => this.parameterType(parameter as ts.ParameterDeclaration, environment));
  }

  private parameterType(node: ts.ParameterDeclaration, environment: TypeEnvironment): Type {
    const type = this.declaredType(node, environment);
    if (isInline(type)) return refType(type);
    return node.questionToken || node.initializer ? nullableType(type) : type;
  }

  /** The type of a parameter, field or global by its annotation, else by its initialiser. Reports and gives NEVER if neither tells. */
  declaredType(
    node: ts.ParameterDeclaration | ts.PropertyDeclaration | ts.VariableDeclaration,
    environment: TypeEnvironment,
  ): Type {
    if (node.type) return this.parts.types.resolve(node.type, environment);
    if (node.initializer) {
      const constant = this.parts.constants.fold(node.initializer, environment);
      if (constant) return constant.type ?? settle(constant.value);
    }
    const found = this.parts.types.fromChecker(this.parts.checker.getTypeAtLocation(node), environment);
    if (found && found.kind !== "null" && found.kind !== "never") return found;
    const lowered = this.loweredType(node, environment);
    if (lowered) return lowered;
    this.parts.errors.add(
      node,
      1047,
      `The type of '${node.name.getText()}' is not clear from its value.`,
      "Write its type behind the name.",
    );
    return NEVER;
  }

  /** `const half = (x: u32) => x / 2`: what the checker calls a number, the compiler's own rules can tell. */
  private loweredType(node: ts.HasExpressionInitializer, environment: TypeEnvironment): Type | null {
    const { initializer } = node;
    if (!initializer || this.inferring.has(node)) return null;
    this.inferring.add(node);
    try {
      const type = this.parts.statements.initializerType(this.parts.all, initializer, environment);
      return type && type.kind !== "null" && type.kind !== "never" && type.kind !== "void" ? type : null;
    } finally {
      this.inferring.delete(node);
    }
  }

  private statedResult(node: Callable, environment: TypeEnvironment, owner: ClassInfo | null): Type | null {
    if (ts.isClassLike(node) || ts.isConstructorDeclaration(node) || ts.isSetAccessorDeclaration(node))
      return VOID;
    if (!node.type) return null;
    if (node.type.kind === ts.SyntaxKind.ThisType && owner)
      return owner.isStruct ? refType(structType(owner)) : classType(owner);
    return this.parts.types.resolve(node.type, environment);
  }

  /** Lowers what waits; true if there was anything. */
  drain(): boolean {
    let isBusy = false;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      isBusy = true;
      if (next.state === "waiting") this.lower(next);
    }
    return isBusy;
  }

  private lower(instance: Instance): void {
    instance.state = "running";
    try {
      this.parts.statements.body(this.parts.all, instance);
    } catch (error) {
      this.parts.all.internalError(instance.declaration, error);
      instance.resultType ??= VOID;
    }
    instance.state = "done";
  }
}

function plainName(node: Callable): string {
  return node.name && ts.isIdentifier(node.name) ? node.name.text : "unnamed";
}

/** The type that an untyped constant has where nothing else says. */
export function settle(value: bigint | number | string | boolean): Type {
  if (typeof value === "boolean") return BOOL;
  if (typeof value === "number") return F64;
  return typeof value === "bigint" && value < 0n ? I64 : U64;
}
