/**
 * Which functions may move the elements of which arrays: by growing them (the block is replaced), or by taking counted
 * elements out (what they refer to may be gone). The answer covers everything that a function calls, and the destructors of
 * what it releases; arrays are told apart by their homes.
 */

import { isView, type Node } from "../mir-walk.ts";
import type { Call, Function, Location, Operand, Place, Variable } from "../mir.ts";
import { allNodes } from "../ownership/prepare.ts";
import { isCounted, isInline, showType, type ClassInfo, type Type } from "../types.ts";
import type { CallTargets, Released } from "./call-targets.ts";
import { ownerKeys, writtenKeys } from "./owners.ts";
import { arrayOf, Homes, RECEIVER, receiverOf, type Home } from "./homes.ts";

/** A set of homes of arrays: bit n is the home with number n. */
export type ArraySet = bigint;
export const NONE: ArraySet = 0n;

/** What may move arrays: a function by its symbol, or a release. */
type Mover = string | Released;

interface Step {
  readonly callee: string;
  readonly location: Location;
}

/** Which arrays' elements each function may move or drop, by itself and by what it calls. */
export class Moves {
  private readonly targets: CallTargets;
  private readonly homes: Homes;
  private readonly numbers = new Map<Home, number>();
  /** What moving means for each home, for messages: "move or drop the elements of a 'u8[]'". */
  private readonly effects: string[] = [];
  private readonly owners: ReadonlyMap<string, string>;
  /** Methods of arrays that move the elements of their receiver. */
  private readonly movers = new Set<string>();
  private readonly moved = new Map<Mover, ArraySet>();
  private readonly movedAtNode = new Map<Node, ArraySet>();

  /** `owners`: places that hold the owners of views, by `ownerKeys`. Writing to one counts as moving too. */
  constructor(targets: CallTargets, owners: ReadonlyMap<string, string>) {
    this.targets = targets;
    this.owners = owners;
    this.homes = new Homes(targets.functions);
    this.findMovers();
    this.findMoved();
  }

  /** From the functions that move something themselves to all that run them. */
  private findMoved(): void {
    const callers = new Map<Mover, Set<Mover>>();
    const add = (callee: Mover, caller: Mover): void => {
      const set = callers.get(callee);
      if (set) set.add(caller);
      else callers.set(callee, new Set([caller]));
    };
    const work: Mover[] = [];
    for (const fn of this.targets.functions.values()) {
      let own = NONE;
      for (const node of allNodes(fn)) {
        own |= this.movedDirectly(fn, node);
        for (const callee of this.called(node)) add(callee, fn.symbol);
        const type = releasedAt(node);
        if (type) add(type, fn.symbol);
      }
      for (const type of localTypes(fn)) add(type, fn.symbol);
      if (own === NONE) continue;
      this.moved.set(fn.symbol, own);
      work.push(fn.symbol);
    }
    // A release stands between its destructors and all functions that do it: their product would be large.
    const released = new Set([...callers.keys()].filter((mover) => typeof mover !== "string"));
    // A set that grows while it is walked.
    for (const value of released) {
      if (!("kind" in value) && value.destructor) add(value.destructor, value);
      for (const part of this.targets.releasedWith(value)) {
        released.add(part);
        add(part, value);
      }
    }
    for (let mover = work.pop(); mover !== undefined; mover = work.pop()) {
      const mine = this.movedBy(mover);
      for (const caller of callers.get(mover) ?? []) {
        const before = this.movedBy(caller);
        if ((before | mine) === before) continue;
        this.moved.set(caller, before | mine);
        work.push(caller);
      }
    }
  }

  /** Methods of the array are the only functions that replace its block or take elements out of it. */
  private findMovers(): void {
    const methods = [...this.targets.functions.values()].filter(receiverOf);
    for (const fn of methods) if (movesItself(fn)) this.movers.add(fn.symbol);
    for (let changed = true; changed;) {
      changed = false;
      for (const fn of methods) {
        if (this.movers.has(fn.symbol)) continue;
        for (const node of allNodes(fn)) {
          const call = node.op === "call" || node.op === "invoke" ? this.moverCalled(fn, node) : null;
          if (call !== RECEIVER) continue;
          this.movers.add(fn.symbol);
          changed = true;
          break;
        }
      }
    }
  }

