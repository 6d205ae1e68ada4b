/**
 * `const old = list[i]` of a struct is another name for its place, where JavaScript would keep the object that was there. What tells
 * the two apart is `old` as a whole after the place was overwritten, as when two elements are swapped: that is refused.
 */

import ts from "typescript";
import { isInline, type Type } from "../../types.ts";

/** The names of one function that are places of structs and not copies, so that one which was overwritten is not used as if nothing had happened. */
export class StructAliases {
  /** The names of this body, with what they alias and where that may have been overwritten. */
  private readonly known = new Map<ts.Symbol, { readonly type: Type; overwritten: boolean }>();

  add(symbol: ts.Symbol, type: Type): void {
    this.known.set(symbol, { type, overwritten: false });
  }

  /** A place of the type gets another value as a whole. */
  overwrite(type: Type): void {
    for (const alias of this.known.values()) if (holds(type, alias.type)) alias.overwritten = true;
  }

  /** Whether a mention of the name means a value that may be gone. */
  isStale(symbol: ts.Symbol, node: ts.Node): boolean {
    return this.known.get(symbol)?.overwritten === true && isWhole(node);
  }
}

function holds(outer: Type, inner: Type): boolean {
  if (outer === inner) return true;
  if (outer.kind === "fixed") return holds(outer.element, inner);
  return outer.kind === "struct" && outer.info.fields.some((f) => isInline(f.type) && holds(f.type, inner));
}

/** Not `old.field` or `old[i]`. */
function isWhole(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isWhole(parent);
  const isPath = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  return !(isPath && parent.expression === node);
}
