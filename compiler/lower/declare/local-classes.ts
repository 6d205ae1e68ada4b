/**
 * Classes inside of functions: one for each choice of the type arguments of the functions around it. What its methods capture of
 * these lies in its objects, in fields behind the class's own.
 */

import ts from "typescript";
import type { Type } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import type { CapturedVariable, CapturedVariables } from "../local-objects.ts";
import { DeclaredClass } from "./declared-class.ts";
import type { FieldSpec } from "./laid-out-class.ts";
import { symbolOfType } from "./names.ts";
import type { Parts } from "./parts.ts";

const NOTHING: CapturedVariables = { variables: [], constants: [] };

/** The classes that are declared in functions, with what they capture of them. */
export class LocalClasses {
  private readonly parts: Parts;
  private readonly finders = new Map<ts.Node, Map<string, () => CapturedVariables>>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The type parameters of the functions and classes around a class, with their arguments. */
  outerEnvironment(declaration: ts.ClassLikeDeclaration, environment: TypeEnvironment): TypeEnvironment {
    return new Map(
      outerTypeParameters(this.parts.checker, declaration).flatMap((symbol) => {
        const type = environment.get(symbol);
        return type ? [[symbol, type] as const] : [];
      }),
    );
  }

  /** Whether there is one instance of a class for all functions around it. */
  isPlain(declaration: ts.ClassLikeDeclaration): boolean {
    return outerTypeParameters(this.parts.checker, declaration).length === 0;
  }

  /** The same from the checker's type arguments, which have those of the functions around the class first. */
  outerArguments(
    declaration: ts.ClassLikeDeclaration,
    given: (index: number) => Type | null,
  ): Map<ts.Symbol, Type> | null {
    const outer = new Map<ts.Symbol, Type>();
    for (const [i, symbol] of outerTypeParameters(this.parts.checker, declaration).entries()) {
      const type = given(i);
      if (!type) return null;
      outer.set(symbol, type);
    }
    return outer;
  }

  /** Tells how to find what a class captures. It is looked for once, when it is asked for first. */
  capture(
    declaration: ts.ClassLikeDeclaration,
    environment: TypeEnvironment,
    find: () => CapturedVariables,
  ): void {
    const known = this.finders.get(declaration) ?? new Map<string, () => CapturedVariables>();
    this.finders.set(declaration, known);
    let found: CapturedVariables | null = null;
    known.set(this.keyOf(declaration, environment), () => (found ??= find()));
  }

  captured(declaration: ts.Node, environment: TypeEnvironment): CapturedVariables {
    const known = ts.isClassDeclaration(declaration) && this.finders.get(declaration);
    if (!known) return NOTHING;
    return known.get(this.keyOf(declaration, environment))?.() ?? NOTHING;
  }

  private keyOf(declaration: ts.ClassLikeDeclaration, environment: TypeEnvironment): string {
    return [...this.outerEnvironment(declaration, environment).values()].map(symbolOfType).join(",");
  }

  /** What a class captures that its bases do not. */
  private own(info: DeclaredClass): readonly CapturedVariable[] {
    const { variables } = this.captured(info.declaration, info.environment);
    if (variables.length === 0) return variables;
    const inherited = info.base instanceof DeclaredClass ? this.all(info.base) : [];
    return variables.filter(({ symbol }) => !inherited.some((other) => other.symbol === symbol));
  }

  private all(info: DeclaredClass): readonly CapturedVariable[] {
    return [...(info.base instanceof DeclaredClass ? this.all(info.base) : []), ...this.own(info)];
  }

  fieldSpecs(info: DeclaredClass): FieldSpec[] {
    return this.own(info).map(({ name, type }) => ({ name, type, isReadonly: true, isHidden: true }));
  }

  /** The fields of a class and its bases that hold what they capture. */
  fields(info: DeclaredClass): readonly { index: number; variable: CapturedVariable }[] {
    if (this.finders.size === 0) return [];
    const variables = this.all(info);
    if (variables.length === 0) return [];
    const indices = info.fields.flatMap((field, index) => (field.isHidden ? [index] : []));
    return variables.map((variable, i) => ({ index: indices[i]!, variable }));
  }
}

function outerTypeParameters(
  checker: ts.TypeChecker,
  declaration: ts.ClassLikeDeclaration,
): readonly ts.Symbol[] {
  if (ts.isSourceFile(declaration.parent)) return [];
  const symbol = declaration.name && checker.getSymbolAtLocation(declaration.name);
  const type = symbol && (checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType);
  return (type?.outerTypeParameters ?? []).map((parameter) => parameter.symbol);
}
