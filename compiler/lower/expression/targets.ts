/**
 * Targets of assignments. A target's parts (the object, the index) are evaluated once, before the assigned value, as in
 * JavaScript; where the element lies is found when it is read or written, since the value's evaluation may move it.
 */

import ts from "typescript";
import type { Operand, Place } from "../../mir.ts";
import { NEVER, isInline, showType, type Type } from "../../types.ts";
import type { FunctionContext, MethodInfo, Value } from "../context.ts";
import { callMethodInfo } from "./call.ts";
import { coerce } from "./coerce.ts";
import { assignInline, value } from "./dispatch.ts";
import { asIndex, elementPlace } from "./elements.ts";
import { mayNameScope } from "../declare/scope-names.ts";
import { symbolOf } from "./known-names.ts";
import { fieldPlace, pointedTo, property } from "./members.ts";
import { globalPlace, namedPlace, setFlagOf } from "./names.ts";
import { narrow } from "./narrow.ts";
import { isStablePath, isStatic } from "./paths.ts";
import {
  bool,
  fieldOf,
  inPlace,
  placeOfRef,
  read,
  reference,
  store,
  typeOfOperand,
  typed,
  u64,
  zeroOf,
} from "./values.ts";

/** Something that can be assigned to, its parts evaluated once. */
export interface Target {
  readonly type: Type;
  read(): Value;
  write(v: Value, at: ts.Node): void;
  /** Null for properties with a setter. */
  readonly place: (() => Place) | null;
}

/** The target that an expression names; reports and gives null when it names none. */
export function targetOf(f: FunctionContext, node: ts.Expression): Target | null {
  f.builder.setLocation(node);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return targetOf(f, node.expression);
  if (ts.isIdentifier(node)) {
    const place = namedPlace(f, node);
    if (!place) return refuse(f, node);
    const target = placeTarget(f, place.type, () => place);
    const isSet = setFlagOf(f, node);
    return isSet ? lateTarget(f, node, target, isSet) : target;
  }
  if (ts.isElementAccessExpression(node)) return elementTarget(f, node);
  if (ts.isPropertyAccessExpression(node)) return propertyTarget(f, node);
  return refuse(f, node);
}

function refuse(f: FunctionContext, node: ts.Node): null {
  f.declarations.error(node, 1128, "This cannot be assigned to.");
  return null;
}

function placeTarget(f: FunctionContext, type: Type, place: () => Place): Target {
  return {
    type,
    place,
    read: () => read(f, place()),
    write: (v, at) => {
      if (isInline(type)) {
        assignInline(f, v, place(), false, at);
        f.aliases.overwrite(type);
        return;
      }
      const operand = coerce(f, v, type, at);
      store(f, place(), operand, false);
    },
  };
}

/** A variable that may not have its value yet: from the assignment on it has. */
function lateTarget(f: FunctionContext, node: ts.Identifier, target: Target, isSet: Place): Target {
  return {
    ...target,
    place: null,
    read: () => value(f, node, null),
    write: (v, at) => {
      target.write(v, at);
      store(f, isSet, bool(true), false);
    },
  };
}

// ---------------------------------------------------------------- bases

/** What a path leads to so far: a struct in place, found anew at each use, or a value. */
type Base =
  | { readonly kind: "place"; readonly type: Type; readonly place: () => Place }
  | { readonly kind: "value"; readonly value: Value };

const baseValue = (base: Base): Value => (base.kind === "place" ? inPlace(base.place()) : base.value);
const baseType = (base: Base): Type | null => {
  if (base.kind === "place") return base.type;
  return base.value.kind === "operand" || base.value.kind === "place" ? base.value.type : null;
};

