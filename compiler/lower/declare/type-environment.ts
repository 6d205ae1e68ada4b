/** What type parameters stand for. */

import type ts from "typescript";
import type { Type } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";

/** The environment with the type parameters bound to the arguments. */
export function extend(
  outer: TypeEnvironment,
  checker: ts.TypeChecker,
  parameters: readonly ts.TypeParameterDeclaration[] | undefined,
  typeArguments: readonly Type[],
): TypeEnvironment {
  if (!parameters || parameters.length === 0) return outer;
  const result = new Map(outer);
  parameters.forEach((parameter, i) => {
    const symbol = checker.getSymbolAtLocation(parameter.name);
    const argument = typeArguments[i];
    if (symbol && argument) result.set(symbol, argument);
  });
  return result;
}
