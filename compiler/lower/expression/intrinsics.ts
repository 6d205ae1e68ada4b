/** Functions of the unsafe module. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { layoutOf } from "../../type-layout.ts";
import {
  BOOL,
  I32,
  NEVER,
  U64,
  U8,
  VOID,
  functionType,
  isInline,
  isPointerLike,
  pointerType,
  showType,
  type Type,
} from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce } from "./coerce.ts";
import { operand, value } from "./dispatch.ts";
import { asIndex } from "./elements.ts";
import { callCoreValue } from "./call.ts";
import { overUnion } from "./unions.ts";
import { symbolOf } from "./known-names.ts";
import { implementationOf } from "./names.ts";
import { typeProperty } from "./static.ts";
import { placeNamed } from "./targets.ts";
import {
  NO_VALUE,
  branch,
  cast,
  inPlace,
  int,
  intrinsic,
  isNull,
  load,
  reference,
  slot,
  spanPart,
  store,
  typed,
  u64,
  unwrap,
  valueOf,
  zeroOf,
} from "./values.ts";

type Handler = (f: FunctionContext, node: ts.CallExpression, name: string, expected: Type | null) => Value;

const NOTHING = typed(zeroOf(NEVER), NEVER);

/** A call of a function of the unsafe module. `node`'s file has been found to be one that may. */
export function unsafeCall(
  f: FunctionContext,
  name: string,
  node: ts.CallExpression,
  expected: Type | null,
): Value {
  const constant = typeProperty(f, node);
  if (constant !== null)
    return valueOf(typeof constant === "bigint" ? u64(constant) : int(BOOL, constant ? 1n : 0n));
  const handler = handlers.get(name);
  if (handler) return handler(f, node, name, expected);
  f.declarations.error(node, 1410, `'${name}' of the unsafe module cannot be called here.`);
  return NOTHING;
}

/** The n-th type argument, written or known from the context. */
function typeArgument(
  f: FunctionContext,
  node: ts.CallExpression,
  name: string,
  otherwise: Type | null,
): Type {
  const written = node.typeArguments?.[0];
  if (written) return f.declarations.resolveType(written, f.environment);
  if (otherwise) return otherwise;
  f.declarations.error(node, 1015, `The type argument of '${name}' must be written: ${name}<u32>(…).`);
  return NEVER;
}

const arg = (node: ts.CallExpression, index: number): ts.Expression => node.arguments[index]!;
const u64Argument = (f: FunctionContext, node: ts.CallExpression, index: number): Operand => {
  const argument = arg(node, index);
  return asIndex(f, value(f, argument, U64), argument, true);
};

/** A pointer argument, and what it points to. */
function pointerArgument(f: FunctionContext, node: ts.CallExpression): { pointer: Operand; element: Type } {
  const v = value(f, arg(node, 0), null);
  if (v.kind === "operand" && v.type.kind === "pointer")
    return { pointer: v.operand, element: v.type.element };
  f.declarations.error(arg(node, 0), 1001, "This is no pointer.");
  return { pointer: zeroOf(pointerType(U8)), element: NEVER };
}

function run(
  f: FunctionContext,
  name: string,
  types: readonly Type[],
  args: readonly Operand[],
  places: readonly Place[] = [],
): Value {
  f.builder.emit({ op: "intrinsic", result: null, name, types, args, places });
  return NO_VALUE;
}

/** A reference, as something with an address: classes, strings, closures, also behind `| null`. */
function referenceArgument(f: FunctionContext, node: ts.CallExpression): Operand {
  const argument = arg(node, 0);
  const v = value(f, argument, null);
  if (v.kind === "operand") return v.operand;
  f.declarations.error(argument, 1001, "This is no counted reference.");
  return zeroOf(U64);
}

// ---------------------------------------------------------------- handlers

const simple =
  (result: Type): Handler =>
  (f, _node, name) =>
    result === VOID ? run(f, name, [], []) : valueOf(intrinsic(f, name, result, [], []));

