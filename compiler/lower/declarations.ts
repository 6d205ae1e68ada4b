/** The "declarations" part of lowering: what `Declarations` of context.ts promises, put together from its parts. */

import ts from "typescript";
import type { LoadedProgram } from "../load.ts";
import type { Function as MirFunction, Global, Itable, Location } from "../mir.ts";
import type { ErrorList } from "../report-error.ts";
import { classType, type ClassInfo, type InterfaceInfo, type Type } from "../types.ts";
import { ClassTable } from "./classes.ts";
import { Constants } from "./constants.ts";
import type { Declarations, FunctionInstance, MethodInfo, Statements, TypeEnvironment } from "./context.ts";
import type { CapturedVariable, CapturedVariables, LiteralClass } from "./local-objects.ts";
import { Brands } from "./declare/brands.ts";
import { CoreLibrary } from "./declare/core.ts";
import { Enums } from "./declare/enums.ts";
import { Hierarchy } from "./declare/hierarchy.ts";
import { DeclaredClass } from "./declare/declared-class.ts";
import { literalKey } from "./declare/literal-key.ts";
import { LocalClasses } from "./declare/local-classes.ts";
import type { Parts } from "./declare/parts.ts";
import { recordFor } from "./declare/record-choice.ts";
import { GlobalTable, type GlobalDeclaration, type GlobalMeaning } from "./globals.ts";
import { Instances } from "./instances.ts";
import { InterfaceTable, type Origin } from "./interfaces.ts";
import { MadeClasses } from "./made-classes.ts";
import { TypeResolver } from "./resolve.ts";

/** The "declarations" part of lowering: what `Declarations` of context.ts promises, by the parts in declare/ and beside it. */
export class ProgramDeclarations implements Declarations {
  readonly checker: ts.TypeChecker;
  readonly target: "kernel" | "linux";
  readonly isSanitized: boolean;
  readonly parts: Parts;
  /** What the statements part has lowered, in order. */
  functions: MirFunction[] = [];

  constructor(loaded: LoadedProgram, errors: ErrorList, statements: Statements) {
    this.checker = loaded.checker;
    this.target = loaded.target;
    this.isSanitized = loaded.isSanitized;
    this.parts = makeParts(this, loaded, errors, statements);
  }

  location(node: ts.Node): Location {
    const file = node.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    return { file: this.parts.loaded.pathOf(file), line: line + 1, column: character + 1 };
  }

  isClean(action: () => void): boolean {
    return this.parts.errors.isClean(action);
  }

  error(node: ts.Node, code: number, message: string, hint?: string): void {
    this.parts.errors.add(node, code, message, hint);
  }

  /** Something in the compiler failed: says where in the program, and goes on with the rest. */
  internalError(node: ts.Node, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    const at = (node as ts.NamedDeclaration).name ?? node;
    if (error instanceof RangeError && /call stack/i.test(text)) {
      this.error(at, 1198, "Something in here nests too deeply.", "Split the deepest expression into parts.");
      return;
    }
    this.error(
      at,
      1900,
      `The compiler failed here: ${text}.`,
      "Please report it with this source. TESSERA_TRACE=1 shows where in the compiler.",
    );
    if (process.env["TESSERA_TRACE"] && error instanceof Error) console.error(error.stack);
  }

  resolveType(node: ts.TypeNode, environment: TypeEnvironment): Type {
    return this.parts.types.resolve(node, environment);
  }

  typeFromChecker(type: ts.Type, environment: TypeEnvironment): Type | null {
    return this.parts.types.fromChecker(type, environment);
  }

  classInfo(
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
    environment: TypeEnvironment,
  ): ClassInfo {
    const outer = this.parts.localClasses.outerEnvironment(declaration, environment);
    return this.parts.classes.classInfo(declaration, typeArguments, outer);
  }

  captureInClass(
    declaration: ts.ClassDeclaration,
    environment: TypeEnvironment,
    find: () => CapturedVariables,
  ): void {
    this.parts.localClasses.capture(declaration, environment, find);
  }

  capturedByClass(declaration: ts.Node, environment: TypeEnvironment): CapturedVariables {
    return this.parts.localClasses.captured(declaration, environment);
  }

  capturedFields(info: ClassInfo): readonly { index: number; variable: CapturedVariable }[] {
    return info instanceof DeclaredClass ? this.parts.localClasses.fields(info) : [];
  }

  coreClass(name: string, typeArguments: readonly Type[]): ClassInfo {
    return this.parts.core.classInfo(name, typeArguments);
  }

  stringType(): Type {
    return this.parts.core.stringType();
  }

  arrayType(element: Type): Type {
    return this.parts.core.arrayType(element);
  }

  arrayElement(type: Type): Type | null {
    return this.parts.core.arrayElement(type);
  }

  weakType(target: Type): Type {
    return classType(this.parts.made.weakOf(target));
  }

  weakTarget(type: Type): Type | null {
    return this.parts.made.weakTarget(type);
  }

  atomicContent(type: Type): Type | null {
    return this.parts.made.atomicContent(type);
  }

  recordClass(name: string, fields: readonly { name: string; type: Type; isReadonly: boolean }[]): ClassInfo {
    return this.parts.made.recordClass(name, fields);
  }

  recordType(info: ClassInfo): ts.Type | null {
    return this.parts.made.recordType(info);
  }

  recordFor(members: readonly ClassInfo[], node: ts.ObjectLiteralExpression): ClassInfo | null {
    return recordFor(this.parts, members, node);
  }

