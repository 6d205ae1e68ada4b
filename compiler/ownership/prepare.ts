/**
 * Brings a function into the form that the ownership pass reasons about.
 *
 * - Locals are read by `load` only, counted results of calls have a variable, error edges lead to a `landing`.
 * - Locals that hold counts without being one counted value (structs, fixed arrays) or whose address is known elsewhere
 *   are *pinned*: zero from the beginning, every store drops what was there, dropped at every exit.
 * - A `Span`, `Ptr` or `ref` local that is assigned more than once gets a pinned holder for what it looks into.
 */

import { predecessorCounts, reachableBlocks } from "../mir-blocks.ts";
import {
  definedLocal,
  isView,
  mapNode,
  newBlock,
  newVariable,
  variableOperand,
  variablePlace,
  visitNode,
  type Node,
} from "../mir-walk.ts";
import type { Block, Function, Instruction, Place, Variable } from "../mir.ts";
import { ERROR, isCounted, isInline } from "../types.ts";
import { directBases } from "./bases.ts";

/** Returns the pinned locals. */
export function prepare(fn: Function): Set<Variable> {
  fn.blocks = reachableBlocks(fn);
  separateEntry(fn);
  nameResults(fn);
  ensureLandings(fn);
  loadLocals(fn);
  const pinned = findPinned(fn);
  addHolders(fn, pinned);
  if (pinned.size > 0) pin(fn, pinned);
  guardReturnPlace(fn);
  return pinned;
}

/** LLVM's entry block has no predecessors, and what is inserted there must run once. */
function separateEntry(fn: Function): void {
  const entry = fn.blocks[0];
  if (!entry || !predecessorCounts(fn.blocks).has(entry)) return;
  const block = newBlock(fn, { op: "goto", target: entry, location: fn.location });
  fn.blocks = [block, ...fn.blocks.filter((b) => b !== block)];
}

function nameResults(fn: Function): void {
  const named = <N extends Node>(node: N): N => {
    if ((node.op !== "call" && node.op !== "invoke") || node.result !== null) return node;
    if (isInline(node.returnType) && !node.dest) {
      return { ...node, dest: variablePlace(newVariable(fn, node.returnType, "local")) };
    }
    if (isInline(node.returnType) || !isCounted(node.returnType)) return node;
    return { ...node, result: newVariable(fn, node.returnType, "temp") };
  };
  for (const block of fn.blocks) {
    block.instructions = block.instructions.map(named);
    block.terminator = named(block.terminator);
  }
}

function ensureLandings(fn: Function): void {
  for (const { terminator } of [...fn.blocks]) {
    if (terminator.op !== "invoke" && terminator.op !== "invokeAllocate") continue;
    const { instructions } = terminator.error;
    if (instructions[0]?.op === "landing") continue;
    instructions.unshift({
      op: "landing",
      result: newVariable(fn, ERROR, "temp"),
      location: terminator.location,
    });
  }
}

function loadLocals(fn: Function): void {
  for (const block of fn.blocks) {
    const out: Instruction[] = [];
    const loaded = <N extends Node>(node: N): N => {
      if (!namesLocal(node)) return node;
      return mapNode(node, {
        operand(o) {
          if (o.kind !== "var" || o.variable.kind !== "local") return o;
          const result = newVariable(fn, o.variable.type, "temp");
          out.push({ op: "load", result, place: variablePlace(o.variable), location: node.location });
          return variableOperand(result);
        },
      });
    };
    for (const instruction of block.instructions) out.push(loaded(instruction));
    block.terminator = loaded(block.terminator);
    block.instructions = out;
  }
}

function namesLocal(node: Node): boolean {
  let found = false;
  visitNode(node, (o) => {
    if (o.kind === "var" && o.variable.kind === "local") found = true;
  });
  return found;
}

function findPinned(fn: Function): Set<Variable> {
  const pinned = new Set<Variable>();
  const note = (place: Place, isAddress: boolean): void => {
    if (place.root.kind !== "var") return;
    const variable = place.root.variable;
    if (variable.kind !== "local" || !isCounted(variable.type)) return;
    if (isInline(variable.type) || isAddress || place.steps.length > 0) pinned.add(variable);
  };
  if (!fn.variables.some((v) => v.kind === "local" && isCounted(v.type))) return pinned;
  for (const node of allNodes(fn)) visitNode(node, null, (place, use) => note(place, use === "address"));
  return pinned;
}

