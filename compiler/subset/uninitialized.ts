/**
 * Fields without a value. The checker reports every field that no constructor sets; here only those matter whose zero
 * bytes are no value of the type: references that must not be null. The core library sets its own by other means.
 */

import ts from "typescript";

/** "Property has no initializer and is not definitely assigned in the constructor." */
export const UNINITIALIZED = 2564;

/** Whether the checker's complaint about a field without a value is right for this language: its type has no zero value. */
export function lacksZero(checker: ts.TypeChecker, diagnostic: ts.Diagnostic): boolean {
  const { file, start } = diagnostic;
  if (!file || start === undefined || /\/core\/[^/]*\.ts$/.test(file.fileName)) return false;
  const field = propertyAt(file, start);
  return field !== null && isReference(checker, checker.getTypeAtLocation(field));
}

function propertyAt(file: ts.SourceFile, start: number): ts.PropertyDeclaration | null {
  const find = (node: ts.Node): ts.PropertyDeclaration | null => {
    if (start < node.pos || start >= node.end) return null;
    const inner = ts.forEachChild(node, (child) => find(child) ?? undefined) ?? null;
    return inner ?? (ts.isPropertyDeclaration(node) ? node : null);
  };
  return find(file);
}

const isStruct = (node: ts.ClassLikeDeclaration): boolean =>
  ts.getDecorators(node)?.some((d) => ts.isIdentifier(d.expression) && d.expression.text === "struct") ??
  false;

/** Types of the prelude and of the unsafe module whose zero bytes are a value. */
const ZEROES = new Set(["Atomic", "Ptr", "Span"]);

/** Whether values of the type are references that are never null, or hold such. */
export function isReference(checker: ts.TypeChecker, type: ts.Type): boolean {
  const plain =
    ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.TypeParameter | ts.TypeFlags.Any;
  if (type.flags & plain) return false;
  if (type.flags & ts.TypeFlags.StringLike) return true;
  // A flavour of number.
  if (type.isIntersection()) return type.types.every((t) => isReference(checker, t));
  if (type.isUnion()) return type.types.every((t) => isReference(checker, t));
  if (!(type.flags & ts.TypeFlags.Object)) return false;
  const declaration = type.symbol?.valueDeclaration;
  if (ZEROES.has(type.symbol?.name)) return false;
  if (type.symbol?.name === "FixedArray") {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    return element !== undefined && isReference(checker, element);
  }
  return !(declaration && ts.isClassLike(declaration) && isStruct(declaration));
}
