/** The types of parameters of functions that are written where they are used. */

import type ts from "typescript";
import { NEVER, isInline, nullableType, refType, type Type } from "../../types.ts";
import type { FunctionContext, TypeEnvironment } from "../context.ts";

/** The type by which a parameter is passed: the written one, or what the checker knows. Reports one that has neither. */
export function parameterOf(
  { declarations }: Pick<FunctionContext, "declarations">,
  node: ts.ParameterDeclaration,
  environment: TypeEnvironment,
): Type {
  const type = node.type
    ? declarations.resolveType(node.type, environment)
    : declarations.typeFromChecker(declarations.checker.getTypeAtLocation(node), environment);
  if (!type) {
    declarations.error(node, 1012, "This parameter needs a type.");
    return NEVER;
  }
  if (isInline(type)) return refType(type);
  return node.questionToken || node.initializer ? nullableType(type) : type;
}
