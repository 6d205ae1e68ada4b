/**
 * Which variables of a function body its closures capture, and which of those change.
 *
 * A captured variable that never changes is copied into the closure. One that is assigned anywhere after its
 * declaration lives in a counted box that the function and its closures share.
 */

import ts from "typescript";
import {
  isDeclarationName,
  isFunction,
  isReference,
  ownerOf,
  referencedSymbol,
  walk,
} from "./closure-needs.ts";
import { isStaticMember } from "../declare/names.ts";
import { findEarly, type CapturingMention } from "./early-captures.ts";

/** How closures use the variables of a function. Found before it is lowered, because it decides what its variables are. */
export interface CaptureAnalysis {
  readonly captured: ReadonlySet<ts.Symbol>;
  readonly assigned: ReadonlySet<ts.Symbol>;
  /** Captured and assigned, or captured before they are declared. */
  readonly boxed: ReadonlySet<ts.Symbol>;
  /** Variables that a closure captures which is made before they have their value. */
  readonly early: ReadonlySet<ts.Symbol>;
  /** Constants that hold a function, and that a closure captures which is made before. */
  readonly hoisted: ReadonlySet<ts.Symbol>;
}

/** Whether an expression is written to: target of an assignment, of `++`, or of a destructuring assignment. */
export function isWritten(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isWritten(parent);
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const operator = parent.operatorToken.kind;
    return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) return isWritten(parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isWritten(parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isWritten(parent.parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return isWritten(parent.parent);
  return false;
}

/** `addressOf(x)` of the unsafe module: whoever has the address may write. */
function isAddressTaken(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isAddressTaken(parent);
  return (
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === "addressOf"
  );
}

/** A field of a class: its value is computed by the constructor. */
const isFieldOfObjects = (node: ts.Node): boolean => ts.isPropertyDeclaration(node) && !isStaticMember(node);

/** A function, with the names of the variables that are declared in it but not in functions inside of it. */
interface Activation {
  readonly node: ts.Node;
  readonly outer: Activation | null;
  readonly names: Set<string>;
}

/** Analyses the body of an outermost function, nested ones included. `parts`: what of it is to be lowered, if not all. */
export function analyzeCaptures(
  checker: ts.TypeChecker,
  body: ts.Node,
  parts: readonly ts.Node[] = [body],
): CaptureAnalysis {
  const captured = new Set<ts.Symbol>();
  const assigned = new Set<ts.Symbol>();
  const mentions: { name: ts.Identifier; within: Activation; changes: boolean }[] = [];
  const outermost: Activation = { node: body, outer: null, names: new Set() };
  const visit = (node: ts.Node, within: Activation): Activation => {
    if (ts.isIdentifier(node)) {
      if (isDeclarationName(node))
        (ts.isFunctionDeclaration(node.parent) ? within.outer : within)?.names.add(node.text);
      else if (isReference(node))
        mentions.push({ name: node, within, changes: isWritten(node) || isAddressTaken(node) });
    }
    const isActivation = isFunction(node) || isFieldOfObjects(node);
    return isActivation && node !== body ? { node, outer: within, names: new Set<string>() } : within;
  };
  for (const part of parts) walk(part, outermost, visit);
  const capturing: CapturingMention[] = [];
  for (const { name, within, changes } of mentions) {
    // To ask what a name means costs more than all else here.
    if (!changes && !isDeclaredAround(name.text, within)) continue;
    const symbol = referencedSymbol(checker, name);
    const owner = symbol && ownerOf(symbol);
    if (!symbol || !owner) continue;
    if (changes) assigned.add(symbol);
    if (owner === within.node) continue;
    captured.add(symbol);
    const closure = outermostWithin(owner, within);
    if (closure) capturing.push({ symbol, closure });
  }
  const { early, hoisted } = findEarly(checker, capturing, assigned);
  const boxed = new Set([...captured].filter((s) => assigned.has(s) || early.has(s)));
  return { captured, assigned, boxed, early, hoisted };
}

/** The function made by the owner's own code that a mention is in, at whatever depth. */
function outermostWithin(owner: ts.Node, within: Activation): ts.Node | null {
  for (let at = within; at.outer; at = at.outer) if (at.outer.node === owner) return at.node;
  return null;
}

function isDeclaredAround(name: string, { outer }: Activation): boolean {
  for (let at = outer; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}
