/**
 * Interfaces: structural, a reference to an object with a table of functions. A type with properties only, which no class
 * implements and no interface extends, is a record instead: a class that object literals make.
 */

import ts from "typescript";
import type { Itable } from "../mir.ts";
import { NEVER, VOID, classType, interfaceType, showType, type ClassInfo, type InterfaceInfo, type InterfaceMember, type Type } from "../types.ts"; // prettier-ignore
import type { TypeEnvironment } from "./context.ts";
import { settle } from "./instances.ts";
import type { FieldSpec } from "./declare/laid-out-class.ts";
import { memberFunction } from "./declare/member-functions.ts";
import { argumentsInSymbol, hasModifier, moduleName } from "./declare/names.ts";
import { OBJECT_LITERAL, hasMethods, literalKey } from "./declare/literal-key.ts";
import type { Parts } from "./declare/parts.ts";
import { passedAs } from "./resolve.ts";

/** The declaration and the type arguments that a type comes from. */
export interface Origin {
  readonly symbol: ts.Symbol;
  readonly typeArguments: readonly Type[];
}

/** The interfaces and records of the program, and the tables by which classes serve as them. */
export class InterfaceTable {
  readonly itables: Itable[] = [];
  private readonly parts: Parts;
  /** The declaration and the type arguments that an interface or record comes from. */
  readonly origins = new Map<InterfaceInfo | ClassInfo, Origin>();
  private readonly infos = new Map<string, InterfaceInfo>();
  private readonly serials = new Map<ts.Symbol, number>();
  private readonly tables = new Map<string, Itable | null>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The type for an interface, or for the literal type behind an alias. Null when a member has no machine form. */
  ofType(
    type: ts.ObjectType,
    symbol: ts.Symbol,
    given: readonly ts.Type[],
    environment: TypeEnvironment,
  ): Type | null {
    const declaration = symbol.declarations?.[0];
    if (!declaration || type.getProperties().length === 0) return null;
    const { checker } = this.parts;
    if (checker.getIndexInfosOfType(type).length > 0) return null;
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return null;
    const written = given.length > 0 ? given : (type.aliasTypeArguments ?? []);
    const resolved: Type[] = [];
    for (const one of written) {
      const found = this.parts.types.fromChecker(one, environment);
      if (!found) return null;
      resolved.push(found);
    }
    // Types inside of generic declarations depend on what is around them.
    const around = [...environment]
      .filter(([parameter]) => isAround(parameter, declaration))
      .map(([, found]) => found);
    const { name, symbol: base } = this.nameOf(symbol, declaration, type);
    const texts = resolved.map(
      (one, i) =>
        literalsOf(written[i]!)
          ?.map((each) => `'${each}'`)
          .join(" | ") ?? showType(one),
    );
    const shown = resolved.length === 0 ? name : `${name}<${texts.join(", ")}>`;
    // A part of a generic alias, `{ value: T }` of a union, is told apart by what its own T is.
    const own = instantiationArguments(type);
    const inner = written.length > 0 ? [] : own;
    const parts = inner.flatMap((one) => this.parts.types.fromChecker(one, environment) ?? []);
    const literals = ts.isMappedTypeNode(declaration)
      ? `{${type
          .getProperties()
          .map((property) => encodeURIComponent(property.name))
          .join()}}`
      : computesMembers(declaration)
        ? literalsInSymbol([...written, ...own])
        : "";
    const key = `${base}${argumentsInSymbol([...resolved, ...parts, ...around])}${literals}`;
    const origin = { symbol: type.aliasSymbol ?? symbol, typeArguments: resolved };
    if (ts.isObjectLiteralExpression(declaration)) {
      if (!hasMethods(declaration)) return this.literal(type, environment);
      const known = this.parts.made.knownLiteral(literalKey(this.parts, declaration, environment));
      return known && classType(known);
    }
    if (this.isRecord(type, symbol)) {
      if (isNameless(type, declaration)) return this.literal(type, environment);
      const fields = (): FieldSpec[] => this.fieldsOf(type, environment, declaration);
      const record = this.parts.made.namedRecord(key, shown, declaration, type, fields);
      this.origins.set(record, origin);
      return classType(record);
    }
    const info = this.info(key, shown, type, environment, declaration);
    this.origins.set(info, origin);
    return interfaceType(info);
  }

