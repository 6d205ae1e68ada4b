/**
 * Chains of operators, `a + b + c + …`: thousands of terms are one deep tree, that is walked here without recursion and in a
 * time that grows with its length.
 */

import ts from "typescript";
import type { FunctionContext } from "../context.ts";

/** The node, and the operations on its left that `continues` names, each the left side of the one before. */
export function leftSpine(
  node: ts.BinaryExpression,
  continues: (left: ts.BinaryExpression) => boolean,
): ts.BinaryExpression[] {
  const spine = [node];
  for (let at = node.left; ts.isBinaryExpression(at) && continues(at); at = at.left) spine.push(at);
  return spine;
}

const known = new WeakMap<ts.TypeChecker, WeakMap<ts.Node, boolean>>();

/** Whether the checker sees a string in `a + b`. */
export function isTextSum(f: FunctionContext, node: ts.Expression): boolean {
  if (!isSum(node)) return false;
  const { checker } = f.declarations;
  let sums = known.get(checker);
  if (!sums) known.set(checker, (sums = new WeakMap()));
  const before = sums.get(node);
  if (before !== undefined) return before;
  // A sum with a text on its left is a text. The checker computes each sum anew, so it is asked about few of them.
  const spine = leftSpine(node, isSum);
  let [first, none] = [-1, spine.length];
  while (none - first > 1) {
    const middle = first < 0 ? 0 : (first + none) >> 1;
    const isText = (checker.getTypeAtLocation(spine[middle]!).flags & ts.TypeFlags.StringLike) !== 0;
    if (isText) first = middle;
    else none = middle;
  }
  spine.forEach((sum, i) => sums.set(sum, i <= first));
  return first >= 0;
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}
