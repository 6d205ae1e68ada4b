/**
 * Function declarations inside of functions.
 *
 * One that captures nothing is an ordinary function, called by name. One that captures is a closure: it is made as soon as
 * everything that it captures has its value, so that it can be called from above its declaration where JavaScript allows it.
 */

import ts from "typescript";
import { isInline, nullableType, refType, type Type } from "../../types.ts";
import { closureNeeds } from "./captures.ts";
import { isCapturing, lowerClosure } from "./closures.ts";
import type { FunctionState } from "./function-state.ts";

export class LocalFunctions {
  private pending: ts.FunctionDeclaration[];
  private readonly f: FunctionState;

  constructor(f: FunctionState, statements: readonly ts.Statement[]) {
    this.f = f;
    this.pending = statements.filter(
      (s): s is ts.FunctionDeclaration =>
        ts.isFunctionDeclaration(s) && s.body !== undefined && isCapturing(f, s),
    );
    for (const node of this.pending) if (node.name) f.unbind(f.symbolOf(node.name));
  }

  /** Makes the closures whose captures are all there. */
  bindReady(): void {
    let progress = this.pending.length > 0;
    while (progress) {
      const ready = this.pending.filter((node) => this.isReady(node));
      for (const node of ready) this.make(node);
      this.pending = this.pending.filter((node) => !ready.includes(node));
      progress = ready.length > 0;
    }
  }

  private isReady(node: ts.FunctionDeclaration): boolean {
    const own = node.name && this.f.symbolOf(node.name);
    return closureNeeds(this.f.declarations.checker, node).symbols.every((symbol) => {
      if (symbol === own || this.f.lookup(symbol)) return true;
      const declaration = symbol.valueDeclaration;
      return (
        declaration !== undefined &&
        ts.isFunctionDeclaration(declaration) &&
        !isCapturing(this.f, declaration)
      );
    });
  }

  private make(node: ts.FunctionDeclaration): void {
    const { f } = this;
    if (!node.name) return;
    if (node.typeParameters) {
      f.declarations.error(
        node.name,
        1133,
        "A generic function inside of a function cannot capture variables.",
        "Pass them as parameters.",
      );
      return;
    }
    const { operand, type } = lowerClosure(
      f,
      node,
      node.parameters.map((p) => this.parameterType(p)),
      null,
    );
    f.bind(f.symbolOf(node.name), { kind: "value", operand, type });
  }

  private parameterType(node: ts.ParameterDeclaration): Type {
    const { declarations, environment, builder } = this.f;
    builder.setLocation(node);
    const type = node.type
      ? declarations.resolveType(node.type, environment)
      : declarations.typeFromChecker(declarations.checker.getTypeAtLocation(node), environment);
    if (!type) {
      declarations.error(node, 1012, "This parameter needs a type.");
      return nullableType(declarations.stringType());
    }
    if (isInline(type)) return refType(type);
    return node.questionToken || node.initializer ? nullableType(type) : type;
  }
}
