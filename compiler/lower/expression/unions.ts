/** Doing the same with every type that a value of a union may have, and putting values into unions. */

import type ts from "typescript";
import type { Operand } from "../../mir.ts";
import { NEVER, isInline, showType, type ClassType, type UnionType } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce, commonOfValues } from "./coerce.ts";
import { assignInline } from "./dispatch.ts";
import { memberOf } from "./union-members.ts";
import {
  NO_VALUE,
  branch,
  goto,
  inPlace,
  instanceOf,
  load,
  settle,
  slot,
  store,
  typed,
  zeroOf,
} from "./values.ts";

/** Tests the classes one after the other; the results are joined. */
export function overUnion(
  f: FunctionContext,
  reference: Operand,
  type: UnionType,
  at: ts.Node,
  lower: (member: Value) => Value,
): Value {
  const { builder } = f;
  const member = (of: ClassType): Value => memberOf(f, reference, of);
  const tentative = type.members.map((m) => builder.speculate(() => lower(member(m))));
  const isValueless = tentative.every((v) => v.kind === "void");
  const result = isValueless ? null : commonOfValues(f, tentative);
  if (!isValueless && !result) {
    const names = [...new Set(tentative.map((v) => `'${showType(settle(v))}'`))].join(" and ");
    f.declarations.error(
      at,
      1006,
      `The classes of '${showType(type)}' give ${names} here, which have no type in common.`,
    );
    return typed(zeroOf(NEVER), NEVER);
  }
  const place = result && slot(f, result);
  const end = builder.newBlock();
  type.members.forEach((m, i) => {
    const next = i + 1 < type.members.length ? builder.newBlock() : null;
    if (next) {
      const own = builder.newBlock();
      branch(f, instanceOf(f, reference, m.info), own, next);
      builder.begin(own);
    }
    const v = lower(member(m));
    if (place && builder.reachable) {
      if (isInline(place.type)) assignInline(f, v, place, true, at);
      else store(f, place, coerce(f, v, place.type, at), true);
    }
    goto(f, end);
    if (next) builder.begin(next);
  });
  builder.begin(end);
  if (!place) return NO_VALUE;
  return isInline(place.type) ? inPlace(place, true) : typed(load(f, place), place.type);
}
