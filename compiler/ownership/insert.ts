/**
 * Inserts the counting: a `copy` before an instruction that consumes what is borrowed or still in use, a `destroy` behind
 * the last use of what is owned and on the edges of control flow where it goes out of use.
 *
 * The invariant is that an owned variable carries its count exactly where it is in use (`Liveness`).
 */

import { mapTargets, predecessorCounts, successors } from "../mir-blocks.ts";
import {
  definedLocal,
  isCountedOperand,
  mapNode,
  newBlock,
  newVariable,
  resultOf,
  variablePlace,
  visitNode,
  type Node,
} from "../mir-walk.ts";
import type { Block, Function, Instruction, Location, Operand, Variable } from "../mir.ts";
import { decide, type Decisions, type Life } from "./decide.ts";
import { Liveness } from "./liveness.ts";
import type { WholeProgram } from "./whole-program.ts";

/** What the verifier needs to know of how a function was counted. */
export interface Ownership {
  readonly decisions: Decisions;
  readonly pinned: ReadonlySet<Variable>;
}

/** The function must be prepared. Rewrites its instructions. */
export function insertCounting(
  fn: Function,
  pinned: ReadonlySet<Variable>,
  program: WholeProgram,
): Ownership {
  const copied = new Set<Variable>();
  const counted = new Set<Variable>();
  for (;;) {
    const decisions = decide(fn, pinned, program, copied, counted);
    if (decisions.failedCursors.length > 0) {
      for (const local of decisions.failedCursors) counted.add(local);
      continue;
    }
    const liveness = new Liveness(fn, decisions);
    const before = copied.size;
    // A release may run any destructor: what is borrowed across one has to be copied after all.
    for (const release of releases(fn, liveness, decisions)) {
      for (const [variable, life] of decisions.fragile) if (isIn(life, release)) copied.add(variable);
    }
    if (copied.size > before) continue;
    new Inserter(fn, decisions, liveness).run();
    return { decisions, pinned };
  }
}

/** Something is released behind a node, on the edge to a block, or at the end of the function. */
interface Release {
  readonly behind: Node;
  readonly target: Block | null;
}

/** Whether a value is in use where something is released. */
function isIn(life: Life, { behind, target }: Release): boolean {
  if (target === null) return life.get(behind) === true;
  return life.has(target.instructions[0] ?? target.terminator);
}

function* releases(fn: Function, liveness: Liveness, decisions: Decisions): Generator<Release> {
  if (decisions.fragile.size === 0) return;
  for (const block of fn.blocks) {
    let after = liveness.atEnd(block);
    const end = block.terminator;
    const beforeEnd = after | liveness.usedBy(end);
    for (const target of successors(end)) {
      if ((beforeEnd & ~liveness.atStart(target)) !== 0n) yield { behind: end, target };
    }
    after = beforeEnd;
    for (const node of [...block.instructions].reverse()) {
      const defined = liveness.definedBy(node);
      const used = liveness.usedBy(node);
      const consumed = consumedBy(node, liveness, decisions);
      const dying = (used | defined) & ~after & ~consumed;
      if (dying !== 0n || (used & defined) !== 0n) yield { behind: node, target: null };
      after = (after & ~defined) | used;
    }
  }
}

/** A store to a local that only borrows takes nothing. */
export function storesBorrowed(node: Node, decisions: Decisions): boolean {
  const local = node.op === "store" ? definedLocal(node) : null;
  return local !== null && decisions.holding.get(local) === "borrowed";
}

/** The owned variables that an instruction would consume if they are not in use behind it. */
function consumedBy(node: Node, liveness: Liveness, decisions: Decisions): bigint {
  let set = 0n;
  const result = resultOf(node);
  if (node.op === "load") {
    if (node.mode === "take" && node.place.root.kind === "var") set |= liveness.bit(node.place.root.variable);
    return set;
  }
  if (storesBorrowed(node, decisions)) return 0n;
  visitNode(node, (o, use) => {
    if (o.kind !== "var") return;
    const forwards = use === "forward" && result && decisions.holding.get(result) === "owned";
    if (use === "consume" || forwards) set |= liveness.bit(o.variable);
  });
  return set;
}

/** Whether some counted operand is more than borrowed. */
function takesCounted(node: Node): boolean {
  let takes = false;
  visitNode(node, (o, use) => {
    if (use !== "borrow" && isCountedOperand(o)) takes = true;
  });
  return takes;
}

class Inserter {
  private readonly fn: Function;
  private readonly decisions: Decisions;
  private readonly live: Liveness;
  private out: Instruction[] = [];

  constructor(fn: Function, decisions: Decisions, liveness: Liveness) {
    this.fn = fn;
    this.decisions = decisions;
    this.live = liveness;
  }

  run(): void {
    const blocks = [...this.fn.blocks];
    const predecessors = predecessorCounts(blocks);
    for (const block of blocks) this.block(block);
    for (const block of blocks) this.edges(block, predecessors);
    this.zeroUnset();
  }

  private block(block: Block): void {
    const { instructions } = block;
    const after: bigint[] = [];
    let live = this.live.atEnd(block) | this.live.usedBy(block.terminator);
    for (let i = instructions.length - 1; i >= 0; i--) {
      after[i] = live;
      live = (live & ~this.live.definedBy(instructions[i]!)) | this.live.usedBy(instructions[i]!);
    }
    this.out = [];
    instructions.forEach((node, i) => this.instruction(node, after[i]!));
    this.terminator(block);
    block.instructions = this.out;
  }

