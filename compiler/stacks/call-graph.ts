/** Who calls whom in the machine code of a program. */

import { closureCall, DESTROY_CALL, interfaceCall, numberOfCall, virtualCall } from "../emit/call-types.ts";
import { destroySymbol } from "../emit/program-index.ts";
import type { Program } from "../mir.ts";
import type { CallTargets } from "../views/call-targets.ts";
import type { ObjectFunction } from "./object-calls.ts";

/** A function of the image. */
export interface GraphNode {
  readonly symbol: string;
  /** Bytes of stack that it takes, without the return address; null: not known. */
  readonly frame: number | null;
  readonly callees: readonly GraphNode[];
  /** It calls by an address for which the program has no table. */
  readonly hasUnknownCalls: boolean;
  /** What it calls and no object has. */
  readonly missing: readonly string[];
}

interface Draft extends GraphNode {
  readonly callees: GraphNode[];
  readonly missing: string[];
  hasUnknownCalls: boolean;
}

/** Who handles the faults of instructions that may fault, and how much of the stack is in use then. */
export interface FaultHandler {
  readonly symbol: string;
  readonly bytes: number;
}

/** What the graph is made of. */
export interface GraphParts {
  readonly objects: readonly (readonly ObjectFunction[])[];
  readonly targets: IndirectTargets;
  /** What functions of assembly push, by symbol. */
  readonly assemblyFrames: ReadonlyMap<string, number>;
  readonly faultHandlers: readonly FaultHandler[];
}

/** The machine code's calls. */
export class CallGraph {
  /** Calls of functions that LLVM has compiled by those that it has not. */
  readonly calledByAssembly: { assembly: string; target: GraphNode }[] = [];
  private readonly parts: GraphParts;
  private readonly byName = new Map<string, Draft[]>();

  constructor(parts: GraphParts) {
    this.parts = parts;
    const known: [ObjectFunction, Draft, ReadonlyMap<string, Draft>][] = [];
    for (const object of parts.objects) {
      const locals = new Map<string, Draft>();
      for (const fn of object) {
        const draft = this.add(fn);
        known.push([fn, draft, locals]);
        if (fn.isLocal) locals.set(fn.name, draft);
      }
    }
    const compiled = new Set(known.filter(([fn]) => !fn.isAssembly).map(([, draft]) => draft));
    const faults = parts.faultHandlers.map((handler) => this.faultNode(handler));
    for (const [fn, draft, locals] of known) {
      const direct = fn.direct.flatMap((name) => this.direct(draft, name, locals));
      if (fn.isAssembly) {
        const addressed = fn.addressed.flatMap((name) => this.byName.get(name) ?? []);
        for (const target of new Set([...direct, ...addressed]))
          if (compiled.has(target)) this.calledByAssembly.push({ assembly: fn.name, target });
        if (fn.mayFault) draft.callees.push(...faults);
        continue;
      }
      const indirect = fn.indirect.flatMap((number) => this.indirect(draft, number));
      draft.callees.push(...new Set([...direct, ...indirect, ...(fn.mayFault ? faults : [])]));
    }
  }

  nodesOf(symbol: string): readonly GraphNode[] {
    return this.byName.get(symbol) ?? [];
  }

  private add({ name, frame, isAssembly }: ObjectFunction): Draft {
    const known = isAssembly ? (this.parts.assemblyFrames.get(name) ?? null) : frame;
    const draft: Draft = { symbol: name, frame: known, callees: [], missing: [], hasUnknownCalls: false };
    const others = this.byName.get(name);
    if (others) others.push(draft);
    else this.byName.set(name, [draft]);
    return draft;
  }

  private faultNode({ symbol, bytes }: FaultHandler): Draft {
    // What the CPU and the entry's code push comes in place of a return address.
    const draft: Draft = {
      symbol: "a fault",
      frame: bytes - 8,
      callees: [],
      missing: [],
      hasUnknownCalls: false,
    };
    draft.callees.push(...this.nodesOf(symbol));
    return draft;
  }

  private direct(caller: Draft, name: string, locals: ReadonlyMap<string, Draft>): Draft[] {
    const local = locals.get(name);
    if (local) return [local];
    const all = this.byName.get(name);
    if (!all) caller.missing.push(name);
    return all ?? [];
  }

  private indirect(caller: Draft, number: string): Draft[] {
    const symbols = this.parts.targets.of(number);
    if (!symbols) caller.hasUnknownCalls = true;
    return (symbols ?? []).flatMap((name) => this.byName.get(name) ?? []);
  }
}

/** Which functions stand behind the numbers of indirect calls. */
export class IndirectTargets {
  private readonly byNumber = new Map<string, () => Iterable<string>>();
  private readonly found = new Map<string, readonly string[]>();

  constructor(program: Program, targets: CallTargets) {
    const add = (name: string, of: () => Iterable<string>): void =>
      void this.byNumber.set(numberOfCall(name), of);
    for (const info of program.classes)
      info.virtuals.forEach((_, slot) => add(virtualCall(info, slot), () => targets.inSlot(info, slot)));
    for (const info of targets.interfaces)
      info.members.forEach((_, slot) =>
        add(interfaceCall(info, slot), () => targets.of({ kind: "interface", info, slot })),
      );
    // A plain function that is a closure has code of its own, which calls it (emit/thunk.ts).
    for (const key of targets.functionTypes)
      add(closureCall(key), () => targets.closuresOf(key).flatMap((symbol) => [symbol, `${symbol}.closure`]));
    add(DESTROY_CALL, () => program.classes.map(destroySymbol));
  }

  /** Undefined for a number that nothing in the program has. */
  of(number: string): readonly string[] | undefined {
    const known = this.found.get(number);
    if (known) return known;
    const names = this.byNumber.get(number)?.();
    if (!names) return undefined;
    const list = [...new Set(names)];
    this.found.set(number, list);
    return list;
  }
}
