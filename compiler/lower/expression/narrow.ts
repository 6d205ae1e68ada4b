/**
 * Narrowing: the checker knows from the flow that a nullable is not null or which class a reference has. It trusts that
 * what was tested stays so, which holds for variables that no closure changes and for `readonly` fields, and that a function
 * `x is T` tells the truth; and it does not know which items may be absent. Where it is not certain the value just read is tested
 * again, and a broken assumption panics.
 */

import { variableOperand } from "../../mir-walk.ts";
import ts from "typescript";
import { BOOL, ERROR, classType, showType, type ClassType, type Type } from "../../types.ts";
import { nullOperand } from "../builder.ts";
import type { FunctionContext, Value } from "../context.ts";
import { asksForAbsent } from "./absent.ts";
import { accepts } from "./coerce.ts";
import { instanceBelow } from "./instance-below.ts";
import { memberFor, memberOf } from "./union-members.ts";
import {
  branch,
  cast,
  goto,
  instanceOf,
  isNull,
  load,
  not,
  slot,
  store,
  typed,
  unwrap,
  wrapNullable,
  type OperandValue,
} from "./values.ts";

/**
 * Gives a value just read from the named place the type that it has at this point of the program. `isStable`: whether what was
 * tested of the place still holds; asked only where something was tested.
 */
export function narrow(f: FunctionContext, v: Value, node: ts.Expression, isStable: () => boolean): Value {
  if (v.kind !== "operand" || !isNarrowable(f, v.type)) return v;
  const isCertain = (): boolean => isStable() && !isClaimed(f, node);
  const checked = f.declarations.checker.getTypeAtLocation(node);
  if (v.type.kind === "nullable" && mayBeNull(f, checked))
    return narrowPresent(f, v, checked, node, isCertain);
  const present = v.type.kind === "nullable" ? withoutNull(f, v, node, isCertain) : v;
  return narrowClass(f, present, checked, node, isCertain);
}

function isNarrowable(f: FunctionContext, type: Type): boolean {
  if (type.kind === "class") return !isSpecial(type) && f.declarations.isExtended(type.info);
  return ["nullable", "union", "error", "interface"].includes(type.kind);
}
const isSpecial = (type: Type): boolean => type.kind === "class" && type.info.special !== null;

const claims = new WeakMap<ts.Node, boolean>();

/** Whether what is known at a place may come from a function that claims it: `isDog(x): x is Dog` returns what it likes. */
function isClaimed(f: FunctionContext, node: ts.Node): boolean {
  let around = node;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) if (ts.isFunctionLike(at)) around = at;
  let found = claims.get(around);
  if (found === undefined) claims.set(around, (found = hasClaim(f, around)));
  return found;
}

/** Whether null is in the type of what is named, so that a test has taken it out: the checker does not know of absent items. */
function isDeclaredNullable(f: FunctionContext, node: ts.Expression): boolean {
  const { checker } = f.declarations;
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  return symbol !== undefined && mayBeNull(f, checker.getTypeOfSymbol(symbol));
}

function hasClaim(f: FunctionContext, node: ts.Node): boolean {
  if (ts.isElementAccessExpression(node) && (asksForAbsent(f, node) || isKeptWithNull(f, node))) return true;
  if (ts.isCallExpression(node)) {
    const written = f.declarations.checker.getResolvedSignature(node)?.declaration?.type;
    if (written && ts.isTypePredicateNode(written)) return true;
  }
  return ts.forEachChild(node, (child) => hasClaim(f, child) || undefined) ?? false;
}

/** Whether an item is put where null may be: the checker takes that for the item from then on. */
function isKeptWithNull(f: FunctionContext, node: ts.Expression): boolean {
  const { parent } = node;
  const { checker } = f.declarations;
  if (ts.isParenthesizedExpression(parent) || ts.isConditionalExpression(parent))
    return isKeptWithNull(f, parent);
  if (ts.isVariableDeclaration(parent))
    return parent.type !== undefined && mayBeNull(f, checker.getTypeAtLocation(parent.type));
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return false;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return !ts.isIdentifier(parent.left) && !ts.isPropertyAccessExpression(parent.left)
    ? true
    : isDeclaredNullable(f, parent.left);
}

/** Whether null is among the values of a checker's type; a type parameter stands for its argument. */
export function mayBeNull(f: FunctionContext, type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never))
    return true;
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  if (type.isUnion()) return type.types.some((t) => mayBeNull(f, t));
  if (type.isIntersection()) return type.types.every((t) => mayBeNull(f, t));
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const argument = type.symbol && f.environment.get(type.symbol);
    return argument ? argument.kind === "nullable" : true;
  }
  return false;
}

