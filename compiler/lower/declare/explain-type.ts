/** Says which part of a written type is outside the language, and what to write instead. */

import ts from "typescript";
import { isInline, showType } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import type { Parts } from "./parts.ts";
import { confusion } from "./unions.ts";

const NUMBER_HINT =
  "Write the machine type: u8 u16 u32 u64 i8 i16 i32 i64 f32 f64, or usize for lengths and indices.";

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, readonly [message: string, hint: string]> = new Map([
  [ts.SyntaxKind.NumberKeyword, ["'number' has no machine representation.", NUMBER_HINT]],
  [
    ts.SyntaxKind.AnyKeyword,
    [
      "'any' is outside the language: every value has one machine type.",
      "Write the type, or make the function generic.",
    ],
  ],
  [
    ts.SyntaxKind.BigIntKeyword,
    ["'bigint' is outside the language.", "u64 and i64 hold 64 bits exactly; literals are exact too."],
  ],
  [ts.SyntaxKind.SymbolKeyword, ["Symbols are no values in this language.", "Use an enum."]],
  [ts.SyntaxKind.ObjectKeyword, ["'object' is outside the language.", "Name a class or an interface."]],
] as const);

/** Reports the innermost part of the type that does not resolve. */
export function explainType(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): void {
  // What the checker itself could not resolve it has reported.
  if (!findFault(parts, node, environment)) report(parts, node, environment);
}

function findFault(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (found) return;
    if (ts.isTypeNode(child) && !ts.isLiteralTypeNode(child)) {
      const type = parts.checker.getTypeFromTypeNode(child);
      if (parts.types.fromChecker(type, environment) === null) {
        found = true;
        explainType(parts, child, environment);
      }
      return;
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

function report(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): void {
  const keyword = KEYWORDS.get(node.kind);
  if (keyword) {
    parts.errors.add(node, 1000, keyword[0], keyword[1]);
    return;
  }
  const [code, message, hint] = describe(parts, node, environment);
  parts.errors.add(node, code, message, hint);
}

function describe(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): [number, string, string?] {
  const text = shorten(node.getText());
  if (ts.isLiteralTypeNode(node) && ts.isNumericLiteral(node.literal)) {
    return [
      1041,
      "A number literal as a type has no machine representation.",
      "Write a machine type, or an enum.",
    ];
  }
  if (ts.isNewExpression(node.parent) || mentionsSpan(parts, node, environment)) {
    return [
      1301,
      "A span cannot be a part of another value: it must not outlive what it views.",
      "Keep the owner (an array, a string), or the bounds as numbers.",
    ];
  }
  // An alias of a union may be declared anywhere.
  const union = parts.checker.getTypeFromTypeNode(node);
  if (union.isUnion()) {
    const members = [...new Set(union.types.map((t) => parts.types.fromChecker(t, environment)))];
    if (members.some((m) => m && isInline(m))) {
      return [
        1042,
        `A struct lies in its owner and is never null: '${text}' has no form.`,
        "Use a class, or a flag beside the struct.",
      ];
    }
    if (members.every((m) => m?.kind === "int" || m?.kind === "null")) {
      return [
        1043,
        `The integer types of '${text}' differ; a value has one machine type.`,
        "Choose the one that holds them all.",
      ];
    }
    const same = confusion(members.flatMap((m) => (m ? [m.kind === "nullable" ? m.of : m] : [])));
    if (same) {
      return [
        1043,
        `Nothing tells a '${showType(same[0])}' from a '${showType(same[1])}' in the union '${text}'.`,
        "Make them classes, told apart by 'instanceof' or a discriminant; 'typeof' tells one type of a kind from the others.",
      ];
    }
    return [
      1043,
      `The union '${text}' has no machine representation.`,
      "Unions may be made of classes, records with a discriminant, strings, and one type of each other kind that 'typeof' knows.",
    ];
  }
  const isList = parts.checker.isArrayType(union) || parts.checker.isTupleType(union);
  if (isList && ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && union.aliasSymbol) {
    return [
      1049,
      `The type '${text}' contains itself without end.`,
      `Let something else be a part of it: 'type ${text} = u32 | ${text}[]', or use a class.`,
    ];
  }
  if (ts.isTupleTypeNode(node)) {
    return [
      1044,
      `The tuple '${text}' has elements that a tuple cannot hold.`,
      "No optional or rest elements, and no structs: use a class.",
    ];
  }
  if (ts.isFunctionTypeNode(node)) {
    return [
      1045,
      `The function type '${text}' has no machine representation.`,
      "Function values are not generic; make the function that takes it generic.",
    ];
  }
  if (
    ts.isTypeReferenceNode(node) &&
    parts.checker.getTypeFromTypeNode(node).flags & ts.TypeFlags.TypeParameter
  ) {
    return [
      1046,
      `The type parameter '${text}' has no argument here.`,
      "Instances of generic classes are made by the parameters of the class.",
    ];
  }
  return [
    1040,
    `The type '${text}' has no machine representation.`,
    "Name a class, an interface, or a type of the prelude.",
  ];
}

/** Whether a type argument, element or member of a union is a span. */
function mentionsSpan(parts: Parts, node: ts.TypeNode, environment: TypeEnvironment): boolean {
  const inner = ts.isTypeReferenceNode(node)
    ? (node.typeArguments ?? [])
    : ts.isArrayTypeNode(node)
      ? [node.elementType]
      : ts.isTupleTypeNode(node)
        ? node.elements
        : ts.isUnionTypeNode(node)
          ? node.types
          : [];
  return inner.some(
    (part) => parts.types.fromChecker(parts.checker.getTypeFromTypeNode(part), environment)?.kind === "span",
  );
}

const shorten = (text: string): string =>
  (text.length > 60 ? `${text.slice(0, 57)}…` : text).replace(/\s+/g, " ");
