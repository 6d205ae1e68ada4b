/** Names of the prelude and of the unsafe module, which the compiler gives their meaning. */

import ts from "typescript";
import type { FunctionContext } from "../context.ts";

/** What a name stands for, imports followed. */
export function symbolOf(f: FunctionContext, node: ts.Node): ts.Symbol | null {
  const { checker } = f.declarations;
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return null;
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function isDeclaredIn(symbol: ts.Symbol, file: string): boolean {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  return declaration?.getSourceFile().fileName.endsWith(file) ?? false;
}

/** The name of a function or class of the unsafe module that an expression names. */
export function unsafeFunction(f: FunctionContext, node: ts.Expression): string | null {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name)) return null;
  // A member keeps its name, so most need no question to the checker.
  if (name !== node && !unsafeExports(f.declarations.checker).has(name.escapedText)) return null;
  const symbol = symbolOf(f, name);
  if (!symbol || !isDeclaredIn(symbol, "core/unsafe.d.ts")) return null;
  const isFunction =
    symbol.valueDeclaration !== undefined && ts.isFunctionDeclaration(symbol.valueDeclaration);
  return isFunction ? symbol.name : null;
}

const exportsOf = new WeakMap<ts.TypeChecker, ts.SymbolTable>();

function unsafeExports(checker: ts.TypeChecker): ts.SymbolTable {
  let found = exportsOf.get(checker);
  if (!found) {
    found = checker.getAmbientModules().find((module) => module.name === '"unsafe"')?.exports ?? new Map();
    exportsOf.set(checker, found);
  }
  return found;
}

/** `u32`, `assert`, `Map`, `bits.popCount`: a global name of the prelude, with one member behind it. */
export function preludeName(f: FunctionContext, node: ts.Expression): string | null {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    if (!namespaces.has(node.expression.text)) return null;
    const base = preludeName(f, node.expression);
    return base && `${base}.${node.name.text}`;
  }
  if (!ts.isIdentifier(node)) return null;
  const symbol = symbolOf(f, node);
  return symbol && isDeclaredIn(symbol, "core/prelude.d.ts") ? symbol.name : null;
}

const namespaces = new Set(["checked", "bits", "Math", "console", "String", "Array", "Symbol", "Number"]);

/** Whether a symbol is one of the prelude's. */
export const isOfPrelude = (symbol: ts.Symbol): boolean => isDeclaredIn(symbol, "core/prelude.d.ts");