const memory =
  (parameters: readonly Type[], result: Type): Handler =>
  (f, node, name) => {
    const args = parameters.map((type, i) =>
      type === U64 ? u64Argument(f, node, i) : operand(f, arg(node, i), type),
    );
    return result === VOID ? run(f, name, [], args) : valueOf(intrinsic(f, name, result, [], args));
  };

/** Reads through a pointer: (place) → T. */
const pointerLoad: Handler = (f, node, name) => {
  const { pointer, element } = pointerArgument(f, node);
  return typed(intrinsic(f, name, element, [element], [pointer]), element);
};
const pointerStore: Handler = (f, node, name) => {
  const { pointer, element } = pointerArgument(f, node);
  return run(f, name, [element], [pointer, operand(f, arg(node, 1), element)]);
};
/** Changes what is pointed to and gives the old value. */
const pointerChange: Handler = (f, node, name) => {
  const { pointer, element } = pointerArgument(f, node);
  const rest = node.arguments.slice(1).map((argument) => operand(f, argument, element));
  return typed(intrinsic(f, name, element, [element], [pointer, ...rest]), element);
};

/** The hash of a union's member, or of what is behind `| null`. */
function hashMixed(f: FunctionContext, v: Value, at: ts.Node): Operand {
  const result = slot(f, U64);
  if (v.kind === "operand" && v.type.kind === "nullable") {
    const { builder } = f;
    const [present, end] = [builder.newBlock(), builder.newBlock()];
    store(f, result, u64(0), true);
    branch(f, isNull(f, v.operand), end, present);
    builder.begin(present);
    store(f, result, hashMixed(f, typed(unwrap(f, v.operand), v.type.of), at), false);
    builder.begin(end);
    return load(f, result);
  }
  const hash = (one: Value): Value =>
    one.kind === "operand"
      ? callCoreValue(f, "core/hash.ts", "hashKey", [one.type], [one.operand], at)
      : NOTHING;
  const hashed =
    v.kind === "operand" && v.type.kind === "union" ? overUnion(f, v.operand, v.type, at, hash) : hash(v);
  return hashed.kind === "operand" ? hashed.operand : u64(0);
}