function baseOf(f: FunctionContext, node: ts.Expression): Base {
  if (ts.isParenthesizedExpression(node)) return baseOf(f, node.expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword && f.receiver && typeOfOperand(f.receiver).kind === "ref") {
    const place = placeOfRef(f.receiver);
    return { kind: "place", type: place.type, place: () => place };
  }
  const isPath = ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node);
  if (isPath && !ts.isOptionalChain(node) && !isStaticAccess(f, node)) {
    const found = ts.isElementAccessExpression(node) ? elementBase(f, node) : propertyBase(f, node);
    if (found) return found;
  }
  const v = value(f, node, null);
  return v.kind === "place"
    ? { kind: "place", type: v.type, place: () => v.place }
    : { kind: "value", value: v };
}

const isStaticAccess = (
  f: FunctionContext,
  node: ts.ElementAccessExpression | ts.PropertyAccessExpression,
): boolean => {
  const base = ts.isPropertyAccessExpression(node) ? symbolOf(f, node.expression) : null;
  return (
    base !== null &&
    (base.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule)) !== 0
  );
};

function elementBase(f: FunctionContext, node: ts.ElementAccessExpression): Base {
  const { type, place } = elementAccess(f, node);
  if (isInline(type)) return { kind: "place", type, place };
  return { kind: "value", value: narrow(f, elementValue(f, type, place), node, () => false) };
}

const elementValue = (f: FunctionContext, type: Type, place: () => Place): Value =>
  type === NEVER ? typed(zeroOf(NEVER), NEVER) : read(f, place());

function elementAccess(
  f: FunctionContext,
  node: ts.ElementAccessExpression,
): { type: Type; place: () => Place } {
  const base = baseOf(f, node.expression);
  const type = baseType(base);
  const index: Operand = asIndex(
    f,
    value(f, node.argumentExpression, null),
    node.argumentExpression,
    type?.kind === "pointer",
  );
  const item = type && itemType(f, type);
  if (!item) {
    f.declarations.error(
      node,
      1008,
      `A '${type ? showType(type) : "number"}' has no elements that can be assigned to.`,
    );
    return { type: NEVER, place: () => pointedTo(u64(0), NEVER, u64(0)) };
  }
  return {
    type: item,
    place: () => elementPlace(f, baseValue(base), index, node) ?? pointedTo(u64(0), item, index),
  };
}

function itemType(f: FunctionContext, type: Type): Type | null {
  if (type.kind === "fixed" || type.kind === "span" || type.kind === "pointer") return type.element;
  return f.declarations.arrayElement(type);
}

function propertyBase(f: FunctionContext, node: ts.PropertyAccessExpression): Base {
  const base = baseOf(f, node.expression);
  const found = fieldAccess(f, base, node.name.text);
  if (found && isInline(found.type)) return { kind: "place", ...found };
  const v = found ? read(f, found.place()) : property(f, baseValue(base), node.name.text, node.name);
  return { kind: "value", value: narrow(f, v, node, () => isStablePath(f, node)) };
}

function fieldAccess(
  f: FunctionContext,
  base: Base,
  name: string,
): { type: Type; place: () => Place } | null {
  if (base.kind === "place") {
    if (base.type.kind !== "struct") return null;
    const field = f.declarations.field(base.type.info, name);
    if (!field) return null;
    return {
      type: base.type.info.fields[field.index]!.type,
      place: () => fieldPlace(f, base.place(), name)!,
    };
  }
  const { value: v } = base;
  if (v.kind !== "operand") return null;
  if (v.type.kind === "pointer" && name === "value") {
    const place = pointedTo(v.operand, v.type.element, u64(0));
    return { type: v.type.element, place: () => place };
  }
  if (v.type.kind !== "class") return null;
  const { info } = v.type;
  const field = f.declarations.field(info, name);
  if (!field) return null;
  const place = fieldOf(v.operand, info, field.index);
  return { type: place.type, place: () => place };
}

// ---------------------------------------------------------------- elements and properties

function elementTarget(f: FunctionContext, node: ts.ElementAccessExpression): Target {
  const { type, place } = elementAccess(f, node);
  return placeTarget(f, type, place);
}

