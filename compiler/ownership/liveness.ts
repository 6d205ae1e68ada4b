/**
 * Which owned variables are in use where. A variable is also in use while something borrowed from it is, so the results
 * say how long a count must be kept, not only where the variable's own name occurs.
 *
 * Sets are bigints with one bit for each owned variable.
 */

import { successors } from "../mir-blocks.ts";
import { definedLocal, resultOf, variablesUsed, type Node } from "../mir-walk.ts";
import type { Block, Function, Variable } from "../mir.ts";
import type { Decisions } from "./decide.ts";

/** Which owned variables are still needed at each point of a function, those that only keep alive what others borrow included. */
export class Liveness {
  readonly owned: Variable[] = [];
  private readonly bits = new Map<Variable, bigint>();
  /** The owned variables that a use of this one keeps alive, itself included. */
  private readonly keeps = new Map<Variable, bigint>();
  private readonly liveAtStart = new Map<Block, bigint>();
  private readonly decisions: Decisions;

  constructor(fn: Function, decisions: Decisions) {
    this.decisions = decisions;
    for (const variable of [...fn.parameters, ...fn.variables]) {
      if (decisions.holding.get(variable) !== "owned") continue;
      this.bits.set(variable, 1n << BigInt(this.owned.length));
      this.owned.push(variable);
    }
    this.solve(fn);
  }

  /** The set of the variable alone; empty if it carries no count. */
  bit(variable: Variable | null): bigint {
    return (variable && this.bits.get(variable)) ?? 0n;
  }

  /** The variables of a set. */
  *variablesIn(set: bigint): Generator<Variable> {
    for (let i = 0; set !== 0n; i++, set >>= 1n) {
      if ((set & 1n) !== 0n) yield this.owned[i]!;
    }
  }

  /** A variable new to the function that carries a count: made by the insertion of copies. */
  add(variable: Variable): void {
    this.bits.set(variable, 1n << BigInt(this.owned.length));
    this.owned.push(variable);
  }

  /** The variable and those that keep alive what it borrows. */
  kept(variable: Variable): bigint {
    const known = this.keeps.get(variable);
    if (known !== undefined) return known;
    this.keeps.set(variable, 0n);
    let set = this.bit(variable);
    for (const base of this.decisions.bases.get(variable) ?? []) set |= this.kept(base);
    this.keeps.set(variable, set);
    return set;
  }

  /** What a node needs to be alive. */
  usedBy(node: Node): bigint {
    let set = 0n;
    for (const variable of variablesUsed(node)) set |= this.kept(variable);
    return set;
  }

  /** What a node gives a value. */
  definedBy(node: Node): bigint {
    return this.bit(resultOf(node)) | this.bit(definedLocal(node));
  }

  /** In use when the block begins. */
  atStart(block: Block): bigint {
    return this.liveAtStart.get(block) ?? 0n;
  }

  /** In use behind the terminator on some edge, without the result that the normal edge of an `invoke` defines. */
  atEnd(block: Block): bigint {
    let set = 0n;
    for (const target of successors(block.terminator)) set |= this.atStart(target);
    return set & ~this.bit(resultOf(block.terminator));
  }

  private solve(fn: Function): void {
    const effects = new Map(fn.blocks.map((block) => [block, this.effectOf(block)]));
    const blocks = [...fn.blocks].reverse();
    for (let changed = true; changed;) {
      changed = false;
      for (const block of blocks) {
        const { uses, defines } = effects.get(block)!;
        const live = (this.atEnd(block) & ~defines) | uses;
        if (live === this.atStart(block)) continue;
        this.liveAtStart.set(block, live);
        changed = true;
      }
    }
  }

  private effectOf(block: Block): { uses: bigint; defines: bigint } {
    let uses = 0n;
    let defines = 0n;
    for (const node of [...block.instructions, block.terminator].reverse()) {
      const d = this.definedBy(node);
      uses = (uses & ~d) | this.usedBy(node);
      defines |= d;
    }
    return { uses, defines };
  }
}
