/**
 * Views of array elements: references to structs in place, spans, the addresses that element accesses compute. None may
 * be in use behind something that can move the elements of arrays of its type (`Moves`). The owner of a view is kept
 * alive by the ownership pass, which runs later: what it may release in a function counts for the whole of it.
 *
 * For each function it is found out which arrays a view may look into (`origins`), which arrays the view that it returns
 * looks into, and for each parameter that is a view, which arrays may move while the function still uses it (`unsteady`).
 * So passing `list[i]` to `list.push` is fine, since push copies it before the elements move. For a method of arrays,
 * parameter 0 stands for views of its receiver's elements: `list.forEach(f)` holds one while it runs `f`.
 *
 * What a method of arrays does to its own receiver, and raw pointers (`arrayData`), are vouched for by those who wrote them.
 */

import { definedLocal, isView, resultOf, visitNode, type Node } from "../mir-walk.ts";
import type { Call, Function, Location, Operand, Place, Variable } from "../mir.ts";
import { isCounted, isInline, type Type } from "../types.ts";
import { allNodes } from "../ownership/prepare.ts";
import type { CallTargets } from "./call-targets.ts";
import { arrayOf, receiverOf } from "./homes.ts";
import { findOwners } from "./owners.ts";
import { ViewUses } from "./uses.ts";
import { isDataOf, Moves, NONE, type ArraySet } from "./moves.ts";

interface ViewProblem {
  readonly location: Location;
  readonly message: string;
  readonly hint: string;
}

/** What a view looks into: arrays of these types, and what these parameters look into (bit n: parameter n). */
interface Origin {
  readonly arrays: ArraySet;
  readonly parameters: bigint;
  /** A local struct or fixed array of the function. */
  readonly local: Variable | null;
}
const NOWHERE: Origin = { arrays: NONE, parameters: 0n, local: null };

const join = (a: Origin, b: Origin): Origin => ({
  arrays: a.arrays | b.arrays,
  parameters: a.parameters | b.parameters,
  local: a.local ?? b.local,
});
const same = (a: Origin, b: Origin): boolean =>
  a.arrays === b.arrays && a.parameters === b.parameters && a.local === b.local;

/** The program's throws must be known; it need not be counted. Gives one problem for each place of the program that is wrong. */
export function checkViews(targets: CallTargets): ViewProblem[] {
  return new Check(targets).run();
}

class Check {
  private readonly targets: CallTargets;
  private readonly moves: Moves;
  private readonly returned = new Map<string, Origin>();
  private readonly unsteady = new Map<string, ArraySet[]>();

  constructor(targets: CallTargets) {
    this.targets = targets;
    this.moves = new Moves(this.targets, findOwners(this.targets.functions.values()));
  }

  run(): ViewProblem[] {
    const functions = [...this.targets.functions.values()].filter((fn) => fn.blocks.length > 0);
    repeat(
      functions.filter((fn) => isView(fn.result)),
      (fn) => this.findReturned(fn),
    );
    const viewing = functions
      .filter((fn) => this.moves.movedBy(fn.symbol) !== NONE)
      .map((fn) => new ViewUses(fn, this.originsOf(fn), this.moves));
    const receiving = viewing.filter(
      ({ fn }) => receiverOf(fn) !== null || fn.parameters.some((p) => isView(p.type)),
    );
    repeat(receiving, (uses) => this.findUnsteady(uses.fn, uses));
    const problems = new Map<string, ViewProblem>();
    for (const uses of viewing) {
      for (const conflict of this.conflicts(uses)) {
        if ((conflict.arrays & conflict.origin.arrays) === NONE) continue;
        const key = keyOf(conflict.node);
        if (!problems.has(key)) problems.set(key, this.problem(uses.fn, conflict));
      }
    }
    for (const fn of functions)
      for (const problem of this.escaping(fn)) problems.set(keyOf(problem), problem);
    return [...problems.values()];
  }

  /** Views of the function's own locals that it returns. */
  private *escaping(fn: Function): Generator<ViewProblem> {
    if (!isView(fn.result)) return;
    const origins = this.originsOf(fn);
    for (const { terminator: end } of fn.blocks) {
      const local = end.op === "return" && end.value ? originOf(end.value, origins).local : null;
      if (!local) continue;
      const [message, hint] = returnsView(local);
      yield { location: end.location, message, hint };
    }
  }

  // ---------------------------------------------------------------- origins

  /** Whether what is known has changed. */
  private findReturned(fn: Function): boolean {
    const origins = this.originsOf(fn);
    let origin = NOWHERE;
    for (const { terminator } of fn.blocks) {
      if (terminator.op === "return" && terminator.value)
        origin = join(origin, originOf(terminator.value, origins));
    }
    // Made of a bare address, as a string's bytes are: then it is of what was passed.
    if (same(origin, NOWHERE)) origin = ofAllParameters(fn);
    if (same(origin, this.returned.get(fn.symbol) ?? NOWHERE)) return false;
    this.returned.set(fn.symbol, origin);
    return true;
  }

