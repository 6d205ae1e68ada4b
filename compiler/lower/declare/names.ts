/** Names in link symbols: `module/path:Class.method<u32>`. */

import ts from "typescript";
import type { Type } from "../../types.ts";

/** The module's part of a symbol: its path without the extension. */
export const moduleName = (path: string): string => path.replace(/\.ts$/, "");

/** A type in a symbol: short, and different for different types. */
export function symbolOfType(type: Type): string {
  switch (type.kind) {
    case "class":
    case "struct":
    case "interface":
      return type.info.symbol;
    case "nullable":
      return `${type.of.kind === "function" ? `(${symbolOfType(type.of)})` : symbolOfType(type.of)}|null`;
    case "union":
      return type.alias?.symbol ?? type.members.map(symbolOfType).join("|");
    case "tuple":
      return `[${type.elements.map(symbolOfType).join(",")}]`;
    case "fixed":
      return `FixedArray<${symbolOfType(type.element)},${type.count}>`;
    case "span":
      return `Span<${symbolOfType(type.element)}>`;
    case "pointer":
      return `Ptr<${symbolOfType(type.element)}>`;
    case "ref":
      return `ref ${symbolOfType(type.to)}`;
    case "function":
      return `(${type.parameters.map(symbolOfType).join(",")})=>${symbolOfType(type.result)}`;
    default:
      return type.key;
  }
}

/** `<u8,Dog>` for the symbols of instances; nothing for no arguments. */
export const argumentsInSymbol = (types: readonly Type[]): string =>
  types.length === 0 ? "" : `<${types.map(symbolOfType).join(",")}>`;

/**
 * The name of a member or function as `Declarations.method` has it: `get size`, `[iterator]`, `constructor`. Null for
 * computed names that are not well-known symbols.
 */
export function memberName(node: ts.ClassElement | ts.TypeElement | ts.SignatureDeclaration): string | null {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  const name = node.name && nameText(node.name as ts.PropertyName | ts.BindingName);
  if (name === null || name === undefined) return null;
  if (ts.isGetAccessorDeclaration(node)) return `get ${name}`;
  if (ts.isSetAccessorDeclaration(node)) return `set ${name}`;
  return name;
}

/** The text of a name that is known when the program is compiled, `[iterator]` for `[Symbol.iterator]`; null for any other computed name. */
export function nameText(name: ts.PropertyName | ts.BindingName): string | null {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (!ts.isComputedPropertyName(name)) return null;
  const { expression } = name;
  return symbolName(expression) ?? (ts.isStringLiteralLike(expression) ? expression.text : null);
}

/** `[iterator]` for `Symbol.iterator`; null for all else. */
export function symbolName(node: ts.Expression): string | null {
  const isSymbol =
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "Symbol";
  return isSymbol ? `[${node.name.text}]` : null;
}

/** Whether a declaration has a modifier, such as `static`. */
export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === kind) ?? false);

/** Whether a member of a class is static. */
export const isStaticMember = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.StaticKeyword);
