/**
 * Chains of operators, `a + b + c + …`: thousands of terms are one deep tree, that is walked here without recursion and in a
 * time that grows with its length.
 */

import ts from "typescript";
import { U64, type Type } from "../../types.ts";
import type { FunctionContext } from "../context.ts";
import { typeOfOperand } from "./values.ts";

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
  if (isNumber(f, node.left) && isNumber(f, node.right)) return false;
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

/** Whether an operand shows without the checker that it is a number, as most do. */
function isNumber(f: FunctionContext, node: ts.Expression): boolean {
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isNumber(f, node.expression);
  if (ts.isBinaryExpression(node)) return arithmetic.has(node.operatorToken.kind);
  const kind = pathType(f, node)?.kind;
  return kind === "int" || kind === "float";
}

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
]);

/** The type of a variable, or of a field found from one. */
function pathType(f: FunctionContext, node: ts.Expression): Type | null {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return f.receiver && typeOfOperand(f.receiver);
  if (ts.isIdentifier(node)) {
    const symbol = f.declarations.checker.getSymbolAtLocation(node);
    const binding = symbol && f.lookup(symbol);
    if (!binding) return null;
    return binding.kind === "constant" ? U64 : binding.type;
  }
  if (!ts.isPropertyAccessExpression(node)) return null;
  const of = pathType(f, node.expression);
  const base = of?.kind === "ref" ? of.to : of;
  if (base?.kind !== "class" && base?.kind !== "struct") return null;
  const field = f.declarations.field(base.info, node.name.text);
  return field && base.info.fields[field.index]!.type;
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}
