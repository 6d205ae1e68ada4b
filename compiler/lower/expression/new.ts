/** `new`: objects, structs in their place, arrays, fixed arrays, and the prelude's classes. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import {
  NEVER,
  U64,
  classType,
  hasZero,
  nullableType,
  showType,
  structType,
  type ClassInfo,
  type FixedType,
  type StructType,
  type Type,
} from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { lowerArguments, parametersOf } from "./arguments.ts";
import { callCore, callInstance } from "./call.ts";
import { coerce } from "./coerce.ts";
import { into, value } from "./dispatch.ts";
import { asLength } from "./elements.ts";
import { inferTypeArguments, type Inferred } from "./inference.ts";
import { itemsOf } from "./items.ts";
import { isOfPrelude, symbolOf } from "./known-names.ts";
import { isAtomic } from "./special-methods.ts";
import {
  cast,
  fieldOf,
  inPlace,
  reference,
  settle,
  slot,
  store,
  typed,
  u64,
  withStep,
  zeroOf,
} from "./values.ts";

/** `new C(…)`: an object, or a struct, which is built in `dest` if there is one. */
export function lowerNew(
  f: FunctionContext,
  node: ts.NewExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const symbol = symbolOf(f, node.expression);
  const wanted = expected?.kind === "nullable" ? expected.of : expected;
  if (!symbol) return noClass(f, node);
  if (isOfPrelude(symbol)) {
    const special = ofPrelude(f, node, symbol.name, wanted, dest);
    if (special) return special;
  }
  const type = classOf(f, node, symbol, wanted);
  if (!type) return noClass(f, node);
  if (type.type.kind === "struct") return newStruct(f, node, type.type, dest, type.ready);
  if (type.type.kind === "class") {
    const ready = isOfPrelude(symbol) ? givenItems(f, node, type.type.info, type.ready) : type.ready;
    return newObject(f, node, type.type.info, ready);
  }
  return type.type === NEVER ? typed(zeroOf(NEVER), NEVER) : noClass(f, node);
}

function noClass(f: FunctionContext, node: ts.NewExpression): Value {
  f.declarations.error(node.expression, 1017, "This is no class that can be made with 'new'.");
  return typed(zeroOf(NEVER), NEVER);
}

interface Chosen {
  readonly type: Type;
  /** Arguments lowered to infer the type arguments. */
  readonly ready: readonly (Value | null)[];
}

function classOf(
  f: FunctionContext,
  node: ts.NewExpression,
  symbol: ts.Symbol,
  wanted: Type | null,
): Chosen | null {
  const { declarations } = f;
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isClassLike(declaration)) return null;
  if (!declaration.typeParameters || isOfPrelude(symbol)) {
    const type =
      preludeClass(f, node, symbol, wanted) ??
      declarations.typeFromChecker(declarations.checker.getTypeAtLocation(node), f.environment);
    return type ? { type, ready: [] } : collectionOf(f, node, declaration, symbol.name);
  }
  const isWanted = wanted?.kind === "class" || wanted?.kind === "struct";
  if (!node.typeArguments && isWanted && declarations.declarationOf(wanted.info) === declaration)
    return { type: wanted, ready: [] };
  const { typeArguments, ready } = inferredArguments(f, node, declaration);
  if (typeArguments.includes(NEVER)) return { type: NEVER, ready };
  const info = declarations.classInfo(declaration, typeArguments, f.environment);
  return { type: info.isStruct ? structType(info) : classType(info), ready };
}

/** The type arguments of a generic class: those that are written, or what the constructor's arguments make of them. */
function inferredArguments(
  f: FunctionContext,
  node: ts.NewExpression,
  declaration: ts.ClassLikeDeclaration,
): Inferred {
  const constructors = declaration.members.filter(ts.isConstructorDeclaration);
  const constructor = constructors.find((m) => m.body !== undefined) ?? constructors[0];
  return inferTypeArguments(f, {
    typeParameters: declaration.typeParameters ?? ts.factory.createNodeArray(),
    parameters: constructor?.parameters ?? [],
    result: undefined,
    environment: f.environment,
    explicit: node.typeArguments,
    args: node.arguments ?? [],
    expected: null,
    node,
  });
}

