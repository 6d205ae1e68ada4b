/** `Math.PI`, `NaN` and the like. */

import type ts from "typescript";
import { F64 } from "../../types.ts";
import type { Constant } from "../constants.ts";

const floats: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  "Number.NaN": NaN,
  "Number.POSITIVE_INFINITY": Infinity,
  "Number.NEGATIVE_INFINITY": -Infinity,
  "Number.MAX_VALUE": Number.MAX_VALUE,
  "Number.MIN_VALUE": Number.MIN_VALUE,
  "Number.EPSILON": Number.EPSILON,
  "Math.PI": Math.PI,
  "Math.E": Math.E,
  "Math.LN2": Math.LN2,
  "Math.LN10": Math.LN10,
  "Math.LOG2E": Math.LOG2E,
  "Math.LOG10E": Math.LOG10E,
  "Math.SQRT2": Math.SQRT2,
  "Math.SQRT1_2": Math.SQRT1_2,
};

const integers: Readonly<Record<string, bigint>> = {
  "Number.MAX_SAFE_INTEGER": BigInt(Number.MAX_SAFE_INTEGER),
  "Number.MIN_SAFE_INTEGER": BigInt(Number.MIN_SAFE_INTEGER),
};

/** A constant of the prelude as it is written; null for what is none. */
export function preludeConstant(name: string): Constant | null {
  const float = Object.hasOwn(floats, name) ? floats[name] : undefined;
  if (float !== undefined) return { value: float, type: F64 };
  const integer = Object.hasOwn(integers, name) ? integers[name] : undefined;
  return integer === undefined ? null : { value: integer, type: null };
}

/** Whether a declaration is one of the prelude's. */
export const isOfPrelude = (declaration: ts.Node): boolean =>
  declaration.getSourceFile().fileName.endsWith("core/prelude.d.ts");
