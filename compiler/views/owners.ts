/**
 * Places that hold the owner of a view that a function returns, such as the field behind `get bytes() { return
 * this.text.bytes(); }`: the caller does not keep the string alive, so the field must not be replaced while the span is in use.
 * They are named by field, by global, and by the type of array elements.
 */

import { isView } from "../mir-walk.ts";
import type { Function, Place } from "../mir.ts";
import { allNodes } from "../ownership/prepare.ts";
import { isCounted, showType, type ClassInfo, type Type } from "../types.ts";

/** The owners' places that functions read which return views: names, and what writing to them means. */
export function findOwners(functions: Iterable<Function>): Map<string, string> {
  const found = new Map<string, string>();
  for (const fn of functions) {
    if (!isView(fn.result)) continue;
    for (const node of allNodes(fn)) {
      if (node.op !== "load" || !isCounted(node.place.type)) continue;
      for (const [key, effect] of ownerKeys(node.place)) found.set(key, effect);
    }
  }
  return found;
}

/** The names of the places that a path leads over and that may be written to. */
export function* ownerKeys(place: Place): Generator<[key: string, effect: string]> {
  const { root, steps } = place;
  if (root.kind === "global") yield [`global ${root.global.symbol}`, `replace '${root.global.name}'`];
  for (const step of steps) {
    if (step.kind === "index") {
      yield [`elements ${step.element.key}`, `replace an element of type '${showType(step.element)}'`];
      continue;
    }
    const field = step.info.fields[step.index];
    if (!field || (field.isReadonly && !step.info.isStruct)) continue;
    yield [fieldKey(step.info, step.index), `replace '${step.info.name}.${field.name}'`];
  }
}

/** The names of the places that a write to a place replaces: its own, and those of the fields of a struct. */
export function* writtenKeys({ root, steps, type }: Place): Generator<string> {
  const last = steps.at(-1);
  if (last?.kind === "field") yield fieldKey(last.info, last.index);
  else if (last) yield `elements ${last.element.key}`;
  else if (root.kind === "global") yield `global ${root.global.symbol}`;
  yield* within(type);
}

function* within(type: Type): Generator<string> {
  if (type.kind === "fixed") {
    yield `elements ${type.element.key}`;
    yield* within(type.element);
  } else if (type.kind === "struct") {
    for (const [index, field] of type.info.fields.entries()) {
      yield fieldKey(type.info, index);
      yield* within(field.type);
    }
  }
}

/** Classes inherit the fields of their base at the same index. */
function fieldKey(info: ClassInfo, index: number): string {
  let declaring = info;
  while (declaring.base && index < declaring.base.fields.length) declaring = declaring.base;
  return `field ${declaring.symbol} ${index}`;
}
