/**
 * Destructors must not let `this` escape. The object's memory goes back when its destructor has returned, whatever refers to it by then; so
 * no reference to it may outlive that: in a field, a global or an element, in a `Weak`, thrown, or in a closure that is kept.
 *
 * For each function and parameter that is given such a reference it is found out what becomes of it (`Fate`): callees may borrow it,
 * return it, or keep it. What a call may run is known for the whole program (`CallTargets`), so a way out through methods, interfaces
 * and closures is found as well. Locals and tuples that hold the reference are followed like the reference itself. What lies on the heap
 * must not hold it even for a moment: what a destructor lets go of is destroyed after its own object (emit/glue.ts), and would let go of that.
 */

import { intrinsics } from "./intrinsics.ts";
import { resultOf, type Node } from "./mir-walk.ts";
import type { Call, Function, Location, Operand, Place, Program, Variable } from "./mir.ts";
import { allNodes } from "./ownership/prepare.ts";
import { isCounted, type ClassInfo } from "./types.ts";
import type { CallTargets } from "./views/call-targets.ts";

interface Escape {
  readonly location: Location;
  readonly message: string;
  readonly hint: string;
}

/** Where a reference gets out of a function: at a node, by itself or in a callee. */
interface Way {
  readonly location: Location;
  readonly what: string;
  readonly callee: string | null;
}

/** What becomes of a reference that a function is given. */
interface Fate {
  readonly fn: Function;
  readonly parameter: Variable;
  way: Way | null;
  isReturned: boolean;
}

/** The variables of a function that hold the reference, and those that are boxes of its own. */
interface Tracked {
  readonly holders: Set<Variable>;
  readonly boxes: ReadonlySet<Variable>;
}

/** Gives a problem for each destructor that may let its object out. */
export function checkDestructors(program: Program, targets: CallTargets): Escape[] {
  const destructors = new Set(program.classes.flatMap((info) => info.destructor ?? []));
  const fates = new Fates(targets);
  const roots = [...destructors].flatMap((symbol) => fates.of(symbol, 0) ?? []);
  fates.settle();
  return roots.flatMap(({ fn, way }) => (way ? [problem(fn, way, targets)] : []));
}

function problem(fn: Function, way: Way, targets: CallTargets): Escape {
  const name = targets.nameOf(fn.symbol).replace(/\.[^.]*$/, "");
  const callee = way.callee === null ? null : targets.nameOf(way.callee);
  const how = callee === null ? `it is ${way.what}` : `'${callee}' ${way.what}`;
  return {
    location: way.location,
    message: `The destructor of '${name}' lets 'this' out, which is gone when it has returned: ${how} here.`,
    hint: "Keep what the object holds, not the object itself; or give it up by a method that is called before its last reference goes.",
  };
}

class Fates {
  private readonly targets: CallTargets;
  private readonly known = new Map<string, Fate>();

  constructor(targets: CallTargets) {
    this.targets = targets;
  }

  /** Asks for the fate of an argument, at first the best; null for functions without a body here. */
  of(symbol: string, index: number): Fate | null {
    const key = `${index} ${symbol}`;
    const fn = this.targets.functions.get(symbol);
    const parameter = fn?.parameters[index];
    if (!fn || !parameter || fn.blocks.length === 0) return null;
    const fate = this.known.get(key) ?? { fn, parameter, way: null, isReturned: false };
    this.known.set(key, fate);
    return fate;
  }

  /** Goes on until nothing that was found changes anything else. */
  settle(): void {
    for (let changed = true; changed;) {
      changed = false;
      // A map that grows while it is walked.
      for (const fate of this.known.values()) if (this.follow(fate)) changed = true;
    }
  }

  /** Whether more has come out than was known. */
  private follow(fate: Fate): boolean {
    if (fate.way) return false;
    const [asked, wasReturned] = [this.known.size, fate.isReturned];
    const holders = new Set([fate.parameter]);
    const nodes = allNodes(fate.fn);
    const boxes = boxesOf(nodes);
    for (let size = -1; size !== holders.size && !fate.way;) {
      size = holders.size;
      for (const node of nodes) this.step(fate, node, { holders, boxes });
    }
    return fate.way !== null || fate.isReturned !== wasReturned || this.known.size !== asked;
  }

