/**
 * Classes inside of functions. They are classes of the module that only the function can name: nothing of a call of the function
 * is in them, neither its variables nor values of static fields that are computed when the declaration is reached.
 */

import ts from "typescript";
import { closureNeeds, functionNamed } from "./closure-needs.ts";
import { isCapturing } from "./closures.ts";
import type { FunctionState } from "./function-state.ts";

export function checkLocalClass(f: FunctionState, node: ts.ClassDeclaration): void {
  const name = node.name?.text ?? "class";
  const captured = closureNeeds(f.declarations.checker, node).symbols.find((symbol) => {
    const called = functionNamed(symbol);
    return !(called && ts.isFunctionDeclaration(called) && !isCapturing(f, called));
  });
  if (captured) {
    f.declarations.error(
      node.name ?? node,
      1156,
      `The class '${name}' is inside of a function and cannot capture '${captured.name}'.`,
      "Give it what it needs in its constructor.",
    );
  }
  for (const member of node.members) {
    if (!ts.isClassStaticBlockDeclaration(member) && !isComputed(f, member)) continue;
    f.declarations.error(
      member,
      1156,
      `The class '${name}' is inside of a function, so its static fields have constant values only.`,
      "Move the class to the module.",
    );
  }
}

/** A static field whose value has to be computed. */
function isComputed(f: FunctionState, member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member) || !member.initializer) return false;
  if ((ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) === 0) return false;
  const found = f.declarations.global(member);
  return found.kind === "global" && found.global.initial === null;
}
