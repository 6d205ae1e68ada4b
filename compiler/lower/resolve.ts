/**
 * Types as written and as the checker infers them → the compiler's types.
 *
 * A written type is looked up in the checker and translated from there, with the type parameters in scope replaced by
 * their arguments. What has no machine form (`number`, `any`, mapped types that compute…) gives null, and for a
 * written type a diagnostic at the part that is to blame.
 */

import ts from "typescript";
import {
  BOOL, ERROR, F32, F64, NEVER, NULL, VOID, functionType, holdsSpan, intType, isInline, literalType, nullableType, refType,
  tupleType, type Type,
} from "../types.ts"; // prettier-ignore
import type { TypeEnvironment } from "./context.ts";
import type { Parts } from "./declare/parts.ts";
import { explainType } from "./declare/explain-type.ts";
import { iteratorResult } from "./declare/iterator-results.ts";
import { integerFor, isNumberArgument, numberLiterals } from "./declare/number-literals.ts";
import { RecursiveUnions } from "./declare/recursive-unions.ts";
import { fixedByConstant, specialType } from "./declare/special-types.ts";
import { joinTypes } from "./declare/unions.ts";

/** The compiler's view of types, in an environment of type arguments. */
export class TypeResolver {
  private readonly parts: Parts;
  /** Types being translated, against types that contain themselves without a name. */
  private readonly active = new Set<ts.Type>();
  private readonly recursive: RecursiveUnions;
  /** How often an array or tuple is met within itself. Through a union of an alias it is twice at most. */
  private readonly nesting = new Map<ts.Type, number>();

  constructor(parts: Parts) {
    this.parts = parts;
    this.recursive = new RecursiveUnions(parts);
  }

  /** A written type. Reports and gives NEVER when it is outside the language. */
  resolve(node: ts.TypeNode, environment: TypeEnvironment): Type {
    // `void` in a union with null and the like is left to the checker's view of it.
    if (node.kind === ts.SyntaxKind.VoidKeyword) return VOID;
    if (ts.isTypePredicateNode(node)) return node.assertsModifier ? VOID : BOOL;
    if (isNumberArgument(node)) return literalType(Number(node.literal.text));
    const fixed = fixedByConstant(this.parts, node, environment);
    if (fixed) return fixed;
    const written = this.parts.checker.getTypeFromTypeNode(node);
    const type = this.fromChecker(written, environment) ?? numberLiterals(written);
    // `new Box<Span<u8>>(…)`: resolved by itself, so that the whole type never is.
    const isKept = type !== null && holdsSpan(type) && ts.isNewExpression(node.parent);
    if (type && !isKept) return type;
    explainType(this.parts, node, environment);
    return NEVER;
  }

  /** Null for what has no single meaning here. */
  fromChecker(type: ts.Type, environment: TypeEnvironment): Type | null {
    const { flags } = type;
    if (flags & ts.TypeFlags.Any) return null;
    if (flags & ts.TypeFlags.Unknown) return ERROR;
    if (flags & ts.TypeFlags.Never) return NEVER;
    if (flags & ts.TypeFlags.Void) return VOID;
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return NULL;
    if (flags & ts.TypeFlags.EnumLike) return this.enumType(type);
    if (flags & ts.TypeFlags.StringLike) return this.parts.core.stringType();
    if (flags & ts.TypeFlags.BooleanLike) return BOOL;
    if (flags & ts.TypeFlags.TypeParameter) return this.parameter(type, environment);
    if (type.isUnion()) return this.union(type, environment);
    if (type.isIntersection()) return this.intersection(type, environment);
    if (flags & ts.TypeFlags.Object) return this.guarded(type as ts.ObjectType, environment);
    const isComputed =
      flags & (ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional | ts.TypeFlags.Substitution);
    const constraint = isComputed ? this.parts.checker.getBaseConstraintOfType(type) : undefined;
    return constraint && constraint !== type ? this.fromChecker(constraint, environment) : null;
  }

  /** Classes, interfaces and literal types may mention themselves: only function types, arrays and tuples need a guard. */
  private guarded(type: ts.ObjectType, environment: TypeEnvironment): Type | null {
    if (isSequence(type)) return this.nested(type, environment);
    if (type.getCallSignatures().length === 0) return this.object(type, environment);
    if (this.active.has(type)) return null;
    this.active.add(type);
    try {
      return this.object(type, environment);
    } finally {
      this.active.delete(type);
    }
  }

