/** Walking and rewriting MIR: the operands and places of each instruction, and what an instruction does with them. */

import { intrinsics } from "./intrinsics.ts";
import type {
  Allocation,
  Block,
  Call,
  Callee,
  Function,
  Instruction,
  Operand,
  Place,
  StaticData,
  Terminator,
  Variable,
} from "./mir.ts";
import { isCounted, type ClassInfo, type Type } from "./types.ts";

/** What a block is made of. */
export type Node = Instruction | Terminator;

/** How an instruction treats an operand: `forward` gives its ownership on to the result when this is the last use. */
export type Use = "borrow" | "consume" | "forward";
/** What is done with a place. */
export type PlaceUse = "read" | "write" | "address";

/** Replaces operands and places of a node; what is left out stays. */
export interface Mapper {
  operand?(operand: Operand, use: Use): Operand;
  /** Called after the operands inside of the place were mapped. */
  place?(place: Place, use: PlaceUse): Place;
}

/** The instruction with its operands and places replaced by what the mapper makes of them. */
export function mapNode<N extends Node>(node: N, mapper: Mapper): N {
  const operand = (o: Operand, use: Use = "borrow"): Operand => mapper.operand?.(o, use) ?? o;
  const place = (p: Place, use: PlaceUse): Place => {
    const mapped = mapPlaceOperands(p, operand);
    return mapper.place?.(mapped, use) ?? mapped;
  };
  return mapParts(node, operand, place) as N;
}

function mapPlaceOperands(place: Place, operand: (o: Operand) => Operand): Place {
  const root = place.root;
  const newRoot =
    root.kind === "object"
      ? { ...root, object: operand(root.object) }
      : root.kind === "pointer"
        ? { ...root, pointer: operand(root.pointer) }
        : root;
  const steps = place.steps.map((s) => (s.kind === "index" ? { ...s, index: operand(s.index) } : s));
  return { ...place, root: newRoot, steps };
}

type MapOperand = (o: Operand, use?: Use) => Operand;
type MapPlace = (p: Place, use: PlaceUse) => Place;

function mapCall<C extends Call>(call: C, operand: MapOperand, place: MapPlace): C {
  const callee: Callee =
    call.callee.kind === "closure" ? { kind: "closure", closure: operand(call.callee.closure) } : call.callee;
  return {
    ...call,
    callee,
    args: call.args.map((a) => operand(a)),
    dest: call.dest && place(call.dest, "write"),
  };
}

function mapAllocation(allocation: Allocation, operand: MapOperand): Allocation {
  if (allocation.kind === "new") return allocation;
  return { ...allocation, captures: allocation.captures.map((c) => operand(c, "consume")) };
}

function mapParts(node: Node, operand: MapOperand, place: MapPlace): Node {
  switch (node.op) {
    case "binary":
      return { ...node, a: operand(node.a), b: operand(node.b) };
    case "unary":
    case "convert":
    case "isNull":
    case "instanceOf":
    case "spanPart":
    case "copy":
      return { ...node, a: operand(node.a) };
    case "cast":
    case "wrap":
    case "unwrap":
    case "toInterface":
    case "extract":
      return { ...node, a: operand(node.a, "forward") };
    case "load":
      return { ...node, place: place(node.place, "read") };
    case "store":
      return { ...node, value: operand(node.value, "consume"), place: place(node.place, "write") };
    case "copyPlace":
      return { ...node, from: place(node.from, "read"), to: place(node.to, "write") };
    case "zeroPlace":
    case "destroy":
      return { ...node, place: place(node.place, "write") };
    case "reference":
      return { ...node, place: place(node.place, "address") };
    case "call":
    case "invoke":
      return mapCall(node, operand, place);
    case "allocate":
    case "invokeAllocate":
      return { ...node, allocation: mapAllocation(node.allocation, operand) };
    case "tuple":
      return { ...node, elements: node.elements.map((e) => operand(e, "consume")) };
    case "span":
      return {
        ...node,
        data: operand(node.data),
        length: operand(node.length),
        owner: node.owner && operand(node.owner),
      };
    case "boundsCheck":
      return { ...node, index: operand(node.index), length: operand(node.length) };
    case "panicIf":
      return { ...node, condition: operand(node.condition) };
    case "intrinsic": {
      const args = node.args.map((a, i) => operand(a, intrinsicUse(node, i)));
      return { ...node, args, places: node.places.map((p) => place(p, "address")) };
    }
    case "asm":
      return { ...node, inputs: node.inputs.map((i) => operand(i)) };
    case "branch":
      return { ...node, condition: operand(node.condition) };
    case "switch":
      return { ...node, value: operand(node.value) };
    case "return":
      return { ...node, value: node.value && operand(node.value, "consume") };
    case "raise":
      return { ...node, error: operand(node.error, "consume") };
    case "landing":
    case "goto":
    case "unreachable":
      return node;
  }
}

