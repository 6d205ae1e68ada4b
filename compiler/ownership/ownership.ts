/** The ownership pass over the whole program: prepare, insert, verify, optimise, verify. */

import type { Function, Location, Program, Variable } from "../mir.ts";
import { insertCounting, type Ownership } from "./insert.ts";
import { optimize } from "./optimize.ts";
import { prepare } from "./prepare.ts";
import { verify } from "./verify.ts";
import { analyzeProgram, type WholeProgram } from "./whole-program.ts";

/** Something that counting found wrong in a function. */
export interface OwnershipFailure {
  readonly fn: Function;
  readonly location: Location;
  readonly message: string;
  /** A mistake of the program: it returns a view of this variable, which is released when the function returns. */
  readonly returned?: Variable | undefined;
}

/** Counts the functions of a program in place, each at most once. What goes wrong are mistakes of the compiler (but see `returned`), each with where it happened. */
export class Counting {
  readonly facts: WholeProgram;
  private readonly failures = new Map<Function, OwnershipFailure[]>();

  constructor(program: Program) {
    this.facts = analyzeProgram(program);
  }

  count(fn: Function): void {
    if (!this.failures.has(fn)) this.failures.set(fn, countFunction(fn, this.facts));
  }

  /** None for a function that was not counted. */
  failuresOf(fn: Function): readonly OwnershipFailure[] {
    return this.failures.get(fn) ?? [];
  }
}

/**
 * Inserts the counting into a function and optimises it; the verifier looks at it after both. Returns what is wrong, an error in the
 * pass itself included.
 */
export function countFunction(fn: Function, facts: WholeProgram): OwnershipFailure[] {
  if (fn.attributes.naked || fn.blocks.length === 0) return [];
  try {
    const ownership: Ownership = insertCounting(fn, prepare(fn), facts);
    const problems = verify(fn, ownership);
    if (problems.length === 0 && optimize(fn, ownership)) problems.push(...verify(fn, ownership));
    return problems.map((p) => ({ fn, location: p.location, message: p.message, returned: p.returned }));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ fn, location: fn.location, message }];
  }
}
