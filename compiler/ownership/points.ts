/** Where things happen in a function: instructions and terminators as points, with what they use and define. */

import { successors } from "../mir-blocks.ts";
import { definedLocal, resultOf, variablesUsed, type Node } from "../mir-walk.ts";
import type { Block, Function, Variable } from "../mir.ts";

/** One instruction or terminator. */
export interface Point {
  readonly node: Node;
  readonly block: Block;
  readonly uses: readonly Variable[];
  /** The temp it makes or the local it replaces. */
  readonly defines: Variable | null;
  next: readonly Point[];
  previous: Point[];
}

/** The points of a function, and where each variable is set and used. */
export interface Points {
  readonly all: readonly Point[];
  readonly usesOf: ReadonlyMap<Variable, readonly Point[]>;
  readonly definitionOf: ReadonlyMap<Variable, Point>;
}

/** The points of a function in the order of its blocks. */
export function pointsOf(fn: Function): Points {
  const all: Point[] = [];
  const first = new Map<Block, Point>();
  const last = new Map<Block, Point>();
  const usesOf = new Map<Variable, Point[]>();
  const definitionOf = new Map<Variable, Point>();
  for (const block of fn.blocks) {
    let before: Point | null = null;
    for (const node of [...block.instructions, block.terminator]) {
      const point: Point = {
        node,
        block,
        uses: variablesUsed(node),
        defines: resultOf(node) ?? definedLocal(node),
        next: [],
        previous: before ? [before] : [],
      };
      if (before) before.next = [point];
      else first.set(block, point);
      before = point;
      all.push(point);
      for (const variable of point.uses) {
        const list = usesOf.get(variable);
        if (list) list.push(point);
        else usesOf.set(variable, [point]);
      }
      if (point.defines) definitionOf.set(point.defines, point);
    }
    if (before) last.set(block, before);
  }
  for (const [block, point] of last) {
    point.next = successors(block.terminator).map((target) => first.get(target)!);
    for (const next of point.next) next.previous.push(point);
  }
  return { all, usesOf, definitionOf };
}

/**
 * The points from a definition to the last uses of a group of variables: each with whether some of the group is in use
 * after it as well. The definition is not part of the region, nor are ways to the uses that do not lead over it.
 */
export function liveRegion(
  definition: Point,
  group: Iterable<Variable>,
  points: Points,
): Map<Point, boolean> {
  const using = [...group].flatMap((variable) => points.usesOf.get(variable) ?? []);
  const leading = closure(
    using,
    (point) => point.previous,
    (point) => point !== definition,
  );
  const region = closure(
    definition.next,
    (point) => point.next,
    (point) => leading.has(point),
  );
  return new Map([...region].map((point) => [point, point.next.some((next) => region.has(next))]));
}

/** All points that satisfy the condition and are reached over such points from the first ones, these included. */
function closure(
  first: readonly Point[],
  next: (point: Point) => readonly Point[],
  isWanted: (point: Point) => boolean,
): Set<Point> {
  const found = new Set<Point>();
  const work = [...first];
  for (let point = work.pop(); point; point = work.pop()) {
    if (found.has(point) || !isWanted(point)) continue;
    found.add(point);
    work.push(...next(point));
  }
  return found;
}

/** Whether some variable of the group is used on a path from behind a point before `killed` is defined anew. */
export function usedAfter(
  from: Point,
  group: ReadonlySet<Variable>,
  killed: Variable,
  points: Points,
): boolean {
  if (![...group].some((v) => points.usesOf.has(v))) return false;
  const seen = new Set<Point>();
  const work = [...from.next];
  for (let point = work.pop(); point; point = work.pop()) {
    if (seen.has(point)) continue;
    seen.add(point);
    if (point.uses.some((v) => group.has(v))) return true;
    if (point.defines === killed) continue;
    work.push(...point.next);
  }
  return false;
}