type OnOperand = (operand: Operand, use: Use) => void;
type OnPlace = (place: Place, use: PlaceUse) => void;

/** Calls back with every operand and place: what `mapNode` does, without making anything. */
export function visitNode(node: Node, onOperand: OnOperand | null, onPlace: OnPlace | null = null): void {
  const operand = onOperand ?? ignore;
  const place = (p: Place, use: PlaceUse): void => {
    visitPlaceOperands(p, operand);
    onPlace?.(p, use);
  };
  switch (node.op) {
    case "binary":
      operand(node.a, "borrow");
      operand(node.b, "borrow");
      return;
    case "unary":
    case "convert":
    case "isNull":
    case "instanceOf":
    case "spanPart":
    case "copy":
      operand(node.a, "borrow");
      return;
    case "cast":
    case "wrap":
    case "unwrap":
    case "toInterface":
    case "extract":
      operand(node.a, "forward");
      return;
    case "load":
      place(node.place, "read");
      return;
    case "store":
      operand(node.value, "consume");
      place(node.place, "write");
      return;
    case "copyPlace":
      place(node.from, "read");
      place(node.to, "write");
      return;
    case "zeroPlace":
    case "destroy":
      place(node.place, "write");
      return;
    case "reference":
      place(node.place, "address");
      return;
    case "call":
    case "invoke":
      if (node.callee.kind === "closure") operand(node.callee.closure, "borrow");
      for (const a of node.args) operand(a, "borrow");
      if (node.dest) place(node.dest, "write");
      return;
    case "allocate":
    case "invokeAllocate":
      if (node.allocation.kind === "closure") for (const c of node.allocation.captures) operand(c, "consume");
      return;
    case "tuple":
      for (const e of node.elements) operand(e, "consume");
      return;
    case "span":
      operand(node.data, "borrow");
      operand(node.length, "borrow");
      if (node.owner) operand(node.owner, "borrow");
      return;
    case "boundsCheck":
      operand(node.index, "borrow");
      operand(node.length, "borrow");
      return;
    case "intrinsic":
      node.args.forEach((a, i) => operand(a, intrinsicUse(node, i)));
      for (const p of node.places) place(p, "address");
      return;
    case "asm":
      for (const i of node.inputs) operand(i, "borrow");
      return;
    case "panicIf":
    case "branch":
      operand(node.condition, "borrow");
      return;
    case "switch":
      operand(node.value, "borrow");
      return;
    case "return":
      if (node.value) operand(node.value, "consume");
      return;
    case "raise":
      operand(node.error, "consume");
      return;
    case "landing":
    case "goto":
    case "unreachable":
      return;
  }
}

const ignore = (): void => undefined;

function visitPlaceOperands({ root, steps }: Place, operand: OnOperand): void {
  if (root.kind === "object") operand(root.object, "borrow");
  else if (root.kind === "pointer") operand(root.pointer, "borrow");
  for (const s of steps) if (s.kind === "index") operand(s.index, "borrow");
}

