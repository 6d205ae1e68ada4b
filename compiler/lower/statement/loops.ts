/** `while`, `do`, `for`. */

import ts from "typescript";
import type { Block, Place } from "../../mir.ts";
import { classType } from "../../types.ts";
import { placeOf } from "../builder.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerStatement } from "./statement.ts";
import { lowerVariables, newBox } from "./variables.ts";

/** Lowers a loop's body; control is at its end afterwards. */
export function lowerLoopBody(
  f: FunctionState,
  statement: ts.Statement,
  labels: readonly string[],
  breakTo: Block,
  continueTo: Block,
): void {
  f.builder.within({ kind: "jump", labels, anonymous: true, breakTo, continueTo }, () =>
    lowerStatement(f, statement),
  );
}

/** Branches on a condition; a constant one leaves no test, so that LLVM and the checks behind see `while (true)`. */
function test(f: FunctionState, condition: ts.Expression, then: Block, otherwise: Block): void {
  const constant = expressions.staticCondition(f, condition);
  if (constant === null) expressions.condition(f, condition, then, otherwise);
  else f.builder.terminate({ op: "goto", target: constant ? then : otherwise });
}

/** `while`. */
export function lowerWhile(f: FunctionState, node: ts.WhileStatement, labels: readonly string[]): void {
  const { builder } = f;
  const [head, body, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.begin(head);
  test(f, node.expression, body, end);
  builder.begin(body);
  lowerLoopBody(f, node.statement, labels, end, head);
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

/** `do … while`. */
export function lowerDo(f: FunctionState, node: ts.DoStatement, labels: readonly string[]): void {
  const { builder } = f;
  const [body, check, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.begin(body);
  lowerLoopBody(f, node.statement, labels, end, check);
  builder.begin(check);
  builder.setLocation(node.expression);
  test(f, node.expression, body, end);
  builder.begin(end);
}

/** `for (…; …; …)`: each round has its own variables where closures capture them. */
export function lowerFor(f: FunctionState, node: ts.ForStatement, labels: readonly string[]): void {
  const { builder } = f;
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) lowerVariables(f, node.initializer);
    else expressions.effect(f, node.initializer);
  }
  const boxes = perIterationBoxes(f, node.initializer);
  const [head, body, next, end] = [
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
  ];
  builder.begin(head);
  for (const box of boxes) box.use();
  if (node.condition) {
    builder.setLocation(node.condition);
    test(f, node.condition, body, end);
  }
  builder.begin(body);
  lowerLoopBody(f, node.statement, labels, end, next);
  builder.begin(next);
  for (const box of boxes) box.renew();
  if (node.incrementor) {
    builder.setLocation(node.incrementor);
    expressions.effect(f, node.incrementor);
  }
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

interface IterationBox {
  /** Binds the variable to the box of the iteration that runs. */
  use(): void;
  /** Copies the value into the next iteration's box. */
  renew(): void;
}

/** Closures made in one iteration keep that iteration's variable: each iteration has a box of its own. */
function perIterationBoxes(f: FunctionState, initializer: ts.ForInitializer | undefined): IterationBox[] {
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return [];
  const { builder } = f;
  return initializer.declarations.flatMap((declaration) => {
    if (!ts.isIdentifier(declaration.name)) return [];
    const symbol = f.symbolOf(declaration.name);
    const binding = f.lookup(symbol);
    if (!f.boxed.has(symbol) || binding?.kind !== "place" || binding.place.root.kind !== "object") return [];
    const { type } = binding;
    const { info, object } = binding.place.root;
    const slot = builder.local(classType(info), null);
    builder.storeLocal(slot, object);
    const content = (): Place => {
      const current = builder.load(placeOf(slot));
      return {
        root: { kind: "object", object: current, info },
        steps: [{ kind: "field", info, index: 0 }],
        type,
      };
    };
    const use = (): void => f.bind(symbol, { kind: "place", place: content(), type });
    const renew = (): void => {
      const value = builder.load(content());
      const box = newBox(f, type);
      builder.emit({ op: "store", place: box, value, init: true });
      if (box.root.kind === "object") builder.storeLocal(slot, box.root.object, false);
      use();
    };
    return [{ use, renew }];
  });
}