const handlers = new Map<string, Handler>([
  ["hashMixed", (f, node) => valueOf(hashMixed(f, value(f, arg(node, 0), null), node))],
  ["pointer", (f, node, name, expected) => {
    const element = typeArgument(f, node, name, expected?.kind === "pointer" ? expected.element : null);
    return valueOf(intrinsic(f, name, pointerType(element), [element], [u64Argument(f, node, 0)]));
  }],
  ["addressOf", (f, node, name) => {
    const place = placeNamed(f, arg(node, 0)) ?? spilled(f, arg(node, 0));
    return valueOf(intrinsic(f, name, pointerType(place.type), [place.type], [], [place]));
  }],
  ["dataOf", (f, node) => {
    const v = value(f, arg(node, 0), null);
    if (v.kind !== "operand" || v.type.kind !== "span") {
      f.declarations.error(node, 1001, "This is no span.");
      return NOTHING;
    }
    return valueOf(spanPart(f, v.operand, "data", pointerType(v.type.element)));
  }],
  ["arrayData", (f, node, name) => {
    const v = value(f, arg(node, 0), null);
    const element = v.kind === "operand" ? f.declarations.arrayElement(v.type) : null;
    if (v.kind !== "operand" || !element) {
      f.declarations.error(node, 1001, "This is no array.");
      return NOTHING;
    }
    return valueOf(intrinsic(f, name, pointerType(element), [element], [v.operand]));
  }],
  ["objectAddress", (f, node, name) => valueOf(intrinsic(f, name, U64, [], [referenceArgument(f, node)]))],
  ["leakReference", (f, node, name) => valueOf(intrinsic(f, name, U64, [], [referenceArgument(f, node)]))],
  ["objectAt", fromAddress],
  ["adoptReference", fromAddress],
  ["volatileLoad", pointerLoad],
  ["volatileStore", pointerStore],
  ["atomicLoad", pointerLoad],
  ["atomicStore", pointerStore],
  ["atomicExchange", pointerChange],
  ["atomicCompareExchange", pointerChange],
  ["atomicAdd", pointerChange],
  ["fence", simple(VOID)],
  ["compilerBarrier", simple(VOID)],
  ["copyBytes", memory([pointerType(U8), pointerType(U8), U64], VOID)],
  ["moveBytes", memory([pointerType(U8), pointerType(U8), U64], VOID)],
  ["fillBytes", memory([pointerType(U8), U8, U64], VOID)],
  ["compareBytes", memory([pointerType(U8), pointerType(U8), U64], I32)],
  ["gsLoad", (f, node, name, expected) => {
    const type = typeArgument(f, node, name, expected);
    return typed(intrinsic(f, name, type, [type], [u64Argument(f, node, 0)]), type);
  }],
  ["gsStore", (f, node, name) => {
    const v = value(f, arg(node, 1), null);
    const type = typeArgument(f, node, name, v.kind === "operand" ? v.type : null);
    return run(f, name, [type], [u64Argument(f, node, 0), coerce(f, v, type, arg(node, 1))]);
  }],
  ["offsetOf", offsetOf],
  ["integerBits", (f, node, name) => {
    const v = value(f, arg(node, 0), null);
    if (v.kind === "operand" && (v.type.kind === "int" || v.type.kind === "bool")) {
      return valueOf(intrinsic(f, name, U64, [v.type], [v.operand]));
    }
    return typed(coerce(f, v, U64, arg(node, 0)), U64);
  }],
  ["takeAt", (f, node, name) => {
    const { pointer, element } = pointerArgument(f, node);
    if (!isInline(element)) return typed(intrinsic(f, name, element, [element], [pointer]), element);
    const place = slot(f, element);
    run(f, name, [element], [pointer], [place]);
    return inPlace(place, true);
  }],
  ["initializeAt", pointerInitialize],
  ["dropAt", (f, node, name) => {
    const { pointer, element } = pointerArgument(f, node);
    return run(f, name, [element], [pointer]);
  }],
  ["bitCast", bitCast],
  ["vtableOf", (f, node, name) => {
    const type = typeArgument(f, node, name, null);
    return valueOf(intrinsic(f, name, U64, [type], []));
  }],
  ["className", (f, node, name) => valueOf(intrinsic(f, name, f.declarations.stringType(), [], [referenceArgument(f, node)]))],
  ["zero", (f, node, name, expected) => {
    const type = typeArgument(f, node, name, expected);
    if (!isInline(type)) return typed(zeroOf(type), type);
    const place = slot(f, type);
    f.builder.emit({ op: "zeroPlace", place });
    return inPlace(place, true);
  }],
  ["assume", (f, node, name) => run(f, name, [], [operand(f, arg(node, 0), BOOL)])],
  ["unreachable", (f) => {
    f.builder.terminate({ op: "unreachable" });
    return NO_VALUE;
  }],
  ["functionAddress", (f, node, name) => {
    const fn = functionOperand(f, arg(node, 0));
    return fn ? valueOf(intrinsic(f, name, U64, [], [fn])) : NOTHING;
  }],
  ["symbolAddress", (f, node, name) => {
    const v = value(f, arg(node, 0), null);
    if (v.kind !== "operand" || v.operand.kind !== "string") {
      f.declarations.error(node, 1411, "The symbol's name must be a string literal.");
      return NOTHING;
    }
    return valueOf(intrinsic(f, name, U64, [], [v.operand]));
  }],
  ["callAddress", (f, node, name, expected) => {
    const type = typeArgument(f, node, name, expected ?? VOID);
    const args = node.arguments.map((_, i) => u64Argument(f, node, i));
    if (type === VOID || type === NEVER) {
      run(f, name, [type], args);
      if (type === NEVER) f.builder.terminate({ op: "unreachable" });
      return NO_VALUE;
    }
    return typed(intrinsic(f, name, type, [type], args), type);
  }],
  ["framePointer", simple(U64)],
  ["initializeModules", simple(VOID)],
]); // prettier-ignore

