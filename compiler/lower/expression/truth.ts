/** Truth: what conditions test. Booleans, nullables, strings (empty is false) and integers (0 is false). */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { BOOL, NEVER, U64, showType, type Type, type UnionType } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { memberOf, typeOfMember } from "./union-members.ts";
import {
  binary,
  bool,
  compare,
  fieldOf,
  instanceOf,
  isNull,
  load,
  not,
  slot,
  store,
  unwrap,
  zeroOf,
  branch,
  goto,
} from "./values.ts";

/** Whether a value counts as true, as a boolean operand. */
export function truthOf(f: FunctionContext, v: Value, at: ts.Node): Operand {
  switch (v.kind) {
    case "untyped":
    case "untypedFloat":
      return bool(Boolean(v.value));
    case "void":
      if (f.builder.reachable)
        f.declarations.error(at, 1003, "This has no value, so it cannot be a condition.");
      return bool(false);
    case "place":
      return bool(true);
    case "operand":
      return truthOfOperand(f, v.operand, v.type, at);
  }
}

function truthOfOperand(f: FunctionContext, operand: Operand, type: Type, at: ts.Node): Operand {
  switch (type.kind) {
    case "bool":
      return operand;
    case "int":
      return operand.kind === "int" ? bool(operand.value !== 0n) : compare(f, "ne", operand, zeroOf(type));
    case "float": {
      // NaN is neither.
      const [below, above] = [
        compare(f, "lt", operand, zeroOf(type)),
        compare(f, "gt", operand, zeroOf(type)),
      ];
      return binary(f, "or", below, above, BOOL);
    }
    case "null":
      return bool(false);
    case "nullable":
      return truthOfNullable(f, operand, type.of, at);
    case "class":
      return type.info.special === "string"
        ? compare(f, "ne", lengthOf(f, operand, type), zeroOf(U64))
        : bool(true);
    case "union":
      return truthOfUnion(f, operand, type, at);
    case "interface":
    case "function":
    case "tuple":
    case "span":
    case "pointer":
      return bool(true);
    default:
      if (type !== NEVER)
        f.declarations.error(at, 1004, `A '${showType(type)}' cannot be a condition.`, "Compare it.");
      return bool(false);
  }
}

function lengthOf(f: FunctionContext, text: Operand, type: Extract<Type, { kind: "class" }>): Operand {
  const field = f.declarations.field(type.info, "length");
  if (!field) throw new Error("strings have no length");
  return load(f, fieldOf(text, type.info, field.index));
}

/** Whether some value of a type that is not null counts as false. */
function isFalsy(f: FunctionContext, type: Type): boolean {
  if (type.kind === "union") return type.members.some((m) => isFalsy(f, typeOfMember(f, m)));
  return type.kind === "class"
    ? type.info.special === "string"
    : ["int", "bool", "float"].includes(type.kind);
}

/** A string, number or boolean among the members may count as false. */
function truthOfUnion(f: FunctionContext, operand: Operand, type: UnionType, at: ts.Node): Operand {
  const { builder } = f;
  const result = slot(f, BOOL);
  const end = builder.newBlock();
  for (const member of type.members.filter((m) => isFalsy(f, typeOfMember(f, m)))) {
    const [own, next] = [builder.newBlock(), builder.newBlock()];
    branch(f, instanceOf(f, operand, member.info), own, next);
    builder.begin(own);
    const content = memberOf(f, operand, member);
    store(f, result, truthOfOperand(f, content.operand, content.type, at), true);
    goto(f, end);
    builder.begin(next);
  }
  store(f, result, bool(true), true);
  builder.begin(end);
  return load(f, result);
}

/** Not null, and true itself: an empty string and 0 are false behind `| null` too. */
function truthOfNullable(f: FunctionContext, operand: Operand, of: Type, at: ts.Node): Operand {
  const present = not(f, isNull(f, operand));
  if (!isFalsy(f, of)) return present;
  const { builder } = f;
  const result = slot(f, BOOL);
  const [then, end] = [builder.newBlock(), builder.newBlock()];
  store(f, result, bool(false), true);
  branch(f, present, then, end);
  builder.begin(then);
  store(f, result, truthOfOperand(f, unwrap(f, operand), of, at), false);
  goto(f, end);
  builder.begin(end);
  return load(f, result);
}
