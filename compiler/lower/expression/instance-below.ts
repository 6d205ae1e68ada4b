/** Which instance of a generic class a value is of, by the instance of the class above that its type names. */

import ts from "typescript";
import type { ClassInfo } from "../../types.ts";
import type { FunctionContext } from "../context.ts";
import { symbolOf } from "./known-names.ts";
import { Unifier } from "./unifier.ts";

/** The instance of a generic class that extends another: `Some<T> extends Option<T>` below `Option<u32>` is `Some<u32>`. */
export function instanceBelow(
  f: FunctionContext,
  declaration: ts.ClassLikeDeclaration,
  base: ClassInfo,
): ClassInfo | null {
  const { checker } = f.declarations;
  const clause = declaration.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword);
  const [extended] = clause?.types ?? [];
  const above = f.declarations.declarationOf(base);
  if (!extended || !above || symbolOf(f, extended.expression)?.valueDeclaration !== above) return null;
  const own = (declaration.typeParameters ?? []).map((p) => checker.getSymbolAtLocation(p.name)!);
  const unifier = new Unifier(f, new Set(own));
  const given = f.declarations.environmentOf(base);
  above.typeParameters?.forEach((parameter, i) => {
    const written = extended.typeArguments?.[i];
    const type = given.get(checker.getSymbolAtLocation(parameter.name)!);
    if (written && type) unifier.unify(written, type);
  });
  const types = own.flatMap((symbol) => unifier.argumentFor(symbol) ?? []);
  return types.length === own.length ? f.declarations.classInfo(declaration, types, f.environment) : null;
}
