/** Types outside the language, where they are written. */

import ts from "typescript";
import type { Rule, Rules, SubsetContext } from "./rule.ts";

const { SyntaxKind } = ts;

/** The rules for written types. */
export const typeRules: Rules = new Map<ts.SyntaxKind, Rule>([
  [SyntaxKind.AnyKeyword, refuseAny],
  [SyntaxKind.NumberKeyword, refuseNumber],
  [SyntaxKind.BigIntKeyword, refuseBigInt],
  [SyntaxKind.SymbolKeyword, refuseSymbol],
  [SyntaxKind.ObjectKeyword, refuseObject],
  [SyntaxKind.ConstructorType, refuseConstructor],
  [SyntaxKind.IndexSignature, refuseIndex],
  [SyntaxKind.CallSignature, refuseCallSignature],
  [SyntaxKind.ConstructSignature, refuseConstructor],
]);

function refuseAny(node: ts.Node, context: SubsetContext): void {
  context.refuse(
    node,
    1000,
    "'any' is outside the language: every value has one machine type.",
    "Write the type, or make the function generic.",
  );
}

/** `number` may be what a type parameter is at most, the base of a brand, or stand for all indices: `List[number]`. */
function refuseNumber(node: ts.Node, context: SubsetContext): void {
  if (ts.isIndexedAccessTypeNode(node.parent) && node.parent.indexType === node) return;
  for (let at = node.parent; ts.isTypeNode(at) || ts.isTypeParameterDeclaration(at); at = at.parent) {
    if (ts.isTypeParameterDeclaration(at) || ts.isIntersectionTypeNode(at) || ts.isConditionalTypeNode(at))
      return;
  }
  context.refuse(
    node,
    1000,
    "'number' has no machine representation.",
    "Write the machine type: u8 u16 u32 u64 i8 i16 i32 i64 f32 f64, or usize for lengths and indices.",
  );
}

function refuseBigInt(node: ts.Node, context: SubsetContext): void {
  context.refuse(
    node,
    1000,
    "'bigint' is outside the language.",
    "u64 and i64 hold 64 bits exactly; literals are exact too.",
  );
}

function refuseSymbol(node: ts.Node, context: SubsetContext): void {
  context.refuse(node, 1000, "Symbols are no values in this language.", "Use an enum.");
}

function refuseObject(node: ts.Node, context: SubsetContext): void {
  if (context.mayBeUnsafe) return;
  context.refuse(node, 1000, "'object' is outside the language.", "Name a class or an interface.");
}

function refuseConstructor(node: ts.Node, context: SubsetContext): void {
  context.refuse(
    node,
    1151,
    "Classes are not values, so they have no types of their own.",
    "Pass a function that makes the object.",
  );
}

function refuseIndex(node: ts.Node, context: SubsetContext): void {
  context.refuse(node, 1116, "Types with index signatures are outside the language.", "Use a Map.");
}

function refuseCallSignature(node: ts.Node, context: SubsetContext): void {
  context.refuse(
    node,
    1167,
    "Call signatures in interfaces are outside the language.",
    "Write a function type: '(a: A) => B'.",
  );
}