/** Every instruction and terminator of a function, block by block. */
export function allNodes(fn: Function): Node[] {
  const nodes: Node[] = [];
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) nodes.push(instruction);
    nodes.push(block.terminator);
  }
  return nodes;
}

// ---------------------------------------------------------------- holders

function addHolders(fn: Function, pinned: Set<Variable>): void {
  const stores = new Map<Variable, number>();
  for (const node of allNodes(fn)) {
    const local = definedLocal(node);
    if (local && isView(local.type)) stores.set(local, (stores.get(local) ?? 0) + 1);
  }
  const reassigned = new Set([...stores].filter(([, count]) => count > 1).map(([local]) => local));
  if (reassigned.size === 0) return;
  const bases = directBases(fn, pinned);
  const holders = new Map<string, Variable>();
  for (const block of fn.blocks) {
    block.instructions = block.instructions.flatMap((node): Instruction[] => {
      const local = definedLocal(node);
      if (!local || !reassigned.has(local) || node.op !== "store" || node.value.kind !== "var") return [node];
      const held = nearestCounted(node.value.variable, bases, reassigned).map((base): Instruction => {
        const key = `${local.id} ${base.id}`;
        const holder = holders.get(key) ?? newVariable(fn, base.type, "local");
        holders.set(key, holder);
        pinned.add(holder);
        return {
          op: "store",
          place: variablePlace(holder),
          value: variableOperand(base),
          init: false,
          location: node.location,
        };
      });
      return [...held, node];
    });
  }
}

/** The counted variables that a view depends on directly, seen through other views. */
function nearestCounted(
  view: Variable,
  bases: ReadonlyMap<Variable, ReadonlySet<Variable>>,
  reassigned: ReadonlySet<Variable>,
): Variable[] {
  const found = new Set<Variable>();
  const seen = new Set<Variable>();
  const visit = (variable: Variable): void => {
    if (seen.has(variable) || reassigned.has(variable)) return;
    seen.add(variable);
    if (variable.kind === "temp" && isCounted(variable.type) && variable.type.kind !== "ref")
      found.add(variable);
    else for (const base of bases.get(variable) ?? []) visit(base);
  };
  visit(view);
  return [...found];
}

// ---------------------------------------------------------------- pinned locals

const isPinnedPlace = (place: Place, pinned: ReadonlySet<Variable>): boolean =>
  place.root.kind === "var" && pinned.has(place.root.variable) && isCounted(place.type);

function pin(fn: Function, pinned: ReadonlySet<Variable>): void {
  for (const block of fn.blocks) {
    const out: Instruction[] = [];
    const clear = (place: Place, node: Node): void => {
      out.push({ op: "destroy", place, location: node.location });
      out.push({ op: "zeroPlace", place, location: node.location });
    };
    for (const node of block.instructions) {
      if (
        (node.op === "store" && isPinnedPlace(node.place, pinned)) ||
        (node.op === "copyPlace" && isPinnedPlace(node.to, pinned))
      ) {
        out.push({ ...node, init: false });
        continue;
      }
      if (node.op === "zeroPlace" && isPinnedPlace(node.place, pinned)) {
        clear(node.place, node);
        continue;
      }
      if (node.op === "call" && node.dest && isPinnedPlace(node.dest, pinned)) clear(node.dest, node);
      out.push(node);
    }
    const end = block.terminator;
    if (end.op === "invoke" && end.dest && isPinnedPlace(end.dest, pinned)) clear(end.dest, end);
    block.instructions = out;
    if (end.op === "return" || end.op === "raise") {
      for (const v of pinned) out.push({ op: "destroy", place: variablePlace(v), location: end.location });
    }
  }
  const zeroed = [...pinned].map((v): Instruction => ({
    op: "zeroPlace",
    place: variablePlace(v),
    location: fn.location,
  }));
  fn.blocks[0]?.instructions.unshift(...zeroed);
}

/** A caller takes the result's place to be empty after an error. */
function guardReturnPlace(fn: Function): void {
  const variable = fn.returnPlace;
  if (!variable || variable.type.kind !== "ref" || !isCounted(variable.type.to)) return;
  const raising = fn.blocks.filter((b) => b.terminator.op === "raise");
  if (raising.length === 0) return;
  const place: Place = { root: { kind: "var", variable }, steps: [], type: variable.type.to };
  const clear = (block: Block): void => {
    const { location } = block.terminator;
    block.instructions.push({ op: "destroy", place, location }, { op: "zeroPlace", place, location });
  };
  raising.forEach(clear);
  fn.blocks[0]?.instructions.unshift({ op: "zeroPlace", place, location: fn.location });
}
