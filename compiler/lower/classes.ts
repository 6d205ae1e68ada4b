/** Classes and structs: the table of all, the instances of declared ones, lookup of members. */

import ts from "typescript";
import { classType, showType, structType, type ClassInfo, type Type } from "../types.ts";
import type { MethodInfo, TypeEnvironment } from "./context.ts";
import { DeclaredClass } from "./declare/declared-class.ts";
import {
  argumentsInSymbol,
  hasModifier,
  isStaticMember,
  memberName,
  moduleName,
  symbolOfType,
} from "./declare/names.ts";
import type { Parts } from "./declare/parts.ts";
import { isTooDeep } from "./declare/type-depth.ts";

const NO_TYPES: TypeEnvironment = new Map();

/** Every class of the program, written or made by the compiler. */
export class ClassTable {
  /** In the order of their making. */
  readonly all: ClassInfo[] = [];
  private readonly parts: Parts;
  private readonly declared = new Map<ts.ClassLikeDeclaration, Map<string, DeclaredClass>>();
  private readonly shells = new Map<ts.ClassLikeDeclaration, DeclaredClass>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Makes a class part of the program. */
  add(info: ClassInfo): void {
    this.all.push(info);
  }

  typeOf(
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment = NO_TYPES,
  ): Type {
    const info = this.classInfo(declaration, typeArguments, outer);
    return info.isStruct ? structType(info) : classType(info);
  }

  /** `outer` are the type arguments of the functions around it. */
  classInfo(
    written: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment = NO_TYPES,
  ): ClassInfo {
    const declaration = this.inCore(written);
    const known = this.declared.get(declaration) ?? new Map<string, DeclaredClass>();
    this.declared.set(declaration, known);
    const all = [...outer.values(), ...typeArguments];
    const key = all.map(symbolOfType).join(",");
    const found = known.get(key);
    if (found) return found;
    const info = new DeclaredClass(
      this.parts,
      declaration,
      typeArguments,
      outer,
      this.nameOf(declaration, all),
    );
    known.set(key, info);
    if (isTooDeep(all)) {
      this.refuseEndless(declaration);
      return info;
    }
    this.add(info);
    info.link();
    return info;
  }

  /** Its fields are not looked at, so that it ends here. */
  private refuseEndless(declaration: ts.ClassLikeDeclaration): void {
    this.parts.errors.add(
      declaration.name ?? declaration,
      1173,
      "Each instance of this generic class asks for one with a larger type argument, without end.",
      "Let the class mention itself with its own type parameters, or a base class that is not generic.",
    );
  }

