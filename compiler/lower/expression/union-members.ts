/** The members of a union: putting values among them, taking them out, and telling which it is. */

import type { Operand } from "../../mir.ts";
import { BOOL, classType, type ClassType, type Type, type UnionType } from "../../types.ts";
import type { FunctionContext } from "../context.ts";
import {
  cast,
  fieldOf,
  instanceOf,
  load,
  not,
  bool,
  binary,
  store,
  typed,
  type OperandValue,
} from "./values.ts";

/** The type of a member as the program knows it: what lies in its objects, or their class. */
export const typeOfMember = (f: FunctionContext, member: ClassType): Type =>
  f.declarations.contentOf(member.info) ?? member;

/** The member of a union (or the same with null) that has the type. */
export function memberFor(f: FunctionContext, union: Type, type: Type): ClassType | null {
  if (union.kind !== "union") return null;
  return union.members.find((m) => typeOfMember(f, m) === type) ?? null;
}

/** A value of a union that is known to be of this member. */
export function memberOf(f: FunctionContext, union: Operand, member: ClassType): OperandValue {
  const object = cast(f, union, member);
  const content = f.declarations.contentOf(member.info);
  return content ? typed(load(f, fieldOf(object, member.info, 0)), content) : typed(object, member);
}

/** A value as this member of a union: in an object of its own. */
export function asMember(f: FunctionContext, value: Operand, member: ClassType, union: UnionType): Operand {
  const object = f.builder.allocate({ kind: "new", info: member.info }, classType(member.info));
  store(f, fieldOf(object, member.info, 0), value, true);
  return cast(f, object, union);
}

/** Whether a value of a union is of one of these members of it. */
export function isAmong(
  f: FunctionContext,
  union: Operand,
  members: readonly ClassType[],
  of: UnionType,
): Operand {
  if (members.length === 0) return bool(false);
  if (members.length === of.members.length) return bool(true);
  const others = of.members.filter((m) => !members.includes(m));
  const test = (some: readonly ClassType[]): Operand =>
    some.map((m) => instanceOf(f, union, m.info)).reduce((a, b) => binary(f, "or", a, b, BOOL));
  return others.length < members.length ? not(f, test(others)) : test(members);
}

/** What a literal is to be where a union is expected, null or not: the only member that it can be. Other types as they are. */
export function amongMembers(
  f: FunctionContext,
  expected: Type | null,
  isWanted: (type: Type) => boolean,
): Type | null {
  const type = expected?.kind === "nullable" ? expected.of : expected;
  if (type?.kind !== "union") return type;
  const fitting = type.members.map((m) => typeOfMember(f, m)).filter(isWanted);
  return fitting.length === 1 ? fitting[0]! : type;
}
