/**
 * Which functions are quiet: whatever their caller borrowed from fields, elements and globals is still there when they
 * return. A quiet function writes no counted value over another, releases nothing of its own making, and calls only quiet
 * ones. Plain numbers and pointers it may write.
 */

import { intrinsics } from "../intrinsics.ts";
import { slotKey, type Node } from "../mir-walk.ts";
import type { Callee, Function, Place, Program } from "../mir.ts";
import { isCounted } from "../types.ts";

/** The quiet functions of a program, found once: those whose calls leave in place all that their callers borrow. */
export class QuietFunctions {
  private readonly quiet = new Set<string>();
  /** The functions in each vtable slot. */
  private readonly slots = new Map<string, string[]>();

  constructor(program: Program) {
    for (const info of program.classes) {
      info.virtuals.forEach((symbol, slot) => {
        if (!symbol) return;
        const key = slotKey(info, slot);
        this.slots.set(key, [...(this.slots.get(key) ?? []), symbol]);
      });
    }
    const functions = program.modules.flatMap((m) => m.functions);
    for (const fn of functions) if (isQuietAlone(fn)) this.quiet.add(fn.symbol);
    this.removeCallersOfLoud(functions);
  }

  /** Whether a call leaves everything that its caller borrowed in place. */
  isQuiet(callee: Callee): boolean {
    return this.isQuietKey(this.calleeKey(callee));
  }

  /** A callee as a text: calls of the same text are quiet or not together. */
  calleeKey(callee: Callee): string {
    if (callee.kind === "direct") return `function ${callee.symbol}`;
    return callee.kind === "virtual" ? `slot ${slotKey(callee.info, callee.slot)}` : "unknown";
  }

  isQuietKey(key: string): boolean {
    const subject = key.slice(key.indexOf(" ") + 1);
    if (key.startsWith("function ")) return this.quiet.has(subject);
    if (!key.startsWith("slot ")) return false;
    const targets = this.slots.get(subject) ?? [];
    return targets.length > 0 && targets.every((symbol) => this.quiet.has(symbol));
  }

  private removeCallersOfLoud(functions: readonly Function[]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const fn of functions) {
        if (!this.quiet.has(fn.symbol)) continue;
        for (const node of returningNodes(fn)) {
          if ((node.op !== "call" && node.op !== "invoke") || this.isQuiet(node.callee)) continue;
          this.quiet.delete(fn.symbol);
          changed = true;
          break;
        }
      }
    }
  }
}

/** Quiet but for the functions that it calls. */
function isQuietAlone(fn: Function): boolean {
  if (fn.attributes.naked || fn.blocks.length === 0) return false;
  for (const node of returningNodes(fn)) if (isLoud(node)) return false;
  return true;
}

/** The nodes of all blocks but those that end the program: what these do is over before anybody looks again. */
function* returningNodes(fn: Function): Generator<Node> {
  for (const { instructions, terminator } of fn.blocks) {
    if (terminator.op === "unreachable") continue;
    yield* instructions;
    yield terminator;
  }
}

/**
 * All counted values of a quiet function are copies of what others hold, so releasing them destroys nothing, and keeping them in
 * locals is as good as not having them.
 */
function isLoud(node: Node): boolean {
  switch (node.op) {
    case "store":
    case "zeroPlace":
      return isCounted(node.place.type) && !isLocal(node.place);
    case "copyPlace":
      return isCounted(node.to.type) && !isLocal(node.to);
    case "allocate":
    case "invokeAllocate":
      return true;
    case "intrinsic": {
      const info = intrinsics.get(node.name);
      return !info?.quiet || info.result === "owned" || info.consumes.length > 0;
    }
    case "asm":
    case "destroy":
      return true;
    default:
      return false;
  }
}

const isLocal = (place: Place): boolean =>
  place.root.kind === "var" &&
  place.root.variable.kind === "local" &&
  place.root.variable.type.kind !== "ref";
