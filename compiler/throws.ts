/**
 * Which functions can throw, inferred for the whole program, and what follows from it: calls that cannot throw lose
 * their error edge.
 *
 * Two properties are kept apart. A function *may throw* when its body can end with an error. It *follows the throwing
 * convention* (`throws`: a last parameter `ptr swifterror`) when it may throw, or when it is called through a closure or
 * an interface, or when it shares a vtable slot with one that may throw.
 */

import { predecessorCounts, reachableBlocks, successors } from "./mir-blocks.ts";
import { slotKey, visitNode, visitStatic } from "./mir-walk.ts";
import { allNodes } from "./ownership/prepare.ts";
import type { Block, Callee, Function, Instruction, Location, Operand, Program } from "./mir.ts";

interface ThrowsProblem {
  readonly location: Location;
  readonly message: string;
  readonly hint: string | null;
}

/** Sets `throws` on every function and simplifies all bodies. */
export function inferThrows(program: Program): ThrowsProblem[] {
  const analysis = new Analysis(program);
  analysis.solve();
  analysis.setConventions();
  for (const module of program.modules) {
    for (const fn of module.functions) simplify(fn, analysis);
  }
  return analysis.problems();
}

class Analysis {
  private readonly program: Program;
  private readonly functions = new Map<string, Function>();
  private readonly mayThrow = new Set<string>();
  /** Symbols in each vtable slot, by the topmost class that has the slot. */
  private readonly slots = new Map<string, Set<string>>();

  constructor(program: Program) {
    this.program = program;
    for (const module of program.modules)
      for (const fn of module.functions) this.functions.set(fn.symbol, fn);
    for (const info of program.classes) {
      info.virtuals.forEach((symbol, slot) => {
        const key = slotKey(info, slot);
        const set = this.slots.get(key) ?? new Set();
        this.slots.set(key, symbol ? set.add(symbol) : set);
      });
    }
  }

  /** A callee may throw; what has no body cannot. */
  canThrow(callee: Callee): boolean {
    switch (callee.kind) {
      case "direct":
        return this.mayThrow.has(callee.symbol);
      case "virtual":
        return [...(this.slots.get(slotKey(callee.info, callee.slot)) ?? [])].some((s) =>
          this.mayThrow.has(s),
        );
      default:
        return true;
    }
  }

  solve(): void {
    const callers = new Map<string, Set<Function>>();
    const work: Function[] = [];
    for (const fn of this.functions.values()) {
      work.push(fn);
      for (const node of allNodes(fn)) {
        if (node.op !== "invoke") continue;
        for (const symbol of this.possibleCallees(node.callee)) {
          const set = callers.get(symbol) ?? new Set();
          callers.set(symbol, set.add(fn));
        }
      }
    }
    for (let fn = work.pop(); fn; fn = work.pop()) {
      if (this.mayThrow.has(fn.symbol) || !this.raises(fn)) continue;
      this.mayThrow.add(fn.symbol);
      work.push(...(callers.get(fn.symbol) ?? []));
    }
  }

  private possibleCallees(callee: Callee): Iterable<string> {
    if (callee.kind === "direct") return [callee.symbol];
    if (callee.kind === "virtual") return this.slots.get(slotKey(callee.info, callee.slot)) ?? [];
    return [];
  }

  /** Whether a `raise` can be reached over edges that can be taken. */
  private raises(fn: Function): boolean {
    if (fn.attributes.recursion !== null) return true;
    const entry = fn.blocks[0];
    if (!entry) return false;
    const seen = new Set([entry]);
    const work = [entry];
    for (let block = work.pop(); block; block = work.pop()) {
      const end = block.terminator;
      if (end.op === "raise") return true;
      const targets = end.op === "invoke" && !this.canThrow(end.callee) ? [end.normal] : successors(end);
      for (const target of targets) {
        if (seen.has(target)) continue;
        seen.add(target);
        work.push(target);
      }
    }
    return false;
  }

  setConventions(): void {
    const throwing = new Set(this.mayThrow);
    for (const itable of this.program.itables) for (const symbol of itable.functions) throwing.add(symbol);
    const asCode = (operand: Operand): void => {
      // A function with one parameter more than its type is written as a closure's code.
      if (operand.kind !== "function") return;
      const fn = this.functions.get(operand.symbol);
      if (fn?.parameters.length === operand.type.parameters.length + 1) throwing.add(operand.symbol);
    };
    for (const fn of this.functions.values()) {
      for (const node of allNodes(fn)) {
        visitNode(node, asCode);
        if (node.op !== "allocate" && node.op !== "invokeAllocate") continue;
        if (node.allocation.kind === "closure") throwing.add(node.allocation.code);
      }
    }
    for (const module of this.program.modules) {
      for (const global of module.globals) visitStatic(global.initial, asCode);
    }
    for (let changed = true; changed;) {
      changed = false;
      for (const symbols of this.slots.values()) {
        const all = [...symbols];
        if (!all.some((s) => throwing.has(s)) || all.every((s) => throwing.has(s))) continue;
        for (const s of all) throwing.add(s);
        changed = true;
      }
    }
    for (const fn of this.functions.values()) fn.throws = throwing.has(fn.symbol);
  }

