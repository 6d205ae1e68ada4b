/** What type parameters stand for where a written type that mentions them is the type of a value. */

import ts from "typescript";
import { NEVER, NULL, nullableType, type Type } from "../../types.ts";
import type { FunctionContext } from "../context.ts";
import { GLOBAL_CLASSES } from "../declare/core.ts";
import { nameText } from "../declare/names.ts";
import { commonType } from "./coerce.ts";
import { itemType } from "./items.ts";
import { isOfPrelude, symbolOf } from "./known-names.ts";

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
export function iteratedBy(f: FunctionContext, node: ts.TypeNode): ts.TypeNode | null {
  if (!ts.isTypeReferenceNode(node) || node.typeArguments?.length !== 1) return null;
  const symbol = symbolOf(f, node.typeName);
  return symbol?.name === "Iterable" && isOfPrelude(symbol) ? node.typeArguments[0]! : null;
}

/** Whether a written type is that of null or undefined. */
export const isNullNode = (t: ts.TypeNode): boolean =>
  t.kind === ts.SyntaxKind.UndefinedKeyword ||
  (ts.isLiteralTypeNode(t) && t.literal.kind === ts.SyntaxKind.NullKeyword);