  /** The type of an object literal, and a type without a name that is written like one: the class of its shape. */
  private literal(type: ts.ObjectType, environment: TypeEnvironment): Type | null {
    const fields: FieldSpec[] = [];
    for (const property of type.getProperties()) {
      const found = this.parts.types.fromChecker(this.parts.checker.getTypeOfSymbol(property), environment);
      const own = found ?? this.ofConstant(property, environment);
      if (!own) return null;
      fields.push({ name: property.name, type: own, isReadonly: false });
    }
    return classType(this.parts.made.recordClass("object", fields));
  }

  /** `{ port: 80 }`: what the constant is where nothing else says. */
  private ofConstant(property: ts.Symbol, environment: TypeEnvironment): Type | null {
    const declaration = property.valueDeclaration;
    if (!declaration || !ts.isPropertyAssignment(declaration)) return null;
    const constant = this.parts.constants.fold(declaration.initializer, environment);
    return constant && (constant.type ?? settle(constant.value));
  }

  /** `A & B`: an interface with the members of all. Null when a part is none. */
  ofIntersection(type: ts.IntersectionType, environment: TypeEnvironment): Type | null {
    const parts = type.types.map((part) => this.parts.types.fromChecker(part, environment));
    const infos: (InterfaceInfo | ClassInfo)[] = [];
    for (const part of parts) {
      if (part?.kind === "interface") infos.push(part.info);
      else if (part?.kind === "class" && this.isMadeByLiterals(part.info)) infos.push(part.info);
      else return null;
    }
    const key = infos.map((info) => info.symbol).join(" & ");
    const name = infos.map((info) => info.name).join(" & ");
    const at = type.types[0]!.symbol?.declarations?.[0] ?? this.parts.loaded.entry;
    if (parts.every((part) => part?.kind === "class")) {
      const fields = (): FieldSpec[] => this.fieldsOf(type, environment, at);
      return classType(this.parts.made.namedRecord(key, name, at, type, fields));
    }
    return interfaceType(this.info(key, name, type, environment, at));
  }

  private isMadeByLiterals(info: ClassInfo): boolean {
    return info.name === OBJECT_LITERAL || this.parts.made.recordType(info) !== null;
  }

  private nameOf(symbol: ts.Symbol, declaration: ts.Node, type: ts.Type): { name: string; symbol: string } {
    const path = moduleName(this.parts.loaded.pathOf(declaration.getSourceFile()));
    const named = ts.isInterfaceDeclaration(declaration)
      ? symbol.name
      : (aliasAround(declaration) ?? type.aliasSymbol?.name ?? "object type");
    let serial = this.serials.get(symbol);
    if (serial === undefined) this.serials.set(symbol, (serial = this.serials.size));
    return { name: named, symbol: `${path}:${named}#${serial}` };
  }

  /** Only properties that hold values, and nothing else serves as it. */
  private isRecord(type: ts.ObjectType, symbol: ts.Symbol): boolean {
    if (this.parts.hierarchy.isServed(symbol)) return false;
    const alias = type.aliasSymbol;
    if (alias && this.parts.hierarchy.isServed(alias)) return false;
    return type.getProperties().every((property) => {
      const declaration = property.declarations?.[0];
      return (
        declaration !== undefined && ts.isPropertySignature(declaration) && !property.name.startsWith("__@")
      );
    });
  }

  private fieldsOf(type: ts.Type, environment: TypeEnvironment, at: ts.Node): FieldSpec[] {
    return type.getProperties().map((property) => ({
      name: property.name,
      type: this.memberType(property, environment, at),
      isReadonly: isReadonly(property),
    }));
  }

