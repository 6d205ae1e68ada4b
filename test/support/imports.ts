/** Which file imports which, as the sources say it. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { root } from "../../tools/paths.ts";

/** One file's import of another. Paths are relative to the project's folder. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone at run time: `import type`. */
  readonly isType: boolean;
}

/** The TypeScript files of the project, those not committed yet among them. */
export function sourceFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
}

/** The syntax tree of one of the project's files. */
export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
}

/** What a file imports of the project: statically, for others (`export … from`) and late (`import(…)`). */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isType: boolean): void => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return;
    found.push({ from: file, to: normalize(join(dirname(file), specifier.text)), isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, isOfTypes(node.importClause));
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** Groups of files that import each other in a circle (strongly connected components, by Tarjan's algorithm). */
export function circles(imports: readonly Import[]): string[][] {
  const targets = new Map<string, Import[]>();
  for (const one of imports) targets.set(one.from, [...(targets.get(one.from) ?? []), one]);
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    open.push(file);
    for (const { to } of targets.get(file) ?? []) {
      const reached = !numbers.has(to) ? visit(to) : open.includes(to) ? numbers.get(to)! : number;
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === number) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1 || targets.get(file)?.some(({ to }) => to === file)) found.push(circle.sort());
    }
    return lowest.get(file)!;
  };
  for (const file of targets.keys()) if (!numbers.has(file)) visit(file);
  return found;
}