  private originsOf(fn: Function): Map<Variable, Origin> {
    const origins = new Map<Variable, Origin>();
    if (!isView(fn.result) && ![...fn.parameters, ...fn.variables].some((v) => isView(v.type)))
      return origins;
    // A function that returns a view has to know where its owner is held.
    const isTracked = (type: Type): boolean => isView(type) || (isView(fn.result) && isCounted(type));
    fn.parameters.forEach((p, i) => {
      if (isTracked(p.type)) origins.set(p, { ...NOWHERE, parameters: 1n << BigInt(i) });
    });
    for (let changed = true; changed;) {
      changed = false;
      for (const node of allNodes(fn)) {
        const local = node.op === "store" ? definedLocal(node) : null;
        const result = resultOf(node) ?? local;
        if (!result || !isTracked(result.type)) continue;
        const before = origins.get(result) ?? NOWHERE;
        const origin = join(before, this.made(fn, node, origins));
        if (same(before, origin)) continue;
        origins.set(result, origin);
        changed = true;
      }
    }
    return origins;
  }

  /** Where the view that an instruction makes looks into. */
  private made(fn: Function, node: Node, origins: ReadonlyMap<Variable, Origin>): Origin {
    if (node.op === "call" || node.op === "invoke") return this.ofCall(fn, node, origins);
    if (node.op === "load" && node.place.root.kind === "object") {
      const { info, object } = node.place.root;
      if (isDataOf(node.place, info)) return this.elementsOf(fn, object);
    }
    if (node.op === "load" && !isLocal(node.place)) return this.ofLoaded(node, origins);
    let origin = NOWHERE;
    const from = (variable: Variable): void => {
      origin = join(origin, origins.get(variable) ?? NOWHERE);
    };
    visitNode(
      node,
      (o) => {
        if (o.kind === "var") from(o.variable);
      },
      (p, use) => {
        if (p.root.kind !== "var" || use === "write") return;
        from(p.root.variable);
        if (use === "address" && isInline(p.root.variable.type))
          origin = join(origin, { ...NOWHERE, local: p.root.variable });
      },
    );
    return origin;
  }

  /** A pointer read out of memory does not look into that memory; a counted value is kept alive by it. */
  private ofLoaded({ place }: Extract<Node, { op: "load" }>, origins: ReadonlyMap<Variable, Origin>): Origin {
    if (!isCounted(place.type)) return NOWHERE;
    const { root } = place;
    const operand = root.kind === "object" ? root.object : root.kind === "pointer" ? root.pointer : null;
    const holder = root.kind === "var" ? origins.get(root.variable) : operand && originOf(operand, origins);
    return join(holder ?? NOWHERE, { ...NOWHERE, arrays: this.moves.setOfOwners(place) });
  }

  private ofCall(fn: Function, call: Call, origins: ReadonlyMap<Variable, Origin>): Origin {
    let origin = NOWHERE;
    for (const symbol of this.targets.of(call.callee)) {
      const returned = this.returned.get(symbol);
      if (!returned) continue;
      origin = join(origin, { ...NOWHERE, arrays: returned.arrays });
      const offset = this.offsetOf(symbol, call);
      call.args.forEach((arg, i) => {
        if (((returned.parameters >> BigInt(i + offset)) & 1n) !== 0n)
          origin = join(origin, this.ofArgument(fn, arg, origins));
      });
    }
    return origin;
  }

  private elementsOf(fn: Function, array: Operand): Origin {
    const isReceiver = array.kind === "var" && array.variable === fn.parameters[0] && receiverOf(fn) !== null;
    return isReceiver ? { ...NOWHERE, parameters: 1n } : { ...NOWHERE, arrays: this.moves.setOf(fn, array) };
  }

  /** What a callee's views of an argument look into. */
  private ofArgument(fn: Function, arg: Operand, origins: ReadonlyMap<Variable, Origin>): Origin {
    if (arg.kind !== "var") return NOWHERE;
    const origin = originOf(arg, origins);
    return arrayOf(arg.variable.type) ? join(origin, this.elementsOf(fn, arg)) : origin;
  }

  /** The code of a closure takes the closure before the arguments. */
  private offsetOf(symbol: string, call: Call): number {
    const fn = this.targets.functions.get(symbol);
    return fn && call.callee.kind === "closure" ? fn.parameters.length - call.args.length : 0;
  }

  // ---------------------------------------------------------------- use