  private instruction(node: Instruction, after: bigint): void {
    const used = this.live.usedBy(node);
    const defined = this.live.definedBy(node);
    const { node: rewritten, consumed } = this.withCopies(node, after & ~defined);
    // What a local held is released before it is replaced, if it was still of use to compute the new value.
    this.destroy(used & defined & ~consumed, node.location);
    // A local's old value was released when it was used for the last time: the store drops nothing.
    const local = rewritten.op === "store" ? definedLocal(rewritten) : null;
    const drops = local === null || !this.decisions.holding.has(local);
    this.out.push(rewritten.op === "store" && !drops ? { ...rewritten, init: true } : rewritten);
    this.destroy((defined | (used & ~consumed)) & ~after, node.location);
  }

  private terminator(block: Block): void {
    const node = block.terminator;
    const after = this.live.atEnd(block);
    const { node: rewritten, consumed } = this.withCopies(node, after);
    block.terminator = rewritten;
    if (successors(node).length === 0)
      this.destroy((after | this.live.usedBy(node)) & ~consumed, node.location);
    this.heldAtEnd.set(block, (after | this.live.usedBy(node)) & ~consumed);
  }

  /** What still carries its count behind a terminator: by what that used before copies took the place of its operands. */
  private readonly heldAtEnd = new Map<Block, bigint>();

  /** Copies what the instruction consumes but must not have; says which variables it really consumes. */
  private withCopies<N extends Node>(node: N, after: bigint): { node: N; consumed: bigint } {
    const general: Node = node;
    if (general.op === "load") {
      const { root } = general.place;
      return {
        node,
        consumed: general.mode === "take" && root.kind === "var" ? this.live.bit(root.variable) : 0n,
      };
    }
    if (storesBorrowed(node, this.decisions)) return { node, consumed: 0n };
    if (!takesCounted(node)) return { node, consumed: 0n };
    const result = resultOf(node);
    let consumed = 0n;
    const rewritten = mapNode(node, {
      operand: (o, use) => {
        if (use === "borrow" || !isCountedOperand(o)) return o;
        const bit = this.live.bit(o.variable);
        if (use === "forward") {
          if (result && this.decisions.holding.get(result) === "owned") consumed |= bit;
          return o;
        }
        const holding = this.decisions.holding.get(o.variable);
        if (holding === "immortal") return o;
        if (holding === "owned" && (after & bit) === 0n && (consumed & bit) === 0n) {
          consumed |= bit;
          return o;
        }
        const copy = this.copy(o, node.location);
        // On the edges behind a terminator the copy is gone like anything else that it consumes.
        consumed |= this.live.bit(copy.variable);
        return copy;
      },
    });
    return { node: rewritten, consumed };
  }

  private copy(operand: Operand & { kind: "var" }, location: Location): Operand & { kind: "var" } {
    const result = newVariable(this.fn, operand.variable.type, "temp");
    this.decisions.holding.set(result, "owned");
    this.live.add(result);
    this.out.push({ op: "copy", result, a: operand, location });
    return { kind: "var", variable: result };
  }

  private destroy(set: bigint, location: Location): void {
    for (const instruction of this.destroys(set, location)) this.out.push(instruction);
  }

  private destroys(set: bigint, location: Location): Instruction[] {
    return [...this.live.variablesIn(set)].map((v) => ({ op: "destroy", place: variablePlace(v), location }));
  }

  // ------------------------------------------------------------ edges

  private edges(block: Block, predecessors: ReadonlyMap<Block, number>): void {
    const node = block.terminator;
    const targets = successors(node);
    if (targets.length === 0) return;
    const held = this.heldAtEnd.get(block) ?? 0n;
    const made = this.live.bit(resultOf(node));
    const moved = new Map<Block, Block>();
    for (const target of new Set(targets)) {
      const isNormal = (node.op === "invoke" || node.op === "invokeAllocate") && node.normal === target;
      const dying = (isNormal ? held | made : held) & ~this.live.atStart(target);
      if (dying === 0n) continue;
      const instructions = this.destroys(dying, node.location);
      if (predecessors.get(target) === 1) {
        const at = target.instructions[0]?.op === "landing" ? 1 : 0;
        target.instructions.splice(at, 0, ...instructions);
      } else {
        const between = newBlock(this.fn, { op: "goto", target, location: node.location });
        between.instructions.push(...instructions);
        moved.set(target, between);
      }
    }
    if (moved.size > 0) block.terminator = mapTargets(node, (target) => moved.get(target) ?? target);
  }

  /** Locals that the checker knows to be assigned before use, but that the control flow alone does not show to be. */
  private zeroUnset(): void {
    const entry = this.fn.blocks[0];
    if (!entry) return;
    const unset = [...this.live.variablesIn(this.live.atStart(entry))].filter((v) => v.kind === "local");
    const zeros = unset.map((v): Instruction => ({
      op: "zeroPlace",
      place: variablePlace(v),
      location: this.fn.location,
    }));
    entry.instructions.unshift(...zeros);
  }
}