  /** `type A = A[]` has no end. */
  private nested(type: ts.ObjectType, environment: TypeEnvironment): Type | null {
    const depth = this.nesting.get(type) ?? 0;
    if (depth > 2) return null;
    this.nesting.set(type, depth + 1);
    const found = this.object(type, environment);
    if (depth === 0) this.nesting.delete(type);
    else this.nesting.set(type, depth);
    return found;
  }

  /** The type of a field or parameter that may be absent. */
  optional(node: ts.Node, type: Type): Type {
    if (!isInline(type)) return nullableType(type);
    this.parts.errors.add(
      node,
      1042,
      "A struct lies in its owner and is never absent.",
      "Use a class, or a flag beside the struct.",
    );
    return type;
  }

  private enumType(type: ts.Type): Type | null {
    const symbol = type.symbol as ts.Symbol | undefined;
    if (!symbol) return this.unionOf(type.isUnion() ? type.types : [], new Map());
    const declaration = symbol.declarations?.[0];
    const owner =
      declaration && ts.isEnumMember(declaration)
        ? this.parts.checker.getSymbolAtLocation(declaration.parent.name)
        : symbol;
    return owner ? this.parts.enums.type(owner) : null;
  }

  private parameter(type: ts.Type, environment: TypeEnvironment): Type | null {
    const known = environment.get(type.symbol);
    if (known) return known;
    // The type of `this`: the class it is written in.
    if ((type as ts.TypeParameter & { isThisType?: boolean }).isThisType) {
      const constraint = this.parts.checker.getBaseConstraintOfType(type);
      return constraint ? this.fromChecker(constraint, environment) : null;
    }
    return null;
  }

  private union(type: ts.UnionType, environment: TypeEnvironment): Type | null {
    const result = iteratorResult(this.parts, type, environment);
    if (result) return result;
    return this.recursive.within(type, environment, () => this.unionOf(type.types, environment));
  }

  private unionOf(members: readonly ts.Type[], environment: TypeEnvironment): Type | null {
    const types = new Set<Type>();
    const literals: ts.Type[] = [];
    let isNullable = false;
    for (const member of members) {
      // A flavour of `number` with literals: the literals take the flavour's type.
      if (member.flags & ts.TypeFlags.NumberLiteral && !(member.flags & ts.TypeFlags.EnumLiteral)) {
        literals.push(member);
        continue;
      }
      const found = this.fromChecker(member, environment);
      if (!found) return null;
      if (found === NULL || found === VOID) isNullable = true;
      else if (found.kind === "nullable") {
        isNullable = true;
        types.add(found.of);
      } else if (found !== NEVER) types.add(found);
    }
    const hasNumber = [...types].some((type) => type.kind === "int" || type.kind === "float");
    const number = literals.length > 0 && types.size > 0 && !hasNumber && integerFor(literals);
    if (number) types.add(number);
    const joined = joinTypes(this.parts.made, [...types]);
    if (!joined) return types.size === 0 && isNullable ? NULL : null;
    // A struct lies in its owner and is never absent.
    if (isNullable && isInline(joined)) return null;
    if (holdsSpan(joined)) return null;
    return isNullable ? nullableType(joined) : joined;
  }

  private intersection(type: ts.IntersectionType, environment: TypeEnvironment): Type | null {
    const flavour = this.parts.brands.read(type);
    if (flavour) {
      if (flavour.base === "f32") return F32;
      if (flavour.base === "f64") return F64;
      const bits = Number(flavour.base.slice(1)) as 8 | 16 | 32 | 64;
      return intType(bits, flavour.base.startsWith("i"), flavour.brand);
    }
    // `T & {}` is T without null.
    const parts = type.types.filter((t) => !isEmptyObject(t));
    if (parts.length !== 1) return this.parts.interfaces.ofIntersection(type, environment);
    const found = this.fromChecker(parts[0]!, environment);
    return found?.kind === "nullable" ? found.of : found;
  }

