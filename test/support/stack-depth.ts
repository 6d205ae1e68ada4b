import { readFileSync } from "node:fs";
import type { StackBound } from "../../compiler/stacks/stacks.ts";
import { stackBoundsFile } from "../../tools/paths.ts";

/** Bytes that the compiler has found a thread's kernel stack to need at most. */
export function stackBound(): number {
  const bounds = JSON.parse(readFileSync(stackBoundsFile, "utf8")) as StackBound[];
  return Math.max(...bounds.filter((b) => b.stack === "thread").map((b) => b.bytes));
}

/** Bytes of the deepest kernel stack, as the log of a kernel that ended by itself tells; undefined for one that did not. */
export function measuredDepth(log: string): number | undefined {
  const depth = /^tessera: stacks (\d+)$/m.exec(log)?.[1];
  return depth === undefined ? undefined : Number(depth);
}

/** Fails when a kernel stack got deeper than the compiler says. */
export function checkStackDepth(log: string): void {
  const depth = measuredDepth(log);
  if (depth !== undefined && depth > stackBound())
    throw new Error(`a kernel stack got ${depth} bytes deep; the compiler's bound is ${stackBound()}`);
}
