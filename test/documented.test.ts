/** Every name that other files may use says what it is: a doc comment above each export of the product's sources. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../tools/paths.ts";
import { sourceFiles } from "./support/imports.ts";

/** Sources that others build on: not tests, nor the programs that are only measured. */
const files = sourceFiles().filter(
  (file) =>
    /^(core|kernel|user|tools|compiler|bench|test\/support)\//.test(file) &&
    !/\.test\.ts$|\/(tests|twins)\//.test(file),
);

type Named = ts.Statement & { readonly name?: ts.Identifier };

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const hasComment = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc);

function namesOf(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [(statement as Named).name?.text ?? "default"];
  return statement.declarationList.declarations.map(({ name }) => name.getText());
}

/** The names that `file` exports without a doc comment, each with its line. */
function undocumented(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: string[] = [];
  const documented = new Set<string>();
  // A comment above several constants or signatures that follow line by line is for all of them.
  let end = 0;
  for (const statement of source.statements) {
    if (!isExported(statement)) continue;
    const line = lineOf(statement.getStart());
    const names = namesOf(statement);
    const isOfRun = ts.isVariableStatement(statement) && line === end + 1;
    const isOverload = ts.isFunctionDeclaration(statement) && documented.has(names[0]!);
    if (hasComment(statement) || isOfRun || isOverload || isEntry(statement, text)) {
      names.forEach((name) => documented.add(name));
      end = lineOf(statement.end);
    } else found.push(...names.map((name) => `${file}:${line} ${name}`));
  }
  return found;
}

/** A program's `main`, of which the comment that begins its file tells. */
const isEntry = (statement: ts.Statement, text: string): boolean =>
  ts.isFunctionDeclaration(statement) && statement.name?.text === "main" && /^\/\*\*/.test(text);

test("every exported name has a doc comment", () => {
  expect(files.length).toBeGreaterThan(400);
  expect(files.flatMap(undocumented)).toEqual([]);
});
