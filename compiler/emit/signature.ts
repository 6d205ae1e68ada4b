/** What callers and definition of a function agree on: its result, its parameters, and where its errors go. */

import type { Function, Variable } from "../mir.ts";
import { isInline } from "../types.ts";
import type { ModuleEmitter } from "./module.ts";
import { extension, memoryType, symbolName, valueType } from "./types.ts";

/** The parameter in which errors are returned. */
export const ERROR_SLOT = "%error";

/** Result, name and parameters, named for a definition. */
export function functionHeader(
  module: ModuleEmitter,
  fn: Function,
  isDefinition: boolean,
  symbol = fn.symbol,
): string {
  const named = (type: string, name: string): string => (isDefinition ? `${type} ${name}` : type);
  const parameters = fn.parameters.map((p) => named(valueType(p.type) + extensionOf(p), parameterName(p)));
  if (isInline(fn.result))
    parameters.unshift(named("ptr", fn.returnPlace ? parameterName(fn.returnPlace) : "%result"));
  if (fn.throws) parameters.push(named("ptr swifterror", ERROR_SLOT));
  const ends = isDefinition ? "" : neverReturns(fn) ? ` #${module.attributes("noreturn")}` : "";
  return `${resultType(fn)} ${symbolName(symbol)}(${parameters.join(", ")})${ends}`;
}

/** A function that throws returns to say so. */
export const neverReturns = (fn: Function): boolean =>
  !fn.throws && (fn.attributes.noReturn || fn.result.kind === "never");

const extensionOf = (v: Variable): string => {
  const text = extension(v.type).trim();
  return text ? ` ${text}` : "";
};

/** What the LLVM function returns: nothing where the caller gives the place for the result. */
export const resultType = (fn: Function): string =>
  isInline(fn.result)
    ? "void"
    : `${extension(fn.result)}${fn.result.kind === "bool" ? "i1" : memoryType(fn.result)}`;

/** The value that a definition has a parameter in. */
export const parameterName = (variable: Variable): string => `%p${variable.id}`;
