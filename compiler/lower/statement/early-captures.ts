/**
 * Closures over what is declared later: JavaScript makes a function when its block begins or its expression is reached,
 * whether or not what it captures has its value by then.
 *
 * A constant that is a function itself is made earlier, when its own captures allow it. Any other variable gets a
 * box that tells whether it has been set, made where its block begins.
 */

import ts from "typescript";
import { closureNeeds, functionNamed } from "./closure-needs.ts";

/** A mention of a variable in a function of the one that declares it. */
export interface CapturingMention {
  readonly symbol: ts.Symbol;
  /** The outermost function around the mention that is not around the declaration. */
  readonly closure: ts.Node;
}

interface EarlyCaptures {
  readonly early: ReadonlySet<ts.Symbol>;
  readonly hoisted: ReadonlySet<ts.Symbol>;
}

/**
 * Finds what closures capture before it has its value: variables that need a box (`early`), and constants that are functions and are
 * made earlier (`hoisted`).
 */
export function findEarly(
  checker: ts.TypeChecker,
  mentions: readonly CapturingMention[],
  assigned: ReadonlySet<ts.Symbol>,
): EarlyCaptures {
  const early = new Set<ts.Symbol>();
  const hoisted = new Set<ts.Symbol>();
  for (const { symbol, closure } of mentions) {
    // A declared function is made when it can be: what mentions it decides.
    if (ts.isFunctionDeclaration(closure)) continue;
    const called = assigned.has(symbol) ? null : functionNamed(symbol);
    if (!called) {
      if (isLater(symbol, closure)) early.add(symbol);
      continue;
    }
    if (called === closure) continue;
    if (isLater(symbol, closure)) hoisted.add(symbol);
    for (const needed of variablesNeeded(checker, called))
      if (isLater(needed, closure))
        (assigned.has(needed) || !functionNamed(needed) ? early : hoisted).add(needed);
  }
  return { early, hoisted };
}

/** Whether a variable gets its value after the closure is made. */
function isLater(symbol: ts.Symbol, closure: ts.Node): boolean {
  const declaration = symbol.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isVariableStatement(declaration.parent.parent) &&
    closure.pos < declaration.end
  );
}

/** The variables that a function and those that it calls capture. */
function variablesNeeded(checker: ts.TypeChecker, from: ts.Node): Set<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const seen = new Set<ts.Node>([from]);
  const waiting = [from];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    for (const symbol of closureNeeds(checker, node).symbols) {
      found.add(symbol);
      const called = functionNamed(symbol);
      if (!called || seen.has(called)) continue;
      seen.add(called);
      waiting.push(called);
    }
  }
  return found;
}
