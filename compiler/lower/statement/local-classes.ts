/**
 * Classes inside of functions. What the methods and the fields' initialisers mention of the function's variables is given to each
 * object by `new`, in fields of its own; so wherever `new` is written, these variables are captured.
 */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import type { ClassInfo } from "../../types.ts";
import { isStaticMember } from "../declare/names.ts";
import { decorator } from "../declare/decorators.ts";
import { fieldOf } from "../expression/values.ts";
import { closureNeeds } from "./closure-needs.ts";
import { collectVariables } from "./closures.ts";
import type { FunctionState } from "./function-state.ts";

/** When a block begins: says how to find what a class of it captures, once somebody asks for its fields. */
export function prepareLocalClass(f: FunctionState, node: ts.ClassDeclaration): void {
  f.declarations.captureInClass(node, f.environment, () => {
    const { symbols } = closureNeeds(f.declarations.checker, node);
    if (symbols.length === 0) return { variables: [], constants: [] };
    const { captures, constants } = f.builder.speculate(() => collectVariables(f, node, symbols, 0));
    return { variables: captures, constants };
  });
}

/** The values for the fields of a new object. */
export function capturedForNew(
  f: FunctionState,
  info: ClassInfo,
  node: ts.Node,
): readonly { index: number; operand: Operand }[] {
  const fields = f.declarations.capturedFields(info);
  const symbols = fields.map(({ variable }) => variable.symbol);
  const { captures } = collectVariables(f, node, symbols, 0);
  return fields.flatMap(({ index, variable }) => {
    const found = captures.find(({ symbol }) => symbol === variable.symbol);
    return found ? [{ index, operand: found.operand }] : [];
  });
}

/** Binds what the code of a class in a function mentions of the variables around the class. */
export function bindCaptured(f: FunctionState): void {
  const { owner, declaration } = f.instance;
  const node = owner && f.declarations.declarationOf(owner);
  if (!owner || !node) return;
  const fields = f.declarations.capturedFields(owner);
  // Constructors have the initialisers of the fields.
  const code = ts.isConstructorDeclaration(declaration) ? node : declaration;
  const symbols = fields.length > 0 ? closureNeeds(f.declarations.checker, code).symbols : [];
  for (const { index, variable } of fields) {
    if (!f.receiver || !symbols.includes(variable.symbol)) continue;
    const value = f.builder.load(fieldOf(f.receiver, owner, index));
    f.builder.nameTemporary(value, variable.name, 0);
    variable.bind(f, value);
  }
  const { constants } = f.declarations.capturedByClass(node, f.environment);
  for (const [symbol, binding] of constants) f.bind(symbol, binding);
}

/** What belongs to the class, not to its objects, is the same for all calls of the function. */
export function checkLocalClass(f: FunctionState, node: ts.ClassDeclaration): void {
  const name = node.name?.text ?? "class";
  const refuse = (at: ts.Node, message: string, hint: string): void =>
    f.declarations.error(at, 1156, message, hint);
  if (decorator(node, "struct")) {
    const captured = variableOf(f, node);
    if (captured)
      refuse(
        node.name ?? node,
        `The struct '${name}' has only the fields that are written, so it cannot capture '${captured}'.`,
        "Give it what it needs in its constructor.",
      );
  }
  for (const member of node.members) {
    if (ts.isClassStaticBlockDeclaration(member) || isComputed(f, member)) {
      refuse(
        member,
        `The class '${name}' is inside of a function, so its static fields have constant values only.`,
        "Move the class to the module.",
      );
    } else if (isStaticMember(member)) {
      const captured = variableOf(f, member);
      if (!captured) continue;
      refuse(
        member,
        `Objects of '${name}' hold what it captures; a static method has no object, so it cannot capture '${captured}'.`,
        "Make it a function beside the class.",
      );
    }
  }
}

/** A variable of the functions around that a node captures. */
function variableOf(f: FunctionState, node: ts.Node): string | null {
  const { symbols } = closureNeeds(f.declarations.checker, node);
  const found = symbols.find((symbol) => {
    const binding = f.lookup(symbol);
    return binding && binding.kind !== "constant";
  });
  return found?.name ?? null;
}

/** A static field whose value has to be computed. */
function isComputed(f: FunctionState, member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member) || !member.initializer || !isStaticMember(member)) return false;
  const found = f.declarations.global(member);
  return found.kind === "global" && found.global.initial === null;
}
