/** Loops over positions that are counted up to an end: indices, entry numbers, byte positions. */

import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { BOOL, U64 } from "../../types.ts";
import { placeOf } from "../builder.ts";
import type { Value, Walk } from "../context.ts";
import type { FunctionState } from "./function-state.ts";

/** An index, or what else counts: a u64. */
export type Position = Extract<Value, { kind: "operand" }>;

/** How something is walked. */
export interface Steps {
  readonly first: () => Operand;
  /** Asked for each time round. */
  readonly end: () => Operand;
  readonly item: (position: Position) => Value;
  readonly next: (position: Position) => Operand;
}

/** Emits the loop around what `visit` emits for an item. */
export function countedLoop(f: FunctionState, visit: Walk["visit"], steps: Steps): void {
  const { builder } = f;
  const counter = builder.local(U64, null);
  builder.storeLocal(counter, steps.first());
  const [head, body, next, end] = [
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
  ];
  builder.begin(head);
  const position: Position = { kind: "operand", operand: builder.load(placeOf(counter)), type: U64 };
  const isInside = builder.temp(BOOL);
  builder.emit({ op: "binary", result: isInside, operator: "lt", a: position.operand, b: steps.end() });
  builder.terminate({ op: "branch", condition: variableOperand(isInside), then: body, otherwise: end });
  builder.begin(body);
  visit(steps.item(position), next, end);
  builder.begin(next);
  builder.storeLocal(counter, steps.next(position), false);
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

/** The position behind another. */
export function following(f: FunctionState, position: Operand): Operand {
  const sum = f.builder.temp(U64);
  const one: Operand = { kind: "int", type: U64, value: 1n };
  f.builder.emit({ op: "binary", result: sum, operator: "add", a: position, b: one });
  return variableOperand(sum);
}
