/**
 * Constant folding from the source text: integers exactly, floats, strings, booleans.
 *
 * A constant without a type (literals, and what is computed from literals) is an integer of any size; one with a type
 * (`u8(x)`, enum members, annotated constants) wraps as the machine does.
 */

import ts from "typescript";
import { layoutOf } from "../type-layout.ts";
import { BOOL, U64, isCounted, isMixed, type FloatType, type IntType, type Type } from "../types.ts";
import { NUMBERS, combine, typed, wrapTo } from "./constant-operators.ts";
import type { TypeEnvironment } from "./context.ts";
import { isStaticMember } from "./declare/names.ts";
import { isOfPrelude, preludeConstant } from "./declare/prelude-constants.ts";
import type { Parts } from "./declare/parts.ts";
import { mayNameScope } from "./declare/scope-names.ts";

/** A value that is known when the program is compiled. */
export interface Constant {
  readonly value: bigint | number | string | boolean;
  /** Null for untyped numbers; strings and booleans have theirs. */
  readonly type: Type | null;
}

/** The machine type that a global conversion function (`u8`, `usize`…) converts to. */
export const conversionType = (name: string): IntType | FloatType | null =>
  Object.hasOwn(NUMBERS, name) ? NUMBERS[name]! : null;

/** The value of a number literal as it is written: exact for integers of any size. Null when it is no number. */
export function literalValue(text: string): bigint | number | null {
  const digits = text.replaceAll("_", "");
  if (/^(0x[0-9a-f]+|0o[0-7]+|0b[01]+|[0-9]+)$/i.test(digits)) return BigInt(digits);
  const number = Number(digits);
  return Number.isNaN(number) ? null : number;
}

function isLogical({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

/** Computes constant expressions. A constant that depends on itself is none. */
export class Constants {
  private readonly parts: Parts;
  private readonly active = new Set<ts.Node>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Null when the expression is not constant. */
  fold(node: ts.Expression, environment: TypeEnvironment): Constant | null {
    if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node)) {
      return this.fold(node.expression, environment);
    }
    if (ts.isNumericLiteral(node)) {
      const value = literalValue(node.getText());
      return value === null ? null : { value, type: null };
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return this.string(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true, type: BOOL };
    if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false, type: BOOL };
    if (ts.isPrefixUnaryExpression(node)) return this.prefix(node, environment);
    if (ts.isBinaryExpression(node)) return this.binary(node, environment);
    if (ts.isConditionalExpression(node)) {
      const condition = this.fold(node.condition, environment);
      if (condition === null) return null;
      return this.fold(isTrue(condition) ? node.whenTrue : node.whenFalse, environment);
    }
    if (ts.isAsExpression(node)) return this.as(node, environment);
    if (ts.isCallExpression(node)) return this.call(node, environment);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return this.name(node, environment);
    return null;
  }

  private string(value: string): Constant {
    return { value, type: this.parts.core.stringType() };
  }

  private prefix(node: ts.PrefixUnaryExpression, environment: TypeEnvironment): Constant | null {
    const operand = this.fold(node.operand, environment);
    if (operand === null) return null;
    const { value, type } = operand;
    if (node.operator === ts.SyntaxKind.ExclamationToken) return { value: !isTrue(operand), type: BOOL };
    if (typeof value === "bigint") {
      if (node.operator === ts.SyntaxKind.MinusToken)
        return type === null && value === 0n ? { value: -0, type } : typed(-value, type);
      if (node.operator === ts.SyntaxKind.TildeToken) return typed(~value, type);
    }
    if (typeof value === "number" && node.operator === ts.SyntaxKind.MinusToken)
      return { value: -value, type };
    const isNumber = typeof value === "bigint" || typeof value === "number";
    return node.operator === ts.SyntaxKind.PlusToken && isNumber ? operand : null;
  }

  private binary(node: ts.BinaryExpression, environment: TypeEnvironment): Constant | null {
    const operator = node.operatorToken.kind;
    const isAnd = operator === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd || operator === ts.SyntaxKind.BarBarToken) {
      const left = this.fold(node.left, environment);
      return left && (isTrue(left) === isAnd ? this.fold(node.right, environment) : left);
    }
    // The right sides first: in a long chain they are the short ones, and settle the matter if one is not constant.
    const rights: [ts.SyntaxKind, Constant][] = [];
    let left: ts.Expression = node;
    for (; ts.isBinaryExpression(left) && !isLogical(left); left = left.left) {
      const right = this.fold(left.right, environment);
      if (!right) return null;
      rights.push([left.operatorToken.kind, right]);
    }
    let result = this.fold(left, environment);
    for (const [each, right] of rights.reverse()) result = result && combine(each, result, right);
    return result;
  }

  private as(node: ts.AsExpression, environment: TypeEnvironment): Constant | null {
    const inner = this.fold(node.expression, environment);
    if (inner === null || ts.isConstTypeReference(node.type)) return inner;
    const type = this.parts.types.resolve(node.type, environment);
    if (typeof inner.value === "bigint" && type.kind === "int") return typed(inner.value, type);
    return typeof inner.value === "number" && type.kind === "float" ? { value: inner.value, type } : null;
  }

  private call(node: ts.CallExpression, environment: TypeEnvironment): Constant | null {
    if (!ts.isIdentifier(node.expression)) return null;
    const name = node.expression.text;
    const target = conversionType(name);
    if (target && node.arguments.length === 1 && this.isGlobal(node.expression)) {
      const operand = this.fold(node.arguments[0]!, environment);
      return operand && convertTo(operand.value, target);
    }
    if (name === "isSanitized" && this.isUnsafe(node.expression))
      return { value: this.parts.loaded.isSanitized, type: BOOL };
    return node.typeArguments?.length === 1 ? this.typeProperty(name, node, environment) : null;
  }

  /** `sizeOf<T>()` and its like of the unsafe module. */
  private typeProperty(name: string, node: ts.CallExpression, environment: TypeEnvironment): Constant | null {
    if (!["sizeOf", "alignOf", "isCounted", "isInteger", "isFloat", "isString", "isMixed"].includes(name))
      return null;
    if (!this.isUnsafe(node.expression)) return null;
    const type = this.parts.types.resolve(node.typeArguments![0]!, environment);
    switch (name) {
      case "sizeOf":
        return { value: BigInt(layoutOf(type).size), type: U64 };
      case "alignOf":
        return { value: BigInt(layoutOf(type).align), type: U64 };
      case "isCounted":
        return { value: isCounted(type), type: BOOL };
      case "isInteger":
        return { value: type.kind === "int" || type.kind === "bool", type: BOOL };
      case "isFloat":
        return { value: type.kind === "float", type: BOOL };
      case "isMixed":
        return {
          value: isMixed(type, (info) => this.parts.made.contentOf(info) !== null),
          type: BOOL,
        };
      default:
        return { value: type === this.parts.core.stringType(), type: BOOL };
    }
  }

  private isGlobal(node: ts.Identifier): boolean {
    return this.symbolOf(node)?.valueDeclaration?.getSourceFile().isDeclarationFile ?? false;
  }

  private isUnsafe(node: ts.Expression): boolean {
    const declaration = this.symbolOf(node)?.valueDeclaration;
    return declaration !== undefined && declaration.getSourceFile().fileName.endsWith("/core/unsafe.d.ts");
  }

  private symbolOf(node: ts.Node): ts.Symbol | null {
    const symbol = this.parts.checker.getSymbolAtLocation(node);
    if (!symbol) return null;
    return symbol.flags & ts.SymbolFlags.Alias ? this.parts.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** A constant by its name, a static field, or an enum member. */
  private name(
    node: ts.Identifier | ts.PropertyAccessExpression,
    environment: TypeEnvironment,
  ): Constant | null {
    if (ts.isPropertyAccessExpression(node) && !mayNameScope(this.parts.checker, node.expression))
      return null;
    const declaration = this.symbolOf(node)?.valueDeclaration;
    if (!declaration) return null;
    if (ts.isEnumMember(declaration)) return this.parts.enums.member(declaration);
    const known = isOfPrelude(declaration) ? preludeConstant(node.getText()) : null;
    if (known) return known;
    if (isConstant(declaration))
      return this.declared(declaration, isOfModule(declaration) ? NOTHING : environment);
    return null;
  }

  /** The value of a `const` or a `static readonly` field, if it is constant. */
  declared(
    declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
    environment: TypeEnvironment = NOTHING,
  ): Constant | null {
    const { initializer, type: node } = declaration;
    if (!initializer || this.active.has(declaration)) return null;
    this.active.add(declaration);
    try {
      if (!node) return this.fold(initializer, environment);
      const value = this.fold(initializer, environment);
      if (value === null) return null;
      const type = this.parts.types.resolve(node, environment);
      return annotated(value, type);
    } finally {
      this.active.delete(declaration);
    }
  }
}

