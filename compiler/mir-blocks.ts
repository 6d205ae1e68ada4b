/** MIR as a graph: how the blocks of a function lead to each other. */

import type { Block, Function, Terminator } from "./mir.ts";

/** Where a block may go on, in the order that the terminator names them; a block twice when two ways lead to it. */
export function successors(terminator: Terminator): Block[] {
  switch (terminator.op) {
    case "goto":
      return [terminator.target];
    case "branch":
      return [terminator.then, terminator.otherwise];
    case "switch":
      return [...terminator.cases.map((c) => c.target), terminator.otherwise];
    case "invoke":
    case "invokeAllocate":
      return [terminator.normal, terminator.error];
    default:
      return [];
  }
}

/** The terminator with its targets replaced. */
export function mapTargets(t: Terminator, f: (block: Block) => Block): Terminator {
  switch (t.op) {
    case "goto":
      return { ...t, target: f(t.target) };
    case "branch":
      return { ...t, then: f(t.then), otherwise: f(t.otherwise) };
    case "switch":
      return { ...t, cases: t.cases.map((c) => ({ ...c, target: f(c.target) })), otherwise: f(t.otherwise) };
    case "invoke":
    case "invokeAllocate":
      return { ...t, normal: f(t.normal), error: f(t.error) };
    default:
      return t;
  }
}

/** Blocks in reverse postorder from the entry; unreachable ones are left out. */
export function reachableBlocks(fn: Function): Block[] {
  const entry = fn.blocks[0];
  if (!entry) return [];
  const seen = new Set<Block>([entry]);
  const order: Block[] = [];
  const stack: { block: Block; next: number; targets: Block[] }[] = [
    { block: entry, next: 0, targets: successors(entry.terminator) },
  ];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const target = top.targets[top.next++];
    if (!target) {
      order.push(top.block);
      stack.pop();
    } else if (!seen.has(target)) {
      seen.add(target);
      stack.push({ block: target, next: 0, targets: successors(target.terminator) });
    }
  }
  return order.reverse();
}

/** How many edges lead to each block. */
export function predecessorCounts(blocks: readonly Block[]): Map<Block, number> {
  const counts = new Map<Block, number>();
  for (const block of blocks) {
    for (const target of successors(block.terminator)) counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  return counts;
}
