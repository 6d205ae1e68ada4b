/** The unsafe module may be imported in the folders that the build lists, and nowhere else. */

import ts from "typescript";
import { isBelow } from "../load.ts";
import type { ErrorList } from "../report-error.ts";

export function checkUnsafeImports(file: ts.SourceFile, folders: readonly string[], errors: ErrorList): void {
  if (folders.some((folder) => isBelow(folder, file.fileName))) return;
  const refuse = (node: ts.Node): void =>
    errors.add(
      node,
      1420,
      "The module 'unsafe' cannot be imported here: only the folders that the build lists may do what the compiler cannot check.",
      "Use a safe function of the core library or of the platform layer, or add one there.",
    );
  const visit = (node: ts.Node): void => {
    const isModule = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    if (isModule && node.moduleSpecifier && isUnsafe(node.moduleSpecifier)) refuse(node.moduleSpecifier);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      if (isUnsafe(node.moduleReference.expression)) refuse(node.moduleReference);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && isUnsafe(node.argument.literal)) {
      refuse(node.argument);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && isUnsafe(argument)) refuse(argument);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

const isUnsafe = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && node.text === "unsafe";
