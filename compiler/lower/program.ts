/** Lowers a whole program: what is reached from its entry points, then, for its errors only, what is not. */

import ts from "typescript";
import type { LoadedProgram } from "../load.ts";
import { importsOf } from "../load.ts";
import type { Module, Program } from "../mir.ts";
import type { ErrorList } from "../report-error.ts";
import { I32, VOID, NEVER } from "../types.ts";
import type { Statements } from "./context.ts";
import { ProgramDeclarations } from "./declarations.ts";
import { attributesOf, checkTags } from "./declare/attributes.ts";
import { checkLayout } from "./declare/layout-checks.ts";
import type { Parts } from "./declare/parts.ts";
import { genericConstant } from "./expression/functions.ts";
import { countLines, initializationOrder, moduleAssembly } from "./modules.ts";

/** Makes MIR of all that the program reaches. What is wrong goes to `errors`; if there is any, the result is not to be used. */
export function lowerProgram(loaded: LoadedProgram, errors: ErrorList, statements: Statements): Program {
  const declarations = new ProgramDeclarations(loaded, errors, statements);
  const { parts } = declarations;
  const order = initializationOrder(parts);
  const main = loaded.target === "linux" ? findMain(parts) : null;
  for (const file of order) rootsOf(parts, file);
  const modules = order.map((file) => ({ file, assembly: moduleAssembly(parts, file) }));
  const initializers = new Map<ts.SourceFile, string | null>();
  for (const file of order)
    initializers.set(
      file,
      guarded(parts, file, () => statements.moduleInitializer(declarations, file)),
    );
  work(parts);
  // What nothing reaches is lowered for its errors, and left out.
  const reached = {
    functions: declarations.functions,
    globals: [...declarations.globals],
    classes: [...parts.classes.all],
  };
  declarations.functions = [...reached.functions];
  const itables = [...parts.interfaces.itables];
  const externs = [...parts.instances.externs.values()];
  for (const file of loaded.own) checkRest(parts, file);
  work(parts);
  for (const info of parts.classes.all) checkLayout(parts, info);
  parts.classes.numberClasses();
  const byModule = groupBy(reached.functions, (fn) => fn.module);
  const globals = groupBy(reached.globals, (global) => global.module);
  return {
    target: loaded.target,
    modules: modules.map(({ file, assembly }) => {
      const path = loaded.pathOf(file);
      return {
        path,
        functions: byModule.get(path) ?? [],
        globals: globals.get(path) ?? [],
        assembly,
        initializer: initializers.get(file) ?? null,
        imports: importsOf(loaded.program, file).map(loaded.pathOf),
        ...countLines(file),
      } satisfies Module;
    }),
    classes: reached.classes,
    itables,
    externs,
    order: order.map(loaded.pathOf),
    main,
  };
}

/** Bodies, and the methods in the tables of classes, until nothing new comes up. */
function work(parts: Parts): void {
  let seen = 0;
  do {
    parts.instances.drain();
    for (; seen < parts.classes.all.length; seen++) {
      const info = parts.classes.all[seen]!;
      guarded(parts, parts.classes.declarationOf(info) ?? parts.loaded.entry, () => {
        // The types of the fields may be classes that nothing else mentions.
        void info.fields;
        void info.virtuals;
        void info.destructor;
      });
    }
  } while (parts.instances.drain() || seen < parts.classes.all.length);
}

/** An exception in here is the compiler's fault: it is reported where it happened, and the rest goes on. */
function guarded<T>(parts: Parts, node: ts.Node, run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    parts.all.internalError(node, error);
    return null;
  }
}

