/** Reading declarations of the kernel's sources, which the tools know as text: none of their code runs here. */

import { readFileSync } from "node:fs";
import ts from "typescript";

/** The syntax tree of a file. */
export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Whether a declaration is for other files too. */
export function isExported(node: ts.HasModifiers): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** The paragraphs of a declaration's comment, each as one line. */
export function commentOf(node: ts.Node): string[] {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  return paragraphs((ts.getTextOfJSDocComment(comment?.comment) ?? "").replace(/@[a-z]+\b[^@]*/g, ""));
}

/** What stands behind a tag of a declaration's comment, wherever on a line that is; undefined without the tag. */
export function tagOf(node: ts.Node, name: string): string | undefined {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.getText() ?? "";
  const text = comment.replace(/^\s*\/?\*+\/?/gm, "").replace(/\*\/$/, "");
  const found = new RegExp(`@${name}\\b([^@]*)`).exec(text);
  return found?.[1]!.replace(/\s+/g, " ").trim();
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
}
