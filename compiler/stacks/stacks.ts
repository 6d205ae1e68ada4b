/**
 * How deep the stacks of a program get that makes its own, as a kernel does. What is computed:
 *
 * - The ways in are the functions with `@entry STACK BYTES`: assembly calls them with so many bytes of the stack in use. Two names are no stacks:
 *   `interrupt` comes on top of whatever runs on a stack that takes interrupts, `fault` on top of the functions whose instructions may fault (.extable).
 * - From there the calls are followed that are left in the machine code (call-graph.ts), with the frames that LLVM has given to the functions.
 * - Recursion has to state a bound, which something enforces: `@recursive N` by a counter that throws (emit/recursion.ts), the destruction of
 *   objects by its list (emit/glue.ts). A panic ends the machine, and a panic in its report ends that.
 *
 * What is not known is an error, not left out.
 */

import type { ProgramWithCalls } from "./program-calls.ts";
import { Bounds, type Step } from "./bounds.ts";
import { checkGraph, type StackProblem } from "./problems.ts";

/** The stacks of a program that makes its own, by the names that `@entry` uses. */
export type Stacks = Readonly<Record<string, StackKind>>;

/** One kind of stack. */
export interface StackKind {
  /** Bytes. */
  readonly size: number;
  /** Whether interrupts come on top of what runs on it. */
  readonly takesInterrupts: boolean;
}

/** How deep a stack may get by one way in. */
export interface StackBound {
  readonly stack: string;
  readonly size: number;
  /** The function at the bottom. */
  readonly entry: string;
  readonly bytes: number;
  /** From the bottom up, what an interrupt adds at the end. */
  readonly way: readonly Step[];
}

/** What was found. */
export interface StackResult {
  readonly problems: readonly StackProblem[];
  /** The deepest first. */
  readonly bounds: readonly StackBound[];
}

const INTERRUPT = "interrupt";
const FAULT = "fault";

/** Computes the bounds, unless something is wrong. */
export function computeStacks(calls: ProgramWithCalls, stacks: Stacks): StackResult {
  const early = checkGraph(calls, new Set([...Object.keys(stacks), INTERRUPT, FAULT]));
  if (early.length > 0) return { problems: early, bounds: [] };
  const bounds = new Bounds(calls);
  const interrupts = calls.entriesOf(INTERRUPT);
  const found: StackBound[] = [];
  for (const [stack, { size, takesInterrupts }] of Object.entries(stacks)) {
    for (const { node, bytes } of calls.entriesOf(stack)) {
      const walk = bounds.from(node, takesInterrupts ? interrupts : []);
      const way = [{ name: "in use at the entry", bytes }, ...walk.way];
      found.push({ stack, size, entry: calls.nameOf(node), bytes: bytes + walk.bytes, way });
    }
  }
  found.sort((a, b) => b.bytes - a.bytes);
  const problems = found
    .filter((bound) => bound.bytes > bound.size)
    .map((bound): StackProblem => ({
      code: "MTS1911",
      location: calls.locationOfName(bound.entry),
      message: `The stack '${bound.stack}' has ${bound.size} bytes, and ${bound.entry} may need ${bound.bytes}: ${wayText(bound.way)}.`,
      hint: "Make the largest frames smaller (large structs and fixed arrays are in them), or the way shorter.",
    }));
  return { problems, bounds: found };
}

/** The way as one line. */
export const wayText = (way: readonly Step[]): string => way.map((s) => `${s.name} (${s.bytes})`).join(" > ");
