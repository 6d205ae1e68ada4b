/**
 * Functions declared inside of functions, and what they ask of the variables around them.
 *
 * A declared function that captures nothing is an ordinary function, called by name. One that captures is a closure: it is made as
 * soon as everything that it captures has its value, so that it can be called from above its declaration where JavaScript
 * allows it. Constants that hold a function are made in the same way when something above mentions them.
 */

import ts from "typescript";
import { BOOL, F64, I64, NEVER, U64, type Type } from "../../types.ts";
import { parameterOf } from "../expression/parameter-types.ts";
import { closureNeeds, isReference, ownerOf, referencedSymbol, type ClosureNode } from "./closure-needs.ts";
import { isCapturing, lowerClosure } from "./closures.ts";
import { findGroups, lowerGroup, type Member } from "./function-groups.ts";
import { prepareLocalClass } from "./local-classes.ts";
import type { FunctionState } from "./function-state.ts";
import { typeOf } from "./type-of.ts";
import { bindLate } from "./variables.ts";

/** The functions that are declared in a list of statements, made as early as what they capture allows. */
export class LocalFunctions {
  /** Functions that mention each other are made together. */
  private pending: (readonly Member[])[];
  private readonly f: FunctionState;

  constructor(f: FunctionState, statements: readonly ts.Statement[]) {
    this.f = f;
    for (const statement of statements) if (ts.isClassDeclaration(statement)) prepareLocalClass(f, statement);
    const declared = statements.filter(
      (s): s is ts.FunctionDeclaration =>
        ts.isFunctionDeclaration(s) && s.body !== undefined && !s.typeParameters && isCapturing(f, s),
    );
    for (const node of declared) if (node.name) f.unbind(f.symbolOf(node.name));
    const { early, hoisted } = f.analysis;
    const variables = early.size + hoisted.size + declared.length > 0 ? statements.flatMap(variablesOf) : [];
    this.bindEarly(variables);
    this.pending = findGroups(f, declared, variables);
    for (const member of this.pending.flat()) {
      if (ts.isFunctionDeclaration(member.node)) continue;
      f.madeEarly.add(member.symbol);
      f.unbind(member.symbol);
    }
  }

  /** Boxes for the variables that something in the block captures before they have their value. */
  private bindEarly(variables: readonly ts.VariableDeclaration[]): void {
    const { f } = this;
    for (const node of variables) {
      if (!ts.isIdentifier(node.name)) continue;
      const symbol = f.symbolOf(node.name);
      if (!f.analysis.early.has(symbol)) continue;
      f.builder.setLocation(node);
      bindLate(f, symbol, this.variableType(node));
    }
  }

  private variableType(node: ts.VariableDeclaration): Type {
    const { declarations, environment } = this.f;
    if (node.type) return declarations.resolveType(node.type, environment);
    const constant = node.initializer && declarations.constant(node.initializer, environment);
    if (node.initializer && constant !== null && constant !== undefined && typeof constant !== "string") {
      const type = declarations.constantType(node.initializer, environment);
      if (type) return type;
      return typeof constant === "boolean"
        ? BOOL
        : typeof constant === "number"
          ? F64
          : constant < 0n
            ? I64
            : U64;
    }
    const type = declarations.typeFromChecker(declarations.checker.getTypeAtLocation(node), environment);
    if (type && type.kind !== "null" && type.kind !== "never" && type.kind !== "void") return type;
    if (node.initializer && this.isKnown(node.initializer)) return typeOf(this.f, node.initializer, null);
    declarations.error(
      node,
      1313,
      `A closure above captures '${node.name.getText()}', whose type is not known there.`,
      "Write its type behind the name.",
    );
    return NEVER;
  }

  /** Whether all variables that an expression mentions are there where the block begins. */
  private isKnown(node: ts.Node): boolean {
    if (ts.isIdentifier(node) && isReference(node)) {
      const symbol = referencedSymbol(this.f.declarations.checker, node);
      if (symbol && ownerOf(symbol) && !this.f.lookup(symbol)) return false;
    }
    return !ts.forEachChild(node, (child) => !this.isKnown(child));
  }

  /** Makes the closures whose captures are all there. */
  bindReady(): void {
    let progress = this.pending.length > 0;
    while (progress) {
      const ready = this.pending.filter((group) => this.isReady(group));
      for (const group of ready) this.make(group);
      this.pending = this.pending.filter((group) => !ready.includes(group));
      progress = ready.length > 0;
    }
  }

  private isReady(group: readonly Member[]): boolean {
    const { f } = this;
    return group.every(({ node }) =>
      closureNeeds(f.declarations.checker, node).symbols.every((symbol) => {
        if (f.lookup(symbol) || group.some((member) => member.symbol === symbol)) return true;
        const declaration = symbol.valueDeclaration;
        return (
          declaration !== undefined && ts.isFunctionDeclaration(declaration) && !isCapturing(f, declaration)
        );
      }),
    );
  }

  private make(group: readonly Member[]): void {
    const { f } = this;
    if (group.length > 1) {
      lowerGroup(f, group, (node) => this.parameterTypes(node));
      return;
    }
    for (const { node, symbol } of group) {
      const wanted = this.declaredType(node);
      const { operand, type } = wanted
        ? lowerClosure(f, node, wanted.parameters, wanted.result)
        : lowerClosure(f, node, this.parameterTypes(node), null);
      f.bind(symbol, { kind: "value", operand, type });
    }
  }

  /** `const f: (x: u32) => u32 = …`. */
  private declaredType(node: ClosureNode): Extract<Type, { kind: "function" }> | null {
    const { parent } = node;
    if (!ts.isVariableDeclaration(parent) || !parent.type) return null;
    const type = this.f.declarations.resolveType(parent.type, this.f.environment);
    return type.kind === "function" ? type : null;
  }

  private parameterTypes(node: ClosureNode): readonly Type[] {
    const { f } = this;
    return (
      this.declaredType(node)?.parameters ?? node.parameters.map((p) => parameterOf(f, p, f.environment))
    );
  }
}

const variablesOf = (statement: ts.Statement): readonly ts.VariableDeclaration[] =>
  ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
