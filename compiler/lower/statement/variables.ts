/** `let` and `const`: temporaries, slots, boxes, and aliases of structs. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import {
  BOOL,
  I64,
  NULL,
  VOID,
  classType,
  hasZero,
  isInline,
  refType,
  showType,
  type Type,
} from "../../types.ts";
import { placeOf } from "../builder.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { headerType, isDescending } from "./header-types.ts";
import { bindPattern } from "./patterns.ts";

/** `let` and `const`, with patterns. */
export function lowerVariables(f: FunctionState, list: ts.VariableDeclarationList): void {
  const isConst = (list.flags & ts.NodeFlags.Const) !== 0;
  for (const declaration of list.declarations) lowerVariable(f, declaration, isConst);
}

function lowerVariable(f: FunctionState, node: ts.VariableDeclaration, isConst: boolean): void {
  f.builder.setLocation(node);
  if (isMade(f, node)) return;
  const declared = node.type ? f.declarations.resolveType(node.type, f.environment) : null;
  if (!node.initializer) {
    declareUninitialized(f, node, declared);
    return;
  }
  if (!ts.isIdentifier(node.name)) {
    bindPattern(f, node.name, expressions.value(f, node.initializer, declared), isConst, declared);
    return;
  }
  const symbol = f.symbolOf(node.name);
  const late = f.lookup(symbol);
  if (late?.kind === "place" && late.isSet) {
    setLate(f, late.place, late.isSet, node.initializer);
    return;
  }
  if (declared && isInline(declared) && !isConst) {
    const place = newPlace(f, symbol, declared, node.name.text);
    expressions.into(f, node.initializer, place, true);
    f.bind(symbol, { kind: "place", place, type: declared });
    return;
  }
  const made = f.builder.variableCount;
  let value = expressions.value(f, node.initializer, declared);
  if (declared && !isInline(declared)) {
    value = {
      kind: "operand",
      operand: expressions.coerce(f, value, declared, node.initializer),
      type: declared,
    };
  } else if (!declared && !isConst && isDescending(node) && isUnsigned(value)) {
    const result = f.builder.temp(I64);
    f.builder.emit({ op: "convert", result, a: value.operand });
    value = { kind: "operand", operand: { kind: "var", variable: result }, type: I64 };
  } else if (!declared && !isConst && value.kind === "untyped") {
    const type = headerType(f, node) ?? (isDescending(node) ? I64 : expressions.settle(value));
    value = { kind: "operand", operand: expressions.coerce(f, value, type, node.initializer), type };
  }
  if (isConst && value.kind === "place" && !value.isTemporary) refuseUnstableAlias(f, node.initializer);
  bindVariable(f, symbol, node.name, value, isConst, made);
}

const isUnsigned = (value: Value): value is Extract<Value, { kind: "operand" }> =>
  value.kind === "operand" && value.type.kind === "int" && !value.type.signed;

/** `let x: T;`: zero until it is assigned. */
function declareUninitialized(f: FunctionState, node: ts.VariableDeclaration, declared: Type | null): void {
  if (!ts.isIdentifier(node.name)) return;
  if (!declared) {
    f.declarations.error(
      node,
      1010,
      "A variable without an initial value needs a type.",
      "Write 'let name: Type;'.",
    );
    return;
  }
  const symbol = f.symbolOf(node.name);
  const known = f.lookup(symbol);
  if (known?.kind === "place" && known.isSet) {
    // The box was made with the block. What zero bytes are a value of has one from here on.
    if (hasZero(declared)) f.builder.emit({ op: "store", place: known.isSet, value: TRUE, init: false });
    return;
  }
  if (f.boxed.has(symbol) && !hasZero(declared) && isStatement(node)) {
    bindLate(f, symbol, declared);
    return;
  }
  const place = newPlace(f, symbol, declared, node.name.text);
  f.builder.emit({ op: "zeroPlace", place });
  f.bind(symbol, { kind: "place", place, type: declared });
}

const TRUE: Operand = { kind: "int", type: BOOL, value: 1n };

const isStatement = (node: ts.VariableDeclaration): boolean => ts.isVariableStatement(node.parent.parent);

/** A function that was made before its declaration is reached, because something before mentions it. */
function isMade(f: FunctionState, node: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(node.name) || !f.analysis.captured.has(f.symbolOf(node.name))) return false;
  return f.madeEarly.has(f.symbolOf(node.name));
}

/** Gives a variable a box that tells whether it has its value. */
export function bindLate(f: FunctionState, symbol: ts.Symbol, type: Type): void {
  const info = f.declarations.lateBoxClass(type);
  const object = f.builder.allocate({ kind: "new", info }, classType(info));
  const root = { kind: "object", object, info } as const;
  const place: Place = { root, steps: [{ kind: "field", info, index: 0 }], type };
  const isSet: Place = { root, steps: [{ kind: "field", info, index: 1 }], type: BOOL };
  f.bind(symbol, { kind: "place", place, type, isSet });
}

