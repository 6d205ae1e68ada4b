/** Walks over all that `for…of` takes: counted loops over what has indices; the iteration protocol over everything else. */

import type { Operand, Place } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { BOOL, U64, isInline, pointerType, type FixedType, type SpanType, type Type } from "../../types.ts";
import type { Value, Walk } from "../context.ts";
import { partsInPlace } from "../expression/values.ts";
import * as expressions from "../expressions.ts";
import { arrayPart } from "./arrays.ts";
import { overCollection } from "./collections.ts";
import { countedLoop, following } from "./counted-loops.ts";
import type { FunctionState } from "./function-state.ts";

const u64 = (value: bigint): Operand => ({ kind: "int", type: U64, value });

/** Emits the walk over a value; false when it is nothing that can be walked. */
export function walkItems(f: FunctionState, iterated: Value, walk: Walk): boolean {
  if (iterated.kind === "place" && iterated.type.kind === "fixed") {
    overFixed(f, walk, iterated.place, iterated.type);
    return true;
  }
  const type = expressions.settle(iterated);
  if (iterated.kind === "operand") {
    const { operand } = iterated;
    const element = f.declarations.arrayElement(type);
    if (element) {
      overArray(f, walk, operand, element);
      return true;
    }
    if (type.kind === "span") {
      overSpan(f, walk, operand, type);
      return true;
    }
    const parts = type.kind === "tuple" ? partsInPlace(f, operand, type) : null;
    if (parts) return walkItems(f, parts, walk);
    if (type.kind === "class" && overCollection(f, walk, iterated, type)) return true;
  }
  if (!["class", "interface", "struct"].includes(type.kind)) return false;
  overIterator(f, walk, iterated);
  return true;
}

/** The length is read anew each time round: the body may push and pop. */
function overArray(f: FunctionState, { visit }: Walk, array: Operand, element: Type): void {
  const length = (): Operand => arrayPart(f, array, "length");
  overElements(f, visit, length, (index) => {
    const place: Place = {
      root: { kind: "pointer", pointer: arrayPart(f, array, "data"), element },
      steps: [{ kind: "index", element, index }],
      type: element,
    };
    return place;
  });
}

function overSpan(f: FunctionState, { visit }: Walk, span: Operand, type: SpanType): void {
  const { builder } = f;
  const { element } = type;
  const part = (which: "data" | "length", of: Type): Operand => {
    const result = builder.temp(of);
    builder.emit({ op: "spanPart", result, a: span, part: which });
    return variableOperand(result);
  };
  const count = part("length", U64);
  const pointer = part("data", pointerType(element));
  overElements(
    f,
    visit,
    () => count,
    (index) => ({
      root: { kind: "pointer", pointer, element },
      steps: [{ kind: "index", element, index }],
      type: element,
    }),
  );
}

function overFixed(f: FunctionState, { visit }: Walk, fixed: Place, type: FixedType): void {
  const { element } = type;
  overElements(
    f,
    visit,
    () => u64(BigInt(type.count)),
    (index) => ({ ...fixed, steps: [...fixed.steps, { kind: "index", element, index }], type: element }),
  );
}

/** Items that lie in memory by their indices. Structs are given where they lie. */
function overElements(
  f: FunctionState,
  visit: Walk["visit"],
  length: () => Operand,
  elementAt: (index: Operand) => Place,
): void {
  countedLoop(f, visit, {
    first: () => u64(0n),
    end: length,
    item: ({ operand: index }) => {
      const place = elementAt(index);
      return isInline(place.type)
        ? { kind: "place", place, type: place.type, isTemporary: false }
        : { kind: "operand", operand: f.builder.load(place), type: place.type };
    },
    next: ({ operand: index }) => following(f, index),
  });
}

/** `[Symbol.iterator]()` once, then `next()`: a tuple of done and the value. */
function overIterator(f: FunctionState, { at, keepsNull, visit }: Walk, iterated: Value): void {
  const { builder } = f;
  const iterator = expressions.callMethod(f, iterated, "[iterator]", [], at);
  const [head, body, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.begin(head);
  builder.setLocation(at);
  const step = expressions.callMethod(f, iterator, "next", [], at);
  if (step.kind !== "operand" || step.type.kind !== "tuple" || step.type.elements.length !== 2) {
    f.declarations.error(at, 1195, "The iterator's next() must give an IteratorResult.");
    return;
  }
  const isDone = extract(f, step.operand, 0, BOOL);
  builder.terminate({ op: "branch", condition: isDone, then: end, otherwise: body });
  builder.begin(body);
  const wrapped = step.type.elements[1]!;
  let item = extract(f, step.operand, 1, wrapped);
  let type = wrapped;
  if (wrapped.kind === "nullable" && !keepsNull) {
    type = wrapped.of;
    const result = builder.temp(type);
    builder.emit({ op: "unwrap", result, a: item });
    item = variableOperand(result);
  }
  visit({ kind: "operand", operand: item, type }, head, end);
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

function extract(f: FunctionState, tuple: Operand, index: number, type: Type): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "extract", result, a: tuple, index });
  return variableOperand(result);
}
