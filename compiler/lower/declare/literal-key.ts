/** What the classes of object literals without a type are called, and what one with methods is found by: where the literal is, and for which types. */

import ts from "typescript";
import type { TypeEnvironment } from "../context.ts";
import { argumentsInSymbol, moduleName } from "./names.ts";
import type { Parts } from "./parts.ts";

/** What messages call the objects of literals that have no type of their own. */
export const OBJECT_LITERAL = "object";

/** A name for the class of a literal's objects, the same for the same place and types. */
export function literalKey(
  parts: Parts,
  node: ts.ObjectLiteralExpression,
  environment: TypeEnvironment,
): string {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const path = moduleName(parts.loaded.pathOf(file));
  return `${path}:object@${line + 1}:${character + 1}${argumentsInSymbol([...environment.values()])}`;
}

/** Whether a literal's objects need a class of their own: they have methods or accessors. */
export const hasMethods = (node: ts.ObjectLiteralExpression): boolean =>
  node.properties.some((member) => ts.isMethodDeclaration(member) || ts.isAccessor(member));
