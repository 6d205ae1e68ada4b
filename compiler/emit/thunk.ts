/** A plain function as the code of a closure: takes the closure object, ignores it, follows the throwing convention. */

import { isInline } from "../types.ts";
import { ERROR_SLOT, resultType } from "./signature.ts";
import type { ModuleEmitter } from "./module.ts";
import { InternalError } from "./code.ts";
import { valueType } from "./types.ts";

/** A function that calls `symbol` the way closures are called: it takes a closure, which it ignores, and a place for an error. Returns its text. */
export function emitThunk(module: ModuleEmitter, name: string, symbol: string): string {
  const fn = module.index.functionOf(symbol);
  if (!fn) throw new InternalError(`${symbol} is used as a value but has no body`);
  const types = fn.parameters.map((p) => valueType(p.type));
  const result = resultType(fn);
  const place = isInline(fn.result) ? ["ptr %result"] : [];
  const arguments_ = types.map((type, i) => `${type} %a${i}`);
  const parameters = [...place, "ptr %closure", ...arguments_, `ptr swifterror ${ERROR_SLOT}`];
  const passed = [...place, ...arguments_, ...(fn.throws ? [`ptr swifterror ${ERROR_SLOT}`] : [])];
  const call = `tail call ${result} ${module.functionReference(symbol)}(${passed.join(", ")})`;
  const body =
    result === "void" ? `  ${call}\n  ret void` : `  %r = ${call}\n  ret ${valueType(fn.result)} %r`;
  return `define internal ${result} ${name}(${parameters.join(", ")}) #${module.attributes("")} {\n${body}\n}`;
}
