/** Conditions that are decided at compile time, for each instance of a generic by itself. */

import ts from "typescript";
import { layoutOf } from "../../type-layout.ts";
import { isCounted, isMixed, type Type } from "../../types.ts";
import type { FunctionContext } from "../context.ts";
import { unsafeFunction } from "./known-names.ts";
import { numberOf } from "./literals.ts";

/** True or false when the condition is decided at compile time, else null. */
export function staticCondition(f: FunctionContext, node: ts.Expression): boolean | null {
  const value = staticValue(f, node);
  return value === null ? null : Boolean(value);
}

function staticValue(f: FunctionContext, node: ts.Expression): bigint | boolean | null {
  if (ts.isParenthesizedExpression(node)) return staticValue(f, node.expression);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isNumericLiteral(node)) {
    const number = numberOf(node);
    return number.kind === "untyped" ? number.value : null;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const of = staticValue(f, node.operand);
    return of === null ? null : !of;
  }
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return staticName(f, node);
  if (ts.isCallExpression(node)) return typeProperty(f, node);
  return ts.isBinaryExpression(node) ? staticBinary(f, node) : null;
}

function staticName(f: FunctionContext, node: ts.Expression): bigint | boolean | null {
  const constant = f.declarations.constant(node, f.environment);
  return typeof constant === "boolean" || typeof constant === "bigint" ? constant : null;
}

/** `sizeOf<T>()`, `isCounted<T>()` and the like. */
export function typeProperty(f: FunctionContext, node: ts.CallExpression): bigint | boolean | null {
  const name = unsafeFunction(f, node.expression);
  if (name === "isSanitized") return f.declarations.isSanitized;
  if (
    !name ||
    !["sizeOf", "alignOf", "isCounted", "isInteger", "isFloat", "isString", "isMixed"].includes(name)
  )
    return null;
  const argument = node.typeArguments?.[0];
  if (!argument) return null;
  const type = f.declarations.resolveType(argument, f.environment);
  switch (name) {
    case "sizeOf":
      return BigInt(layoutOf(type).size);
    case "alignOf":
      return BigInt(layoutOf(type).align);
    case "isCounted":
      return isCounted(type);
    case "isInteger":
      return type.kind === "int" || type.kind === "bool";
    case "isFloat":
      return type.kind === "float";
    case "isMixed":
      return isMixed(type, (info) => f.declarations.contentOf(info) !== null);
    default:
      return isStringType(type);
  }
}

const isStringType = (type: Type): boolean => type.kind === "class" && type.info.special === "string";

function staticBinary(f: FunctionContext, node: ts.BinaryExpression): bigint | boolean | null {
  const kind = node.operatorToken.kind;
  const a = staticValue(f, node.left);
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return a === null ? null : a ? staticValue(f, node.right) : false;
  if (kind === ts.SyntaxKind.BarBarToken) return a === null ? null : a ? true : staticValue(f, node.right);
  if (a === null) return null;
  const b = staticValue(f, node.right);
  if (b === null || typeof a !== typeof b) return null;
  switch (kind) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return a === b;
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return a !== b;
    case ts.SyntaxKind.LessThanToken:
      return a < b;
    case ts.SyntaxKind.LessThanEqualsToken:
      return a <= b;
    case ts.SyntaxKind.GreaterThanToken:
      return a > b;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return a >= b;
    default:
      return null;
  }
}
