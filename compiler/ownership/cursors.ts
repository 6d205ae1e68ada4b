/**
 * Locals that walk over what others own (`node = node.next`) and need no counts of their own: every value that they are
 * given is borrowed from a parameter, a global, another local, or from where they stood before.
 *
 * This finds the candidates by what is stored in them. That nothing on the way changes while they are in use is then
 * checked like for any borrowed value: they depend on all the values stored, so these must be borrowed for as long as the
 * local is in use.
 */

import { definedLocal } from "../mir-walk.ts";
import type { Operand, Variable } from "../mir.ts";
import type { Bases } from "./bases.ts";
import { forwardedOperand } from "./forwarding.ts";
import type { Points } from "./points.ts";

/** Each candidate with the variables that are stored in it. */
export function findCursors(
  locals: readonly Variable[],
  points: Points,
  bases: Bases,
  copied: ReadonlySet<Variable>,
): Map<Variable, Set<Variable>> {
  const stored = storedOperands(locals, points);
  const candidates = new Map(
    [...stored].map(([local, values]): [Variable, Set<Variable>] => [
      local,
      new Set(values.flatMap((o) => (o.kind === "var" ? [o.variable] : []))),
    ]),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const [local, values] of candidates) {
      if ([...values].every((v) => isBorrowable(v, candidates, points, bases, copied, new Set()))) continue;
      candidates.delete(local);
      changed = true;
    }
  }
  return candidates;
}

function storedOperands(locals: readonly Variable[], points: Points): Map<Variable, Operand[]> {
  const stored = new Map<Variable, Operand[]>(locals.map((local) => [local, []]));
  for (const { node } of points.all) {
    const local = definedLocal(node);
    const values = local && stored.get(local);
    if (!local || !values) continue;
    if (node.op === "store") values.push(node.value);
    else stored.delete(local);
  }
  return stored;
}

function isBorrowable(
  variable: Variable,
  candidates: ReadonlyMap<Variable, unknown>,
  points: Points,
  bases: Bases,
  copied: ReadonlySet<Variable>,
  seen: Set<Variable>,
): boolean {
  if (seen.has(variable) || variable.kind === "param" || candidates.has(variable)) return true;
  // A local that owns what it holds keeps it for the walk; that it is not given another meanwhile is checked at the load.
  if (variable.kind === "local") return true;
  seen.add(variable);
  const node = points.definitionOf.get(variable)?.node;
  const isKept =
    node !== undefined && (node.op === "load" || forwardedOperand(node) !== null || bases.has(variable));
  // What something makes anew, or hands over, has a count that somebody must hold.
  if (!isKept || copied.has(variable)) return false;
  return [...(bases.get(variable) ?? [])].every((b) =>
    isBorrowable(b, candidates, points, bases, copied, seen),
  );
}
