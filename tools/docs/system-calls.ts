import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { root } from "../paths.ts";

/** Where the table of system calls is, and the page made from it. */
export const tableFile = join(root, "kernel", "linux", "table.ts");
export const pageFile = join(root, "docs", "syscalls.md");

interface SystemCall {
  readonly number: number;
  readonly name: string;
  /** The file of kernel/linux that has it, without the ending. */
  readonly family: string;
  /** Names and types of the parameters that the program passes. */
  readonly parameters: readonly string[];
  /** The paragraphs of its comment. */
  readonly manual: readonly string[];
}

/** docs/syscalls.md: every system call with its manual page, from the table's cases and the comments of its functions. */
export function systemCallsPage(): string {
  const calls = readCalls();
  const lines = [
    "# System calls",
    "",
    "<!-- Made by `tessera docs` from kernel/linux/table.ts and the comments of the functions: edit those. -->",
    "",
    `Tessera has ${calls.length} system calls of Linux on x86-64. Any other number fails with ENOSYS, and is logged once.`,
    "",
    "| number | name | file |",
    "| --- | --- | --- |",
    ...calls.map(
      ({ number, name, family }) => `| ${number} | [${name}](#${name}) | \`kernel/linux/${family}.ts\` |`,
    ),
  ];
  for (const { name, parameters, manual } of calls) {
    lines.push("", `## ${name}`, "", `\`${name}(${parameters.join(", ")})\``);
    for (const paragraph of manual) lines.push("", paragraph);
  }
  return `${lines.join("\n")}\n`;
}

function readCalls(): SystemCall[] {
  const table = parse(tableFile);
  const families = importedNames(table);
  const functions = new Map<string, Map<string, ts.FunctionDeclaration>>();
  const calls: SystemCall[] = [];
  for (const [number, name] of tableCases(table)) {
    const family = families.get(name);
    if (family === undefined) throw new Error(`${tableFile}: ${name} is not imported`);
    let known = functions.get(family);
    if (!known) functions.set(family, (known = functionsOf(resolve(dirname(tableFile), family))));
    const declaration = known.get(name);
    if (!declaration) throw new Error(`${family} does not export ${name}`);
    calls.push({
      number,
      name,
      family: family.replace(/^\.\/|\.ts$/g, ""),
      parameters: parametersOf(declaration),
      manual: manualOf(declaration),
    });
  }
  return calls.sort((a, b) => a.number - b.number);
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Imported name → module. */
function importedNames(file: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const element of bindings.elements) names.set(element.name.text, statement.moduleSpecifier.text);
  }
  return names;
}

/** The number and the called function of every `case NUMBER: return name(…);`. */
function tableCases(file: ts.SourceFile): [number, string][] {
  const found: [number, string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCaseClause(node) && ts.isNumericLiteral(node.expression)) {
      const result = node.statements.find(ts.isReturnStatement)?.expression;
      if (result && ts.isCallExpression(result) && ts.isIdentifier(result.expression)) {
        found.push([Number(node.expression.text), result.expression.text]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function functionsOf(file: string): Map<string, ts.FunctionDeclaration> {
  const functions = new Map<string, ts.FunctionDeclaration>();
  for (const statement of parse(file).statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.set(statement.name.text, statement);
  }
  return functions;
}

/** The registers' frame, which some functions take besides, is not the program's. */
function parametersOf(declaration: ts.FunctionDeclaration): string[] {
  return declaration.parameters
    .filter((parameter) => parameter.type?.getText() !== "TrapFrame")
    .map((parameter) => `${parameter.name.getText()}: ${parameter.type?.getText() ?? "?"}`);
}

function manualOf(declaration: ts.FunctionDeclaration): string[] {
  const comment = ts.getJSDocCommentsAndTags(declaration).find(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comment?.comment) ?? "";
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => paragraph.replace(/^Errors: /, "**Errors:** "));
}