  problems(): ThrowsProblem[] {
    const problems: ThrowsProblem[] = [];
    const report = (symbol: string, what: string): void => {
      const fn = this.functions.get(symbol);
      if (!fn || !this.mayThrow.has(symbol)) return;
      const source = this.firstRaise(fn);
      problems.push({
        location: source,
        message: `${fn.name} ${what} and must not throw, but this can`,
        hint: `catch the error here, or below: ${this.explain(fn)}`,
      });
    };
    for (const fn of this.functions.values())
      if (fn.attributes.exported) report(fn.symbol, "is exported to assembly");
    for (const info of this.program.classes) {
      if (info.destructor && info.destructor !== info.base?.destructor)
        report(info.destructor, "is a destructor");
    }
    return problems;
  }

  /** The shortest way from the function to something that throws by itself: `a (file:line) calls b, which throws at file:line`. */
  private explain(fn: Function): string {
    const cameFrom = new Map<Function, { caller: Function; at: Location } | null>([[fn, null]]);
    for (const current of cameFrom.keys()) {
      const own = this.ownRaise(current);
      if (own) return `${this.chain(current, cameFrom)}it can throw at ${own.file}:${own.line}`;
      for (const { terminator: end } of current.blocks) {
        if (end.op !== "invoke" || !this.canThrow(end.callee) || !passesOn(end.error)) continue;
        for (const symbol of this.possibleCallees(end.callee)) {
          const callee = this.functions.get(symbol);
          if (!callee || !this.mayThrow.has(symbol) || cameFrom.has(callee)) continue;
          cameFrom.set(callee, { caller: current, at: end.location });
        }
      }
    }
    return "it calls itself in a circle of functions that throw";
  }

  private chain(last: Function, cameFrom: Map<Function, { caller: Function; at: Location } | null>): string {
    let text = "";
    let at: Function = last;
    for (let step = cameFrom.get(at); step; step = cameFrom.get(at)) {
      text = `${step.caller.name} calls ${at.name} at ${step.at.file}:${step.at.line}; ${text}`;
      at = step.caller;
    }
    return text;
  }

  /** A throw statement, an allocation, or a call of unknown code: what throws without a function of the program below it. */
  private ownRaise(fn: Function): Location | null {
    let isCaught = true;
    for (const { terminator: end } of fn.blocks) {
      const isUnknown = end.op === "invoke" && end.callee.kind !== "direct" && end.callee.kind !== "virtual";
      if ((end.op === "invokeAllocate" || isUnknown) && passesOn(end.error)) return end.location;
      if (end.op === "invoke" && passesOn(end.error)) isCaught = false;
    }
    if (!isCaught) return null;
    return fn.blocks.find((b) => b.terminator.op === "raise")?.terminator.location ?? null;
  }

  /** Where the first call or statement stands that can end the function with an error. */
  private firstRaise(fn: Function): Location {
    for (const block of fn.blocks) {
      const end = block.terminator;
      if ((end.op === "invoke" || end.op === "invokeAllocate") && reachesRaise(end.error))
        return end.location;
    }
    return fn.blocks.find((b) => b.terminator.op === "raise")?.terminator.location ?? fn.location;
  }
}

/** Whether an error edge ends in a raise with nothing in between but cleaning up: nobody catches the error. */
function passesOn(from: Block): boolean {
  let block = from;
  for (let steps = 0; steps < 100 && block.terminator.op === "goto"; steps++) block = block.terminator.target;
  return block.terminator.op === "raise";
}

function reachesRaise(from: Block): boolean {
  const seen = new Set([from]);
  const work = [from];
  for (let block = work.pop(); block; block = work.pop()) {
    if (block.terminator.op === "raise") return true;
    for (const target of successors(block.terminator)) {
      if (!seen.has(target)) work.push(target);
      seen.add(target);
    }
  }
  return false;
}

// ---------------------------------------------------------------- simplification

function simplify(fn: Function, analysis: Analysis): void {
  for (const block of fn.blocks) {
    const end = block.terminator;
    if (end.op === "invoke" && !analysis.canThrow(end.callee)) {
      const { normal, op: _op, error: _error, ...call } = end;
      block.instructions.push({ ...call, op: "call" } as Instruction);
      block.terminator = { op: "goto", target: normal, location: end.location };
    } else if (
      end.op === "invokeAllocate" &&
      end.allocation.kind === "closure" &&
      end.allocation.captures.length === 0
    ) {
      // A closure without captures is a static object.
      block.instructions.push({
        op: "allocate",
        result: end.result,
        allocation: end.allocation,
        location: end.location,
      });
      block.terminator = { op: "goto", target: end.normal, location: end.location };
    }
  }
  fn.blocks = reachableBlocks(fn);
  joinBlocks(fn);
}

/** Appends a block to its only predecessor if that goes nowhere else. */
export function joinBlocks(fn: Function): void {
  const counts = predecessorCounts(fn.blocks);
  const gone = new Set<Block>();
  for (const block of fn.blocks) {
    if (gone.has(block)) continue;
    for (;;) {
      const end = block.terminator;
      if (
        end.op !== "goto" ||
        end.target === block ||
        end.target === fn.blocks[0] ||
        counts.get(end.target) !== 1
      )
        break;
      block.instructions.push(...end.target.instructions);
      block.terminator = end.target.terminator;
      gone.add(end.target);
    }
  }
  fn.blocks = fn.blocks.filter((b) => !gone.has(b));
}
