/**
 * What a union of types is. Its values are references to objects, whose class tells which of the types it is: classes and
 * strings as they are, numbers, booleans, functions, tuples and interfaces in an object that holds the value.
 *
 * `typeof` has to tell the members apart, so there is one of each of its kinds at most; classes are told apart by
 * `instanceof` and discriminants too.
 */

import { BOOL, showType, unionType, type ClassType, type Type } from "../../types.ts";
import type { MadeClasses } from "../made-classes.ts";

/** The one type that a value of any of these has; null when there is none. */
export function joinTypes(made: MadeClasses, types: readonly Type[]): Type | null {
  if (types.length <= 1) return types[0] ?? null;
  if (confusion(types)) return null;
  const members = types.map((type) => memberClasses(made, type));
  return members.every((m) => m !== null) ? unionType(members.flat()) : null;
}

function memberClasses(made: MadeClasses, type: Type): readonly ClassType[] | null {
  switch (type.kind) {
    case "class":
      return [type];
    case "union":
      return type.members;
    case "int":
    case "float":
    case "bool":
    case "function":
    case "tuple":
    case "interface":
      return [made.valueClass(type)];
    default:
      return null;
  }
}

/** Two types of a union that no test tells apart. */
export function confusion(types: readonly Type[]): readonly [Type, Type] | null {
  const seen = new Map<string, Type>();
  for (const type of types) {
    const kind = kindOf(type);
    const other = seen.get(kind) ?? (kind === "value object" ? seen.get("object") : undefined);
    const isAmong = kind === "object" && seen.get("value object");
    if (isAmong) return [isAmong, type];
    if (other && kind !== "object") return [other, type];
    seen.set(kind, type);
  }
  return null;
}

/** What `typeof` says; objects that only an object around them gives a class are of a kind of their own. */
function kindOf(type: Type): string {
  switch (type.kind) {
    case "int":
    case "float":
      return "number";
    case "bool":
      return BOOL.key;
    case "function":
      return "function";
    case "tuple":
    case "interface":
      return "value object";
    case "class":
      return type.info.special === "string" ? "string" : "object";
    case "union":
      return type.members.some((m) => m.info.special === null) ? "object" : "string";
    default:
      return type.kind;
  }
}

/** How a value's type is shown as a part of a union. */
export const showMember = (type: Type): string =>
  type.kind === "function" ? `(${showType(type)})` : showType(type);
