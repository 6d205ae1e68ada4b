/** How much room values of each type take. */

import { BOOL, isPointerLike, type Type } from "./types.ts";

/** Size and alignment in bytes, as laid out in memory. */
export function layoutOf(type: Type): { size: number; align: number } {
  switch (type.kind) {
    case "void":
    case "never":
      return { size: 0, align: 1 };
    case "bool":
      return { size: 1, align: 1 };
    case "int":
    case "float":
      return { size: type.bits / 8, align: type.bits / 8 };
    case "struct":
      return { size: type.info.size, align: type.info.align };
    case "fixed": {
      const element = layoutOf(type.element);
      return { size: element.size * type.count, align: element.align };
    }
    case "span":
    case "interface":
      return { size: 16, align: 8 };
    case "tuple":
      return layoutOfSequence(type.elements);
    case "nullable":
      if (isPointerLike(type.of) || type.of.kind === "ref") return { size: 8, align: 8 };
      if (type.of.kind === "interface") return { size: 16, align: 8 };
      return layoutOfSequence([type.of, BOOL]);
    default:
      return { size: 8, align: 8 };
  }
}

function layoutOfSequence(types: readonly Type[]): { size: number; align: number } {
  let size = 0;
  let align = 1;
  for (const type of types) {
    const l = layoutOf(type);
    size = roundUp(size, l.align) + l.size;
    align = Math.max(align, l.align);
  }
  return { size: roundUp(size, align), align };
}

/** The least multiple of `align`, any positive number, that is not below `value`. */
export const roundUp = (value: number, align: number): number => Math.ceil(value / align) * align;
