/** Classes and structs: the table of instances, lookup of members, closures, records and boxes. */

import ts from "typescript";
import {
  BOOL,
  classType,
  showType,
  structType,
  type ClassInfo,
  type ClassType,
  type Type,
} from "../types.ts";
import type { FunctionInstance, MethodInfo, TypeEnvironment } from "./context.ts";
import { DeclaredClass, MadeClass, UnmadeClass, type FieldSpec } from "./declare/class-info.ts";
import {
  argumentsInSymbol,
  hasModifier,
  isStaticMember,
  memberName,
  moduleName,
  symbolOfType,
} from "./declare/names.ts";
import type { Parts } from "./declare/parts.ts";
import { showMember } from "./declare/unions.ts";
import { isTooDeep } from "./declare/type-depth.ts";

const NO_TYPES: TypeEnvironment = new Map();

export class ClassTable {
  /** In the order of their making. */
  readonly all: ClassInfo[] = [];
  private readonly parts: Parts;
  private readonly declared = new Map<ts.ClassLikeDeclaration, Map<string, DeclaredClass>>();
  private readonly made = new Map<string, MadeClass>();
  private readonly weakTargets = new Map<ClassInfo, Type>();
  private readonly atomicContents = new Map<ClassInfo, Type>();
  private readonly literals = new Map<string, LiteralClass>();
  private readonly literalMethods = new Map<ClassInfo, Map<string, FunctionInstance>>();
  private readonly unmade = new Map<ClassInfo, UnmadeClass>();
  private readonly contents = new Map<ClassInfo, Type>();
  private readonly records = new Map<ClassInfo, ts.Type>();
  private readonly shells = new Map<ts.ClassLikeDeclaration, DeclaredClass>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  typeOf(declaration: ts.ClassLikeDeclaration, typeArguments: readonly Type[]): Type {
    const info = this.classInfo(declaration, typeArguments);
    return info.isStruct ? structType(info) : classType(info);
  }