function setLate(f: FunctionState, place: Place, isSet: Place, initializer: ts.Expression): void {
  expressions.into(f, initializer, place, isInline(place.type));
  f.builder.emit({ op: "store", place: isSet, value: TRUE, init: false });
}

/** A slot, or a box when closures share the variable. */
function newPlace(f: FunctionState, symbol: ts.Symbol, type: Type, name: string): Place {
  const shared = f.boxed.has(symbol) || (isInline(type) && f.analysis.captured.has(symbol));
  return shared ? newBox(f, type) : placeOf(f.builder.local(type, name));
}

/** A box on the heap for a variable that closures share: the place in it. Can throw ENOMEM. */
export function newBox(f: FunctionState, type: Type): Place {
  const info = f.declarations.boxClass(type);
  const object = f.builder.allocate({ kind: "new", info }, classType(info));
  return { root: { kind: "object", object, info }, steps: [{ kind: "field", info, index: 0 }], type };
}

/**
 * Binds a name to a value just computed. `madeAfter`: temporaries from this id on were made for the value, so they may
 * take the variable's name.
 */
export function bindVariable(
  f: FunctionState,
  symbol: ts.Symbol,
  name: ts.Identifier,
  value: Value,
  isConst: boolean,
  madeAfter: number = Number.MAX_SAFE_INTEGER,
): void {
  const { builder } = f;
  if (value.kind === "place" && isInline(value.type)) {
    bindInline(f, symbol, name, value, isConst || isParameter(symbol));
    return;
  }
  const changes = f.analysis.assigned.has(symbol);
  if (!changes && (value.kind === "untyped" || value.kind === "untypedFloat") && isConst) {
    const wraps = value.kind === "untyped" && value.wraps === true;
    f.bind(symbol, { kind: "constant", value: value.value, wraps });
    return;
  }
  const type = expressions.settle(value);
  if (type === VOID || type === NULL) {
    f.declarations.error(
      name,
      1011,
      `'${name.text}' would have no value but ${showType(type)}.`,
      "Write its type.",
    );
    return;
  }
  const operand = expressions.coerce(f, value, type, name);
  if (!changes) {
    builder.nameTemporary(operand, name.text, madeAfter);
    f.bind(symbol, { kind: "value", operand, type });
    return;
  }
  const place = newPlace(f, symbol, type, name.text);
  builder.emit({ op: "store", place, value: operand, init: true });
  f.bind(symbol, { kind: "place", place, type });
}

const isParameter = (symbol: ts.Symbol): boolean =>
  symbol.valueDeclaration !== undefined && ts.isParameter(symbol.valueDeclaration);

/** Structs: `const` and parameters alias the place, `let` copies it, a fresh value is taken over. */
function bindInline(
  f: FunctionState,
  symbol: ts.Symbol,
  name: ts.Identifier,
  value: Extract<Value, { kind: "place" }>,
  isAlias: boolean,
): void {
  const { builder } = f;
  const { place, type } = value;
  const isCaptured = f.analysis.captured.has(symbol);
  if (isAlias && !value.isTemporary && !isParameter(symbol)) f.aliases.add(symbol, type);
  const root = place.root;
  const isOwn = root.kind === "var" && place.steps.length === 0;
  if (!isCaptured && isOwn && (value.isTemporary || isAlias)) {
    f.bind(symbol, { kind: "place", place, type });
  } else if (isAlias && !value.isTemporary) {
    const result = builder.temp(refType(type));
    builder.emit({ op: "reference", result, place });
    (result as { name: string | null }).name = name.text;
    f.bind(symbol, {
      kind: "place",
      place: { root: { kind: "var", variable: result }, steps: [], type },
      type,
    });
  } else {
    const to = newPlace(f, symbol, type, name.text);
    builder.emit({ op: "copyPlace", to, from: place, init: true });
    f.bind(symbol, { kind: "place", place: to, type });
  }
}

/** An element of a growable array moves when the array grows: `const x = list[i]` of a struct cannot alias it. */
function refuseUnstableAlias(f: FunctionState, initializer: ts.Expression): void {
  let node: ts.Expression = initializer;
  for (;;) {
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) {
      node = node.expression;
      continue;
    }
    if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node)) return;
    const type = f.declarations.typeFromChecker(
      f.declarations.checker.getTypeAtLocation(node.expression),
      f.environment,
    );
    if (!type) return;
    if (ts.isElementAccessExpression(node) && f.declarations.arrayElement(type)) {
      f.declarations.error(
        initializer,
        1311,
        "An element of a growable array cannot be aliased by 'const': growing the array would move it.",
        "Copy it with 'let', or use it in place: list[i].field.",
      );
      return;
    }
    if (!isInline(type)) return;
    node = node.expression;
  }
}

/** The operand of a boxed variable's box, to be captured; null for other places. */
export function boxOf(place: Place): Operand | null {
  return place.root.kind === "object" ? place.root.object : null;
}