function intrinsicUse(node: Extract<Node, { op: "intrinsic" }>, index: number): Use {
  if (node.name === "bitCast" && node.result !== null && isCounted(node.result.type)) return "forward";
  return intrinsics.get(node.name)?.consumes.includes(index) ? "consume" : "borrow";
}

/** The variable an instruction defines (for `invoke`, on its normal edge), if any. */
export function resultOf(node: Node): Variable | null {
  return "result" in node ? node.result : null;
}

/** The local that a store, zeroing or call result replaces as a whole, if any. */
export function definedLocal(node: Node): Variable | null {
  const place =
    node.op === "store" || node.op === "zeroPlace" ? node.place : node.op === "copyPlace" ? node.to : null;
  if (place?.root.kind !== "var" || place.steps.length > 0) return null;
  const variable = place.root.variable;
  // Through a variable of type `ref` lies another place, unless the reference itself is what is stored.
  return variable.kind === "local" && variable.type === place.type ? variable : null;
}

/** Every variable an instruction reads or works on, except a local that it replaces as a whole. */
export function variablesUsed(node: Node): Variable[] {
  const used: Variable[] = [];
  const defined = node.op === "store" || node.op === "zeroPlace" ? definedLocal(node) : null;
  visitNode(
    node,
    (o) => {
      if (o.kind === "var") used.push(o.variable);
    },
    (p) => {
      if (p.root.kind === "var" && p.root.variable !== defined) used.push(p.root.variable);
    },
  );
  return used;
}

/** The value of a variable, and where it lies. */
export const variableOperand = (variable: Variable): Operand => ({ kind: "var", variable });
export const variablePlace = (variable: Variable): Place => ({
  root: { kind: "var", variable },
  steps: [],
  type: variable.type,
});

/** Adds a variable to a function. */
export function newVariable(fn: Function, type: Type, kind: "temp" | "local"): Variable {
  const variable: Variable = { id: nextId(fn), type, kind, name: null, location: null };
  fn.variables.push(variable);
  return variable;
}

const highestIds = new WeakMap<Function, number>();

function nextId(fn: Function): number {
  let highest = highestIds.get(fn) ?? -1;
  if (highest < 0) {
    for (const v of [...fn.parameters, ...fn.variables]) highest = Math.max(highest, v.id);
    if (fn.returnPlace) highest = Math.max(highest, fn.returnPlace.id);
  }
  highestIds.set(fn, highest + 1);
  return highest + 1;
}

/** Adds a block to a function, with a number that no other has. */
export function newBlock(fn: Function, terminator: Terminator): Block {
  let highest = -1;
  for (const b of fn.blocks) highest = Math.max(highest, b.id);
  const block: Block = { id: highest + 1, instructions: [], terminator };
  fn.blocks.push(block);
  return block;
}

/** Types whose values look into what something else owns: pointers, spans, references to structs. */
export function isView(type: Type): boolean {
  switch (type.kind) {
    case "span":
    case "pointer":
    case "ref":
      return true;
    case "nullable":
      return isView(type.of);
    case "tuple":
      return type.elements.some(isView);
    default:
      return false;
  }
}

/** Whether an operand carries a count that someone has to give up: constants are immortal. */
export function isCountedOperand(operand: Operand): operand is Extract<Operand, { kind: "var" }> {
  return operand.kind === "var" && operand.variable.type.kind !== "ref" && isCounted(operand.variable.type);
}

/** Calls back with every operand of a global's contents. */
export function visitStatic(data: StaticData | null, onOperand: (operand: Operand) => void): void {
  if (data?.kind === "scalar") onOperand(data.value);
  else if (data?.kind === "list") for (const item of data.items) visitStatic(item, onOperand);
}

/** A vtable slot by the topmost class of the hierarchy that has it. */
export function slotKey(info: ClassInfo, slot: number): string {
  let top = info;
  while (top.base && slot < top.base.virtuals.length) top = top.base;
  return `${top.symbol} ${slot}`;
}