  /** The home of the array whose elements a call moves by itself. */
  private moverCalled(fn: Function, { callee, args }: Call): Home | null {
    if (callee.kind !== "direct" || !this.movers.has(callee.symbol) || !args[0]) return null;
    return this.homes.of(fn, args[0]);
  }

  private movedDirectly(fn: Function, node: Node): ArraySet {
    if (node.op === "store" || node.op === "copyPlace") return this.replaced(node);
    if (node.op !== "call" && node.op !== "invoke") return NONE;
    const home = this.moverCalled(fn, node);
    return home === null || home === RECEIVER ? NONE : this.setOf(fn, node.args[0]!);
  }

  /** The set of the one home of an array. Methods of arrays see all others of their type as one. */
  setOf(fn: Function, array: Operand): ArraySet {
    const info = arrayOf(array.kind === "var" ? array.variable.type : array.type);
    if (!info) return NONE;
    const home = this.homes.of(fn, array);
    const key = home === RECEIVER ? info.symbol : home;
    return this.bit(key, `move or drop the elements of a '${info.element ? showType(info.element) : "?"}[]'`);
  }

  /** The set of the places on the way to a value that hold the owner of a view. */
  setOfOwners(place: Place): ArraySet {
    let set = NONE;
    for (const [key, effect] of ownerKeys(place)) set |= this.bit(key, effect);
    return set;
  }

  private replaced(node: Extract<Node, { op: "store" | "copyPlace" }>): ArraySet {
    const place = node.op === "store" ? node.place : node.to;
    if (node.init || this.owners.size === 0 || !isCounted(place.type)) return NONE;
    let set = NONE;
    for (const key of writtenKeys(place)) {
      const effect = this.owners.get(key);
      if (effect !== undefined) set |= this.bit(key, effect);
    }
    return set;
  }

