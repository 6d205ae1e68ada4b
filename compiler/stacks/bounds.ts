/**
 * The deepest way from a function. Without the functions whose recursion is bounded the calls have no circles (problems.ts sees to it), so the
 * deepest way between two of these, or to an end, is found function by function; and how such ways are put together is tried out, with a
 * count of how often each bounded function is on the way.
 */

import type { GraphNode } from "./call-graph.ts";
import type { Entry, Limit, ProgramWithCalls } from "./program-calls.ts";

/** A function on a way, and what it takes with its return address. */
export interface Step {
  readonly name: string;
  readonly bytes: number;
}

/** A way, from its first function on. */
export interface Walk {
  readonly bytes: number;
  readonly way: readonly Step[];
}

interface Depth {
  readonly bytes: number;
  readonly next: GraphNode | null;
}

const RETURN_ADDRESS = 8;

/** What a call of the function takes by itself. */
const costOf = (node: GraphNode): number => (node.frame ?? 0) + RETURN_ADDRESS;

/** The bounds of one program. */
export class Bounds {
  private readonly calls: ProgramWithCalls;
  private readonly limited: readonly GraphNode[];
  private readonly limits: readonly Limit[];
  /** The deepest ways to an end, and to calls of each limited function (null where there is none). */
  private readonly toEnd = new Map<GraphNode, Depth>();
  private readonly toLimited = new Map<GraphNode, Map<GraphNode, Depth | null>>();
  private readonly walks = new Map<string, Walk>();
  private readonly numbers = new Map<GraphNode, number>();

  constructor(calls: ProgramWithCalls) {
    this.calls = calls;
    this.limited = [...calls.limits.keys()];
    this.limits = [...new Set(calls.limits.values())];
    for (const each of this.limited) this.toLimited.set(each, new Map());
  }

  /** The deepest way from a function, with one of the interrupts on top if there are any. */
  from(node: GraphNode, interrupts: readonly Entry[]): Walk {
    return this.walk(
      node,
      this.limits.map(() => 0),
      interrupts,
    );
  }

  private walk(start: GraphNode, counts: readonly number[], interrupts: readonly Entry[]): Walk {
    const key = `${this.numberOf(start)}:${counts.join()}:${interrupts.length}`;
    const known = this.walks.get(key);
    if (known) return known;
    let best = this.endedWalk(start, counts, interrupts);
    for (const target of this.limited) {
      const limit = this.calls.limits.get(target)!;
      const number = this.limits.indexOf(limit);
      if (counts[number]! >= limit.most) continue;
      const before = this.depthTo(start, target);
      if (!before) continue;
      const after = this.walk(
        target,
        counts.map((count, i) => (i === number ? count + 1 : count)),
        interrupts,
      );
      const bytes = before.bytes + after.bytes;
      if (bytes > best.bytes) best = { bytes, way: [...this.steps(start, target), ...after.way] };
    }
    this.walks.set(key, best);
    return best;
  }

  /** The deepest way without a bounded function, and what comes on top at its end. A panic switches interrupts off. */
  private endedWalk(start: GraphNode, counts: readonly number[], interrupts: readonly Entry[]): Walk {
    const pushed = { name: "pushed by assembly in functions", bytes: this.calls.pushedBytes };
    const way = [...this.steps(start, null), pushed];
    const bytes = this.depth(start).bytes + pushed.bytes;
    let most: Walk = { bytes, way };
    if (counts[this.limits.indexOf(this.calls.panicLimit)]! > 0) return most;
    for (const interrupt of interrupts) {
      const on = this.walk(interrupt.node, counts, []);
      const sum = bytes + interrupt.bytes + on.bytes;
      if (sum > most.bytes)
        most = { bytes: sum, way: [...way, { name: "an interrupt", bytes: interrupt.bytes }, ...on.way] };
    }
    return most;
  }

  private numberOf(node: GraphNode): number {
    const known = this.numbers.get(node) ?? this.numbers.size;
    this.numbers.set(node, known);
    return known;
  }

  private depth(node: GraphNode): Depth {
    const known = this.toEnd.get(node);
    if (known) return known;
    let best: Depth = { bytes: 0, next: null };
    for (const callee of node.callees) {
      if (this.calls.limits.has(callee)) continue;
      const { bytes } = this.depth(callee);
      if (bytes > best.bytes) best = { bytes, next: callee };
    }
    const depth = { bytes: costOf(node) + best.bytes, next: best.next };
    this.toEnd.set(node, depth);
    return depth;
  }

  private depthTo(node: GraphNode, target: GraphNode): Depth | null {
    const table = this.toLimited.get(target)!;
    const known = table.get(node);
    if (known !== undefined) return known;
    let best: Depth | null = null;
    for (const callee of node.callees) {
      if (callee === target) best ??= { bytes: 0, next: null };
      if (this.calls.limits.has(callee)) continue;
      const further = this.depthTo(callee, target);
      if (further && further.bytes > (best?.bytes ?? -1)) best = { bytes: further.bytes, next: callee };
    }
    const depth = best && { bytes: costOf(node) + best.bytes, next: best.next };
    table.set(node, depth);
    return depth;
  }

  private steps(start: GraphNode, target: GraphNode | null): Step[] {
    const steps: Step[] = [];
    for (let node: GraphNode | null = start; node;) {
      steps.push({ name: this.calls.nameOf(node), bytes: costOf(node) });
      node = (target ? this.depthTo(node, target) : this.depth(node))?.next ?? null;
    }
    return steps;
  }
}