function propertyTarget(f: FunctionContext, node: ts.PropertyAccessExpression): Target | null {
  const declaration = mayNameScope(f.declarations.checker, node.expression)
    ? symbolOf(f, node.name)?.valueDeclaration
    : undefined;
  if (declaration && ts.isPropertyDeclaration(declaration) && isStatic(declaration)) {
    const found = f.declarations.global(declaration);
    return found.kind === "global"
      ? placeTarget(f, found.global.type, () => globalPlace(found.global))
      : refuse(f, node);
  }
  const base = baseOf(f, node.expression);
  const name = node.name.text;
  const type = baseType(base);
  const isLength = name === "length" && type?.kind === "class" && type.info.special === "array";
  if (!(isLength && f.instance.owner?.special !== "array")) {
    const found = fieldAccess(f, base, name);
    if (found) return placeTarget(f, found.type, found.place);
  }
  return setterTarget(f, base, isLength ? "setLength" : `set ${name}`, name, node);
}

function setterTarget(
  f: FunctionContext,
  base: Base,
  method: string,
  name: string,
  node: ts.Node,
): Target | null {
  const type = baseType(base);
  if (type?.kind === "interface") return interfaceTarget(f, base, type, name, node);
  const info = type?.kind === "class" || type?.kind === "struct" ? type.info : null;
  const setter = info && f.declarations.method(info, method);
  const parameter = setter?.instance.parameterTypes[0];
  if (!setter || !parameter) {
    if (type !== NEVER) {
      const shown = type ? showType(type) : "number";
      const hint = type?.kind === "nullable" ? "Test it for null first." : undefined;
      f.declarations.error(
        node,
        1008,
        `A '${shown}' has no property '${name}' that can be assigned to.`,
        hint,
      );
    }
    return null;
  }
  const receiver = receiverOf(f, base);
  return {
    type: parameter,
    place: null,
    read: () => property(f, baseValue(base), name, node),
    write: (v, at) => void callSetter(f, setter, receiver(), v, parameter, at),
  };
}

function receiverOf(f: FunctionContext, base: Base): () => Operand {
  return () => {
    const v = baseValue(base);
    return v.kind === "place" ? reference(f, v.place) : v.kind === "operand" ? v.operand : zeroOf(NEVER);
  };
}

function callSetter(
  f: FunctionContext,
  setter: MethodInfo,
  receiver: Operand,
  v: Value,
  type: Type,
  at: ts.Node,
): void {
  callMethodInfo(f, setter, receiver, [coerce(f, v, type, at)], at);
}

function interfaceTarget(
  f: FunctionContext,
  base: Base,
  type: Extract<Type, { kind: "interface" }>,
  name: string,
  node: ts.Node,
): Target | null {
  const slot = type.info.members.findIndex((m) => m.name === name && m.kind === "setter");
  const parameter = type.info.members[slot]?.parameters[0];
  if (!parameter) {
    f.declarations.error(node, 1008, `'${name}' of '${showType(type)}' cannot be assigned to.`);
    return null;
  }
  return {
    type: parameter,
    place: null,
    read: () => property(f, baseValue(base), name, node),
    write: (v, at) => {
      const callee = { kind: "interface", info: type.info, slot } as const;
      const args = [receiverOf(f, base)(), coerce(f, v, parameter, at)];
      f.builder.call({
        callee,
        args,
        parameterTypes: [type, parameter],
        returnType: type.info.members[slot]!.result,
        dest: null,
      });
    },
  };
}

/** The place an expression names, for aliases and `addressOf`; null when it names none. */
export function placeNamed(f: FunctionContext, node: ts.Expression): Place | null {
  if (ts.isParenthesizedExpression(node)) return placeNamed(f, node.expression);
  if (ts.isIdentifier(node)) return namedPlace(f, node);
  if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node)) {
    const v = value(f, node, null);
    return v.kind === "place" ? v.place : null;
  }
  return targetOf(f, node)?.place?.() ?? null;
}
