/**
 * Checks counted functions along every path: each owned variable is consumed exactly once, nothing is used after that,
 * and whatever a variable is borrowed from is alive while it is in use.
 *
 * A problem found here is a mistake of the compiler, but for one: a view that is returned of what only the function owns.
 */

import { successors } from "../mir-blocks.ts";
import { definedLocal, isView, resultOf, variablesUsed, visitNode, type Node } from "../mir-walk.ts";
import type { Block, Function, Location, Variable } from "../mir.ts";
import { isCounted } from "../types.ts";
import { storesBorrowed, type Ownership } from "./insert.ts";

interface OwnershipProblem {
  readonly location: Location;
  readonly message: string;
  /** The program's own mistake: it returns a view of this, which the function releases. */
  readonly returned?: Variable;
}

/** The first few problems, in no particular order; none for a correct function. */
export function verify(fn: Function, ownership: Ownership): OwnershipProblem[] {
  return new Verifier(fn, ownership).run();
}

class Verifier {
  private readonly problems: OwnershipProblem[] = [];
  /** The variables that carry a count at the start of each block. */
  private readonly states = new Map<Block, ReadonlySet<Variable>>();
  private readonly fn: Function;
  private readonly ownership: Ownership;

  constructor(fn: Function, ownership: Ownership) {
    this.fn = fn;
    this.ownership = ownership;
  }

  run(): OwnershipProblem[] {
    const entry = this.fn.blocks[0];
    if (!entry) return [];
    this.states.set(entry, new Set());
    const work = [entry];
    for (let block = work.pop(); block && this.problems.length < 5; block = work.pop()) {
      const held = new Set(this.states.get(block));
      for (const node of block.instructions) this.node(node, held);
      const end = block.terminator;
      const result = resultOf(end);
      this.uses(end, held);
      this.consume(end, held);
      if ((end.op === "return" || end.op === "raise") && held.size > 0) {
        this.report(end, `leaves ${[...held].map(show).join(", ")} owned`);
      }
      for (const target of new Set(successors(end))) {
        const isNormal = (end.op === "invoke" || end.op === "invokeAllocate") && end.normal === target;
        const state = new Set(held);
        if (isNormal && result && this.isOwned(result)) state.add(result);
        if (this.join(target, state, end)) work.push(target);
      }
    }
    return this.problems;
  }

  private isOwned(variable: Variable): boolean {
    return this.ownership.decisions.holding.get(variable) === "owned";
  }

  private report(node: Node, message: string): void {
    this.problems.push({ location: node.location, message: `${node.op} ${message}` });
  }

  /** True when the block has to be looked at. */
  private join(block: Block, state: ReadonlySet<Variable>, from: Node): boolean {
    const known = this.states.get(block);
    if (!known) {
      this.states.set(block, state);
      return true;
    }
    const differing = [...state].filter((v) => !known.has(v)).concat([...known].filter((v) => !state.has(v)));
    if (differing.length > 0)
      this.report(
        from,
        `reaches block ${block.id} with ${differing.map(show).join(", ")} owned on some paths only`,
      );
    return false;
  }

  private node(node: Node, held: Set<Variable>): void {
    if (node.op === "destroy" && node.place.root.kind === "var" && node.place.steps.length === 0) {
      const variable = node.place.root.variable;
      if (this.isOwned(variable)) {
        if (!held.delete(variable)) this.report(node, `of ${show(variable)}, which is not owned here`);
        return;
      }
    }
    this.uses(node, held);
    this.consume(node, held);
    const defined = resultOf(node) ?? definedLocal(node);
    if (!defined || !this.isOwned(defined)) return;
    if (held.has(defined)) this.report(node, `replaces ${show(defined)} while it is owned`);
    held.add(defined);
  }

  private uses(node: Node, held: ReadonlySet<Variable>): void {
    for (const variable of variablesUsed(node)) {
      const missing = this.missing(variable, held, new Set());
      if (missing && node.op === "return" && isView(variable.type))
        this.problems.push({ location: node.location, message: "returns a view", returned: missing });
      else if (missing) this.report(node, `uses ${show(variable)} after the end of ${show(missing)}`);
    }
  }

  private missing(variable: Variable, held: ReadonlySet<Variable>, seen: Set<Variable>): Variable | null {
    if (seen.has(variable)) return null;
    seen.add(variable);
    if (this.isOwned(variable) && !held.has(variable)) return variable;
    for (const base of this.ownership.decisions.bases.get(variable) ?? []) {
      const missing = this.missing(base, held, seen);
      if (missing) return missing;
    }
    return null;
  }

  private consume(node: Node, held: Set<Variable>): void {
    if (node.op === "load") {
      const { root } = node.place;
      if (node.mode === "take" && root.kind === "var") held.delete(root.variable);
      return;
    }
    if (storesBorrowed(node, this.ownership.decisions)) return;
    const result = resultOf(node);
    visitNode(node, (o, use) => {
      if (o.kind !== "var" || use === "borrow" || !isCounted(o.variable.type)) return;
      const holding = this.ownership.decisions.holding.get(o.variable);
      if (use === "forward" && !(result && this.isOwned(result))) return;
      if (holding === "immortal" || held.delete(o.variable)) return;
      this.report(node, `consumes ${show(o.variable)}, which is ${holding ?? "unknown"} and not owned here`);
    });
  }
}

const show = (v: Variable): string => (v.name ? `${v.name} (${v.kind} ${v.id})` : `${v.kind} ${v.id}`);