  /** The class of the core library behind a global one of the prelude. */
  private inCore(declaration: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration {
    if (!declaration.getSourceFile().isDeclarationFile || !declaration.name) return declaration;
    const names: Readonly<Record<string, string>> = { Map: "MapObject", Set: "SetObject" };
    return (
      this.parts.core.classDeclaration(names[declaration.name.text] ?? declaration.name.text) ?? declaration
    );
  }

  private nameOf(
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
  ): { name: string; symbol: string } {
    const own = declaration.name?.text ?? "class";
    const shown = typeArguments.length === 0 ? own : `${own}<${typeArguments.map(showType).join(", ")}>`;
    const path = moduleName(this.parts.loaded.pathOf(declaration.getSourceFile()));
    const symbol = this.parts.instances.uniqueSymbol(`${path}:${own}${argumentsInSymbol(typeArguments)}`);
    return { name: displayOf(own, typeArguments) ?? shown, symbol };
  }

  environmentOf(info: ClassInfo): TypeEnvironment {
    return info instanceof DeclaredClass ? info.environment : NO_TYPES;
  }

  declarationOf(info: ClassInfo): ts.ClassLikeDeclaration | null {
    return info instanceof DeclaredClass ? info.declaration : null;
  }

  /** The declaration and the type arguments that a class was made from. */
  origin(info: ClassInfo): { symbol: ts.Symbol; typeArguments: readonly Type[] } | null {
    const name = info instanceof DeclaredClass ? info.declaration.name : undefined;
    const symbol = name && this.parts.checker.getSymbolAtLocation(name);
    return symbol && info instanceof DeclaredClass ? { symbol, typeArguments: info.typeArguments } : null;
  }

  field(info: ClassInfo, name: string): { index: number } | null {
    // The own field last: nothing else can have its name but a redeclared one of a base class.
    for (let index = info.fields.length - 1; index >= 0; index--) {
      if (info.fields[index]!.name === name) return { index };
    }
    return null;
  }

  /** The class at or above `info` that declares the member. */
  private declaring(
    info: ClassInfo,
    name: string,
  ): { owner: DeclaredClass; member: ts.SignatureDeclaration } | null {
    for (let owner: ClassInfo | null = info; owner; owner = owner.base) {
      const member = owner instanceof DeclaredClass ? owner.members.get(name) : undefined;
      if (member) return { owner: owner as DeclaredClass, member };
    }
    return null;
  }

  method(info: ClassInfo, name: string, typeArguments: readonly Type[] = []): MethodInfo | null {
    if (name === "constructor") return this.constructorOf(info);
    const ofLiteral = this.parts.made.literalMethod(info, name);
    if (ofLiteral) return { name, instance: ofLiteral.instance(typeArguments), slot: null };
    const found = this.declaring(info, name);
    if (!found) return null;
    const instance = this.parts.instances.method(found.member, found.owner, false, typeArguments);
    const slot = info instanceof DeclaredClass ? info.slotNames.indexOf(name) : -1;
    return { name, instance, slot: slot < 0 ? null : slot };
  }

  /** Own or inherited; null when there is nothing to run. */
  private constructorOf(info: ClassInfo): MethodInfo | null {
    for (let owner: ClassInfo | null = info; owner; owner = owner.base) {
      if (!(owner instanceof DeclaredClass)) return null;
      const written = owner.members.get("constructor");
      if (!written && owner.initializers.length === 0) continue;
      const instance = this.parts.instances.method(written ?? owner.declaration, owner, false, []);
      return { name: "constructor", instance, slot: null };
    }
    return null;
  }

  methodDeclaration(
    info: ClassInfo,
    name: string,
  ): { declaration: ts.MethodDeclaration; owner: ClassInfo; environment: TypeEnvironment } | null {
    const ofLiteral = this.parts.made.literalMethod(info, name);
    if (ofLiteral && ts.isMethodDeclaration(ofLiteral.declaration))
      return { declaration: ofLiteral.declaration, owner: info, environment: ofLiteral.environment };
    const found = this.declaring(info, name);
    if (!found || !ts.isMethodDeclaration(found.member)) return null;
    return { declaration: found.member, owner: found.owner, environment: found.owner.environment };
  }

  staticMember(
    written: ts.ClassLikeDeclaration,
    name: string,
  ): { owner: ClassInfo; member: ts.SignatureDeclaration } | null {
    const declaration = this.inCore(written);
    for (const member of declaration.members) {
      if (!isStaticMember(member) || memberName(member) !== name) continue;
      if (ts.isMethodDeclaration(member) || ts.isAccessor(member))
        return { owner: this.shell(declaration), member };
    }
    const base = this.baseDeclaration(declaration);
    return base ? this.staticMember(base, name) : null;
  }

  /** Static members know no type parameters of the class: one instance, which has no objects, stands for all. */
  private shell(declaration: ts.ClassLikeDeclaration): ClassInfo {
    if (!declaration.typeParameters && this.parts.localClasses.isPlain(declaration))
      return this.classInfo(declaration, []);
    let info = this.shells.get(declaration);
    if (!info) {
      info = new DeclaredClass(this.parts, declaration, [], NO_TYPES, this.nameOf(declaration, []));
      this.shells.set(declaration, info);
    }
    return info;
  }

  baseDeclaration(declaration: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | null {
    const clause = declaration.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
    const expression = clause?.types[0]?.expression;
    const symbol = expression && this.parts.checker.getSymbolAtLocation(expression);
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.parts.checker.getAliasedSymbol(symbol) : symbol;
    const found = target?.valueDeclaration;
    return found && ts.isClassLike(found) ? this.inCore(found) : null;
  }

  fieldInitializers(
    info: ClassInfo,
  ): readonly { index: number; node: ts.Expression; environment: TypeEnvironment }[] {
    if (!(info instanceof DeclaredClass)) return [];
    return info.initializers.flatMap((node) => {
      const name = memberName(node);
      const field = name === null ? null : this.field(info, name);
      return field && node.initializer
        ? [{ index: field.index, node: node.initializer, environment: info.environment }]
        : [];
    });
  }

  isSubclass(derived: ClassInfo, base: ClassInfo): boolean {
    for (let at: ClassInfo | null = derived; at; at = at.base) if (at === base) return true;
    return false;
  }

  /** Ids in pre-order of each hierarchy, from 1. */
  numberClasses(): void {
    let next = 1;
    const visit = (info: ClassInfo): void => {
      info.firstId = next++;
      info.subclasses.forEach(visit);
      info.lastId = next - 1;
    };
    this.all.filter((info) => info.base === null).forEach(visit);
  }

  /** Whether the class is abstract: no objects of it exist. */
  isAbstract(info: ClassInfo): boolean {
    return info instanceof DeclaredClass && hasModifier(info.declaration, ts.SyntaxKind.AbstractKeyword);
  }
}

/** Classes of the core library as the user writes them. */
function displayOf(name: string, [first, second]: readonly Type[]): string | null {
  switch (name) {
    case "StringObject":
      return "string";
    case "ArrayObject":
      return !first
        ? null
        : first.kind === "nullable" || first.kind === "union" || first.kind === "function"
          ? `(${showType(first)})[]`
          : `${showType(first)}[]`;
    case "MapObject":
      return `Map<${showType(first!)}, ${showType(second!)}>`;
    case "SetObject":
      return `Set<${showType(first!)}>`;
    default:
      return null;
  }
}
