/**
 * Where arrays live, to tell apart those of one element type. An array that a function makes and keeps to itself has that
 * variable for its home; an array that only ever lies in one field of a class, and never leaves it, has that field. All others
 * of a type share a home. Two homes have no array in common.
 */

import { successors } from "../mir-blocks.ts";
import { resultOf, visitNode, type Node } from "../mir-walk.ts";
import type { Block, Function, Instruction, Operand, Place, Variable } from "../mir.ts";
import { allNodes } from "../ownership/prepare.ts";
import type { ClassInfo, Type } from "../types.ts";

/** Names a home. The receiver of a method of the array is at home wherever its caller has it. */
export type Home = string;
export const RECEIVER: Home = "receiver";

type Uses = Map<Variable, Node[]>;

interface Facts {
  readonly uses: Uses;
  readonly definitions: ReadonlyMap<Variable, Node>;
}

/** Finds the home of each array: where else it can be reached from decides which changes concern a view of it. */
export class Homes {
  private readonly functions: ReadonlyMap<string, Function>;
  private readonly facts = new Map<Function, Facts>();
  private readonly keeping = new Map<string, boolean>();
  private readonly making = new Map<string, boolean>();
  /** Fields of array types whose arrays are found elsewhere too. */
  private readonly shared = new Set<string>();

  constructor(functions: ReadonlyMap<string, Function>) {
    this.functions = functions;
    for (const fn of functions.values()) this.findShared(fn);
  }

  /** The home of the array that an operand refers to. */
  of(fn: Function, operand: Operand): Home {
    const info = arrayOf(typeOf(operand));
    if (!info || operand.kind !== "var") return info?.symbol ?? "";
    const { variable } = operand;
    if (variable === fn.parameters[0] && receiverOf(fn)) return RECEIVER;
    const definition = this.factsOf(fn).definitions.get(variable);
    if (definition?.op === "copy") return this.of(fn, definition.a);
    const field = definition?.op === "load" ? fieldOf(definition) : null;
    if (field !== null && !this.shared.has(field)) return field;
    const isOwn = definition && this.isFresh(fn, definition) && this.isKept(fn, variable, null);
    return isOwn ? `${fn.symbol} ${variable.id}` : info.symbol;
  }

  private findShared(fn: Function): void {
    for (const node of allNodes(fn)) {
      visitNode(node, null, (place, use) => {
        const field = fieldKey(place);
        if (field !== null && use === "address") this.shared.add(field);
      });
      const field = node.op === "load" || node.op === "store" ? fieldKey(node.place) : null;
      if (field === null || this.shared.has(field)) continue;
      if (node.op === "load" && !this.isKept(fn, node.result, null)) this.shared.add(field);
      if (node.op !== "store" || node.value.kind !== "var") continue;
      const { variable } = node.value;
      const definition = this.factsOf(fn).definitions.get(variable);
      if (!definition || !this.isFresh(fn, definition) || !this.isKept(fn, variable, node))
        this.shared.add(field);
    }
  }

  /** Whether an instruction makes an array that nobody else has. */
  private isFresh(fn: Function, node: Node): boolean {
    if (node.op === "allocate" || node.op === "invokeAllocate") return node.allocation.kind === "new";
    if (node.op === "call" || node.op === "invoke")
      return node.callee.kind === "direct" && this.makes(node.callee.symbol);
    const converted =
      node.op === "cast" ? node.a : node.op === "intrinsic" && node.name === "bitCast" ? node.args[0] : null;
    if (converted?.kind !== "var") return false;
    const definition = this.factsOf(fn).definitions.get(converted.variable);
    return (
      definition !== undefined && this.isFresh(fn, definition) && this.isKept(fn, converted.variable, node)
    );
  }

  /** Whether a function returns an array that it made and that nobody else has. */
  private makes(symbol: string): boolean {
    const known = this.making.get(symbol);
    if (known !== undefined) return known;
    this.making.set(symbol, false);
    const fn = this.functions.get(symbol);
    const ends = fn?.blocks.map((b) => b.terminator).filter((t) => t.op === "return") ?? [];
    const makes =
      fn !== undefined &&
      ends.length > 0 &&
      ends.every((end) => {
        if (end.value?.kind !== "var") return false;
        const definition = this.factsOf(fn).definitions.get(end.value.variable);
        return (
          definition !== undefined && this.isFresh(fn, definition) && this.isKept(fn, end.value.variable, end)
        );
      });
    this.making.set(symbol, makes);
    return makes;
  }