  private bit(key: string, effect: string): ArraySet {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.effects.length;
      this.numbers.set(key, number);
      this.effects.push(effect);
    }
    return 1n << BigInt(number);
  }

  /** What moving the first of them means. */
  effectOf(set: ArraySet): string {
    return this.effects.find((_, i) => ((set >> BigInt(i)) & 1n) !== 0n) ?? "";
  }

  /** What a function or a release may move, with all that it runs; not the function's receiver, if it is a method of arrays. */
  movedBy(mover: Mover): ArraySet {
    return this.moved.get(mover) ?? NONE;
  }

  /** What an instruction may move. */
  movedAt(fn: Function, node: Node): ArraySet {
    const known = this.movedAtNode.get(node);
    if (known !== undefined) return known;
    let set = this.movedDirectly(fn, node);
    for (const callee of this.called(node)) set |= this.movedBy(callee);
    const type = releasedAt(node);
    if (type) set |= this.movedBy(type);
    this.movedAtNode.set(node, set);
    return set;
  }

  /** The locals and temporaries whose release may move something, and what. */
  releasable(fn: Function): Map<Variable, ArraySet> {
    const found = new Map<Variable, ArraySet>();
    for (const variable of fn.variables) {
      if (variable.kind === "param" || !isCounted(variable.type) || isView(variable.type)) continue;
      const moved = this.movedBy(variable.type);
      if (moved !== NONE) found.set(variable, moved);
    }
    return found;
  }

  /** The functions that an instruction may call. */
  private called(node: Node): Iterable<string> {
    switch (node.op) {
      case "call":
      case "invoke":
        return this.targets.of(node.callee);
      case "allocate":
      case "invokeAllocate":
        return ["metal_allocate"];
      case "intrinsic":
        return node.name === "callAddress" ? this.targets.addressTaken : [];
      default:
        return [];
    }
  }

  /** The functions that an instruction may run: those that it calls, and destructors. */
  private *run(node: Node): Generator<string> {
    yield* this.called(node);
    const type = releasedAt(node);
    if (type) yield* this.targets.releasing(type);
  }

  /** The destructors of what a function's own variables may hold. */
  private *releasedBy(fn: Function): Generator<string> {
    for (const type of localTypes(fn)) yield* this.targets.releasing(type);
  }

  // ---------------------------------------------------------------- explanations

  /** The first function that an instruction runs and that moves some of the arrays. */
  culprit(fn: Function, node: Node, set: ArraySet): string | null {
    if ((this.movedDirectly(fn, node) & set) !== NONE && "callee" in node && node.callee.kind === "direct")
      return node.callee.symbol;
    const moves = (s: string): boolean => (this.movedBy(s) & set) !== NONE;
    return [...this.run(node)].find(moves) ?? [...this.releasedBy(fn)].find(moves) ?? null;
  }

  /** How a function comes to move some array of the set: `a calls b at file:line; b calls …`. */
  explain(symbol: string, set: ArraySet): string {
    const cameFrom = new Map<string, { caller: string; at: Location } | null>([[symbol, null]]);
    for (const current of cameFrom.keys()) {
      const fn = this.targets.functions.get(current);
      for (const { callee, location, isMover } of fn ? this.stepsOf(fn, set) : []) {
        if (cameFrom.has(callee)) continue;
        cameFrom.set(callee, { caller: current, at: location });
        if (isMover) return this.chain(callee, cameFrom);
      }
    }
    return "";
  }

  private *stepsOf(fn: Function, set: ArraySet): Generator<Step & { isMover: boolean }> {
    for (const node of allNodes(fn)) {
      const { location } = node;
      if ((this.movedDirectly(fn, node) & set) !== NONE && "callee" in node && node.callee.kind === "direct")
        yield { callee: node.callee.symbol, location, isMover: true };
      for (const callee of this.run(node))
        if ((this.movedBy(callee) & set) !== NONE) yield { callee, location, isMover: false };
    }
    for (const callee of this.releasedBy(fn))
      if ((this.movedBy(callee) & set) !== NONE) yield { callee, location: fn.location, isMover: false };
  }

  private chain(
    last: string,
    cameFrom: ReadonlyMap<string, { caller: string; at: Location } | null>,
  ): string {
    const parts: string[] = [];
    let at = last;
    for (let step = cameFrom.get(at); step; step = cameFrom.get(at)) {
      parts.unshift(
        `${this.nameOf(step.caller)} calls ${this.nameOf(at)} at ${step.at.file}:${step.at.line}`,
      );
      at = step.caller;
    }
    return parts.join("; ");
  }

  /** As a reader writes it: `Point[].push`. */
  nameOf(symbol: string): string {
    return this.targets.nameOf(symbol);
  }
}

/** The types of the counted values that a function's own variables may hold. */
const localTypes = (fn: Function): Set<Type> =>
  new Set(fn.variables.filter((v) => v.kind !== "param" && isCounted(v.type)).map((v) => v.type));

/** The type of what an instruction may release, if anything. */
function releasedAt(node: Node): Type | null {
  switch (node.op) {
    case "destroy":
      return node.place.type;
    case "store":
      return isReplacing(node.place, node.init) ? node.place.type : null;
    case "copyPlace":
      return isReplacing(node.to, node.init) ? node.to.type : null;
    case "intrinsic":
      return node.name === "dropAt" ? (node.types[0] ?? null) : null;
    default:
      return null;
  }
}

function movesItself(fn: Function): boolean {
  const info = receiverOf(fn);
  if (!info) return false;
  for (const node of allNodes(fn)) {
    if (node.op === "store" && isDataOf(node.place, info)) return true;
    const takes = node.op === "intrinsic" && (node.name === "takeAt" || node.name === "dropAt");
    if (takes && info.element && isCounted(info.element)) return true;
  }
  return false;
}

/** Whether a write may release something: a local struct is written again each time that a loop comes to it. */
const isReplacing = ({ root, type }: Place, isFirst: boolean): boolean =>
  isCounted(type) && (!isFirst || (root.kind === "var" && isInline(type)));

/** Whether a place is the address of an array's elements. */
export function isDataOf(place: Place, info: ClassInfo): boolean {
  const step = place.steps.at(-1);
  return step?.kind === "field" && step.info === info && info.fields[step.index]?.name === "data";
}
