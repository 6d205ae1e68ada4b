/** A class or struct of the program after monomorphisation: what its declaration says of it. */

import ts from "typescript";
import { NEVER, type ClassInfo, type Type } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import { decorator, decoratorArgument } from "./decorators.ts";
import { fieldAccessor } from "./field-accessors.ts";
import { LaidOutClass, type FieldSpec } from "./laid-out-class.ts";
import { hasModifier, isStaticMember, memberName } from "./names.ts";
import type { Parts } from "./parts.ts";
import { extend } from "./type-environment.ts";

/** One instance of a generic class, or a class that has no type parameters. */
export class DeclaredClass extends LaidOutClass {
  readonly declaration: ts.ClassLikeDeclaration;
  readonly typeArguments: readonly Type[];
  readonly environment: TypeEnvironment;
  readonly module: string;
  readonly line: number;
  readonly isStruct: boolean;
  readonly packed: boolean;
  readonly special: "array" | "string" | null;
  readonly element: Type | null;
  /** Methods, accessors and the constructor by name, with bodies where there are any. */
  readonly members: ReadonlyMap<string, ts.SignatureDeclaration>;
  private readonly parts: Parts;
  private baseInfo: ClassInfo | null = null;
  private slots: string[] | null = null;
  private table: (string | null)[] | null = null;

  constructor(
    parts: Parts,
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment,
    { name, symbol }: { name: string; symbol: string },
  ) {
    super(name, symbol);
    this.parts = parts;
    this.declaration = declaration;
    this.typeArguments = typeArguments;
    this.environment = extend(outer, parts.checker, declaration.typeParameters, typeArguments);
    const file = declaration.getSourceFile();
    this.module = parts.loaded.pathOf(file);
    this.line = file.getLineAndCharacterOfPosition(declaration.getStart(file)).line + 1;
    this.isStruct = decorator(declaration, "struct") !== null;
    this.packed = decorator(declaration, "packed") !== null;
    const align = decoratorArgument(parts, declaration, "align");
    if (align !== null) this.minimumAlign = align;
    ({ special: this.special, element: this.element } = parts.core.special(declaration, typeArguments));
    this.members = collectMembers(declaration);
  }

  /** Finds the base class; apart from the constructor, since that class may mention this one. */
  link(): void {
    const clause = this.declaration.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
    const written = clause?.types[0];
    if (!written) return;
    const type = this.parts.types.fromChecker(
      this.parts.checker.getTypeAtLocation(written),
      this.environment,
    );
    if (type?.kind !== "class") {
      const hint = "Name a class there; an interface is implemented: 'class A implements B'.";
      this.parts.errors.add(written, 1150, "Only a class can be extended.", hint);
      return;
    }
    this.baseInfo = type.info;
    type.info.subclasses.push(this);
  }

  get base(): ClassInfo | null {
    return this.baseInfo;
  }

  /** Fields with an initialiser, in order. */
  get initializers(): readonly ts.PropertyDeclaration[] {
    return this.declaration.members.filter(
      (m): m is ts.PropertyDeclaration =>
        ts.isPropertyDeclaration(m) && !isStaticMember(m) && m.initializer !== undefined,
    );
  }

  protected override ownFields(): FieldSpec[] {
    const specs: FieldSpec[] = [];
    const inherited = new Set(this.base?.fields.map((f) => f.name));
    for (const member of this.declaration.members) {
      const written = ts.isConstructorDeclaration(member)
        ? member.parameters.filter((p) => ts.isParameterPropertyDeclaration(p, member))
        : ts.isPropertyDeclaration(member) && isStored(member)
          ? [member]
          : [];
      for (const node of written) {
        const name = ts.isParameter(node)
          ? ts.isIdentifier(node.name)
            ? node.name.text
            : null
          : memberName(node);
        if (name === null) continue;
        this.refuseAccessors(node, name);
        if (inherited.has(name)) continue;
        specs.push({
          name,
          type: this.fieldType(node),
          isReadonly: hasModifier(node, ts.SyntaxKind.ReadonlyKeyword),
        });
      }
    }
    return [...specs, ...this.parts.localClasses.fieldSpecs(this)];
  }