function withoutNull(
  f: FunctionContext,
  v: OperandValue,
  node: ts.Expression,
  isStable: () => boolean,
): OperandValue {
  if (v.type.kind !== "nullable") return v;
  if (!isStable() || !isDeclaredNullable(f, node)) {
    if (asksForAbsent(f, node)) return v;
    const message = `'${node.getText()}' was tested, but is null now`;
    f.builder.emit({ op: "panicIf", condition: isNull(f, v.operand), message });
  }
  return typed(unwrap(f, v.operand), v.type.of);
}

/** `string | null` of what was a `string | u32 | null`. */
function narrowPresent(
  f: FunctionContext,
  v: OperandValue,
  checked: ts.Type,
  node: ts.Expression,
  isStable: () => boolean,
): Value {
  if (v.type.kind !== "nullable" || v.type.of.kind !== "union") return v;
  const target = f.declarations.typeFromChecker(checked, f.environment);
  if (target?.kind !== "nullable" || target === v.type || !narrowed(f, v.type.of, target.of)) return v;
  const { builder } = f;
  const result = slot(f, target);
  const [absent, present, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  branch(f, isNull(f, v.operand), absent, present);
  builder.begin(present);
  const inner = narrowTo(f, typed(unwrap(f, v.operand), v.type.of), target.of, node, isStable);
  store(f, result, wrapNullable(f, inner.operand, target), true);
  goto(f, end);
  builder.begin(absent);
  store(f, result, nullOperand(target), true);
  builder.begin(end);
  return typed(load(f, result), target);
}

function narrowClass(
  f: FunctionContext,
  v: OperandValue,
  checked: ts.Type,
  node: ts.Expression,
  isStable: () => boolean,
): Value {
  const { type } = v;
  if (isSpecial(type) || !["union", "class", "error", "interface"].includes(type.kind)) return v;
  if (checked.flags & (ts.TypeFlags.Never | ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return v;
  const seen = classIn(checked);
  const target = f.declarations.typeFromChecker(seen, f.environment) ?? instanceOfGeneric(f, type, seen);
  return target && narrowed(f, type, target) ? narrowTo(f, v, target, node, isStable) : v;
}

/** Of generic classes, `instanceof` tells the checker no type arguments. */
function instanceOfGeneric(f: FunctionContext, type: Type, seen: ts.Type): Type | null {
  const declaration = (seen.symbol as ts.Symbol | undefined)?.valueDeclaration;
  if (type.kind !== "class" || !declaration || !ts.isClassLike(declaration)) return null;
  const info = instanceBelow(f, declaration, type.info);
  return info && classType(info);
}

/** The class of `Shape & Circle`, which is what a `Shape` is when it is a `Circle` by `instanceof`. */
function classIn(type: ts.Type): ts.Type {
  if (!type.isIntersection()) return type;
  return (
    type.types.find((part) => part.isClass() || (part.symbol?.flags ?? 0) & ts.SymbolFlags.Class) ?? type
  );
}

/** Whether a type is what may be left of another after a test. */
function narrowed(f: FunctionContext, type: Type, target: Type): boolean {
  if (target === type) return false;
  if (type.kind === "interface") return target.kind === "class" && target.info.special === null;
  if (memberFor(f, type, target)) return true;
  if (target.kind !== "class" && target.kind !== "union") return false;
  return type === ERROR || accepts(f, target, type);
}

function narrowTo(
  f: FunctionContext,
  v: OperandValue,
  target: Type,
  node: ts.Expression,
  isStable: () => boolean,
): OperandValue {
  const member = memberFor(f, v.type, target);
  const classes = member ? [member] : target.kind === "union" ? target.members : [target as ClassType];
  if (!isStable()) requireClass(f, v, classes, target, node);
  return member ? memberOf(f, v.operand, member) : typed(cast(f, v.operand, target), target);
}

function requireClass(
  f: FunctionContext,
  v: OperandValue,
  members: readonly ClassType[],
  target: Type,
  node: ts.Expression,
): void {
  const tests = members.map((member) => instanceOf(f, v.operand, member.info));
  const any = tests.reduce((a, b) => {
    const result = f.builder.temp(BOOL);
    f.builder.emit({ op: "binary", result, operator: "or", a, b });
    return variableOperand(result);
  });
  const message = `'${node.getText()}' was tested to be a ${showType(target)}, but is none now`;
  f.builder.emit({ op: "panicIf", condition: not(f, any), message });
}