  /** What a node does with what holds the reference. */
  private step(fate: Fate, node: Node, tracked: Tracked): void {
    const { holders } = tracked;
    const holds = (o: Operand): boolean => o.kind === "var" && holders.has(o.variable);
    const pass = (isHolder: boolean): void => {
      const result = resultOf(node);
      if (isHolder && result) holders.add(result);
    };
    const out = (what: string): void => void (fate.way ??= { location: node.location, what, callee: null });
    switch (node.op) {
      case "cast":
      case "wrap":
      case "unwrap":
      case "toInterface":
      case "extract":
      case "copy":
        return pass(holds(node.a));
      case "tuple":
        return pass(node.elements.some(holds));
      case "load":
        return pass(isCounted(node.place.type) && isHeld(node.place, holders));
      case "reference":
        return pass(isHeld(node.place, holders));
      case "store":
        if (holds(node.value)) putInto(node.place, tracked, out);
        return;
      case "copyPlace":
        if (isHeld(node.from, holders)) putInto(node.to, tracked, out);
        return;
      case "allocate":
      case "invokeAllocate":
        if (node.allocation.kind === "closure" && node.allocation.captures.some(holds))
          out("captured by a closure, which is destroyed after it,");
        return;
      case "call":
      case "invoke":
        return this.call(fate, node, holders, pass);
      case "return":
        if (node.value && holds(node.value)) fate.isReturned = true;
        return;
      case "raise":
        if (holds(node.error)) out("thrown");
        return;
      case "intrinsic":
        if (node.name === "bitCast") return pass(node.args.some(holds));
        if (node.args.some(holds) && !LOOKS.has(node.name)) {
          const isKept = node.args.some(
            (a, i) => holds(a) && intrinsics.get(node.name)?.consumes.includes(i),
          );
          out(isKept ? "stored" : "known by its address");
        }
        return;
      default:
        return;
    }
  }

  private call(
    fate: Fate,
    node: Node & Call,
    holders: Set<Variable>,
    pass: (isHolder: boolean) => void,
  ): void {
    const isHolder = (o: Operand): boolean => o.kind === "var" && holders.has(o.variable);
    const { callee } = node;
    const isClosure = callee.kind === "closure";
    if (!node.args.some(isHolder) && !(isClosure && isHolder(callee.closure))) return;
    for (const symbol of this.targets.of(callee)) {
      const offset = isClosure ? this.offsetOf(symbol, node) : 0;
      const given = node.args.flatMap((arg, i) => (isHolder(arg) ? [i + offset] : []));
      if (isClosure && isHolder(callee.closure) && offset > 0) given.push(0);
      for (const index of given) {
        const inside = this.of(symbol, index);
        if (inside?.way) fate.way ??= { location: node.location, what: whatOf(inside.way), callee: symbol };
        if (inside?.isReturned) pass(true);
      }
    }
  }

  /** The code of a closure takes the closure before the arguments. */
  private offsetOf(symbol: string, call: Call): number {
    const fn = this.targets.functions.get(symbol);
    return fn ? fn.parameters.length - call.args.length : 0;
  }
}

const whatOf = ({ location: { file, line }, what, callee }: Way): string =>
  callee === null ? `lets it be ${what} (${file}:${line})` : what;

/** Whether a place is in a variable that holds the reference, in a closure that has captured it, or in a variable's box. */
function isHeld({ root }: Place, holders: ReadonlySet<Variable>): boolean {
  if (root.kind === "var") return holders.has(root.variable);
  if (root.kind !== "object" || root.object.kind !== "var") return false;
  return (root.info.special === "closure" || isBox(root.info)) && holders.has(root.object.variable);
}

/** What a variable that closures share lies in. */
const isBox = (info: ClassInfo): boolean => /^(box|late)</.test(info.symbol);

/** The boxes of a function's own variables. */
const boxesOf = (nodes: readonly Node[]): ReadonlySet<Variable> =>
  new Set(
    nodes.flatMap((node) => {
      if (node.op !== "allocate" && node.op !== "invokeAllocate") return [];
      return node.allocation.kind === "new" && isBox(node.allocation.info) ? [node.result] : [];
    }),
  );

/** A local holds it from now on, or its box; anything else may be there for longer. */
function putInto({ root }: Place, { holders, boxes }: Tracked, out: (what: string) => void): void {
  const isLocal = root.kind === "var" && root.variable.kind === "local" && root.variable.type.kind !== "ref";
  if (root.kind === "object" && root.object.kind === "var" && boxes.has(root.object.variable))
    holders.add(root.object.variable);
  else if (isLocal || (root.kind === "var" && holders.has(root.variable))) holders.add(root.variable);
  else out("stored");
}

/** Operations that look at an object, and keep nothing of it. */
const LOOKS: ReadonlySet<string> = new Set(["className", "errnoOf"]);
