/** Module initialisers: globals that are not static data, static fields, and statements at the top level. */

import ts from "typescript";
import type { Place } from "../../mir.ts";
import { VOID, isInline } from "../../types.ts";
import * as expressions from "../expressions.ts";
import type {
  Binding,
  Declarations,
  FunctionInstance,
  Statements,
  TypeEnvironment,
  Value,
} from "../context.ts";
import { analyzeCaptures } from "./captures.ts";
import { plainAttributes } from "./closures.ts";
import { storeInto } from "./constructors.ts";
import { genericConstant } from "../expression/functions.ts";
import { FunctionState } from "./function-state.ts";
import { bindPattern } from "./patterns.ts";
import { lowerStatement } from "./statement.ts";

type Step = (f: FunctionState) => void;

/** Adds the initialiser of a file and gives its symbol; null when the file needs none. */
export function lowerModule(
  declarations: Declarations,
  file: ts.SourceFile,
  statements: Statements,
): string | null {
  const running = file.statements
    .map((statement) => ({ statement, steps: stepsOf(declarations, statement) }))
    .filter(({ steps }) => steps.length > 0);
  if (running.length === 0) return null;
  const module = declarations.location(file).file.replace(/\.ts$/, "");
  const instance = initializerInstance(declarations.uniqueSymbol(`${module}:initialize`), file, new Map());
  const f = new FunctionState(
    declarations,
    instance,
    statements,
    analyzeCaptures(
      declarations.checker,
      file,
      running.map(({ statement }) => statement),
    ),
    file,
  );
  f.resultType = VOID;
  f.resultIsKnown = true;
  for (const { steps } of running) for (const step of steps) step(f);
  f.builder.terminate({ op: "return", value: null });
  declarations.addFunction(f.builder.finish(instance, "initialize", file, [], VOID));
  return instance.symbol;
}

/** What stands for the function around code of the top level. */
export function initializerInstance(
  symbol: string,
  at: ts.Node,
  environment: TypeEnvironment,
): FunctionInstance {
  return {
    symbol,
    declaration: at as unknown as ts.SignatureDeclaration,
    environment,
    owner: null,
    isStatic: true,
    parameterTypes: [],
    resultType: VOID,
    attributes: { ...plainAttributes, cold: true },
  };
}

function stepsOf(declarations: Declarations, statement: ts.Statement): Step[] {
  if (ts.isVariableStatement(statement)) {
    if (statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword)) return [];
    return statement.declarationList.declarations.flatMap((d) => globalStep(declarations, d));
  }
  if (ts.isClassDeclaration(statement)) {
    return statement.members.flatMap((member) => {
      if (ts.isClassStaticBlockDeclaration(member))
        return [(f: FunctionState) => lowerStatement(f, member.body)];
      return ts.isPropertyDeclaration(member) && isStatic(member) ? globalStep(declarations, member) : [];
    });
  }
  if (ts.isExpressionStatement(statement) && isModuleAssembly(statement.expression)) return [];
  return runs(statement) ? [(f) => lowerStatement(f, statement)] : [];
}

const isStatic = (node: ts.PropertyDeclaration): boolean =>
  node.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword) ?? false;

const isModuleAssembly = (node: ts.Expression): boolean =>
  ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === "asm";

/** Whether a statement does something when the module starts, rather than declare. */
function runs(statement: ts.Statement): boolean {
  switch (statement.kind) {
    case ts.SyntaxKind.ExpressionStatement:
    case ts.SyntaxKind.Block:
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.TryStatement:
    case ts.SyntaxKind.ThrowStatement:
    case ts.SyntaxKind.LabeledStatement:
      return true;
    default:
      return false;
  }
}

function globalStep(
  declarations: Declarations,
  node: ts.VariableDeclaration | ts.PropertyDeclaration,
): Step[] {
  const { initializer } = node;
  if (ts.isArrayBindingPattern(node.name) || ts.isObjectBindingPattern(node.name)) {
    return initializer ? [(f) => storeParts(f, node as ts.VariableDeclaration, initializer)] : [];
  }
  // A generic function is called by name: there is no value of it.
  if (!initializer || !ts.isIdentifier(node.name) || genericConstant(node)) return [];
  const found = declarations.global(node);
  if (found.kind === "constant" || found.global.initial !== null) return [];
  const { global } = found;
  return [
    (f) => {
      f.builder.setLocation(node);
      const place: Place = { root: { kind: "global", global }, steps: [], type: global.type };
      storeInto(f, initializer, place, global.type);
    },
  ];
}

/** `const { a, b: [c] } = …`: the parts are bound as those of a function's variables, then stored. */
function storeParts(f: FunctionState, node: ts.VariableDeclaration, initializer: ts.Expression): void {
  f.builder.setLocation(node);
  const { declarations } = f;
  const declared = node.type ? declarations.resolveType(node.type, f.environment) : null;
  bindPattern(f, node.name, expressions.value(f, initializer, declared), true, declared);
  for (const element of elementsOf(node.name)) {
    if (!ts.isIdentifier(element.name)) continue;
    const symbol = f.symbolOf(element.name);
    const binding = f.lookup(symbol);
    // From here on the name is the global's.
    f.unbind(symbol);
    const found = declarations.global(element);
    if (!binding || binding.kind === "sibling" || found.kind !== "global") continue;
    const { global } = found;
    const place: Place = { root: { kind: "global", global }, steps: [], type: global.type };
    if (binding.kind === "place" && isInline(binding.type)) {
      f.builder.emit({ op: "copyPlace", to: place, from: binding.place, init: true });
      continue;
    }
    const value = expressions.coerce(f, valueOfBinding(f, binding), global.type, element);
    f.builder.emit({ op: "store", place, value, init: true });
  }
}

function valueOfBinding(f: FunctionState, binding: Exclude<Binding, { kind: "sibling" }>): Value {
  switch (binding.kind) {
    case "value":
      return { kind: "operand", operand: binding.operand, type: binding.type };
    case "place":
      return { kind: "operand", operand: f.builder.load(binding.place), type: binding.type };
    case "constant":
      return typeof binding.value === "number"
        ? { kind: "untypedFloat", value: binding.value }
        : { kind: "untyped", value: binding.value };
  }
}

function elementsOf(name: ts.BindingName): ts.BindingElement[] {
  if (ts.isIdentifier(name)) return [];
  return name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : [e, ...elementsOf(e.name)]));
}
