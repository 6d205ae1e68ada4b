/** A program's functions as they are in the machine code, with what its source says of them. */

import { bodySymbol } from "../emit/recursion.ts";
import type { Function, Location, Program } from "../mir.ts";
import { allNodes } from "../ownership/prepare.ts";
import { CallTargets } from "../views/call-targets.ts";
import { CallGraph, IndirectTargets, type GraphNode } from "./call-graph.ts";
import type { ObjectFunction } from "./object-calls.ts";

/** A function at the bottom of a stack. */
export interface Entry {
  readonly node: GraphNode;
  readonly bytes: number;
}

/** How many activations there may be at once of the functions that have it together. */
export interface Limit {
  readonly most: number;
}

/** Destroys an object, and then what others let go of meanwhile: never twice at once in a thread (emit/glue.ts). */
const DESTRUCTION = "metal_destroy";
/** Ends the program; what panics meanwhile ends it at once. */
const PANICS = ["metal_panic", "metal_bounds_panic"];

/** The calls of a program, and how often which function may be active. */
export class ProgramWithCalls {
  readonly graph: CallGraph;
  readonly program: Program;
  /** Functions whose recursion is bounded: how often they may be active at once. */
  readonly limits = new Map<GraphNode, Limit>();
  /** That of the functions that report a panic. */
  readonly panicLimit: Limit;
  /** Bytes that assembly within functions pushes at most, where nothing is called. */
  readonly pushedBytes: number;
  private readonly functions = new Map<string, Function>();

  constructor(program: Program, objects: readonly (readonly ObjectFunction[])[]) {
    this.program = program;
    for (const { functions } of program.modules)
      for (const fn of functions) this.functions.set(fn.symbol, fn);
    const targets = new IndirectTargets(program, new CallTargets(program));
    const faultHandlers = this.entrySymbols("fault");
    this.graph = new CallGraph({ objects, targets, assemblyFrames: assemblyFrames(program), faultHandlers });
    this.limit([DESTRUCTION], 1);
    this.panicLimit = this.limit(PANICS, 1);
    for (const { symbol, attributes } of this.functions.values()) {
      if (attributes.recursion !== null) this.limit([bodySymbol(symbol)], attributes.recursion);
    }
    this.pushedBytes = 8 * Math.max(0, ...this.inlineAssembly.map(({ text }) => pushesOf(text)));
  }

  private limit(symbols: readonly string[], most: number): Limit {
    const limit = { most };
    for (const symbol of symbols) for (const node of this.graph.nodesOf(symbol)) this.limits.set(node, limit);
    return limit;
  }

  /** The assembly within functions. */
  get inlineAssembly(): { fn: Function; text: string; location: Location }[] {
    const found: { fn: Function; text: string; location: Location }[] = [];
    for (const fn of this.functions.values())
      for (const node of allNodes(fn))
        if (node.op === "asm") found.push({ fn, text: node.template, location: node.location });
    return found;
  }

  /** The functions that stand at the bottom of a stack. */
  entriesOf(stack: string): Entry[] {
    return this.entrySymbols(stack).flatMap(({ symbol, bytes }) =>
      this.graph.nodesOf(symbol).map((node) => ({ node, bytes })),
    );
  }

  get allEntries(): GraphNode[] {
    const stacks = new Set(
      [...this.functions.values()].flatMap((fn) => fn.attributes.entries.map((e) => e.stack)),
    );
    return [...stacks].flatMap((stack) => this.entriesOf(stack).map((e) => e.node));
  }

  private entrySymbols(stack: string): { symbol: string; bytes: number }[] {
    return [...this.functions.values()].flatMap(({ symbol, attributes }) =>
      attributes.entries.filter((e) => e.stack === stack).map(({ bytes }) => ({ symbol, bytes })),
    );
  }

  functionOf(node: GraphNode): Function | undefined {
    return (
      this.functions.get(node.symbol) ?? this.functions.get(node.symbol.replace(/\.(body|closure)$/, ""))
    );
  }

  nameOf(node: GraphNode): string {
    return this.functionOf(node)?.name ?? node.symbol;
  }

  /** Where a function is, or the program's beginning for one that the compiler made. */
  locationOf(node: GraphNode): Location {
    return this.functionOf(node)?.location ?? { file: this.program.order.at(-1) ?? "", line: 1, column: 1 };
  }

  locationOfName(name: string): Location {
    const fn = [...this.functions.values()].find((f) => f.name === name && f.attributes.entries.length > 0);
    return fn?.location ?? { file: this.program.order.at(-1) ?? "", line: 1, column: 1 };
  }
}

const pushesOf = (text: string): number => text.match(/\bpush\w*\b/g)?.length ?? 0;

/** What the functions of the modules' assembly push, by their symbols. */
function assemblyFrames(program: Program): Map<string, number> {
  const frames = new Map<string, number>();
  for (const { assembly } of program.modules) {
    let symbol: string | null = null;
    for (const line of assembly.flatMap((text) => text.split("\n"))) {
      const label = /^\s*"?([A-Za-z_.][\w.$]*)"?:/.exec(line)?.[1];
      if (label) frames.set((symbol = label), 0);
      else if (symbol !== null) frames.set(symbol, (frames.get(symbol) ?? 0) + 8 * pushesOf(line));
    }
  }
  return frames;
}
