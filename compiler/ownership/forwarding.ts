/** Instructions whose result is their operand in another form: whoever owns the one owns the other. */

import type { Node } from "../mir-walk.ts";
import type { Operand } from "../mir.ts";

/** The operand that the result is in another form, or null. */
export function forwardedOperand(node: Node): Operand | null {
  switch (node.op) {
    case "cast":
    case "wrap":
    case "unwrap":
    case "toInterface":
    case "extract":
      return node.a;
    case "intrinsic":
      return node.name === "bitCast" ? (node.args[0] ?? null) : null;
    default:
      return null;
  }
}
