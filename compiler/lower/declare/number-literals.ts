/** Number literals as types. */

import ts from "typescript";
import { intType, nullableType, type Type } from "../../types.ts";

/** `1 | 2 | 3`, written where a type has to be: the integer that an enum of these values would be. */
export function numberLiterals(type: ts.Type): Type | null {
  const members = type.isUnion() ? type.types : [type];
  const isNullish = (member: ts.Type): boolean =>
    (member.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0;
  const others = members.filter((member) => !member.isNumberLiteral());
  if (!others.every(isNullish)) return null;
  const found = integerFor(members);
  return found && others.length > 0 ? nullableType(found) : found;
}

/** The integer type for the number literals among some types; null when there are none, or fractions. */
export function integerFor(types: readonly ts.Type[]): Type | null {
  const values = types.flatMap((type) => (type.isNumberLiteral() ? [type.value] : []));
  if (values.length === 0 || !values.every(Number.isSafeInteger)) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const bits = high < 2 ** (low < 0 ? 31 : 32) && low >= -(2 ** 31) ? 32 : 64;
  return intType(bits, low < 0);
}

/** The 16 of `Ring<u8, 16>`. */
export function isNumberArgument(
  node: ts.TypeNode,
): node is ts.LiteralTypeNode & { readonly literal: ts.NumericLiteral } {
  if (!ts.isLiteralTypeNode(node) || !ts.isNumericLiteral(node.literal)) return false;
  const { parent } = node;
  const isList = ts.isTypeReferenceNode(parent) || ts.isNewExpression(parent) || ts.isCallExpression(parent);
  return (
    (isList || ts.isExpressionWithTypeArguments(parent)) && (parent.typeArguments?.includes(node) ?? false)
  );
}
