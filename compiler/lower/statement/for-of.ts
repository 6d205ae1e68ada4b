/** `for…of`: a walk whose items the loop's variable gets. */

import ts from "typescript";
import { showType } from "../../types.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerLoopBody } from "./loops.ts";
import { bindPattern } from "./patterns.ts";
import { bindVariable } from "./variables.ts";
import { walkItems } from "./walks.ts";

/** `for…of` over all that can be walked; reports what cannot. */
export function lowerForOf(f: FunctionState, node: ts.ForOfStatement, labels: readonly string[]): void {
  const at = node.expression;
  const iterated = expressions.value(f, at, null);
  f.builder.setLocation(at);
  const isWalked = walkItems(f, iterated, {
    at,
    keepsNull: mayBeNull(f, node),
    visit: (item, next, end) => {
      bindElement(f, node.initializer, item);
      lowerLoopBody(f, node.statement, labels, end, next);
    },
  });
  if (isWalked) return;
  const type = showType(expressions.settle(iterated));
  f.declarations.error(at, 1195, `A value of type '${type}' cannot be iterated over.`);
}

/** The loop's variable or pattern gets the element; or an expression that exists is assigned. */
function bindElement(f: FunctionState, target: ts.ForInitializer, value: Value): void {
  if (!ts.isVariableDeclarationList(target)) {
    expressions.assign(f, target, value);
    return;
  }
  const name = target.declarations[0]!.name;
  const isConst = (target.flags & ts.NodeFlags.Const) !== 0;
  if (ts.isIdentifier(name)) bindVariable(f, f.symbolOf(name), name, value, isConst, 0);
  else bindPattern(f, name, value, isConst, null);
}

/** Whether null is one of the items that the loop gives: then it stays nullable. */
function mayBeNull(f: FunctionState, node: ts.ForOfStatement): boolean {
  const { checker } = f.declarations;
  const target = ts.isVariableDeclarationList(node.initializer)
    ? node.initializer.declarations[0]!.name
    : node.initializer;
  if (ts.isArrayBindingPattern(target) || ts.isObjectBindingPattern(target)) return false;
  const type = checker.getTypeAtLocation(target);
  return checker.getNonNullableType(type) !== type;
}
