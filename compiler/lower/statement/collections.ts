/** Walks over the core library's maps, sets and strings: by entry numbers and byte positions, without an iterator object. */

import type ts from "typescript";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { U64, tupleType, type ClassType } from "../../types.ts";
import { placeOf } from "../builder.ts";
import type { Value, Walk } from "../context.ts";
import * as expressions from "../expressions.ts";
import { countedLoop, following, type Steps } from "./counted-loops.ts";
import type { FunctionState } from "./function-state.ts";

type OperandValue = Extract<Value, { kind: "operand" }>;

/** The position behind one, where the collection may have been rearranged since the walk came there. */
type Advance = (position: OperandValue) => OperandValue;

/** False when the class is none of these. */
export function overCollection(
  f: FunctionState,
  { at, visit }: Walk,
  iterated: OperandValue,
  type: ClassType,
): boolean {
  const steps = stepsOf(f, at, iterated, type);
  if (!steps) return false;
  countedLoop(f, visit, steps);
  return true;
}

function stepsOf(f: FunctionState, at: ts.Node, iterated: OperandValue, type: ClassType): Steps | null {
  const call = (name: string, ...args: Value[]): Value => expressions.callMethod(f, iterated, name, args, at);
  const number = (value: Value): Operand => expressions.coerce(f, value, U64, at);
  const zero: Value = { kind: "untyped", value: 0n };
  if (type.info.special === "string") {
    return {
      first: () => number(zero),
      end: () => number(expressions.property(f, iterated, "length", at)),
      item: (position) => call("slice", position, call("characterEnd", position)),
      next: (position) => {
        f.builder.setLocation(at);
        return number(call("characterEnd", position));
      },
    };
  }
  const name = f.declarations.declarationOf(type.info)?.name?.text;
  if (type.info.module !== "core/map.ts" && type.info.module !== "core/set.ts") return null;
  if (name !== "MapObject" && name !== "SetObject") return null;
  const advance = advanceEntry(f, at, iterated);
  return {
    first: () => number(call("nextEntry", zero)),
    end: () => number(expressions.property(f, iterated, "endEntry", at)),
    item: (position) =>
      name === "SetObject"
        ? call("itemAt", position)
        : pair(f, call("keyAt", position), call("valueAt", position)),
    next: (position) => {
      f.builder.setLocation(at);
      return number(call("nextEntry", advance(position)));
    },
  };
}

/** Entry numbers hold for an epoch of the map; in a new one they are brought up to date. */
function advanceEntry(f: FunctionState, at: ts.Node, iterated: OperandValue): Advance {
  const { builder } = f;
  const current = (): OperandValue => expressions.property(f, iterated, "epoch", at) as OperandValue;
  const first = current();
  const epoch = builder.local(first.type, null);
  builder.storeLocal(epoch, first.operand);
  const known = (): OperandValue => ({ ...first, operand: builder.load(placeOf(epoch)) });
  return (position) => {
    const slot = builder.local(U64, null);
    const behind: OperandValue = { kind: "operand", operand: following(f, position.operand), type: U64 };
    builder.storeLocal(slot, behind.operand);
    const isSame = expressions.callMethod(f, iterated, "isIn", [known()], at) as OperandValue;
    const [moved, end] = [builder.newBlock(), builder.newBlock()];
    builder.terminate({ op: "branch", condition: isSame.operand, then: end, otherwise: moved });
    builder.begin(moved);
    const followed = expressions.callMethod(f, iterated, "follow", [known(), behind], at) as OperandValue;
    builder.storeLocal(slot, followed.operand, false);
    builder.storeLocal(epoch, current().operand, false);
    builder.terminate({ op: "goto", target: end });
    builder.begin(end);
    return { kind: "operand", operand: builder.load(placeOf(slot)), type: U64 };
  };
}

function pair(f: FunctionState, key: Value, value: Value): Value {
  if (key.kind !== "operand" || value.kind !== "operand") return key;
  const type = tupleType([key.type, value.type]);
  const result = f.builder.temp(type);
  f.builder.emit({ op: "tuple", result, elements: [key.operand, value.operand] });
  return { kind: "operand", operand: variableOperand(result), type };
}