  /** Reports and gives NEVER for a member whose type has no machine form. */
  private memberType(property: ts.Symbol, environment: TypeEnvironment, at: ts.Node): Type {
    const found = this.parts.types.fromChecker(this.parts.checker.getTypeOfSymbol(property), environment);
    const declaration = property.declarations?.[0];
    if (found?.kind === "span") {
      this.parts.errors.add(
        declaration ?? at,
        1301,
        "A span cannot be a property: it must not outlive what it views.",
      );
      return NEVER;
    }
    if (found) return found;
    if (
      declaration &&
      (ts.isPropertySignature(declaration) || ts.isMethodSignature(declaration)) &&
      declaration.type
    ) {
      return this.parts.types.resolve(declaration.type, environment);
    }
    this.parts.errors.add(
      declaration ?? at,
      1040,
      `The type of the member '${property.name}' has no machine representation.`,
    );
    return NEVER;
  }

  private info(
    key: string,
    name: string,
    type: ts.Type,
    environment: TypeEnvironment,
    at: ts.Node,
  ): InterfaceInfo {
    const known = this.infos.get(key);
    if (known) return known;
    const made = new LazyInterface(name, key, () =>
      this.ordered(type).flatMap((p) => this.members(p, environment, at)),
    );
    this.infos.set(key, made);
    return made;
  }

  /**
   * The members of each extended interface first, and as they are in that one: so that a piece of the table serves for it
   * (`slotOffset`). What two of them have is there twice.
   */
  private ordered(type: ts.Type): ts.Symbol[] {
    const { checker } = this.parts;
    const namesIn = (t: ts.Type): string[] => {
      const target = (t as ts.TypeReference).target ?? t;
      const inherited = target.isClassOrInterface() ? checker.getBaseTypes(target).flatMap(namesIn) : [];
      const known = new Set(inherited);
      return [...inherited, ...t.getProperties().flatMap((p) => (known.has(p.name) ? [] : [p.name]))];
    };
    const properties = new Map(type.getProperties().map((p) => [p.name, p]));
    return namesIn(type).flatMap((name) => properties.get(name) ?? []);
  }

  private members(property: ts.Symbol, environment: TypeEnvironment, at: ts.Node): InterfaceMember[] {
    const name = memberNameOf(property);
    const { checker } = this.parts;
    const declaration = property.declarations?.[0];
    const isMethod = (property.flags & ts.SymbolFlags.Method) !== 0;
    const type = checker.getTypeOfSymbol(property);
    if (isMethod && !(property.flags & ts.SymbolFlags.Optional)) {
      const [signature] = type.getCallSignatures();
      const found = signature && this.parts.types.signature(signature, environment);
      if (found?.kind === "function")
        return [{ name, kind: "method", parameters: found.parameters, result: found.result }];
      this.parts.errors.add(
        declaration ?? at,
        1048,
        `The method '${name}' of an interface has parameters or a result without machine representation.`,
        "Methods of interfaces are not generic; their types are those of values.",
      );
      return [];
    }
    const value = this.memberType(property, environment, at);
    const getter: InterfaceMember = { name, kind: "getter", parameters: [], result: value };
    const isGetter = (property.flags & ts.SymbolFlags.Accessor) === ts.SymbolFlags.GetAccessor;
    if (isReadonly(property) || isGetter || isMethod) return [getter];
    return [getter, { name, kind: "setter", parameters: [passedAs(value, false)], result: VOID }];
  }

  interfaceInfo(declaration: ts.Node, typeArguments: readonly Type[]): InterfaceInfo {
    const name = (declaration as ts.InterfaceDeclaration).name;
    const symbol = this.parts.checker.getSymbolAtLocation(name);
    const parameters = (declaration as ts.InterfaceDeclaration).typeParameters ?? [];
    const environment = new Map<ts.Symbol, Type>();
    parameters.forEach((p, i) => {
      const own = this.parts.checker.getSymbolAtLocation(p.name);
      if (own && typeArguments[i]) environment.set(own, typeArguments[i]);
    });
    const type = this.parts.checker.getTypeAtLocation(declaration) as ts.ObjectType;
    const key = `${this.nameOf(symbol!, declaration, type).symbol}${argumentsInSymbol(typeArguments)}`;
    return this.info(key, name.text, type, environment, declaration);
  }