  /** Whether nobody gets hold of the array by this variable but by the one instruction that may, which is its last use. */
  private isKept(fn: Function, variable: Variable, except: Node | null): boolean {
    const uses = (this.factsOf(fn).uses.get(variable) ?? []).filter((node) => node !== except);
    if (!uses.every((node) => this.keeps(fn, node, variable))) return false;
    return except === null || uses.length === 0 || !isUsedBehind(fn, except, new Set(uses));
  }

  private keeps(fn: Function, node: Node, variable: Variable): boolean {
    switch (node.op) {
      case "load":
      case "destroy":
      case "isNull":
      case "reference":
      case "copyPlace":
      case "zeroPlace":
      case "span":
        return true;
      case "store":
        return !(node.value.kind === "var" && node.value.variable === variable);
      case "copy":
        return this.isKept(fn, node.result, null);
      case "intrinsic":
        return node.name === "arrayData";
      case "call":
      case "invoke": {
        const { callee } = node;
        if (callee.kind !== "direct" || !this.keepsReceiver(callee.symbol)) return false;
        return node.args.every((arg, i) => arg.kind !== "var" || arg.variable !== variable || i === 0);
      }
      default:
        return false;
    }
  }

  /** Whether a method of the array leaves no trace of it anywhere. */
  private keepsReceiver(symbol: string): boolean {
    const known = this.keeping.get(symbol);
    if (known !== undefined) return known;
    const fn = this.functions.get(symbol);
    const receiver = fn?.parameters[0];
    // In a circle of calls, it does if all else in the circle does.
    this.keeping.set(symbol, true);
    const keeps =
      fn !== undefined &&
      receiver !== undefined &&
      receiverOf(fn) !== null &&
      this.isKept(fn, receiver, null);
    this.keeping.set(symbol, keeps);
    return keeps;
  }

  private factsOf(fn: Function): Facts {
    const known = this.facts.get(fn);
    if (known) return known;
    const uses: Uses = new Map();
    const definitions = new Map<Variable, Node>();
    for (const node of allNodes(fn)) {
      const result = resultOf(node);
      if (result && arrayOf(result.type)) definitions.set(result, node);
      const note = (variable: Variable): void => {
        if (!arrayOf(variable.type)) return;
        const list = uses.get(variable);
        if (list) list.push(node);
        else uses.set(variable, [node]);
      };
      visitNode(
        node,
        (o) => {
          if (o.kind === "var") note(o.variable);
        },
        (p) => {
          if (p.root.kind === "var") note(p.root.variable);
        },
      );
    }
    const facts = { uses, definitions };
    this.facts.set(fn, facts);
    return facts;
  }
}

/** Whether one of the nodes can be reached from behind another. */
function isUsedBehind(fn: Function, from: Node, uses: ReadonlySet<Node>): boolean {
  const home = fn.blocks.find((b) => b.terminator === from || b.instructions.includes(from as Instruction));
  if (!home) return true;
  const isIn = ({ instructions, terminator }: Block): boolean =>
    uses.has(terminator) || instructions.some((node) => uses.has(node));
  if (home.terminator !== from) {
    const behind = home.instructions.slice(home.instructions.indexOf(from as Instruction) + 1);
    if (behind.some((node) => uses.has(node)) || uses.has(home.terminator)) return true;
  }
  const seen = new Set<Block>();
  const work = [...successors(home.terminator)];
  for (let block = work.pop(); block; block = work.pop()) {
    if (seen.has(block)) continue;
    seen.add(block);
    if (isIn(block)) return true;
    work.push(...successors(block.terminator));
  }
  return false;
}

/** The array class whose method a function is. */
export function receiverOf(fn: Function): ClassInfo | null {
  const info = fn.parameters[0] && arrayOf(fn.parameters[0].type);
  return info && info.module === fn.module ? info : null;
}

/** The array class of a type; null for all other types. */
export const arrayOf = (type: Type): ClassInfo | null =>
  type.kind === "class" && type.info.special === "array" ? type.info : null;

const typeOf = (operand: Operand): Type => (operand.kind === "var" ? operand.variable.type : operand.type);

const fieldOf = (node: Extract<Node, { op: "load" }>): string | null => fieldKey(node.place);

/** A field of a class that holds an array, by the class that declares it; null for other places. */
function fieldKey({ root, steps, type }: Place): string | null {
  const [step] = steps;
  if (root.kind !== "object" || steps.length !== 1 || step?.kind !== "field" || !arrayOf(type)) return null;
  let info = step.info;
  if (info.special !== null) return null;
  while (info.base && step.index < info.base.fields.length) info = info.base;
  return `${info.symbol} ${step.index}`;
}