function fromAddress(
  f: FunctionContext,
  node: ts.CallExpression,
  name: string,
  expected: Type | null,
): Value {
  const type = typeArgument(f, node, name, expected);
  return typed(intrinsic(f, name, type, [type], [u64Argument(f, node, 0)]), type);
}

/** A value that has no place gets one of its own. */
function spilled(f: FunctionContext, node: ts.Expression): Place {
  const v = value(f, node, null);
  if (v.kind === "place") return v.place;
  if (v.kind !== "operand") {
    f.declarations.error(node, 1412, "A constant has no address.");
    return slot(f, U64);
  }
  const place = slot(f, v.type);
  store(f, place, v.operand, true);
  return place;
}

function offsetOf(f: FunctionContext, node: ts.CallExpression): Value {
  const type = typeArgument(f, node, "offsetOf", null);
  const argument = arg(node, 0);
  const info = type.kind === "struct" || type.kind === "class" ? type.info : null;
  const found = info && ts.isStringLiteral(argument) ? f.declarations.field(info, argument.text) : null;
  if (info && found) return valueOf(u64(info.fields[found.index]!.offset));
  f.declarations.error(
    argument,
    1413,
    `'${showType(type)}' has no field of that name.`,
    "Write it as a string literal.",
  );
  return valueOf(u64(0));
}

function pointerInitialize(f: FunctionContext, node: ts.CallExpression, name: string): Value {
  const { pointer, element } = pointerArgument(f, node);
  const v = value(f, arg(node, 1), element);
  const given =
    isInline(element) && v.kind === "place" ? reference(f, v.place) : coerce(f, v, element, arg(node, 1));
  return run(f, name, [element], [pointer, given]);
}

/** Between references a cast that counts as any other; else the same bits. */
function bitCast(f: FunctionContext, node: ts.CallExpression, name: string, expected: Type | null): Value {
  const to = typeArgument(f, node, name, expected);
  const v = value(f, arg(node, 0), null);
  if (v.kind === "untyped" || v.kind === "untypedFloat") {
    const from = v.kind === "untyped" ? U64 : (expected ?? U64);
    return typed(intrinsic(f, name, to, [to], [coerce(f, v, from, node)]), to);
  }
  if (v.kind !== "operand") {
    f.declarations.error(
      node,
      1414,
      "Only values that fit a register can be reinterpreted.",
      "Use addressOf(x).cast<T>().",
    );
    return typed(zeroOf(to), to);
  }
  const isReference = (t: Type): boolean =>
    isPointerLike(t) || (t.kind === "nullable" && isPointerLike(t.of));
  if (v.type === to) return v;
  if (isReference(v.type) && isReference(to)) return typed(cast(f, v.operand, to), to);
  if (layoutOf(v.type).size !== layoutOf(to).size) {
    f.declarations.error(
      node,
      1414,
      `A '${showType(v.type)}' and a '${showType(to)}' are of different sizes.`,
    );
    return typed(zeroOf(to), to);
  }
  return typed(intrinsic(f, name, to, [to], [v.operand]), to);
}

/** A function by its own symbol, not as a closure. */
export function functionOperand(f: FunctionContext, node: ts.Expression): Operand | null {
  const symbol = ts.isIdentifier(node) ? symbolOf(f, node) : null;
  const declaration = symbol && implementationOf(symbol);
  if (!declaration) {
    f.declarations.error(node, 1415, "Only a declared function has an address.");
    return null;
  }
  const instance = f.declarations.functionInstance(declaration, [], new Map());
  return {
    kind: "function",
    type: functionType(instance.parameterTypes, instance.resultType),
    symbol: instance.symbol,
  };
}
