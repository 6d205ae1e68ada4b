/** What each variable is borrowed from: the variables that must stay alive while it is in use. */

import { definedLocal, isView, resultOf, visitNode, type Node } from "../mir-walk.ts";
import type { Function, Variable } from "../mir.ts";
import { isCounted } from "../types.ts";
import { intrinsics } from "../intrinsics.ts";

/** Of each variable that borrows: the variables that keep alive what it refers to. */
export type Bases = Map<Variable, Set<Variable>>;

/** Counted values that pass on to the result what they are borrowed from, or are it. */
const FORWARDING: ReadonlySet<Node["op"]> = new Set([
  "cast",
  "wrap",
  "unwrap",
  "toInterface",
  "extract",
  "load",
]);

/**
 * The direct bases of every variable under the assumption that whatever can be borrowed is. Pinned locals live to the
 * end of the function and are nobody's base.
 */
export function directBases(fn: Function, pinned: ReadonlySet<Variable>): Bases {
  const bases: Bases = new Map();
  const storeCounts = countViewStores(fn);
  for (const block of fn.blocks) {
    for (const node of [...block.instructions, block.terminator]) {
      const result = resultOf(node);
      if (result && (isView(result.type) || borrowsCounted(node, result))) {
        bases.set(result, sourcesOf(node, pinned));
        continue;
      }
      const local = definedLocal(node);
      if (local && node.op === "store" && storeCounts.get(local) === 1 && node.value.kind === "var") {
        bases.set(local, new Set([node.value.variable]));
      }
    }
  }
  return bases;
}

function countViewStores(fn: Function): Map<Variable, number> {
  const counts = new Map<Variable, number>();
  for (const block of fn.blocks) {
    for (const node of block.instructions) {
      const local = definedLocal(node);
      if (local && isView(local.type)) counts.set(local, (counts.get(local) ?? 0) + 1);
    }
  }
  return counts;
}

function borrowsCounted(node: Node, result: Variable): boolean {
  if (!isCounted(result.type)) return false;
  if (node.op === "intrinsic") return intrinsics.get(node.name)?.result === "borrowed";
  return FORWARDING.has(node.op);
}

/** The variables among the operands and place roots that own or look into something. */
function sourcesOf(node: Node, pinned: ReadonlySet<Variable>): Set<Variable> {
  const sources = new Set<Variable>();
  const add = (variable: Variable): void => {
    if (!pinned.has(variable) && (isCounted(variable.type) || isView(variable.type))) sources.add(variable);
  };
  visitNode(
    node,
    (o) => {
      if (o.kind === "var") add(o.variable);
    },
    (p) => {
      if (p.root.kind === "var") add(p.root.variable);
    },
  );
  return sources;
}

/** The variables that depend on one, directly or through others (not itself). */
export function dependentsOf(
  variable: Variable,
  dependents: ReadonlyMap<Variable, ReadonlySet<Variable>>,
): Set<Variable> {
  const found = new Set<Variable>();
  const work = [variable];
  for (let next = work.pop(); next; next = work.pop()) {
    for (const d of dependents.get(next) ?? []) {
      if (found.has(d)) continue;
      found.add(d);
      work.push(d);
    }
  }
  return found;
}

/** Of each variable those that borrow from it. */
export function invert(bases: Bases): Bases {
  const dependents: Bases = new Map();
  for (const [variable, set] of bases) {
    for (const base of set) addTo(dependents, base, variable);
  }
  return dependents;
}

/** Adds one value to the set of a key, which is made if need be. */
export function addTo(map: Bases, key: Variable, value: Variable): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