const NOTHING: TypeEnvironment = new Map();

/** Static fields, and variables of the module: they know no type parameters. */
const isOfModule = (node: ts.VariableDeclaration | ts.PropertyDeclaration): boolean =>
  ts.isPropertyDeclaration(node) || ts.isSourceFile(node.parent.parent.parent);

/** Whether a declaration makes a constant: `const` of a module or function, `static readonly` of a class. Its value may still be none. */
export function isConstant(node: ts.Declaration): node is ts.VariableDeclaration | ts.PropertyDeclaration {
  if (ts.isPropertyDeclaration(node)) {
    const isReadonly = node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;
    return isReadonly && isStaticMember(node);
  }
  return (
    ts.isVariableDeclaration(node) &&
    ts.isVariableDeclarationList(node.parent) &&
    (node.parent.flags & ts.NodeFlags.Const) !== 0 &&
    !ts.isForOfStatement(node.parent.parent)
  );
}

/** What an annotated constant holds; null when the annotation is not of a plain value. Literals that do not fit are not folded: lowering reports them. */
function annotated(constant: Constant, type: Type): Constant | null {
  const { value } = constant;
  if (type.kind === "int" && typeof value === "bigint") {
    const isSame = constant.type === null || constant.type === type || constant.type.kind === "int";
    return isSame && wrapTo(value, type) === value ? { value, type } : null;
  }
  if (type.kind === "float" && typeof value !== "string" && typeof value !== "boolean") {
    return constant.type === null || constant.type === type ? { value: Number(value), type } : null;
  }
  return constant.type === type ? constant : null;
}

function isTrue({ value }: Constant): boolean {
  return typeof value === "string" ? value.length > 0 : Boolean(value);
}

function convertTo(value: Constant["value"], target: IntType | FloatType): Constant | null {
  if (typeof value === "string") return null;
  if (target.kind === "float") {
    const number = Number(value);
    return { value: target.bits === 32 ? Math.fround(number) : number, type: target };
  }
  if (typeof value !== "number") return typed(BigInt(value), target);
  if (Number.isNaN(value)) return typed(0n, target);
  const lowest = target.signed ? -(1n << BigInt(target.bits - 1)) : 0n;
  const highest = (1n << BigInt(target.signed ? target.bits - 1 : target.bits)) - 1n;
  if (value <= Number(lowest)) return typed(lowest, target);
  return typed(value >= Number(highest) ? highest : BigInt(Math.trunc(value)), target);
}
