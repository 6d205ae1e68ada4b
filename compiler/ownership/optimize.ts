/**
 * Removes counting that cancels out: a `copy` whose original is destroyed without another use in between takes over the
 * original's count.
 */

import { variablesUsed } from "../mir-walk.ts";
import type { Block, Function, Instruction, Variable } from "../mir.ts";
import { mapNode, variableOperand } from "../mir-walk.ts";
import type { Ownership } from "./insert.ts";

/** Returns whether something changed. */
export function optimize(fn: Function, ownership: Ownership): boolean {
  const dependedOn = new Set<Variable>();
  for (const bases of ownership.decisions.bases.values()) for (const base of bases) dependedOn.add(base);
  let changed = false;
  for (const block of fn.blocks) changed = cancelPairs(block, ownership, dependedOn) || changed;
  return changed;
}

/** `c = copy v; …; destroy v` in one block, where `…` does not touch v and nothing is borrowed from v: v itself serves as c. */
function cancelPairs(block: Block, ownership: Ownership, dependedOn: ReadonlySet<Variable>): boolean {
  const { instructions } = block;
  for (let i = 0; i < instructions.length; i++) {
    const copy = instructions[i]!;
    if (copy.op !== "copy" || copy.a.kind !== "var") continue;
    const original = copy.a.variable;
    if (
      ownership.decisions.holding.get(original) !== "owned" ||
      original.kind !== "temp" ||
      dependedOn.has(original)
    )
      continue;
    const end = findDestroy(instructions, i + 1, original);
    if (end < 0) continue;
    const replace = <N extends Instruction>(node: N): N =>
      mapNode(node, {
        operand: (o) => (o.kind === "var" && o.variable === copy.result ? variableOperand(original) : o),
      });
    if (usedOutside(block, i, copy.result)) continue;
    block.instructions = instructions
      .filter((_, index) => index !== i && index !== end)
      .map((node, index) => (index >= i ? renameDestroyed(replace(node), copy.result, original) : node));
    block.terminator = mapNode(block.terminator, {
      operand: (o) => (o.kind === "var" && o.variable === copy.result ? variableOperand(original) : o),
    });
    cancelPairs(block, ownership, dependedOn);
    return true;
  }
  return false;
}

function findDestroy(instructions: readonly Instruction[], from: number, variable: Variable): number {
  for (let i = from; i < instructions.length; i++) {
    const node = instructions[i]!;
    if (node.op === "destroy" && node.place.root.kind === "var" && node.place.root.variable === variable)
      return i;
    if (variablesUsed(node).includes(variable)) return -1;
  }
  return -1;
}

function renameDestroyed(node: Instruction, from: Variable, to: Variable): Instruction {
  if (node.op !== "destroy" || node.place.root.kind !== "var" || node.place.root.variable !== from)
    return node;
  return { ...node, place: { ...node.place, root: { kind: "var", variable: to } } };
}

/** A copy is made right before what consumes it, so it is used in its own block; anything else is left alone. */
function usedOutside(block: Block, index: number, variable: Variable): boolean {
  const inside = block.instructions.slice(index + 1).some((n) => variablesUsed(n).includes(variable));
  return !inside && !variablesUsed(block.terminator).includes(variable);
}
