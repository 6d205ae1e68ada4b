/** Modules: order of initialisation, module-level assembly, and how many lines use the unsafe module. */

import ts from "typescript";
import { importsOf } from "../load.ts";
import type { Parts } from "./declare/parts.ts";

/** Depth first along the imports, so that a module comes after all that it imports (but for circles). */
export function initializationOrder(parts: Parts): ts.SourceFile[] {
  const { program, files, entry } = parts.loaded;
  const order: ts.SourceFile[] = [];
  const seen = new Set<ts.SourceFile>();
  const visit = (file: ts.SourceFile): void => {
    if (seen.has(file)) return;
    seen.add(file);
    importsOf(program, file).forEach(visit);
    order.push(file);
  };
  // The library first: the others call it without an import.
  files.filter((file) => parts.loaded.isCore(file)).forEach(visit);
  visit(entry);
  // A module that is imported for its types alone may still have methods that are called on its instances.
  files.forEach(visit);
  return order;
}

/** The texts of the asm statements of a module. */
export function moduleAssembly(parts: Parts, file: ts.SourceFile): string[] {
  const texts: string[] = [];
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const { expression } = statement;
    if (!ts.isTaggedTemplateExpression(expression) || !ts.isIdentifier(expression.tag)) continue;
    if (expression.tag.text === "asm") texts.push(assemblyText(parts, expression.template));
  }
  return texts;
}

function assemblyText(parts: Parts, template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return rawText(template);
  const spans = template.templateSpans.map(
    (span) => operandText(parts, span.expression) + rawText(span.literal),
  );
  return rawText(template.head) + spans.join("");
}

const rawText = (node: ts.TemplateLiteralLikeNode): string => node.rawText ?? node.text;

/** `sym(f)` and `imm(n)`; there are no registers outside of functions. */
function operandText(parts: Parts, node: ts.Expression): string {
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  const name = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : "";
  if (argument && name === "imm") {
    const value = parts.constants.fold(argument, new Map())?.value;
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "boolean") return value ? "1" : "0";
    parts.errors.add(argument, 1430, "'imm' needs an integer constant.");
    return "0";
  }
  if (argument && name === "sym") {
    const symbol = linkName(parts, argument);
    if (symbol !== null) return quoted(symbol);
    parts.errors.add(argument, 1431, "'sym' needs the name of a function or a variable of a module.");
    return "0";
  }
  parts.errors.add(node, 1432, "Assembly outside of functions takes 'sym(…)' and 'imm(…)' only.");
  return "0";
}

/** The link name of a function or global. */
export function linkName(parts: Parts, node: ts.Expression): string | null {
  const found = parts.checker.getSymbolAtLocation(node);
  const symbol = found && found.flags & ts.SymbolFlags.Alias ? parts.checker.getAliasedSymbol(found) : found;
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return null;
  if (ts.isFunctionDeclaration(declaration))
    return parts.instances.functionInstance(declaration, [], new Map()).symbol;
  if (ts.isMethodDeclaration(declaration) && ts.isClassLike(declaration.parent)) {
    const owner = parts.classes.classInfo(declaration.parent, []);
    return parts.instances.method(declaration, owner, true, []).symbol;
  }
  if (!ts.isVariableDeclaration(declaration)) return null;
  const meaning = parts.globals.get(declaration);
  return meaning.kind === "global" ? meaning.global.symbol : null;
}

const quoted = (symbol: string): string => (/^[A-Za-z_.$][\w.$]*$/.test(symbol) ? symbol : `"${symbol}"`);

/** Lines of source, and lines of the functions, classes' members and statements that mention something of the unsafe module. */
export function countLines(file: ts.SourceFile): { lines: number; unsafeLines: number } {
  const lines = file.getLineAndCharacterOfPosition(file.end).line + 1;
  const names = unsafeNames(file);
  if (names.size === 0) return { lines, unsafeLines: 0 };
  const marked = new Set<number>();
  const mark = (node: ts.Node): void => {
    const first = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
    const last = file.getLineAndCharacterOfPosition(node.end).line;
    for (let line = first; line <= last; line++) marked.add(line);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isClassLike(node)) node.members.forEach(visit);
    else if (mentions(node, names)) mark(node);
  };
  file.statements.forEach(visit);
  return { lines, unsafeLines: marked.size };
}

/** The names by which a file mentions the unsafe module and what it imports of it. */
export function unsafeNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (statement.moduleSpecifier.text !== "unsafe") continue;
    const clause = statement.importClause;
    if (clause?.name) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) bindings.elements.forEach((e) => names.add(e.name.text));
  }
  return names;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}
