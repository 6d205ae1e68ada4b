/** `base.name` read: fields, getters, lengths, members of interfaces and of unions. */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { BOOL, NEVER, U64, showType, type ClassInfo, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { OBJECT_LITERAL } from "../declare/literal-key.ts";
import { callMethodInfo, emitCall } from "./call.ts";
import { overUnion } from "./unions.ts";
import {
  extract,
  fieldOf,
  intrinsic,
  read,
  reference,
  spanPart,
  typed,
  u64,
  valueOf,
  withStep,
  zeroOf,
} from "./values.ts";

/** Reads a property of a lowered value. */
export function property(f: FunctionContext, base: Value, name: string, at: ts.Node): Value {
  const found = knownProperty(f, base, name, at);
  if (found) return found;
  if (base.kind === "operand" && base.type === NEVER) return base;
  if (f.builder.reachable) reportMissing(f, base, name, at);
  return typed(zeroOf(NEVER), NEVER);
}

function knownProperty(f: FunctionContext, base: Value, name: string, at: ts.Node): Value | null {
  if (base.kind === "place") return ofPlace(f, base.place, name, at);
  if (base.kind !== "operand") return null;
  const { operand, type } = base;
  switch (type.kind) {
    case "class":
      return ofClass(f, operand, type.info, name, at);
    case "interface": {
      const slot = type.info.members.findIndex((m) => m.name === name && m.kind === "getter");
      if (slot < 0) return null;
      const callee = { kind: "interface", info: type.info, slot } as const;
      return emitCall(f, callee, [operand], [type], type.info.members[slot]!.result);
    }
    case "union":
      return overUnion(f, operand, type, at, (member) => property(f, member, name, at));
    case "span":
      return name === "length" ? valueOf(spanPart(f, operand, "length", U64)) : null;
    case "pointer":
      return ofPointer(f, operand, type.element, name);
    case "tuple":
      return ofTuple(f, operand, type, name);
    default:
      return null;
  }
}

function ofPlace(f: FunctionContext, place: Place, name: string, at: ts.Node): Value | null {
  const { type } = place;
  if (type.kind === "fixed") return name === "length" ? valueOf(u64(type.count)) : null;
  if (type.kind !== "struct") return null;
  const field = fieldPlace(f, place, name);
  if (field) return read(f, field);
  const getter = f.declarations.method(type.info, `get ${name}`);
  return getter && callMethodInfo(f, getter, reference(f, place), [], at);
}

function ofClass(
  f: FunctionContext,
  object: Operand,
  info: ClassInfo,
  name: string,
  at: ts.Node,
): Value | null {
  const field = f.declarations.field(info, name);
  if (field) return read(f, fieldOf(object, info, field.index));
  const getter = f.declarations.method(info, `get ${name}`);
  return getter && callMethodInfo(f, getter, object, [], at);
}

function ofPointer(f: FunctionContext, pointer: Operand, element: Type, name: string): Value | null {
  if (name === "address") return valueOf(intrinsic(f, "Ptr.address", U64, [element], [pointer]));
  return name === "value" ? read(f, pointedTo(pointer, element, u64(0))) : null;
}

/** The place of the n-th item behind a pointer. */
export function pointedTo(pointer: Operand, element: Type, index: Operand): Place {
  return {
    root: { kind: "pointer", pointer, element },
    steps: [{ kind: "index", element, index }],
    type: element,
  };
}

/** `done` and `value` of an iterator's result, which is the tuple of both. */
function ofTuple(
  f: FunctionContext,
  tuple: Operand,
  type: Extract<Type, { kind: "tuple" }>,
  name: string,
): Value | null {
  if (name === "length") return valueOf(u64(type.elements.length));
  if (type.elements.length !== 2 || type.elements[0] !== BOOL) return null;
  if (name === "done") return valueOf(extract(f, tuple, 0, BOOL));
  return name === "value" ? valueOf(extract(f, tuple, 1, type.elements[1]!)) : null;
}

/** A field of a struct in a place. */
export function fieldPlace(f: FunctionContext, place: Place, name: string): Place | null {
  if (place.type.kind !== "struct") return null;
  const { info } = place.type;
  const field = f.declarations.field(info, name);
  return (
    field && withStep(place, { kind: "field", info, index: field.index }, info.fields[field.index]!.type)
  );
}

function reportMissing(f: FunctionContext, base: Value, name: string, at: ts.Node): void {
  const type = base.kind === "operand" || base.kind === "place" ? base.type : null;
  if (type?.kind === "nullable") {
    const hint = "Test it for null first, or write '?.'.";
    f.declarations.error(at, 1007, `This may be null, so it may have no '${name}'.`, hint);
    return;
  }
  const shown = type ? showType(type) : base.kind === "void" ? "void" : "number";
  const info = type?.kind === "class" || type?.kind === "struct" ? type.info : null;
  const isMethod = (info && f.declarations.methodDeclaration(info, name)) || type?.kind === "interface";
  if (isMethod) {
    const hint = `Call it, or write an arrow function: (…) => object.${name}(…).`;
    f.declarations.error(at, 1126, `The method '${name}' is no value by itself.`, hint);
  } else {
    const hint =
      type?.kind === "tuple"
        ? "Make an array of its parts: '[...tuple]'."
        : info?.name === OBJECT_LITERAL
          ? `An object literal without a type has its own properties only. Declare an interface with '${name}?', and annotate the variable with it.`
          : undefined;
    f.declarations.error(at, 1008, `A '${shown}' has no property '${name}'.`, hint);
  }
}
