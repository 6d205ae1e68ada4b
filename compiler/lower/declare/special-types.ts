/** Types whose meaning the compiler knows by their names: those of the prelude and the unsafe module. */

import ts from "typescript";
import {
  NEVER,
  classType,
  fixedType,
  holdsSpan,
  pointerType,
  spanType,
  structType,
  type Type,
} from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import { GLOBAL_CLASSES } from "./core.ts";
import { iteratorTuple } from "./iterator-results.ts";
import type { Parts } from "./parts.ts";

/** What the name means; null for what has no machine form, undefined for names of ordinary interfaces. */
export function specialType(
  parts: Parts,
  name: string,
  given: readonly ts.Type[],
  environment: TypeEnvironment,
): Type | null | undefined {
  const first = (): Type | null => (given[0] ? parts.types.fromChecker(given[0], environment) : null);
  const apply = (make: (type: Type) => Type): Type | null => {
    const type = first();
    return type && !holdsSpan(type) ? make(type) : null;
  };
  if (Object.hasOwn(GLOBAL_CLASSES, name)) {
    const declaration = parts.core.classDeclaration(GLOBAL_CLASSES[name]!);
    const types = parts.types.all(given.slice(0, declaration?.typeParameters?.length ?? 0), environment);
    return declaration && types && parts.classes.typeOf(declaration, types);
  }
  switch (name) {
    case "Array":
    case "ReadonlyArray":
      return apply((type) => parts.core.arrayType(type));
    case "Span":
      return apply(spanType);
    case "Ptr":
      return apply(pointerType);
    case "Weak":
      return apply((type) => classType(parts.made.weakOf(type)));
    case "Atomic":
      return apply((type) => structType(parts.made.atomicOf(type)));
    case "FixedArray":
      return apply((type) => {
        const length = given[1] ? lengthOf(given[1], environment) : null;
        return length === null ? NEVER : fixedType(type, length);
      });
    case "String":
      return parts.core.stringType();
    case "TemplateStringsArray":
      return parts.core.arrayType(parts.core.stringType());
    case "IteratorYieldResult":
      return given[0] ? iteratorTuple(parts, given[0], environment) : null;
    case "AsmOperand":
    case "Object":
    case "Function":
    case "Number":
    case "Boolean":
    case "Symbol":
    case "RegExp":
    case "IteratorReturnResult":
      return null;
    default:
      return undefined;
  }
}

/** The N of `FixedArray<T, N>`. */
function lengthOf(type: ts.Type, environment: TypeEnvironment): number | null {
  if (type.isNumberLiteral()) return Number.isInteger(type.value) && type.value >= 0 ? type.value : null;
  const found = type.flags & ts.TypeFlags.TypeParameter ? environment.get(type.symbol) : undefined;
  return found?.kind === "literal" ? found.value : null;
}

/** `FixedArray<T, typeof CONSTANT>`, whose constant the checker knows as a number only. Null for all else. */
export function fixedByConstant(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): Type | null {
  if (!ts.isTypeReferenceNode(node) || node.typeArguments?.length !== 2) return null;
  const [element, count] = node.typeArguments;
  if (!ts.isIdentifier(node.typeName) || node.typeName.text !== "FixedArray" || !ts.isTypeQueryNode(count!))
    return null;
  const symbol = parts.checker.getSymbolAtLocation(count.exprName);
  const target =
    symbol && symbol.flags & ts.SymbolFlags.Alias ? parts.checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return null;
  const value = parts.constants.declared(declaration)?.value;
  return typeof value === "bigint"
    ? fixedType(parts.types.resolve(element!, environment), Number(value))
    : null;
}
