/** `break`, `continue` and labels. */

import ts from "typescript";
import type { FunctionState } from "./function-state.ts";
import { lowerForOf } from "./for-of.ts";
import { lowerDo, lowerFor, lowerWhile } from "./loops.ts";
import { lowerStatement } from "./statement.ts";
import { lowerSwitch } from "./switch.ts";

/** `break` and `continue`, through all that has to be done on the way out. */
export function lowerJump(f: FunctionState, node: ts.BreakOrContinueStatement): void {
  const { builder } = f;
  const isContinue = ts.isContinueStatement(node);
  const label = node.label?.text ?? null;
  for (let i = builder.scopes.length - 1; i >= 0; i--) {
    const scope = builder.scopes[i]!;
    if (scope.kind !== "jump") continue;
    const isTarget = label === null ? scope.anonymous : scope.labels.includes(label);
    if (!isTarget || (isContinue && !scope.continueTo)) continue;
    builder.leaveTo(i + 1);
    builder.terminate({ op: "goto", target: isContinue ? scope.continueTo! : scope.breakTo });
    return;
  }
  f.declarations.error(node, 1194, `There is nothing here to ${isContinue ? "continue" : "break out of"}.`);
}

/** A statement with labels; `outer` are those before. */
export function lowerLabeled(f: FunctionState, node: ts.LabeledStatement, outer: readonly string[]): void {
  const { builder } = f;
  const labels = [...outer, node.label.text];
  const statement = node.statement;
  if (ts.isLabeledStatement(statement)) return lowerLabeled(f, statement, labels);
  if (ts.isWhileStatement(statement)) return lowerWhile(f, statement, labels);
  if (ts.isDoStatement(statement)) return lowerDo(f, statement, labels);
  if (ts.isForStatement(statement)) return lowerFor(f, statement, labels);
  if (ts.isForOfStatement(statement)) return lowerForOf(f, statement, labels);
  if (ts.isSwitchStatement(statement)) return lowerSwitch(f, statement, labels);
  const end = builder.newBlock();
  builder.within({ kind: "jump", labels, anonymous: false, breakTo: end, continueTo: null }, () =>
    lowerStatement(f, statement),
  );
  builder.begin(end);
}
