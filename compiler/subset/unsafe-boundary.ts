/** The unsafe module may be imported in the folders that the build lists, and nowhere else. */

import ts from "typescript";
import type { SubsetContext } from "./rule.ts";

/** Refuses an import of the unsafe module in a file that may not have it. */
export function checkUnsafeImport(node: ts.Node, context: SubsetContext): void {
  const specifier = specifierOf(node);
  if (!specifier || !ts.isStringLiteralLike(specifier) || specifier.text !== "unsafe") return;
  context.refuse(
    specifier,
    1420,
    "The module 'unsafe' cannot be imported here: only the folders that the build lists may do what the compiler cannot check.",
    "Use a safe function of the core library or of the platform layer, or add one there.",
  );
}

/** The name of the module that any form of import asks for. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return node.arguments[0];
  return undefined;
}
