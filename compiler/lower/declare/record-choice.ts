/** Which record of a union an object literal makes. */

import ts from "typescript";
import type { ClassInfo } from "../../types.ts";
import { nameText } from "./names.ts";
import type { Parts } from "./parts.ts";

/** The one that has all of the literal's properties, needs no others, and has its literals; null when that is not one. */
export function recordFor(
  parts: Parts,
  members: readonly ClassInfo[],
  node: ts.ObjectLiteralExpression,
): ClassInfo | null {
  const fitting = members.filter((info) => {
    const type = parts.made.recordType(info);
    return type !== null && fits(parts.checker, type, node);
  });
  return fitting.length === 1 ? fitting[0]! : null;
}

function fits(checker: ts.TypeChecker, type: ts.Type, node: ts.ObjectLiteralExpression): boolean {
  const isOpen = node.properties.some(ts.isSpreadAssignment);
  const given = new Map<string, ts.ObjectLiteralElementLike>();
  for (const member of node.properties) {
    const name = member.name && nameText(member.name);
    if (name) given.set(name, member);
  }
  const properties = type.getProperties();
  const names = new Set(properties.map((p) => p.name));
  if ([...given.keys()].some((name) => !names.has(name))) return false;
  return properties.every((property) => {
    const member = given.get(property.name);
    if (!member) return isOpen || (property.flags & ts.SymbolFlags.Optional) !== 0;
    if (!ts.isPropertyAssignment(member) && !ts.isShorthandPropertyAssignment(member)) return true;
    const value = checker.getTypeAtLocation(
      ts.isPropertyAssignment(member) ? member.initializer : member.name,
    );
    // Only what tells records apart is looked at here; the rest is compared when the fields are stored.
    return !isUnit(value) || checker.isTypeAssignableTo(value, checker.getTypeOfSymbol(property));
  });
}

const isUnit = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Unit) !== 0;
