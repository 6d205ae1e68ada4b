/** Who extends and implements what in the whole program, from the declarations alone. */

import ts from "typescript";
import { memberName } from "./names.ts";
import type { Parts } from "./parts.ts";

/** Which classes extend which, and what they override: found in the sources before the first class is laid out. */
export class Hierarchy {
  private readonly parts: Parts;
  private readonly derived = new Map<ts.ClassLikeDeclaration, ts.ClassLikeDeclaration[]>();
  /** Interfaces (by symbol) that a class implements or another interface extends. */
  private readonly served = new Set<ts.Symbol>();
  private readonly overridden = new Map<ts.ClassLikeDeclaration, Set<string>>();

  constructor(parts: Parts) {
    this.parts = parts;
    for (const file of parts.loaded.files) if (/\b(?:extends|implements)\b/.test(file.text)) this.visit(file);
  }

  /** Without recursion: expressions may nest deep. */
  private visit(file: ts.SourceFile): void {
    const waiting: ts.Node[] = [file];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) this.add(node);
      ts.forEachChild(node, (child) => void waiting.push(child));
    }
  }

  private add(node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration): void {
    for (const clause of node.heritageClauses ?? []) {
      for (const type of clause.types) {
        const symbol = this.symbolOf(type.expression);
        if (!symbol) continue;
        const base = this.classOf(symbol);
        if (ts.isClassLike(node) && clause.token === ts.SyntaxKind.ExtendsKeyword) {
          if (base) this.derived.set(base, [...(this.derived.get(base) ?? []), node]);
        } else {
          this.served.add(symbol);
        }
      }
    }
  }

  private symbolOf(node: ts.Expression): ts.Symbol | null {
    const symbol = this.parts.checker.getSymbolAtLocation(node);
    if (!symbol) return null;
    return symbol.flags & ts.SymbolFlags.Alias ? this.parts.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The class that a symbol stands for: the core library's for the global ones. */
  private classOf(symbol: ts.Symbol): ts.ClassLikeDeclaration | null {
    const declaration = symbol.valueDeclaration;
    if (!declaration || !ts.isClassLike(declaration)) return null;
    return declaration.getSourceFile().isDeclarationFile
      ? this.parts.core.classDeclaration(symbol.name)
      : declaration;
  }

  isServed(symbol: ts.Symbol): boolean {
    return this.served.has(symbol);
  }

  isExtended(declaration: ts.ClassLikeDeclaration): boolean {
    return this.derived.has(declaration);
  }

  /** Whether a class below declares a member of the name. */
  isOverridden(declaration: ts.ClassLikeDeclaration, name: string): boolean {
    return this.namesBelow(declaration).has(name);
  }

  private namesBelow(declaration: ts.ClassLikeDeclaration): Set<string> {
    let names = this.overridden.get(declaration);
    if (!names) {
      names = new Set();
      this.overridden.set(declaration, names);
      for (const below of this.derived.get(declaration) ?? []) {
        for (const member of below.members) {
          const name = memberName(member);
          if (name !== null) names.add(name);
        }
        for (const name of this.namesBelow(below)) names.add(name);
      }
    }
    return names;
  }
}