  private findUnsteady(fn: Function, uses: Uses): boolean {
    const before = this.unsteady.get(fn.symbol) ?? fn.parameters.map(() => NONE);
    const after = [...before];
    for (const { origin, arrays } of this.conflicts(uses)) {
      after.forEach((set, i) => {
        if (((origin.parameters >> BigInt(i)) & 1n) !== 0n) after[i] = set | arrays;
      });
    }
    if (after.every((set, i) => set === before[i])) return false;
    this.unsteady.set(fn.symbol, after);
    return true;
  }

  /** Views that are in use where arrays may move, whatever they look into. */
  private *conflicts(uses: Uses): Generator<Conflict> {
    for (const { node, moved, after } of uses.points()) {
      const written = "dest" in node && node.dest?.root.kind === "var" ? node.dest.root.variable : null;
      for (const view of after)
        yield { node, view, origin: uses.origins.get(view)!, arrays: moved, through: null };
      if (written && uses.origins.has(written))
        yield { node, view: written, origin: uses.origins.get(written)!, arrays: moved, through: null };
      if (node.op === "call" || node.op === "invoke") yield* this.inCallee(node, node, uses);
    }
  }

  private *inCallee(node: Node, call: Call, uses: Uses): Generator<Conflict> {
    for (const symbol of this.targets.of(call.callee)) {
      const unsteady = this.unsteady.get(symbol);
      if (!unsteady) continue;
      const offset = this.offsetOf(symbol, call);
      for (const [i, arg] of call.args.entries()) {
        const arrays = unsteady[i + offset] ?? NONE;
        if (arg.kind !== "var" || arrays === NONE) continue;
        const origin = this.ofArgument(uses.fn, arg, uses.origins);
        if (origin !== NOWHERE) yield { node, view: arg.variable, origin, arrays, through: symbol };
      }
    }
  }

  // ---------------------------------------------------------------- messages

  private problem(fn: Function, { node, view, origin, arrays, through }: Conflict): ViewProblem {
    const set = arrays & origin.arrays;
    const culprit = through ?? this.moves.culprit(fn, node, set) ?? "";
    const name = this.moves.nameOf(culprit);
    const effect = this.moves.effectOf(set);
    const way = this.moves.explain(culprit, set);
    const what = view.name ? `'${view.name}'` : "a view of it";
    const isArray = arrayOf(view.type) !== null;
    let message = `${name} may ${effect}, and ${what} is used after it.`;
    if (through !== null)
      message = isArray
        ? `${name} works on the elements in place, and what it calls may ${effect}.`
        : `${name} is given a view, and uses it after what may ${effect}.`;
    else if (culprit === "") message = `This may ${effect}, and ${what} is used after it.`;
    else if (node.op !== "call" && node.op !== "invoke")
      message = `What is released here runs ${name}, which may ${effect}, and ${what} is used after it.`;
    const advice = isArray
      ? "Go by index over them, or change the array after this."
      : view.type.kind === "span"
        ? "Take the span anew after it, or work on a copy ('slice')."
        : "Take a copy of the struct before ('let copy = list[i]'), or name the element anew after it: list[i].";
    return { location: node.location, message, hint: way === "" ? advice : `${advice} ${way}.` };
  }
}

/** Message and hint for a function that returns a view of what it owns. */
export function returnsView(owner: Variable): [message: string, hint: string] {
  const what = owner.name ? `'${owner.name}'` : "a value";
  return [
    `This returns a view of ${what}, which is gone when the function has returned.`,
    "Return the owner itself or a copy, or let the caller pass the span that is to be filled.",
  ];
}

type Uses = ViewUses<Origin>;

interface Conflict {
  readonly node: Node;
  readonly view: Variable;
  readonly origin: Origin;
  /** What may move while the view is in use. */
  readonly arrays: ArraySet;
  /** The callee that uses the view after the move; null where this function does. */
  readonly through: string | null;
}

const isLocal = ({ root, steps }: Place): boolean =>
  root.kind === "var" &&
  root.variable.kind === "local" &&
  root.variable.type.kind !== "ref" &&
  steps.length === 0;

function ofAllParameters(fn: Function): Origin {
  let parameters = 0n;
  fn.parameters.forEach((p, i) => {
    if (isView(p.type) || isCounted(p.type)) parameters |= 1n << BigInt(i);
  });
  return { ...NOWHERE, parameters };
}

const originOf = (operand: Operand, origins: ReadonlyMap<Variable, Origin>): Origin =>
  (operand.kind === "var" ? origins.get(operand.variable) : undefined) ?? NOWHERE;

const keyOf = ({ location: { file, line, column } }: { readonly location: Location }): string =>
  `${file}:${line}:${column}`;

function repeat<T>(items: readonly T[], step: (item: T) => boolean): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const item of items) if (step(item)) changed = true;
  }
}