/** Functions with a link name are called by assembly and by compiled code. */
function rootsOf(parts: Parts, file: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) node.members.forEach(visit);
    const isFunction =
      ts.isFunctionDeclaration(node) || (ts.isMethodDeclaration(node) && ts.isClassDeclaration(node.parent));
    const isVariable = ts.isVariableStatement(node);
    if (!isFunction && !isVariable) return;
    const attributes = attributesOf(node);
    if (!attributes.exported) return;
    if (isVariable) {
      for (const declaration of (node as ts.VariableStatement).declarationList.declarations)
        parts.globals.get(declaration);
    } else if (ts.isFunctionDeclaration(node)) {
      if (node.body) parts.instances.functionInstance(node, [], new Map());
    } else if (ts.isMethodDeclaration(node) && !node.typeParameters) {
      const found = parts.classes.staticMember(
        node.parent as ts.ClassDeclaration,
        (node.name as ts.Identifier).text,
      );
      if (found) parts.instances.method(found.member, found.owner, true, []);
    }
  };
  for (const statement of file.statements) guarded(parts, statement, () => visit(statement));
}

/** Everything in a file that is not generic. */
function checkRest(parts: Parts, file: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    guarded(parts, node, () => {
      checkTags(parts, node);
      if (ts.isFunctionDeclaration(node) && node.body && !node.typeParameters) {
        parts.instances.functionInstance(node, [], new Map());
      } else if (ts.isClassDeclaration(node)) {
        node.members.forEach((member) => checkTags(parts, member));
        if (!node.typeParameters) checkClass(parts, node);
      } else if (ts.isVariableStatement(node)) {
        for (const d of node.declarationList.declarations)
          if (ts.isIdentifier(d.name) && !genericConstant(d)) parts.globals.get(d);
      } else if (ts.isEnumDeclaration(node)) {
        const symbol = parts.checker.getSymbolAtLocation(node.name);
        if (symbol) parts.enums.type(symbol);
      } else if (ts.isTypeAliasDeclaration(node) && !node.typeParameters) {
        checkAlias(parts, node);
      }
    });
  };
  file.statements.forEach(visit);
}

function checkClass(parts: Parts, node: ts.ClassDeclaration): void {
  const info = parts.classes.classInfo(node, []);
  void info.fields;
  // One that is not written has the fields' initialisers.
  parts.classes.method(info, "constructor");
  for (const member of node.members) {
    if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member) && !ts.isConstructorDeclaration(member))
      continue;
    if (!member.body || (ts.isMethodDeclaration(member) && member.typeParameters)) continue;
    const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
    parts.instances.method(member, info, isStatic !== 0, []);
  }
}

/** An alias is a name for one type: an alias of `number` or `any` is refused where it is written. */
function checkAlias(parts: Parts, node: ts.TypeAliasDeclaration): void {
  const isPlain =
    node.type.kind === ts.SyntaxKind.NumberKeyword || node.type.kind === ts.SyntaxKind.AnyKeyword;
  if (isPlain) parts.types.resolve(node.type, new Map());
}

/** `main` of a program; reports when there is none or it has another form. */
function findMain(parts: Parts): Program["main"] {
  const { loaded, checker, errors } = parts;
  const module = checker.getSymbolAtLocation(loaded.entry);
  // What 'export *' passes on is among them.
  const symbol = module && checker.getExportsOfModule(module).find((each) => each.name === "main");
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration;
  if (!declaration || !ts.isFunctionDeclaration(declaration) || !declaration.body) {
    errors.add(
      loaded.entry.statements[0] ?? loaded.entry,
      1160,
      "A program exports a function 'main'.",
      "Write 'export function main(args: string[]): i32 { … }' ('args' and the result may be left out).",
    );
    return null;
  }
  const refuse = (): void =>
    errors.add(
      declaration.name ?? declaration,
      1161,
      "'main' has another form than a program's.",
      "Write 'main(args: string[]): i32', 'main(): i32' or 'main(): void'.",
    );
  if (declaration.typeParameters) {
    refuse();
    return null;
  }
  const instance = parts.instances.functionInstance(declaration, [], new Map());
  const { parameterTypes, resultType } = instance;
  const strings = parts.core.arrayType(parts.core.stringType());
  const isFine =
    parameterTypes.length === 0 || (parameterTypes.length === 1 && parameterTypes[0] === strings);
  if (!isFine || (resultType !== I32 && resultType !== VOID && resultType !== NEVER)) refuse();
  return { symbol: instance.symbol, takesArguments: parameterTypes.length > 0, result: resultType };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