  private object(type: ts.ObjectType, environment: TypeEnvironment): Type | null {
    const { checker } = this.parts;
    if (checker.isTupleType(type)) return this.tuple(type as ts.TupleTypeReference, environment);
    const symbol = type.symbol as ts.Symbol | undefined;
    if (!symbol) return null;
    const isReference = (type.objectFlags & ts.ObjectFlags.Reference) !== 0;
    const isDeclared = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface);
    if (isDeclared && !(symbol.flags & ts.SymbolFlags.Class && type.objectFlags & ts.ObjectFlags.Anonymous)) {
      const given = isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
      return this.declared(type, symbol, given, environment);
    }
    if (type.aliasSymbol?.name === "Readonly" && type.aliasTypeArguments?.length === 1) {
      return this.fromChecker(type.aliasTypeArguments[0]!, environment);
    }
    const [signature, ...more] = type.getCallSignatures();
    if (signature && more.length === 0 && type.getProperties().length === 0)
      return this.signature(signature, environment);
    if (signature || type.getConstructSignatures().length > 0) return null;
    return this.parts.interfaces.ofType(type, symbol, [], environment);
  }

  private declared(
    type: ts.ObjectType,
    symbol: ts.Symbol,
    given: readonly ts.Type[],
    environment: TypeEnvironment,
  ): Type | null {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    if (!declaration) return null;
    if (declaration.getSourceFile().isDeclarationFile) {
      const special = specialType(this.parts, symbol.name, given, environment);
      if (special !== undefined) return special;
    }
    if (ts.isClassLike(declaration)) {
      const types = this.all(localArguments(type, given), environment);
      const outer = this.parts.localClasses.outerArguments(declaration, (i) => {
        return given[i] ? this.fromChecker(given[i], environment) : null;
      });
      return types && outer && this.parts.classes.typeOf(declaration, types, outer);
    }
    return ts.isInterfaceDeclaration(declaration)
      ? this.parts.interfaces.ofType(type, symbol, localArguments(type, given), environment)
      : null;
  }

  private tuple(type: ts.TupleTypeReference, environment: TypeEnvironment): Type | null {
    if (type.target.elementFlags.some((flag) => flag !== ts.ElementFlags.Required)) return null;
    const parts = this.parts.checker.getTypeArguments(type);
    // `as const` gives numbers their values for types: how wide they are, the compiler finds where they are written.
    if (parts.some((part) => part.isNumberLiteral() && !(part.flags & ts.TypeFlags.EnumLike))) return null;
    const elements = this.all(parts, environment);
    return elements && !elements.some(isInline) ? tupleType(elements) : null;
  }

  /** A function type: optional parameters are nullable, inline ones are passed by `ref`, a rest parameter is its array. */
  signature(signature: ts.Signature, environment: TypeEnvironment): Type | null {
    if (signature.typeParameters?.length) return null;
    const parameters: Type[] = [];
    for (const symbol of signature.getParameters()) {
      const found = this.fromChecker(this.parts.checker.getTypeOfSymbol(symbol), environment);
      if (!found) return null;
      parameters.push(passedAs(found, isOptional(symbol)));
    }
    const result = this.resultOf(signature, environment);
    return result && functionType(parameters, result);
  }

  resultOf(signature: ts.Signature, environment: TypeEnvironment): Type | null {
    if (this.parts.checker.getTypePredicateOfSignature(signature)) {
      return this.fromChecker(signature.getReturnType(), environment) ?? BOOL;
    }
    return this.fromChecker(signature.getReturnType(), environment);
  }

  /** Type arguments and elements of tuples; null where one of them has no meaning there. */
  all(types: readonly ts.Type[], environment: TypeEnvironment): Type[] | null {
    const found: Type[] = [];
    for (const type of types) {
      if (type.isNumberLiteral() && !(type.flags & ts.TypeFlags.EnumLike)) {
        found.push(literalType(type.value));
        continue;
      }
      const one = this.fromChecker(type, environment);
      if (!one || holdsSpan(one)) return null;
      found.push(one);
    }
    return found;
  }
}

/** How a parameter of a declared type is passed. */
export function passedAs(type: Type, isOptional: boolean): Type {
  if (isInline(type)) return refType(type);
  return isOptional ? nullableType(type) : type;
}

function isOptional(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isParameter(declaration) &&
    (declaration.questionToken !== undefined || declaration.initializer !== undefined)
  );
}

/** An array or a tuple. */
function isSequence(type: ts.ObjectType): boolean {
  if (!(type.objectFlags & ts.ObjectFlags.Reference)) return false;
  const { target } = type as ts.TypeReference;
  const name = target.symbol?.name;
  return name === "Array" || name === "ReadonlyArray" || (target.objectFlags & ts.ObjectFlags.Tuple) !== 0;
}

const isEmptyObject = (type: ts.Type): boolean =>
  (type.flags & ts.TypeFlags.Object) !== 0 &&
  type.getProperties().length === 0 &&
  type.getCallSignatures().length === 0 &&
  type.getConstructSignatures().length === 0;

/** Without those of functions around the declaration, and without the `this` that the checker adds at the end. */
function localArguments(type: ts.ObjectType, given: readonly ts.Type[]): readonly ts.Type[] {
  const target = ((type as ts.TypeReference).target ?? type) as ts.InterfaceType;
  const outer = target.outerTypeParameters?.length ?? 0;
  return given.slice(outer, outer + (target.localTypeParameters?.length ?? 0));
}
