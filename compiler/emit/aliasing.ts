/**
 * What LLVM may assume about which memory accesses do not overlap (TBAA): the header of an array, its items, and the
 * plain fields of objects are three separate things. Without that, every store to an item would make the loop
 * load the array's length and address again.
 *
 * Everything else (structs, fixed arrays, spans, raw pointers) may overlap all of them, for the unsafe module can make
 * spans and pointers of anything. Raw memory becomes an array's or an object's only by passing through the allocator.
 */

import type { Place } from "../mir.ts";
import { isInline } from "../types.ts";
import type { Code } from "./code.ts";

/** The attachment of an access to the place, or nothing. */
export function accessTag(code: Code, place: Place): string {
  const kind = kindOf(code, place);
  if (!kind) return "";
  const { metadata } = code.module;
  const root = metadata.node(`!{!"Metal TypeScript"}`);
  const type = metadata.node(`!{!"${kind}", !${root}, i64 0}`);
  return `, !tbaa !${metadata.node(`!{!${type}, !${type}, i64 0}`)}`;
}

function kindOf(code: Code, { root, steps, type }: Place): string | null {
  if (isInline(type)) return null;
  if (root.kind === "object" && steps.length === 1) return root.info.special === "array" ? "array" : "field";
  if (root.kind !== "pointer" || root.pointer.kind !== "var" || steps.length !== 1) return null;
  return code.itemPointers.has(root.pointer.variable) ? "item" : null;
}

/** Notes the address of an array's items when it is loaded from the array. */
export function noteItems(code: Code, place: Place, result: Parameters<Code["define"]>[0]): void {
  const { root, steps } = place;
  if (
    root.kind === "object" &&
    root.info.special === "array" &&
    steps.length === 1 &&
    result.type.kind === "pointer"
  ) {
    code.itemPointers.add(result);
  }
}
