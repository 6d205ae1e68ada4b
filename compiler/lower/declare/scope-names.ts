/** Which expressions may name a class, an enum or a module, whose members are not those of a value. */

import ts from "typescript";
import { isOfPrelude } from "./prelude-constants.ts";

/**
 * Whether `node.member` may be a static member, a member of an enum or of a module. Most properties are those of values, and
 * are found without the checker, which would first find out the types of everything on the way.
 */
export function mayNameScope(checker: ts.TypeChecker, node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return mayNameScope(checker, node.expression);
  if (ts.isPropertyAccessExpression(node)) return mayNameScope(checker, node.expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return isInStaticMember(node);
  if (!ts.isIdentifier(node)) return false;
  const named = checker.getSymbolAtLocation(node);
  const symbol = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  // A class is no value, so a variable does not hold one. `Math` is declared as one.
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Variable) === 0) return true;
  return symbol.valueDeclaration !== undefined && isOfPrelude(symbol.valueDeclaration);
}

/** Arrow functions have the `this` around them. */
function isInStaticMember(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassElement(at)) return (ts.getCombinedModifierFlags(at) & ts.ModifierFlags.Static) !== 0;
  }
  return false;
}