  /** Null and a diagnostic when a member is missing or differs. */
  itable(info: ClassInfo, target: InterfaceInfo, at: ts.Node): Itable | null {
    const key = `${info.symbol} as ${target.symbol}`;
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    // Making the functions may ask for this very table.
    const functions: string[] = [];
    const table: Itable = { symbol: key, interface: target, info, functions };
    this.tables.set(key, table);
    for (const member of target.members) {
      const symbol = memberFunction(this.parts, info, target, member, at);
      if (symbol === null) {
        this.tables.set(key, null);
        return null;
      }
      functions.push(symbol);
    }
    this.itables.push(table);
    return table;
  }
}

class LazyInterface implements InterfaceInfo {
  readonly name: string;
  readonly symbol: string;
  private readonly make: () => InterfaceMember[];
  private list: InterfaceMember[] | null = null;

  constructor(name: string, symbol: string, make: () => InterfaceMember[]) {
    this.name = name;
    this.symbol = symbol;
    this.make = make;
  }

  get members(): InterfaceMember[] {
    return (this.list ??= this.make());
  }
}

/** `[iterator]` for the well-known symbols, which the checker names `__@iterator@12`. */
function memberNameOf(property: ts.Symbol): string {
  const wellKnown = /^__@(\w+)@\d+$/.exec(property.name);
  return wellKnown ? `[${wellKnown[1]}]` : property.name;
}

function isReadonly(property: ts.Symbol): boolean {
  const declaration = property.declarations?.[0];
  return declaration !== undefined && hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword);
}

/** The alias that a literal type is written in, alone or as a member of a union. */
function aliasAround(node: ts.Node): string | null {
  let at = node.parent;
  while (ts.isUnionTypeNode(at) || ts.isParenthesizedTypeNode(at)) at = at.parent;
  return ts.isTypeAliasDeclaration(at) ? at.name.text : null;
}

/** The type arguments of the declarations around an object type with which the checker has made it of what is written there. */
function instantiationArguments(type: ts.ObjectType): readonly ts.Type[] {
  const { mapper } = type as ts.ObjectType & {
    readonly mapper?: { readonly target?: ts.Type; readonly targets?: readonly ts.Type[] };
  };
  return mapper?.targets ?? (typeof mapper?.target === "object" ? [mapper.target] : []);
}

/** Whether the members of a declaration depend on more of its type arguments than their machine types: `Payloads[K]`, `P in K`. */
function computesMembers(node: ts.Node): boolean {
  if (ts.isMappedTypeNode(node) || ts.isIndexedAccessTypeNode(node) || ts.isConditionalTypeNode(node))
    return true;
  return ts.forEachChild(node, (child) => computesMembers(child) || undefined) ?? false;
}

/** The literals of a type that is one or several; null for other types. */
function literalsOf(type: ts.Type): readonly string[] | null {
  const members = type.isUnion() ? type.types : [type];
  const literals = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
  return literals.length === members.length ? literals.sort() : null;
}

/** `Pick<User, "id">` and `Pick<User, "name">` have other members, though both keys are strings. */
function literalsInSymbol(types: readonly ts.Type[]): string {
  const lists = types.map((type) => literalsOf(type)?.map(encodeURIComponent).join("|") ?? "");
  return lists.some((list) => list !== "") ? `{${lists.join(",")}}` : "";
}

/** `{ x: u32 }` as the type of a variable or parameter: no interface, and no alias names it. */
const isNameless = (type: ts.Type, declaration: ts.Node): boolean =>
  ts.isTypeLiteralNode(declaration) && !type.aliasSymbol && aliasAround(declaration) === null;

/** Whether a type parameter's declaration is one around the node. */
function isAround(parameter: ts.Symbol, node: ts.Node): boolean {
  const owner = parameter.declarations?.[0]?.parent;
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (at === owner) return true;
  return false;
}