/** `new Set([1, 2])`, whose items the checker calls numbers. */
function collectionOf(
  f: FunctionContext,
  node: ts.NewExpression,
  declaration: ts.ClassLikeDeclaration,
  name: string,
): Chosen | null {
  if ((name !== "Map" && name !== "Set") || !node.arguments?.length) return null;
  const { typeArguments, ready } = inferredArguments(f, node, declaration);
  const isKnown = !typeArguments.includes(NEVER);
  return {
    type: isKnown ? classType(f.declarations.coreClass(`${name}Object`, typeArguments)) : NEVER,
    ready,
  };
}

/** What a map or set is made of, as the array that its constructor takes. */
function givenItems(
  f: FunctionContext,
  node: ts.NewExpression,
  info: ClassInfo,
  ready: readonly (Value | null)[],
): readonly (Value | null)[] {
  const argument = node.arguments?.[0];
  const list = f.declarations.method(info, "constructor")?.instance.parameterTypes[0];
  const item = list?.kind === "nullable" ? f.declarations.arrayElement(list.of) : null;
  if (!argument || !list || !item) return ready;
  const v = ready[0] ?? value(f, argument, list);
  const type = settle(v);
  const isItems = ["class", "interface", "struct", "span", "fixed", "tuple"].includes(type.kind);
  return [isItems ? itemsOf(f, v, { keepsNull: item.kind === "nullable" }, argument) : v];
}

/** `new Map()` takes its type arguments from where the map goes. */
function preludeClass(
  f: FunctionContext,
  node: ts.NewExpression,
  symbol: ts.Symbol,
  wanted: Type | null,
): Type | null {
  const name = symbol.name === "Map" ? "MapObject" : symbol.name === "Set" ? "SetObject" : null;
  if (!name) return isOfPrelude(symbol) ? classType(f.declarations.coreClass(symbol.name, [])) : null;
  if (node.typeArguments) {
    const types = node.typeArguments.map((t) => f.declarations.resolveType(t, f.environment));
    return types.includes(NEVER) ? NEVER : classType(f.declarations.coreClass(name, types));
  }
  return wanted && f.declarations.origin(wanted)?.symbol.name === name ? wanted : null;
}

// ---------------------------------------------------------------- objects and structs

function newObject(
  f: FunctionContext,
  node: ts.NewExpression,
  info: ClassInfo,
  ready: readonly (Value | null)[],
): Value {
  const type = classType(info);
  const constructor = f.declarations.method(info, "constructor");
  const args = constructor
    ? lowerArguments(f, node.arguments ?? [], parametersOf(constructor.instance), node, ready)
    : [];
  const captured = f.statements.capturedForNew(f, info, node);
  const object = f.builder.allocate({ kind: "new", info }, type);
  for (const { index, operand } of captured) store(f, fieldOf(object, info, index), operand, true);
  if (!constructor) return typed(object, type);
  const construct = (): void => void callInstance(f, constructor.instance, object, args, node);
  if (info.destructor) f.statements.onError(f, construct, () => unmake(f, object, info));
  else construct();
  return typed(object, type);
}

/** An object whose constructor has failed gets a method table without the destructor. */
function unmake(f: FunctionContext, object: Operand, info: ClassInfo): void {
  const unmade = classType(f.declarations.unmadeClass(info));
  f.builder.emit({
    op: "intrinsic",
    result: null,
    name: "setVtable",
    types: [unmade],
    args: [object],
    places: [],
  });
}

function newStruct(
  f: FunctionContext,
  node: ts.NewExpression,
  type: StructType,
  dest: Place | null,
  ready: readonly (Value | null)[],
): Value {
  const { info } = type;
  const constructor = f.declarations.method(info, "constructor");
  const args = constructor
    ? lowerArguments(f, node.arguments ?? [], parametersOf(constructor.instance), node, ready)
    : [];
  const place = dest ?? slot(f, type);
  f.builder.emit({ op: "zeroPlace", place });
  if (constructor) callInstance(f, constructor.instance, reference(f, place), args, node);
  return inPlace(place, true);
}

// ---------------------------------------------------------------- the prelude's

