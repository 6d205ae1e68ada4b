/** Object literals: instances of the class that an interface or alias of plain data stands for, or of one of their own. */

import { variableOperand } from "../../mir-walk.ts";
import ts from "typescript";
import {
  BOOL,
  NEVER,
  VOID,
  classType,
  functionType,
  isInline,
  showType,
  type ClassInfo,
  type Field,
  type InterfaceMember,
  type Type,
} from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { coerce } from "./coerce.ts";
import { assignInline, value } from "./dispatch.ts";
import { hasMethods, OBJECT_LITERAL } from "../declare/literal-key.ts";
import { memberName } from "../declare/names.ts";
import { property } from "./members.ts";
import { amongMembers } from "./union-members.ts";
import { fieldOf, settle, store, typed, zeroOf } from "./values.ts";

interface Part {
  readonly name: string;
  readonly node: ts.Node;
  /** A method or accessor, which is a value only where the type says that it is a field. */
  readonly method?: boolean;
  readonly lower: (expected: Type | null) => Value;
}

/** `{ … }`: an object of the expected type, or of a class made for the literal. */
export function lowerObjectLiteral(
  f: FunctionContext,
  node: ts.ObjectLiteralExpression,
  expected: Type | null,
): Value {
  const wanted = expected?.kind === "nullable" ? expected.of : expected;
  const parts = partsOf(f, node);
  if (!parts) return typed(zeroOf(NEVER), NEVER);
  if (wanted?.kind === "tuple" && wanted.elements[0] === BOOL) return iteratorResult(f, parts, wanted, node);
  const known =
    wanted ??
    f.declarations.typeFromChecker(
      f.declarations.checker.getContextualType(node) ?? f.declarations.checker.getTypeAtLocation(node),
      f.environment,
    );
  if (known?.kind === "tuple" && known.elements[0] === BOOL) return iteratorResult(f, parts, known, node);
  const info = known && recordOf(f, known, parts, node);
  if (info && !isOwnClass(f, info, node)) return record(f, info, parts, node);
  const asMember = amongMembers(f, known, (type) => type.kind === "interface");
  const served = asMember?.kind === "interface" ? asMember : null;
  if (hasMethods(node)) return withMethods(f, served, parts, node);
  return served ? asInterface(f, served, parts, node) : ownRecord(f, parts, node);
}

/** The class whose fields the literal names. */
function recordOf(
  f: FunctionContext,
  type: Type,
  parts: readonly Part[],
  node: ts.ObjectLiteralExpression,
): ClassInfo | null {
  if (type.kind === "class") return type.info.special === null ? type.info : null;
  if (type.kind !== "union") return null;
  const members = type.members.filter((m) => m.info.special === null && !f.declarations.contentOf(m.info));
  const chosen = f.declarations.recordFor(
    members.map((m) => m.info),
    node,
  );
  if (chosen) return chosen;
  const fits = members.filter((m) =>
    parts.every((p) => m.info.fields.some((field) => field.name === p.name)),
  );
  return fits.length === 1 ? fits[0]!.info : null;
}

/** A record whose fields are the interface's properties, and functions for its methods. */
function asInterface(
  f: FunctionContext,
  type: Extract<Type, { kind: "interface" }>,
  parts: readonly Part[],
  node: ts.Node,
): Value {
  const fields = parts.flatMap((part) => {
    const member = type.info.members.find((m) => m.name === part.name && m.kind !== "setter");
    if (!member) return [];
    const own = member.kind === "method" ? functionType(member.parameters, member.result) : member.result;
    return [{ name: part.name, type: own, isReadonly: false }];
  });
  const info = f.declarations.recordClass(type.info.name, fields);
  const v = record(f, info, parts, node);
  return typed(coerce(f, v, type, node), type);
}