  /** A field is read from the object directly, so nothing below can compute it instead. */
  private refuseAccessors(node: ts.Node, name: string): void {
    const { hierarchy, errors } = this.parts;
    if (
      !hierarchy.isOverridden(this.declaration, `get ${name}`) &&
      !hierarchy.isOverridden(this.declaration, `set ${name}`)
    )
      return;
    errors.add(
      node,
      1174,
      `The field '${name}' is an accessor in a class below.`,
      `Declare it as 'abstract get ${name}(): …' here.`,
    );
  }

  private fieldType(node: ts.PropertyDeclaration | ts.ParameterDeclaration): Type {
    const type = this.parts.instances.declaredType(node, this.environment);
    if (this.isStruct && contains(type, this)) {
      this.refuseCycle();
      return NEVER;
    }
    if (node.questionToken) return this.parts.types.optional(node, type);
    if (type.kind === "span") {
      this.parts.errors.add(
        node,
        1301,
        "A span cannot be a field: it must not outlive what it views.",
        "Keep the owner (an array, a string) and take a span where it is used.",
      );
    }
    return type;
  }

  private refuseCycle(): void {
    this.parts.errors.add(
      this.declaration.name ?? this.declaration,
      1350,
      `The struct '${this.name}' contains itself.`,
      "Make one of the fields a class, or an index.",
    );
  }

  /** Names of the methods in vtable slots: inherited ones first, then those that something below overrides. */
  get slotNames(): readonly string[] {
    if (!this.slots) {
      const inherited = this.base instanceof DeclaredClass ? this.base.slotNames : [];
      const own: string[] = [];
      for (const [name, member] of this.members) {
        if (name === "constructor" || name === "destructor" || inherited.includes(name)) continue;
        const isAbstract = hasModifier(member, ts.SyntaxKind.AbstractKeyword);
        if (!isAbstract && !this.parts.hierarchy.isOverridden(this.declaration, name)) continue;
        if (member.typeParameters) this.refuseGeneric(member, name);
        else own.push(name);
      }
      this.slots = [...inherited, ...own];
    }
    return this.slots;
  }

  /** A table has one function for each method, and a generic one is many. */
  private refuseGeneric(member: ts.SignatureDeclaration, name: string): void {
    this.parts.errors.add(
      member.name ?? member,
      1176,
      `The method '${name}' has type parameters, so it cannot be abstract or overridden.`,
      "Give the type parameters to the class, or pass what differs as a function.",
    );
  }

  get virtuals(): (string | null)[] {
    this.table ??= this.slotNames.map((name) => {
      const method = this.parts.classes.method(this, name);
      const isAbstract = method && hasModifier(method.instance.declaration, ts.SyntaxKind.AbstractKeyword);
      if (method && !isAbstract) return method.instance.symbol;
      return method && fieldAccessor(this.parts, this, name, method.instance);
    });
    return this.table;
  }

  get destructor(): string | null {
    return this.parts.classes.method(this, "destructor")?.instance.symbol ?? null;
  }
}

/** Whether a value of the type has a struct of the class in it, at any depth. */
function contains(type: Type, info: ClassInfo): boolean {
  if (type.kind === "fixed") return contains(type.element, info);
  return (
    type.kind === "struct" && (type.info === info || type.info.fields.some((f) => contains(f.type, info)))
  );
}

/** What is declared for the checker only has no place in the object. An abstract field has: derived classes set it. */
const isStored = (member: ts.PropertyDeclaration): boolean =>
  !isStaticMember(member) && !hasModifier(member, ts.SyntaxKind.DeclareKeyword);

function collectMembers(declaration: ts.ClassLikeDeclaration): Map<string, ts.SignatureDeclaration> {
  const members = new Map<string, ts.SignatureDeclaration>();
  for (const member of declaration.members) {
    if (isStaticMember(member)) continue;
    if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member) && !ts.isConstructorDeclaration(member))
      continue;
    const name = memberName(member);
    if (name === null) continue;
    // Overloads come before their body.
    if (!members.has(name) || member.body) members.set(name, member);
  }
  return members;
}