function ofPrelude(
  f: FunctionContext,
  node: ts.NewExpression,
  name: string,
  wanted: Type | null,
  dest: Place | null,
): Value | null {
  const { declarations } = f;
  const written = (): Type | null => {
    const first = node.typeArguments?.[0];
    return first ? declarations.resolveType(first, f.environment) : null;
  };
  const checked = (): Type | null =>
    declarations.typeFromChecker(declarations.checker.getTypeAtLocation(node), f.environment);
  switch (name) {
    case "Array": {
      const item = written() ?? (wanted && declarations.arrayElement(wanted));
      return item ? newArray(f, node, item) : null;
    }
    case "FixedArray": {
      const type = wanted?.kind === "fixed" && !node.typeArguments ? wanted : checked();
      return type?.kind === "fixed" ? newFixed(f, node, type, dest) : null;
    }
    case "Weak":
      return newWeak(f, node, wanted ?? null, checked);
    case "Atomic": {
      const type = wanted && isAtomic(f, wanted) && !node.typeArguments ? wanted : checked();
      return type?.kind === "struct" ? newAtomic(f, node, type, dest) : null;
    }
    default:
      return null;
  }
}

/** `new Array<T>(n)`: n zero values. */
function newArray(f: FunctionContext, node: ts.NewExpression, item: Type): Value {
  const { declarations } = f;
  const argument = node.arguments?.[0];
  const length = argument ? asLength(f, value(f, argument, U64), argument) : u64(0);
  if (!hasZero(item)) {
    const hint = "Start with [] and push, or use a nullable type.";
    declarations.error(node, 1303, `'${showType(item)}' has no zero value to fill an array with.`, hint);
  }
  const declaration = declarations.declarationOf(declarations.coreClass("ArrayObject", [item]));
  const maker = declaration && declarations.staticMethod(declaration, [item], "withLength", [item]);
  if (!maker) throw new Error("core/array.ts has no withLength");
  return callInstance(f, maker, null, [length], node);
}

function newFixed(f: FunctionContext, node: ts.NewExpression, type: FixedType, dest: Place | null): Value {
  const place = dest ?? slot(f, type);
  f.builder.emit({ op: "zeroPlace", place });
  const items = node.arguments?.[0];
  if (!items) {
    if (!hasZero(type)) {
      const hint = "Write the items, or use a nullable type.";
      f.declarations.error(
        node,
        1303,
        `'${showType(type.element)}' has no zero value to fill an array with.`,
        hint,
      );
    }
    return inPlace(place, true);
  }
  const { element, count } = type;
  if (!ts.isArrayLiteralExpression(items) || items.elements.some(ts.isSpreadElement)) {
    f.declarations.error(
      items,
      1304,
      "The items of a fixed array are written out here.",
      "Start with zeros and assign in a loop.",
    );
    return inPlace(place, true);
  }
  if (items.elements.length > count) {
    f.declarations.error(items, 1305, `There are ${items.elements.length} items for a '${showType(type)}'.`);
    return inPlace(place, true);
  }
  items.elements.forEach((item, i) => {
    into(f, item, withStep(place, { kind: "index", element, index: u64(i) }, element), true);
  });
  return inPlace(place, true);
}

/** A cell that names the target; it is typed by what it names. */
function newWeak(
  f: FunctionContext,
  node: ts.NewExpression,
  wanted: Type | null,
  checked: () => Type | null,
): Value {
  const argument = node.arguments?.[0];
  const isWeak = wanted?.kind === "class" && wanted.info.name.startsWith("Weak<") && !node.typeArguments;
  const v = argument ? value(f, argument, null) : null;
  const type = isWeak ? wanted : checked();
  if (type?.kind !== "class" || !v) return noClass(f, node);
  const target = v.kind === "operand" ? v.type : NEVER;
  const of = target.kind === "nullable" ? target.of : target;
  const cell = classType(f.declarations.coreClass("WeakCell", []));
  const content = of.kind === "class" ? of : cell;
  const given =
    target.kind === "null" ? nullOperand(nullableType(content)) : coerce(f, v, nullableType(content), node);
  return typed(cast(f, callCore(f, "core/weak.ts", "makeWeak", [content], [given], node), type), type);
}

function newAtomic(f: FunctionContext, node: ts.NewExpression, type: StructType, dest: Place | null): Value {
  const place = dest ?? slot(f, type);
  const content = type.info.fields[0]!.type;
  const argument = node.arguments?.[0];
  const first: Operand = argument
    ? coerce(f, value(f, argument, content), content, argument)
    : zeroOf(content);
  const field = withStep(place, { kind: "field", info: type.info, index: 0 }, content);
  store(f, field, first, true);
  return inPlace(place, true);
}
