/** Declarations outside the language. */

import ts from "typescript";
import type { Rule, Rules, SubsetContext } from "./rule.ts";
import { isReference } from "./uninitialized.ts";

const { SyntaxKind } = ts;

/** The decorators of the prelude. */
const DECORATORS = new Set(["struct", "packed", "size", "align", "offset"]);

/** The rules for declarations: functions, classes and their members, variables, modules. */
export const declarationRules: Rules = new Map<ts.SyntaxKind, Rule>([
  [SyntaxKind.FunctionDeclaration, functionLike],
  [SyntaxKind.FunctionExpression, functionLike],
  [SyntaxKind.ArrowFunction, functionLike],
  [SyntaxKind.MethodDeclaration, functionLike],
  [SyntaxKind.Decorator, decorator],
  [SyntaxKind.ClassDeclaration, classDeclaration],
  [SyntaxKind.PropertyDeclaration, property],
  [SyntaxKind.VariableDeclaration, refuseBang],
  [SyntaxKind.ModuleDeclaration, namespace],
  [SyntaxKind.ImportEqualsDeclaration, importEquals],
  [SyntaxKind.ExportAssignment, exportAssignment],
  [SyntaxKind.ImportDeclaration, importDeclaration],
]);

function functionLike(node: ts.FunctionLikeDeclaration, context: SubsetContext): void {
  if (node.asteriskToken) {
    context.refuse(
      node.asteriskToken,
      1102,
      "Generator functions are outside the language.",
      "Write a class with 'next()' and '[Symbol.iterator]()', or pass a function to call for each item.",
    );
  }
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  const isAsync = modifiers?.find((m) => m.kind === SyntaxKind.AsyncKeyword);
  if (isAsync)
    context.refuse(
      isAsync,
      1103,
      "'async' is outside the language: there is no asynchronous code.",
      "Call the function and wait for it.",
    );
  if (ts.isMethodDeclaration(node) && node.questionToken) {
    context.refuse(
      node.questionToken,
      1163,
      "A method is always there.",
      "Declare a field of a function type or null.",
    );
  }
}

function decorator(node: ts.Decorator, context: SubsetContext): void {
  const { expression } = node;
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  const isKnown = ts.isIdentifier(callee) && DECORATORS.has(callee.text);
  const declaration = isKnown && context.checker.getSymbolAtLocation(callee)?.valueDeclaration;
  if (declaration && declaration.getSourceFile().isDeclarationFile) return;
  context.refuse(
    node,
    1113,
    "Decorators of one's own are outside the language.",
    "The prelude has @struct, @packed, @size, @align and @offset.",
  );
}

function classDeclaration(node: ts.ClassDeclaration, context: SubsetContext): void {
  const isStruct = ts
    .getDecorators(node)
    ?.some((d) => ts.isIdentifier(d.expression) && d.expression.text === "struct");
  const heritage = node.heritageClauses?.[0];
  if (isStruct && heritage) {
    context.refuse(
      heritage,
      1356,
      "A struct has no base class and no interfaces.",
      "Make the other struct a field, or use a class.",
    );
  }
}

function property(node: ts.PropertyDeclaration, context: SubsetContext): void {
  const accessor = node.modifiers?.find((m) => m.kind === SyntaxKind.AccessorKeyword);
  if (accessor)
    context.refuse(
      accessor,
      1154,
      "'accessor' fields are outside the language.",
      "Write the field, or a getter and a setter.",
    );
  refuseBang(node, context);
  if (ts.isComputedPropertyName(node.name)) {
    context.refuse(node.name, 1159, "Computed names of fields are outside the language.", "Use a Map.");
  }
}

/** `name!: T` keeps the checker from asking for a value; a reference that is read before it is set would be null. */
function refuseBang(node: ts.PropertyDeclaration | ts.VariableDeclaration, context: SubsetContext): void {
  const { exclamationToken: bang } = node;
  if (!bang || context.mayBeUnsafe || !isReference(context.checker, context.checker.getTypeAtLocation(node)))
    return;
  context.refuse(
    bang,
    1170,
    `'${node.name.getText()}' would be null until it is set.`,
    "Set it where it is declared, or let its type be '… | null' and read it with '!'.",
  );
}

function namespace(node: ts.ModuleDeclaration, context: SubsetContext): void {
  if (node.flags & ts.NodeFlags.GlobalAugmentation || ts.isStringLiteral(node.name)) {
    context.refuse(
      node.name,
      1153,
      "Other modules cannot be added to.",
      "Declare what is needed in a module of its own.",
    );
  } else if (!isAmbientOrTypes(node)) {
    context.refuse(
      node.name,
      1114,
      "A namespace with code is outside the language.",
      "Put the code into a module of its own and import it.",
    );
  }
}

function isAmbientOrTypes(node: ts.ModuleDeclaration): boolean {
  if (node.modifiers?.some((m) => m.kind === SyntaxKind.DeclareKeyword)) return true;
  const { body } = node;
  if (!body || !ts.isModuleBlock(body)) return body === undefined;
  return body.statements.every((s) => ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s));
}

function importEquals(node: ts.ImportEqualsDeclaration, context: SubsetContext): void {
  context.refuse(
    node,
    1164,
    "'import … =' is outside the language.",
    "Write 'import { … } from \"./file.ts\"'.",
  );
}

function exportAssignment(node: ts.ExportAssignment, context: SubsetContext): void {
  context.refuse(
    node,
    1165,
    "A default export of an expression is outside the language.",
    "Write 'export const name = …'.",
  );
}

function importDeclaration(node: ts.ImportDeclaration, context: SubsetContext): void {
  if (node.attributes) context.refuse(node.attributes, 1166, "Import attributes are outside the language.");
}
