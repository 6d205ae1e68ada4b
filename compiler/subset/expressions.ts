/** Expressions outside the language. */

import ts from "typescript";
import type { Rule, Rules, SubsetContext } from "./rule.ts";

const { SyntaxKind } = ts;

/** The rules for expressions. */
export const expressionRules: Rules = new Map<ts.SyntaxKind, Rule>([
  [SyntaxKind.BinaryExpression, binary],
  [SyntaxKind.DeleteExpression, refuseDelete],
  [SyntaxKind.AwaitExpression, refuseAwait],
  [SyntaxKind.YieldExpression, refuseYield],
  [SyntaxKind.RegularExpressionLiteral, refuseRegExp],
  [SyntaxKind.BigIntLiteral, refuseBigInt],
  [SyntaxKind.Identifier, identifier],
  [SyntaxKind.PropertyAccessExpression, property],
  [SyntaxKind.CallExpression, call],
  [SyntaxKind.MetaProperty, metaProperty],
  [SyntaxKind.ClassExpression, classExpression],
  [SyntaxKind.ObjectLiteralExpression, objectLiteral],
  [SyntaxKind.OmittedExpression, omitted],
  [SyntaxKind.JsxElement, refuseJsx],
  [SyntaxKind.JsxSelfClosingElement, refuseJsx],
  [SyntaxKind.JsxFragment, refuseJsx],
]);

function binary(node: ts.BinaryExpression, context: SubsetContext): void {
  const operator = node.operatorToken;
  switch (operator.kind) {
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken: {
      if (isNullish(node.left) || isNullish(node.right)) return;
      const [written, meant] = operator.kind === SyntaxKind.EqualsEqualsToken ? ["==", "==="] : ["!=", "!=="];
      context.refuse(operator, 1101, `'${written}' compares null only.`, `Write '${meant}'.`);
      return;
    }
    case SyntaxKind.InKeyword:
      context.refuse(
        operator,
        1107,
        "'in' is outside the language: objects have no property names at run time.",
        "Use 'instanceof', a discriminant, or a Map.",
      );
  }
}

const isNullish = (node: ts.Expression): boolean =>
  node.kind === SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");

function refuseDelete(node: ts.DeleteExpression, context: SubsetContext): void {
  context.refuse(
    node,
    1108,
    "'delete' is outside the language: the fields of a class are fixed.",
    "Use a Map, or set the field to null.",
  );
}

function refuseAwait(node: ts.AwaitExpression, context: SubsetContext): void {
  context.refuse(
    node,
    1103,
    "'await' is outside the language: there is no asynchronous code.",
    "Call the function and wait for it.",
  );
}

function refuseYield(node: ts.YieldExpression, context: SubsetContext): void {
  context.refuse(
    node,
    1102,
    "'yield' is outside the language.",
    "Write a class with 'next()', or pass a function to call for each item.",
  );
}

function refuseRegExp(node: ts.Node, context: SubsetContext): void {
  context.refuse(
    node,
    1105,
    "Regular expressions are outside the language.",
    "Use the methods of strings: startsWith, indexOf, split…",
  );
}

function refuseBigInt(node: ts.BigIntLiteral, context: SubsetContext): void {
  context.refuse(
    node,
    1106,
    "'bigint' is outside the language.",
    `u64 and i64 are exact: write '${node.text.replace(/n$/, "")}'.`,
  );
}

function identifier(node: ts.Identifier, context: SubsetContext): void {
  if (!isUse(node)) return;
  if (node.text === "arguments") {
    if (!isGlobal(node, context, true)) return;
    context.refuse(
      node,
      1104,
      "'arguments' is outside the language.",
      "Declare a rest parameter: '...items: T[]'.",
    );
  } else if (node.text === "Symbol") {
    if (!isGlobal(node, context) || isWellKnownName(node)) return;
    context.refuse(
      node,
      1118,
      "Symbols are no values in this language.",
      "Use an enum. '[Symbol.iterator]' and '[Symbol.dispose]' are names of methods only.",
    );
  } else if (node.text === "eval" && isGlobal(node, context, true)) {
    context.refuse(
      node,
      1104,
      "'eval' is outside the language: programs are compiled ahead of time.",
      "Call a function.",
    );
  }
}

/** An expression, not the name of something. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeNode(parent)) return false;
  return ts.isExpression(parent) || ts.isVariableDeclaration(parent)
    ? (parent as ts.NamedDeclaration).name !== node
    : ts.isExpressionStatement(parent) || ts.isReturnStatement(parent);
}

function isGlobal(node: ts.Identifier, context: SubsetContext, orUnknown = false): boolean {
  const declaration = context.checker.getSymbolAtLocation(node)?.valueDeclaration;
  return declaration ? declaration.getSourceFile().isDeclarationFile : orUnknown;
}

/** `[Symbol.iterator]` as a name, or `x[Symbol.iterator]()`. */
function isWellKnownName(node: ts.Identifier): boolean {
  const access = node.parent;
  if (!ts.isPropertyAccessExpression(access) || !["iterator", "dispose"].includes(access.name.text))
    return false;
  return (
    ts.isComputedPropertyName(access.parent) ||
    (ts.isElementAccessExpression(access.parent) && access.parent.argumentExpression === access)
  );
}

function property(node: ts.PropertyAccessExpression, context: SubsetContext): void {
  const name = node.name.text;
  if (name !== "prototype" && name !== "__proto__") return;
  const declaration = context.checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  if (declaration && ts.isPropertyDeclaration(declaration)) return;
  context.refuse(
    node.name,
    1117,
    "Prototypes are outside the language: classes are fixed when the program is compiled.",
    "Give the class a method, or write a function that takes the object.",
  );
}

function call(node: ts.CallExpression, context: SubsetContext): void {
  if (node.expression.kind !== SyntaxKind.ImportKeyword) return;
  context.refuse(
    node,
    1119,
    "'import(…)' is outside the language: a program is one image.",
    "Import the module at the top of the file.",
  );
}

function metaProperty(node: ts.MetaProperty, context: SubsetContext): void {
  context.refuse(
    node,
    1119,
    `'${node.getText()}' is outside the language.`,
    "Write what it stands for, or pass it as an argument.",
  );
}

function classExpression(node: ts.ClassExpression, context: SubsetContext): void {
  context.refuse(node, 1115, "Classes are not values.", "Declare the class by its name, in the module.");
}

function objectLiteral(node: ts.ObjectLiteralExpression, context: SubsetContext): void {
  for (const member of node.properties) {
    if (member.name && ts.isComputedPropertyName(member.name)) {
      context.refuse(member.name, 1159, "Computed property names are outside the language.", "Use a Map.");
    }
  }
}

function omitted(node: ts.OmittedExpression, context: SubsetContext): void {
  if (!ts.isArrayLiteralExpression(node.parent)) return;
  context.refuse(node.parent, 1155, "An array has no holes.", "Write the value that is meant: 0, null…");
}

function refuseJsx(node: ts.Node, context: SubsetContext): void {
  context.refuse(node, 1162, "JSX is outside the language.");
}
