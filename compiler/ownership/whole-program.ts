/** Facts about the whole program that let loads borrow: which fields and globals never change once they are set. */

import { visitNode } from "../mir-walk.ts";
import type { Callee, Function, Global, Program } from "../mir.ts";
import type { ClassInfo } from "../types.ts";
import { allNodes } from "./prepare.ts";
import { QuietFunctions } from "./quiet.ts";

/**
 * Facts about all of the program that counting one function asks for. Questions are noted, so that it can be told later whether the answers are
 * still the same.
 */
export interface WholeProgram {
  /** The field is written by constructors only, and not by this function. */
  isImmutable(info: ClassInfo, index: number, inside: Function): boolean;
  isImmutableGlobal(global: Global, inside: Function): boolean;
  /** The call leaves everything that its caller borrowed in place. */
  isQuietCall(callee: Callee): boolean;
  /** The facts that were asked for since the last call, apart from those about the function itself, for `answer`. */
  takeQuestions(): string[];
  answer(question: string): boolean;
}

/** Finds the facts, in one walk over the program. */
export function analyzeProgram(program: Program): WholeProgram {
  const written = new Map<Function, Set<string>>();
  const initializers = new Set(program.modules.map((m) => m.initializer));
  /** Globals that something other than their one initialisation writes to or takes the address of. */
  const changing = new Set<string>();
  const initialized = new Set<string>();
  for (const module of program.modules) {
    for (const fn of module.functions) {
      for (const node of allNodes(fn)) {
        visitNode(node, null, (place, use) => {
          if (use === "read") return;
          const step = place.steps.at(-1);
          if (step?.kind === "field") {
            const set = written.get(fn) ?? new Set();
            written.set(fn, set.add(key(step.info, step.index)));
          }
          if (place.root.kind !== "global") return;
          const { symbol } = place.root.global;
          const isFirst =
            initializers.has(fn.symbol) &&
            use === "write" &&
            place.steps.length === 0 &&
            !initialized.has(symbol);
          if (isFirst) initialized.add(symbol);
          else changing.add(symbol);
        });
      }
    }
  }
  const quiet = new QuietFunctions(program);
  const asked = new Set<string>();
  return {
    isQuietCall(callee) {
      asked.add(`quiet ${quiet.calleeKey(callee)}`);
      return quiet.isQuiet(callee);
    },
    isImmutable(info, index, inside) {
      const field = info.fields[index];
      return field?.isReadonly === true && !(written.get(inside)?.has(key(info, index)) ?? false);
    },
    takeQuestions() {
      const questions = [...asked];
      asked.clear();
      return questions;
    },
    answer(question) {
      const space = question.indexOf(" ");
      const subject = question.slice(space + 1);
      return question.startsWith("quiet ") ? quiet.isQuietKey(subject) : changing.has(subject);
    },
    isImmutableGlobal(global, inside) {
      asked.add(`changing ${global.symbol}`);
      return !changing.has(global.symbol) && !initializers.has(inside.symbol);
    },
  };
}

/** A field by where it lies: classes inherit the fields of their base at the same index. */
function key(info: ClassInfo, index: number): string {
  let declaring = info;
  while (declaring.base && index < declaring.base.fields.length) declaring = declaring.base;
  return `${declaring.symbol} ${index}`;
}
