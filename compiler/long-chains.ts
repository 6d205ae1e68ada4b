/**
 * Chains of operators, calls or members that are too long for the official checker: at each name it climbs to the top of the
 * expression, so a chain takes it a time that grows with the square of the length.
 */

import ts from "typescript";

/** Expressions in each other: more than anyone writes, and the checker has done with so many in a few seconds. */
const LONGEST = 5000;

interface Step {
  readonly node: ts.Node;
  /** The outermost expression around, and how many there are from it to here. */
  readonly top: ts.Node;
  readonly depth: number;
}

/** The first expression that is such a chain, or null. Only what has more text than the shortest one is looked into. */
export function tooLongChain(file: ts.SourceFile): ts.Node | null {
  const waiting: Step[] = [{ node: file, top: file, depth: 0 }];
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const { node, top, depth } = step;
    if (depth > LONGEST) return top;
    if (node.end - node.pos < LONGEST - depth) continue;
    const isInside = ts.isExpression(node);
    ts.forEachChild(node, (child) => {
      const goesOn = isInside && ts.isExpression(child);
      waiting.push({ node: child, top: goesOn ? top : child, depth: goesOn ? depth + 1 : 0 });
    });
  }
  return null;
}