  classInfo(written: ts.ClassLikeDeclaration, typeArguments: readonly Type[]): ClassInfo {
    const declaration = this.inCore(written);
    const known = this.declared.get(declaration) ?? new Map<string, DeclaredClass>();
    this.declared.set(declaration, known);
    const key = typeArguments.map(symbolOfType).join(",");
    const found = known.get(key);
    if (found) return found;
    const info = new DeclaredClass(
      this.parts,
      declaration,
      typeArguments,
      this.nameOf(declaration, typeArguments),
    );
    known.set(key, info);
    if (isTooDeep(typeArguments)) {
      this.refuseEndless(declaration);
      return info;
    }
    this.all.push(info);
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

  /** A class that the compiler makes: the same key gives the same class. */
  make(
    key: string,
    name: string,
    fields: readonly FieldSpec[] | (() => readonly FieldSpec[]),
    more: Partial<MadeOptions> = {},
  ): MadeClass {
    let info = this.made.get(key);
    if (!info) {
      const module = more.module ?? this.parts.loaded.pathOf(this.parts.loaded.entry);
      info = new MadeClass(
        {
          name,
          symbol: this.parts.instances.uniqueSymbol(key),
          module,
          line: more.line ?? 1,
          special: more.special ?? null,
        },
        fields,
      );
      if (more.base) {
        info.base = more.base;
        more.base.subclasses.push(info);
      }
      info.isStruct = more.isStruct ?? false;
      this.made.set(key, info);
      this.all.push(info);
    }
    return info;
  }

  recordClass(name: string, fields: readonly FieldSpec[]): ClassInfo {
    const shape = fields
      .map((f) => `${f.isReadonly ? "readonly " : ""}${f.name}:${symbolOfType(f.type)}`)
      .join(";");
    return this.make(`record:${name}{${shape}}`, name, fields);
  }

  /** The class of the objects that a literal with methods makes; the same node and types give the same class. */
  literalClass(key: string, name: string, at: ts.Node, fields: () => readonly FieldSpec[]): LiteralClass {
    let known = this.literals.get(key);
    if (!known) {
      const methods = new Map<string, FunctionInstance>();
      const info = this.make(key, name, fields(), { module: this.parts.loaded.pathOf(at.getSourceFile()) });
      known = { info, methods };
      this.literals.set(key, known);
      this.literalMethods.set(info, methods);
    }
    return known;
  }

  /** Such a class, if the literal has been lowered. */
  knownLiteral(key: string): ClassInfo | null {
    return this.literals.get(key)?.info ?? null;
  }

  /** The class of a data-only interface or alias. Its fields may mention it. */
  namedRecord(
    key: string,
    name: string,
    at: ts.Node,
    type: ts.Type,
    fields: () => readonly FieldSpec[],
  ): ClassInfo {
    const file = at.getSourceFile();
    const line = file.getLineAndCharacterOfPosition(at.getStart(file)).line + 1;
    const info = this.make(key, name, fields, { module: this.parts.loaded.pathOf(file), line });
    if (!this.records.has(info)) this.records.set(info, type);
    return info;
  }

  /** The checker's type of a record by a data-only interface or alias. */
  recordType(info: ClassInfo): ts.Type | null {
    return this.records.get(info) ?? null;
  }

  closureClass(symbol: string, captures: readonly { name: string; type: Type }[]): ClassInfo {
    const fields = captures.map((c) => ({ ...c, isReadonly: true }));
    return this.make(`${symbol}.captures`, "closure", fields, {
      special: "closure",
      module: this.moduleOfSymbol(symbol),
    });
  }

  private moduleOfSymbol(symbol: string): string {
    return `${symbol.slice(0, symbol.indexOf(":"))}.ts`;
  }

  boxClass(content: Type): ClassInfo {
    return this.make(`box<${symbolOfType(content)}>`, "box", [
      { name: "value", type: content, isReadonly: false },
    ]);
  }

  /** The class of objects that hold a value of a type without objects of its own, as a member of a union. */
  valueClass(content: Type): ClassType {
    const info = this.make(`value<${symbolOfType(content)}>`, showMember(content), [
      { name: "value", type: content, isReadonly: true },
    ]);
    this.contents.set(info, content);
    return classType(info);
  }

  /** What the objects of such a class hold; null for other classes. */
  contentOf(info: ClassInfo): Type | null {
    return this.contents.get(info) ?? null;
  }

  lateBoxClass(content: Type): ClassInfo {
    return this.make(`late<${symbolOfType(content)}>`, "box", [
      { name: "value", type: content, isReadonly: false },
      { name: "isSet", type: BOOL, isReadonly: false },
    ]);
  }

  /** What an object becomes whose constructor has failed: its fields are dropped, but no destructor runs. */
  unmadeClass(info: ClassInfo): ClassInfo {
    let unmade = this.unmade.get(info);
    if (!unmade) {
      unmade = new UnmadeClass(info, this.parts.instances.uniqueSymbol(`${info.symbol}.unmade`));
      this.unmade.set(info, unmade);
      this.all.push(unmade);
    }
    return unmade;
  }

  /** `Weak<T>`: a WeakCell that knows what it points to. T's classes get room for their cell. */
  weakOf(target: Type): ClassInfo {
    const infos =
      target.kind === "class"
        ? [target.info]
        : target.kind === "union"
          ? target.members.map((m) => m.info)
          : [];
    for (const info of infos) {
      const root = rootOf(info);
      if (root instanceof DeclaredClass || root instanceof MadeClass) root.isWeakRoot = true;
    }
    const base = this.parts.core.classInfo("WeakCell", []);
    const info = this.make(`Weak<${symbolOfType(target)}>`, `Weak<${showType(target)}>`, [], {
      base,
      module: base.module,
    });
    this.weakTargets.set(info, target);
    return info;
  }

  weakTarget(type: Type): Type | null {
    return type.kind === "class" ? (this.weakTargets.get(type.info) ?? null) : null;
  }

  /** `Atomic<T>`: a struct of one field, `value`. */
  atomicOf(content: Type): ClassInfo {
    const fields = [{ name: "value", type: content, isReadonly: false }];
    const info = this.make(`Atomic<${symbolOfType(content)}>`, `Atomic<${showType(content)}>`, fields, {
      isStruct: true,
    });
    this.atomicContents.set(info, content);
    return info;
  }

  atomicContent(type: Type): Type | null {
    return type.kind === "struct" ? (this.atomicContents.get(type.info) ?? null) : null;
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
    const ofLiteral = this.literalMethods.get(info)?.get(name);
    if (ofLiteral) return { name, instance: ofLiteral, slot: null };
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
    if (!declaration.typeParameters) return this.classInfo(declaration, []);
    let info = this.shells.get(declaration);
    if (!info) {
      info = new DeclaredClass(this.parts, declaration, [], this.nameOf(declaration, []));
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

/** The class of an object literal with methods, and those that have been made so far. */
export interface LiteralClass {
  readonly info: ClassInfo;
  readonly methods: Map<string, FunctionInstance>;
}

interface MadeOptions {
  readonly module: string;
  readonly line: number;
  readonly special: "closure" | null;
  readonly base: ClassInfo;
  readonly isStruct: boolean;
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

export function rootOf(info: ClassInfo): ClassInfo {
  let root = info;
  while (root.base) root = root.base;
  return root;
}
