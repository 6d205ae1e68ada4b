/** Where the views of one function are in use, and where it may release something whose destructor moves arrays. */

import { successors } from "../mir-blocks.ts";
import { definedLocal, isView, resultOf, variablesUsed, visitNode, type Node } from "../mir-walk.ts";
import type { Block, Function, Variable } from "../mir.ts";
import { directBases, type Bases } from "../ownership/bases.ts";
import { NONE, type ArraySet, type Moves } from "./moves.ts";

/** An instruction that may move something. */
export interface MovingPoint {
  readonly node: Node;
  readonly moved: ArraySet;
  /** The views that are in use behind it. */
  readonly after: readonly Variable[];
}

/** `Origin`: what is known of each view. */
export class ViewUses<Origin> {
  readonly fn: Function;
  readonly origins: ReadonlyMap<Variable, Origin>;
  private readonly moves: Moves;
  private readonly views: readonly Variable[];
  private readonly releasable: ReadonlyMap<Variable, ArraySet>;
  private readonly bits: ReadonlyMap<Variable, bigint>;
  private readonly bases: Bases;
  private readonly keeps = new Map<Variable, bigint>();
  private readonly atStart = new Map<Block, bigint>();
  private moving: readonly MovingPoint[] | null = null;

  constructor(fn: Function, origins: ReadonlyMap<Variable, Origin>, moves: Moves) {
    this.fn = fn;
    this.origins = origins;
    this.moves = moves;
    this.views = [...origins.keys()].filter((v) => isView(v.type));
    this.releasable = this.views.length > 0 ? moves.releasable(fn) : new Map<Variable, ArraySet>();
    this.bits = new Map([...this.views, ...this.releasable.keys()].map((v, i) => [v, 1n << BigInt(i)]));
    this.bases = this.releasable.size > 0 ? directBases(fn, new Set()) : new Map<Variable, Set<Variable>>();
    const blocks = [...fn.blocks].reverse();
    for (let changed = this.bits.size > 0; changed;) {
      changed = false;
      for (const block of blocks) {
        let live = this.atEnd(block);
        for (const node of nodesBackwards(block)) live = this.before(node, live);
        if (live === this.startOf(block)) continue;
        this.atStart.set(block, live);
        changed = true;
      }
    }
  }

  /** Where something may move. They are the same each time that they are asked for. */
  points(): readonly MovingPoint[] {
    return (this.moving ??= [...this.findPoints()]);
  }

  private *findPoints(): Generator<MovingPoint> {
    for (const block of this.fn.blocks) {
      let live = this.atEnd(block);
      for (const node of nodesBackwards(block)) {
        const moved = this.moves.movedAt(this.fn, node) | this.movedByReleases(node, live);
        if (moved !== NONE) {
          const made = this.bit(resultOf(node));
          yield { node, moved, after: this.views.filter((v) => (live & ~made & this.bit(v)) !== 0n) };
        }
        if (this.bits.size > 0) live = this.before(node, live);
      }
    }
  }

  /** Whatever is out of use behind a node and is not taken by it is released there. */
  private movedByReleases(node: Node, after: bigint): ArraySet {
    if (this.releasable.size === 0) return NONE;
    const defined = this.bit(resultOf(node)) | this.bit(definedLocal(node));
    const used = this.usedBy(node);
    let dying = ((used | defined) & ~after) | (used & defined);
    for (const target of successors(node as Block["terminator"]))
      dying |= (after | used | defined) & ~this.startOf(target);
    dying &= ~this.consumedBy(node);
    let moved = NONE;
    for (const [variable, set] of this.releasable) if ((dying & this.bit(variable)) !== 0n) moved |= set;
    return moved;
  }

  private consumedBy(node: Node): bigint {
    let set = 0n;
    visitNode(node, (o, use) => {
      if (use === "consume" && o.kind === "var") set |= this.kept(o.variable);
    });
    return set;
  }

  private bit(variable: Variable | null): bigint {
    return (variable && this.bits.get(variable)) ?? 0n;
  }

  private startOf(block: Block): bigint {
    return this.atStart.get(block) ?? 0n;
  }

  private atEnd(block: Block): bigint {
    let live = 0n;
    for (const target of successors(block.terminator)) live |= this.startOf(target);
    return live;
  }

  private before(node: Node, after: bigint): bigint {
    return (after & ~this.bit(resultOf(node)) & ~this.bit(definedLocal(node))) | this.usedBy(node);
  }

  private usedBy(node: Node): bigint {
    let set = 0n;
    for (const variable of variablesUsed(node)) set |= this.kept(variable);
    return set;
  }

  /** A variable, and what counting keeps alive for it. */
  private kept(variable: Variable): bigint {
    const known = this.keeps.get(variable);
    if (known !== undefined) return known;
    this.keeps.set(variable, 0n);
    let set = this.bit(variable);
    for (const base of this.bases.get(variable) ?? []) {
      // A view's other views are used by themselves.
      if (!isView(base.type)) set |= this.kept(base);
      else for (const owner of this.ownersOf(base, new Set())) set |= this.kept(owner);
    }
    this.keeps.set(variable, set);
    return set;
  }

  private *ownersOf(view: Variable, seen: Set<Variable>): Generator<Variable> {
    if (seen.has(view)) return;
    seen.add(view);
    for (const base of this.bases.get(view) ?? []) {
      if (isView(base.type)) yield* this.ownersOf(base, seen);
      else yield base;
    }
  }
}

function* nodesBackwards(block: Block): Generator<Node> {
  yield block.terminator;
  for (let i = block.instructions.length - 1; i >= 0; i--) yield block.instructions[i]!;
}
