/** What makes the depth of the stacks unknown or unbounded. */

import type { Location } from "../mir.ts";
import type { GraphNode } from "./call-graph.ts";
import type { ProgramWithCalls } from "./program-calls.ts";

/** A mistake of the program, at a place of it. */
export interface StackProblem {
  readonly code: string;
  readonly location: Location;
  readonly message: string;
  readonly hint: string | null;
}

const RECURSION = "MTS1910";
const UNKNOWN = "MTS1912";

/** Everything that the computation cannot do with. */
export function checkGraph(calls: ProgramWithCalls, stacks: ReadonlySet<string>): StackProblem[] {
  return [...unknownStacks(calls, stacks), ...assembly(calls), ...unknownFrames(calls), ...recursion(calls)];
}

function* unknownStacks(calls: ProgramWithCalls, stacks: ReadonlySet<string>): Generator<StackProblem> {
  for (const node of calls.allEntries) {
    for (const { stack } of calls.functionOf(node)?.attributes.entries ?? []) {
      if (stacks.has(stack)) continue;
      const message = `${calls.nameOf(node)} is entered on a stack '${stack}', which the build does not know.`;
      yield {
        code: UNKNOWN,
        location: calls.locationOf(node),
        message,
        hint: `The stacks are ${[...stacks].join(", ")}.`,
      };
    }
  }
}

/** What assembly does is only seen where it is a call of a name. */
function* assembly(calls: ProgramWithCalls): Generator<StackProblem> {
  for (const { text, location } of calls.inlineAssembly) {
    if (!/\b(call|jmp)\w*\s+\*/.test(text) && !(/\bpush/.test(text) && /\bcall/.test(text))) continue;
    const message =
      "The depth of the stack is not known: this assembly calls by an address, or pushes and calls.";
    yield {
      code: UNKNOWN,
      location,
      message,
      hint: "Write it as a function of the module's assembly with an @entry.",
    };
  }
  for (const { assembly: caller, target } of calls.graph.calledByAssembly) {
    const fn = calls.functionOf(target);
    if (!fn || fn.attributes.entries.length > 0) continue;
    const message = `${fn.name} is called by assembly (${caller}), so it is at the bottom of a stack.`;
    yield {
      code: UNKNOWN,
      location: fn.location,
      message,
      hint: "Say which, and how much of it is in use: @entry STACK BYTES.",
    };
  }
}

function* unknownFrames(calls: ProgramWithCalls): Generator<StackProblem> {
  for (const node of reachable(calls)) {
    if (node.frame === null) {
      const message = `The depth of the stack is not known: the frame of ${calls.nameOf(node)} has no fixed size.`;
      yield { code: UNKNOWN, location: calls.locationOf(node), message, hint: null };
    }
    if (node.hasUnknownCalls) {
      const message = `The depth of the stack is not known: ${calls.nameOf(node)} calls what is in no table of the program.`;
      yield { code: UNKNOWN, location: calls.locationOf(node), message, hint: null };
    }
    for (const name of node.missing) {
      const message = `The depth of the stack is not known: ${calls.nameOf(node)} calls ${name}, which is in no object.`;
      yield { code: UNKNOWN, location: calls.locationOf(node), message, hint: null };
    }
  }
}

function reachable(calls: ProgramWithCalls): Set<GraphNode> {
  const found = new Set(calls.allEntries);
  for (const node of found) for (const callee of node.callees) found.add(callee);
  return found;
}

/** Circles of calls that no bound cuts: one problem for each set of functions that reach each other. */
function recursion(calls: ProgramWithCalls): StackProblem[] {
  const problems: StackProblem[] = [];
  for (const group of groups(calls)) {
    const circle = shortestCircle(calls, group);
    const first = circle.find((node) => calls.functionOf(node)) ?? circle[0]!;
    const from = circle.indexOf(first);
    const names = [...circle.slice(from), ...circle.slice(0, from), first].map((node) => calls.nameOf(node));
    problems.push({
      code: RECURSION,
      location: calls.locationOf(first),
      message: `Recursion without a bound: ${names.join(" calls ")}.`,
      hint: "Make it a loop over a list, or say how often the function may be active at once, by the tag '@recursive N': the call that would be one too many throws ELOOP.",
    });
  }
  return problems;
}

/** Sets of functions that reach each other (Tarjan's algorithm, without recursion). */
function groups(calls: ProgramWithCalls): Set<GraphNode>[] {
  const index = new Map<GraphNode, number>();
  const low = new Map<GraphNode, number>();
  const open: GraphNode[] = [];
  const isOpen = new Set<GraphNode>();
  const found: Set<GraphNode>[] = [];
  for (const start of reachable(calls)) {
    if (index.has(start)) continue;
    const work: { node: GraphNode; at: number }[] = [];
    const enter = (node: GraphNode): void => {
      index.set(node, index.size);
      low.set(node, index.size - 1);
      open.push(node);
      isOpen.add(node);
      work.push({ node, at: 0 });
    };
    enter(start);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { node } = top;
      const callee = node.callees[top.at++];
      if (callee) {
        if (calls.limits.has(callee)) continue;
        if (!index.has(callee)) enter(callee);
        else if (isOpen.has(callee)) low.set(node, Math.min(low.get(node)!, index.get(callee)!));
        continue;
      }
      work.pop();
      const above = work.at(-1)?.node;
      if (above) low.set(above, Math.min(low.get(above)!, low.get(node)!));
      if (low.get(node) !== index.get(node)) continue;
      const group = new Set(open.splice(open.lastIndexOf(node)));
      for (const each of group) isOpen.delete(each);
      if (group.size > 1 || node.callees.some((c) => c === node && !calls.limits.has(c))) found.push(group);
    }
  }
  return found;
}

function shortestCircle(calls: ProgramWithCalls, group: ReadonlySet<GraphNode>): GraphNode[] {
  let best: GraphNode[] | null = null;
  for (const start of group) {
    const circle = circleFrom(calls, group, start);
    if (circle && (!best || circle.length < best.length)) best = circle;
  }
  return best ?? [...group];
}

function circleFrom(
  calls: ProgramWithCalls,
  group: ReadonlySet<GraphNode>,
  start: GraphNode,
): GraphNode[] | null {
  const cameFrom = new Map<GraphNode, GraphNode | null>([[start, null]]);
  for (const node of cameFrom.keys()) {
    for (const callee of node.callees) {
      if (!group.has(callee) || calls.limits.has(callee)) continue;
      if (callee === start) {
        const circle: GraphNode[] = [];
        for (let at: GraphNode | null = node; at; at = cameFrom.get(at) ?? null) circle.unshift(at);
        return circle;
      }
      if (!cameFrom.has(callee)) cameFrom.set(callee, node);
    }
  }
  return null;
}