/** Whether a class was made for this very literal: what its context knows came from itself. */
const isOwnClass = (f: FunctionContext, info: ClassInfo, node: ts.ObjectLiteralExpression): boolean =>
  hasMethods(node) && f.declarations.recordType(info) === null && f.declarations.declarationOf(info) === null;

/** An object of a class of its own: the data, and what the methods capture. */
function withMethods(
  f: FunctionContext,
  target: Extract<Type, { kind: "interface" }> | null,
  parts: readonly Part[],
  node: ts.ObjectLiteralExpression,
): Value {
  const member = (name: string, kind: InterfaceMember["kind"]): InterfaceMember | undefined =>
    target?.info.members.find((m) => m.name === name && m.kind === kind);
  const data = parts.filter((part) => !part.method);
  const values = data.map((part) => {
    const method = member(part.name, "method");
    const wanted = method
      ? functionType(method.parameters, method.result)
      : (member(part.name, "getter")?.result ?? null);
    const v = part.lower(wanted);
    const type = wanted ?? settle(v);
    return { part, type, v: isInline(type) ? v : typed(coerce(f, v, type, part.node), type) };
  });
  const { info, captured } = f.statements.literalMethods(f, {
    node,
    name: target?.info.name ?? OBJECT_LITERAL,
    fields: values.map(({ part, type }) => ({ name: part.name, type, isReadonly: false })),
    wanted: (method) => {
      const name = method.name.getText();
      const kind = ts.isMethodDeclaration(method) ? "method" : ts.isGetAccessor(method) ? "getter" : "setter";
      return member(name, kind) ?? null;
    },
  });
  const type = classType(info);
  f.builder.setLocation(node);
  const object = f.builder.allocate({ kind: "new", info }, type);
  values.forEach(({ v, part }, i) => {
    const place = fieldOf(object, info, i);
    if (isInline(place.type)) assignInline(f, v, place, true, part.node);
    else if (v.kind === "operand") store(f, place, v.operand, true);
  });
  captured.forEach((operand, i) => store(f, fieldOf(object, info, values.length + i), operand, true));
  return target ? typed(coerce(f, typed(object, type), target, node), target) : typed(object, type);
}

/** Null after a report. */
function partsOf(f: FunctionContext, node: ts.ObjectLiteralExpression): Part[] | null {
  const parts = new Map<string, Part>();
  for (const member of node.properties) {
    if (ts.isSpreadAssignment(member)) {
      for (const part of spread(f, member)) parts.set(part.name, part);
      continue;
    }
    const name =
      member.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
        ? member.name.text
        : null;
    if (name === null) {
      f.declarations.error(member, 1140, "A property's name is written out.");
      return null;
    }
    if (ts.isPropertyAssignment(member)) {
      parts.set(name, { name, node: member.initializer, lower: (e) => value(f, member.initializer, e) });
    } else if (ts.isShorthandPropertyAssignment(member)) {
      parts.set(name, { name, node: member.name, lower: (e) => value(f, member.name, e) });
    } else {
      parts.set(memberName(member) ?? name, {
        name,
        node: member,
        method: true,
        lower: (e) => asField(f, member, e),
      });
    }
  }
  return [...parts.values()];
}

/** A method where a field of a function type is: a function, without `this`. */
function asField(
  f: FunctionContext,
  node: ts.MethodDeclaration | ts.AccessorDeclaration,
  expected: Type | null,
): Value {
  const wanted = expected?.kind === "nullable" ? expected.of : expected;
  if (ts.isMethodDeclaration(node) && wanted?.kind === "function")
    return typed(f.statements.closure(f, node, wanted), wanted);
  f.declarations.error(
    node,
    1141,
    "This object only has fields, by its type.",
    "Declare the type as an interface with methods or accessors, or write the field.",
  );
  return typed(zeroOf(NEVER), NEVER);
}

function spread(f: FunctionContext, node: ts.SpreadAssignment): Part[] {
  return fieldsOf(f, value(f, node.expression, null), node);
}