  origin(type: Type): Origin | null {
    if (type.kind === "interface") return this.parts.interfaces.origins.get(type.info) ?? null;
    if (type.kind !== "class" && type.kind !== "struct") return null;
    return this.parts.classes.origin(type.info) ?? this.parts.interfaces.origins.get(type.info) ?? null;
  }

  closureClass(symbol: string, captures: readonly { name: string; type: Type }[]): ClassInfo {
    return this.parts.made.closureClass(symbol, captures);
  }

  boxClass(content: Type): ClassInfo {
    return this.parts.made.boxClass(content);
  }

  literalClass(
    node: ts.ObjectLiteralExpression,
    environment: TypeEnvironment,
    name: string,
    fields: () => readonly { name: string; type: Type; isReadonly: boolean }[],
  ): LiteralClass {
    return this.parts.made.literalClass(literalKey(this.parts, node, environment), name, node, fields);
  }

  unmadeClass(info: ClassInfo): ClassInfo {
    return this.parts.made.unmadeClass(info);
  }

  contentOf(info: ClassInfo): Type | null {
    return this.parts.made.contentOf(info);
  }

  lateBoxClass(content: Type): ClassInfo {
    return this.parts.made.lateBoxClass(content);
  }

  field(info: ClassInfo, name: string): { index: number } | null {
    return this.parts.classes.field(info, name);
  }

  method(info: ClassInfo, name: string, typeArguments: readonly Type[] = []): MethodInfo | null {
    return this.parts.classes.method(info, name, typeArguments);
  }

  methodDeclaration(
    info: ClassInfo,
    name: string,
  ): { declaration: ts.MethodDeclaration; owner: ClassInfo; environment: TypeEnvironment } | null {
    return this.parts.classes.methodDeclaration(info, name);
  }

  staticMethod(
    declaration: ts.ClassLikeDeclaration,
    _classArguments: readonly Type[],
    name: string,
    typeArguments: readonly Type[],
  ): FunctionInstance | null {
    const found = this.parts.classes.staticMember(declaration, name);
    return found && this.parts.instances.method(found.member, found.owner, true, typeArguments);
  }

  functionInstance(
    declaration: ts.SignatureDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment,
  ): FunctionInstance {
    return this.parts.instances.functionInstance(declaration, typeArguments, outer);
  }

  coreFunction(file: string, name: string, typeArguments: readonly Type[]): FunctionInstance {
    return this.parts.core.function(file, name, typeArguments);
  }

  fieldInitializers(
    info: ClassInfo,
  ): readonly { index: number; node: ts.Expression; environment: TypeEnvironment }[] {
    return this.parts.classes.fieldInitializers(info);
  }

  environmentOf(info: ClassInfo): TypeEnvironment {
    return this.parts.classes.environmentOf(info);
  }

  declarationOf(info: ClassInfo): ts.ClassLikeDeclaration | null {
    return this.parts.classes.declarationOf(info);
  }

  isAbstract(info: ClassInfo): boolean {
    return this.parts.classes.isAbstract(info);
  }

  isExtended(info: ClassInfo): boolean {
    const declaration = this.parts.classes.declarationOf(info);
    return declaration !== null && this.parts.hierarchy.isExtended(declaration);
  }

  interfaceInfo(declaration: ts.Node, typeArguments: readonly Type[]): InterfaceInfo {
    return this.parts.interfaces.interfaceInfo(declaration, typeArguments);
  }

  itable(info: ClassInfo, target: InterfaceInfo, at: ts.Node): Itable | null {
    return this.parts.interfaces.itable(info, target, at);
  }

  isSubclass(derived: ClassInfo, base: ClassInfo): boolean {
    return this.parts.classes.isSubclass(derived, base);
  }

  global(declaration: GlobalDeclaration): GlobalMeaning {
    return this.parts.globals.get(declaration);
  }

  constant(node: ts.Expression, environment: TypeEnvironment): bigint | number | string | boolean | null {
    return this.parts.constants.fold(node, environment)?.value ?? null;
  }

  constantType(node: ts.Expression, environment: TypeEnvironment): Type | null {
    return this.parts.constants.fold(node, environment)?.type ?? null;
  }

  enumMember(member: ts.EnumMember): { type: Type; value: bigint | string } {
    return this.parts.enums.member(member);
  }

  addFunction(fn: MirFunction): void {
    this.functions.push(fn);
  }

  uniqueSymbol(hint: string): string {
    return this.parts.instances.uniqueSymbol(hint);
  }

  get globals(): readonly Global[] {
    return this.parts.globals.all;
  }
}

/** The parts refer to each other, so they get an object that is filled while they are made. */
function makeParts(
  all: ProgramDeclarations,
  loaded: LoadedProgram,
  errors: ErrorList,
  statements: Statements,
): Parts {
  const parts = { loaded, checker: loaded.checker, errors, statements, all } as {
    -readonly [K in keyof Parts]: Parts[K];
  };
  parts.core = new CoreLibrary(parts);
  parts.instances = new Instances(parts);
  parts.localClasses = new LocalClasses(parts);
  parts.classes = new ClassTable(parts);
  parts.made = new MadeClasses(parts);
  parts.types = new TypeResolver(parts);
  parts.brands = new Brands(parts);
  parts.enums = new Enums(parts);
  parts.constants = new Constants(parts);
  parts.interfaces = new InterfaceTable(parts);
  parts.globals = new GlobalTable(parts);
  parts.hierarchy = new Hierarchy(parts);
  return parts;
}
