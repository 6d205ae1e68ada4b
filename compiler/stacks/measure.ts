import { readFileSync } from "node:fs";
import type { Program } from "../mir.ts";
import { readObjectCalls } from "./object-calls.ts";
import { ProgramWithCalls } from "./program-calls.ts";
import { computeStacks, type StackResult, type Stacks } from "./stacks.ts";

/** Computes how deep the stacks of a program get, from its objects. */
export function measureStacks(program: Program, objects: readonly string[], stacks: Stacks): StackResult {
  const functions = objects.map((file) => readObjectCalls(readFileSync(file)));
  return computeStacks(new ProgramWithCalls(program, functions), stacks);
}