/** `...rest` of an object pattern: an object with the fields that the pattern does not name. */
export function restOfObject(
  f: FunctionContext,
  source: Value,
  named: ReadonlySet<string>,
  node: ts.Node,
): Value {
  return ownRecord(
    f,
    fieldsOf(f, source, node).filter((part) => !named.has(part.name)),
    node,
  );
}

/** The fields of an object, to be copied. */
function fieldsOf(f: FunctionContext, source: Value, node: ts.Node): Part[] {
  const type = settle(source);
  const fields: readonly Field[] = type.kind === "class" || type.kind === "struct" ? type.info.fields : [];
  if (fields.length === 0 && type !== NEVER) {
    f.declarations.error(
      node,
      1142,
      `The fields of a '${showType(type)}' are not known here, so they cannot be copied.`,
      "Name the properties that you need.",
    );
  }
  return fields
    .filter((field) => !field.isHidden)
    .map((field) => ({
      name: field.name,
      node,
      lower: () => property(f, source, field.name, node),
    }));
}

/** All values are there before the object is made. */
function record(f: FunctionContext, info: ClassInfo, parts: readonly Part[], node: ts.Node): Value {
  const type = classType(info);
  const values = parts.flatMap((part) => {
    const found = f.declarations.field(info, part.name);
    if (!found) {
      f.declarations.error(part.node, 1008, `A '${info.name}' has no property '${part.name}'.`);
      return [];
    }
    const own = info.fields[found.index]!.type;
    const v = part.lower(own);
    return [
      {
        index: found.index,
        node: part.node,
        v: isInline(own) ? v : typed(coerce(f, v, own, part.node), own),
      },
    ];
  });
  f.builder.setLocation(node);
  const object = f.builder.allocate({ kind: "new", info }, type);
  for (const { index, v, node: at } of values) {
    const place = fieldOf(object, info, index);
    if (isInline(place.type)) assignInline(f, v, place, true, at);
    else if (v.kind === "operand") store(f, place, v.operand, true);
  }
  return typed(object, type);
}

function ownRecord(f: FunctionContext, parts: readonly Part[], node: ts.Node): Value {
  const fields = parts.map((part) => {
    const v = part.lower(null);
    const type = settle(v);
    return { name: part.name, type, isReadonly: false, part: { ...part, lower: (): Value => v } };
  });
  const bad = fields.find((field) => field.type === VOID || field.type.kind === "null");
  if (bad) {
    f.declarations.error(
      bad.part.node,
      1014,
      `The type of '${bad.name}' is not known here.`,
      "Write the type of the object.",
    );
    return typed(zeroOf(NEVER), NEVER);
  }
  if (fields.some((field) => field.type === NEVER)) return typed(zeroOf(NEVER), NEVER);
  const info = f.declarations.recordClass(
    OBJECT_LITERAL,
    fields.map(({ name, type, isReadonly }) => ({ name, type, isReadonly })),
  );
  return record(
    f,
    info,
    fields.map((field) => field.part),
    node,
  );
}

/** `{ done, value }`: the tuple that an iterator gives. */
function iteratorResult(
  f: FunctionContext,
  parts: readonly Part[],
  type: Extract<Type, { kind: "tuple" }>,
  node: ts.Node,
): Value {
  const find = (name: string): Part | undefined => parts.find((p) => p.name === name);
  const item = type.elements[1]!;
  const done = find("done");
  const isDone = done ? coerce(f, done.lower(BOOL), BOOL, done.node) : zeroOf(BOOL);
  const content = find("value");
  const v = content?.lower(item);
  const given = v && content && v.kind !== "void" ? coerce(f, v, item, content.node) : nullOperand(item);
  f.builder.setLocation(node);
  const result = f.builder.temp(type);
  f.builder.emit({ op: "tuple", result, elements: [isDone, given] });
  return typed(variableOperand(result), type);
}
