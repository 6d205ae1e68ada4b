/** The type of an expression, found by lowering it and throwing the code away. */

import type ts from "typescript";
import type { Type } from "../../types.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";

/** The type that an expression would have. Nothing is emitted. */
export function typeOf(f: FunctionState, node: ts.Expression, expected: Type | null): Type {
  return f.builder.speculate(() => {
    const value = expressions.value(f, node, expected);
    return expressions.settle(value);
  });
}
