/**
 * Decides which variables own a count and which borrow: a loaded value is borrowed when what holds it provably does not
 * change while it is in use, a converted one takes over the operand's count when that was its last use.
 */

import { intrinsics } from "../intrinsics.ts";
import { definedLocal, isView, type Node } from "../mir-walk.ts";
import type { Function, Place, Variable } from "../mir.ts";
import { isCounted, isInline } from "../types.ts";
import { addTo, dependentsOf, directBases, invert, type Bases } from "./bases.ts";
import { findCursors } from "./cursors.ts";
import { forwardedOperand } from "./forwarding.ts";
import { liveRegion, pointsOf, usedAfter, type Point, type Points } from "./points.ts";
import type { WholeProgram } from "./whole-program.ts";

/** What a variable has of the object that it refers to: a count of its own; none, because others keep it alive; or none, because it is never released. */
export type Holding = "owned" | "borrowed" | "immortal";

/** Who holds what in one function. */
export interface Decisions {
  readonly holding: Map<Variable, Holding>;
  readonly bases: Bases;
  /** Borrowed loads that hold only while nothing is written or released. */
  readonly fragile: Map<Variable, Life>;
  /** Locals that were taken for borrowed but that something owned is stored in: they must be counted. */
  readonly failedCursors: readonly Variable[];
}

/** The nodes up to the last uses of a value, each with whether it is in use behind the node as well. */
export type Life = ReadonlyMap<Node, boolean>;

/** Locals in `counted` own what they hold. Loads in `copied` are copied whatever the rules say. Sets `mode` on loads of counted types. */
export function decide(
  fn: Function,
  pinned: ReadonlySet<Variable>,
  program: WholeProgram,
  copied: ReadonlySet<Variable>,
  counted: ReadonlySet<Variable>,
): Decisions {
  const points = pointsOf(fn);
  const bases = directBases(fn, pinned);
  const dependents = invert(bases);
  const holding = new Map<Variable, Holding>();
  const fragile = new Map<Variable, Life>();
  const own = (variable: Variable): void => {
    holding.set(variable, "owned");
    if (isView(variable.type)) return;
    for (const base of bases.get(variable) ?? []) dependents.get(base)?.delete(variable);
    bases.delete(variable);
  };
  for (const p of fn.parameters) if (isCounted(p.type)) holding.set(p, "borrowed");
  const locals = fn.variables.filter(
    (v) => v.kind === "local" && isCounted(v.type) && !isInline(v.type) && !pinned.has(v),
  );
  const cursors = findCursors(
    locals.filter((v) => !counted.has(v)),
    points,
    bases,
    copied,
  );
  const context: Context = { fn, pinned, program, points, dependents, cursors, fragile };
  for (const v of locals) holding.set(v, cursors.has(v) ? "borrowed" : "owned");
  for (const [local, values] of cursors) {
    bases.set(local, values);
    for (const v of values) addTo(dependents, v, local);
  }
  for (const point of points.all) {
    const { node } = point;
    const variable = "result" in node ? node.result : null;
    if (!variable || !isCounted(variable.type)) continue;
    if (node.op === "load") {
      node.mode = copied.has(variable) ? "copy" : loadMode(context, point, variable, node.place);
      if (node.mode === "borrow") holding.set(variable, "borrowed");
      else own(variable);
    } else if (forwardedOperand(node)) {
      const source = forwardedOperand(node)!;
      holding.set(variable, "borrowed");
      if (source.kind !== "var") {
        // What comes from an integer has a count somewhere that nobody here knows.
        if (isCounted(source.type)) holding.set(variable, "immortal");
        continue;
      }
      const from = holding.get(source.variable);
      if (from === "immortal") holding.set(variable, "immortal");
      else if (from === "owned" && forwards(context, point, variable, source.variable)) own(variable);
    } else if (node.op === "intrinsic" && intrinsics.get(node.name)?.result !== "owned") {
      holding.set(variable, "borrowed");
    } else {
      own(variable);
    }
  }
  // An owned temporary further back fails it too: it may live on one of the ways only that lead to a use of the local.
  const failed = [...cursors].filter(([local]) =>
    [...dependentsOf(local, bases)].some((v) => v.kind !== "local" && holding.get(v) === "owned"),
  );
  return { holding, bases, fragile, failedCursors: failed.map(([local]) => local) };
}

interface Context {
  readonly fn: Function;
  readonly pinned: ReadonlySet<Variable>;
  readonly program: WholeProgram;
  readonly points: Points;
  readonly dependents: Bases;
  readonly cursors: ReadonlyMap<Variable, unknown>;
  readonly fragile: Map<Variable, Life>;
}

const groupOf = (c: Context, variable: Variable): Set<Variable> =>
  dependentsOf(variable, c.dependents).add(variable);

/** Whether a base is out of use behind a point but for a variable borrowed from it there and what depends on that. */
function isLastUse(c: Context, point: Point, base: Variable, variable: Variable): boolean {
  const others = groupOf(c, base);
  for (const v of groupOf(c, variable)) others.delete(v);
  return !usedAfter(point, others, base, c.points);
}

function forwards(c: Context, point: Point, variable: Variable, operand: Variable): boolean {
  const { node } = point;
  if (node.op === "extract") {
    // A tuple with a second counted part still has that to give up.
    if (operand.type.kind !== "tuple") return false;
    if (operand.type.elements.some((e, i) => i !== node.index && isCounted(e))) return false;
  }
  return isLastUse(c, point, operand, variable);
}

function loadMode(c: Context, point: Point, variable: Variable, place: Place): "copy" | "borrow" | "take" {
  const { root } = place;
  if (
    root.kind === "var" &&
    root.variable.kind === "local" &&
    root.variable.type === place.type &&
    !c.pinned.has(root.variable)
  ) {
    const local = root.variable;
    if (c.cursors.has(local)) return "borrow";
    const feedsCursor = [...dependentsOf(variable, c.dependents)].some((v) => c.cursors.has(v));
    if (!feedsCursor && isLastUse(c, point, local, variable)) return "take";
    for (const [inside] of liveRegion(point, groupOf(c, variable), c.points)) {
      if (inside.defines === local) return "copy";
    }
    return "borrow";
  }
  if (
    root.kind === "object" &&
    place.steps.every((s) => s.kind === "field" && c.program.isImmutable(s.info, s.index, c.fn))
  ) {
    return "borrow";
  }
  if (root.kind === "global" && place.steps.length === 0 && c.program.isImmutableGlobal(root.global, c.fn))
    return "borrow";
  const region = liveRegion(point, groupOf(c, variable), c.points);
  for (const [inside, inUseAfter] of region) {
    if (disturbs(c, inside.node, inUseAfter)) return "copy";
  }
  c.fragile.set(variable, new Map([...region].map(([p, inUseAfter]) => [p.node, inUseAfter])));
  return "borrow";
}

/** Whether an instruction can release or overwrite what a field or an element refers to. */
function disturbs(c: Context, node: Node, inUseAfter: boolean): boolean {
  switch (node.op) {
    case "call":
    case "invoke":
      return !c.program.isQuietCall(node.callee);
    case "copyPlace":
      return isCounted(node.to.type);
    case "store": {
      // A local's old value is released elsewhere, if at all.
      const local = definedLocal(node);
      return inUseAfter && !node.init && isCounted(node.place.type) && (!local || c.pinned.has(local));
    }
    case "destroy":
    case "asm":
      return inUseAfter;
    case "intrinsic":
      return intrinsics.get(node.name)?.quiet !== true;
    default:
      return false;
  }
}
