/** What `next()` of an iterator gives. */

import type ts from "typescript";
import { BOOL, isInline, nullableType, tupleType, type Type } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import type { Parts } from "./parts.ts";

/** `IteratorResult<T>` is the tuple [boolean, T | null]. */
export function iteratorResult(parts: Parts, type: ts.Type, environment: TypeEnvironment): Type | null {
  if (type.aliasSymbol?.name === "IteratorResult" && type.aliasTypeArguments) {
    return iteratorTuple(parts, type.aliasTypeArguments[0]!, environment);
  }
  const members = type.isUnion() ? type.types : [type];
  const isResult = (t: ts.Type): boolean => /^Iterator(Yield|Return)Result$/.test(t.symbol?.name ?? "");
  const yields = members.find((t) => t.symbol?.name === "IteratorYieldResult");
  if (!yields || !members.every(isResult)) return null;
  return iteratorTuple(parts, parts.checker.getTypeArguments(yields as ts.TypeReference)[0]!, environment);
}

/** What a step gives: whether there was an item, and it. Null when items cannot be null beside that. */
export function iteratorTuple(parts: Parts, item: ts.Type, environment: TypeEnvironment): Type | null {
  const found = parts.types.fromChecker(item, environment);
  return found && !isInline(found) ? tupleType([BOOL, nullableType(found)]) : null;
}
