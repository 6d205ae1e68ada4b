/**
 * How deep type arguments nest, and of how many parts they are. Generic code that asks for an instance of itself with a larger
 * argument would go on for ever; what no one writes by hand ends it. Parts are counted because a pair of itself doubles a type.
 */

import type { Type } from "../../types.ts";
import { DeclaredClass } from "./declared-class.ts";

const DEEPEST = 24;
const MOST_PARTS = 1000;

const known = new WeakMap<Type, number>();
const knownParts = new WeakMap<Type, number>();

function depthOf(type: Type): number {
  let depth = known.get(type);
  if (depth === undefined) {
    depth = 1 + partsOf(type).reduce((most, part) => Math.max(most, depthOf(part)), 0);
    known.set(type, depth);
  }
  return depth;
}

function partCount(type: Type): number {
  let count = knownParts.get(type);
  if (count === undefined) {
    count = partsOf(type).reduce((sum, part) => sum + partCount(part), 1);
    knownParts.set(type, count);
  }
  return count;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "class":
    case "struct":
      return type.info instanceof DeclaredClass ? type.info.typeArguments : [];
    case "nullable":
      return [type.of];
    case "union":
      return type.alias ? [] : type.members;
    case "tuple":
      return type.elements;
    case "function":
      return [...type.parameters, type.result];
    case "fixed":
    case "span":
    case "pointer":
      return [type.element];
    case "ref":
      return [type.to];
    default:
      return [];
  }
}

/** Whether one of the types is beyond what any program means, as when a generic function calls itself with ever larger types. */
export const isTooDeep = (types: Iterable<Type>): boolean =>
  [...types].some((type) => depthOf(type) > DEEPEST || partCount(type) > MOST_PARTS);
