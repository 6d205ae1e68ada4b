/** `throw`, `try`, `catch`, `finally` and `using`: branches and error edges, no unwinder. */

import { variableOperand } from "../../mir-walk.ts";
import ts from "typescript";
import { BOOL, ERROR } from "../../types.ts";
import { placeOf, type Scope } from "../builder.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerBlock } from "./statement.ts";
import { bindVariable } from "./variables.ts";

/** `throw`: to the `catch` around, or out of the function. */
export function lowerThrow(f: FunctionState, node: ts.ThrowStatement): void {
  const error = expressions.operand(f, node.expression, ERROR);
  f.builder.setLocation(node);
  f.builder.raise(error);
}

/** `try` with `catch`, `finally` or both. */
export function lowerTry(f: FunctionState, node: ts.TryStatement): void {
  const { finallyBlock } = node;
  if (finallyBlock)
    withCleanup(
      f,
      () => lowerBlock(f, finallyBlock),
      () => lowerTryCatch(f, node),
    );
  else lowerTryCatch(f, node);
}

function lowerTryCatch(f: FunctionState, node: ts.TryStatement): void {
  const { builder } = f;
  const { catchClause } = node;
  if (!catchClause) {
    lowerBlock(f, node.tryBlock);
    return;
  }
  const slot = builder.local(ERROR, null);
  const [handler, end] = [builder.newBlock(), builder.newBlock()];
  const scope: Scope = { kind: "catch", slot, handler, landing: null };
  builder.within(scope, () => lowerBlock(f, node.tryBlock));
  let endIsReached = builder.reachable;
  builder.terminate({ op: "goto", target: end });
  builder.setLocation(catchClause);
  if (scope.landing) {
    builder.storeLocal(slot, builder.beginLanding(scope.landing));
    builder.terminate({ op: "goto", target: handler });
  }
  builder.begin(handler);
  const name = catchClause.variableDeclaration?.name;
  if (name && ts.isIdentifier(name)) {
    const value: Value = { kind: "operand", operand: builder.load(placeOf(slot)), type: ERROR };
    bindVariable(f, f.symbolOf(name), name, value, false);
  }
  lowerBlock(f, catchClause.block);
  endIsReached ||= builder.reachable;
  builder.terminate({ op: "goto", target: end });
  if (endIsReached) builder.begin(end);
}

/** Lowers `body`, and `cleanup` on each way out of it: at its end, by jumps, and on error. */
function withCleanup(f: FunctionState, cleanup: () => void, body: () => void): void {
  const { builder } = f;
  const scope: Scope = { kind: "cleanup", run: cleanup, landing: null };
  builder.within(scope, body);
  if (builder.reachable) cleanup();
  if (!scope.landing) return;
  const end = builder.reachable ? builder.newBlock() : null;
  if (end) builder.terminate({ op: "goto", target: end });
  const error = builder.beginLanding(scope.landing);
  cleanup();
  if (builder.reachable) builder.raise(error);
  if (end) builder.begin(end);
}

/** Lowers `body`, and `handle` on the way out of it by an error only. */
export function onError(f: FunctionState, body: () => void, handle: () => void): void {
  const { builder } = f;
  const scope: Scope = { kind: "cleanup", run: handle, landing: null };
  builder.within(scope, body);
  if (!scope.landing) return;
  const end = builder.reachable ? builder.newBlock() : null;
  if (end) builder.terminate({ op: "goto", target: end });
  const error = builder.beginLanding(scope.landing);
  handle();
  builder.raise(error);
  if (end) builder.begin(end);
}

/** `using a = …, b = …;` and the rest of its block. */
export function lowerUsing(
  f: FunctionState,
  list: ts.VariableDeclarationList,
  rest: () => void,
  index = 0,
): void {
  const node = list.declarations[index];
  if (!node) {
    rest();
    return;
  }
  if (!ts.isIdentifier(node.name) || !node.initializer) return;
  const { builder, declarations } = f;
  builder.setLocation(node);
  const declared = node.type ? declarations.resolveType(node.type, f.environment) : null;
  const made = builder.variableCount;
  let value = expressions.value(f, node.initializer, declared);
  if (declared)
    value = { kind: "operand", operand: expressions.coerce(f, value, declared, node), type: declared };
  bindVariable(f, f.symbolOf(node.name), node.name, value, true, made);
  withCleanup(
    f,
    () => dispose(f, value, node),
    () => lowerUsing(f, list, rest, index + 1),
  );
}

/** Calls `[Symbol.dispose]()` unless the resource is null. */
function dispose(f: FunctionState, value: Value, at: ts.Node): void {
  const { builder } = f;
  builder.setLocation(at);
  if (value.kind !== "operand" || value.type.kind !== "nullable") {
    expressions.callMethod(f, value, "[dispose]", [], at);
    return;
  }
  const isNull = builder.temp(BOOL);
  builder.emit({ op: "isNull", result: isNull, a: value.operand });
  const [present, end] = [builder.newBlock(), builder.newBlock()];
  builder.terminate({ op: "branch", condition: variableOperand(isNull), then: end, otherwise: present });
  builder.begin(present);
  const resource = builder.temp(value.type.of);
  builder.emit({ op: "unwrap", result: resource, a: value.operand });
  expressions.callMethod(
    f,
    { kind: "operand", operand: variableOperand(resource), type: value.type.of },
    "[dispose]",
    [],
    at,
  );
  builder.begin(end);
}
