/**
 * One class or struct after monomorphisation, computed as it is asked for: classes may mention each other in any order.
 *
 * Field types are needed early, offsets late: which classes have weak references, and so one word more in their objects,
 * is known only when all of the program has been lowered.
 */

import ts from "typescript";
import { NEVER, layoutOf, roundUp, type ClassInfo, type Field, type Type } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import { extend } from "../instances.ts";
import { rootOf } from "../classes.ts";
import { fieldAccessor } from "./field-accessors.ts";
import { hasModifier, isStaticMember, memberName } from "./names.ts";
import type { Parts } from "./parts.ts";

const HEADER_SIZE = 16;
const WORD = 8;

export interface FieldSpec {
  readonly name: string;
  readonly type: Type;
  readonly isReadonly: boolean;
}

interface Layout {
  readonly offsets: readonly number[];
  /** Without the padding at the end, where a derived class goes on. */
  readonly end: number;
  readonly size: number;
  readonly align: number;
}

/** What declared classes and those of the compiler's have in common. */
abstract class LaidOutClass implements ClassInfo {
  readonly name: string;
  readonly symbol: string;
  abstract readonly module: string;
  abstract readonly line: number;
  abstract readonly isStruct: boolean;
  abstract readonly packed: boolean;
  abstract readonly base: ClassInfo | null;
  abstract readonly special: ClassInfo["special"];
  abstract readonly element: Type | null;
  abstract readonly virtuals: (string | null)[];
  abstract readonly destructor: string | null;
  readonly subclasses: ClassInfo[] = [];
  isWeakRoot = false;
  firstId = 0;
  lastId = 0;
  /** Stated by `@align`. */
  protected minimumAlign = 1;
  private layout: Layout | null = null;
  private isLaying = false;
  private list: Field[] | null = null;

  constructor(name: string, symbol: string) {
    this.name = name;
    this.symbol = symbol;
  }

  protected abstract ownFields(): readonly FieldSpec[];

  get weak(): boolean {
    const root = rootOf(this);
    return root instanceof LaidOutClass && root.isWeakRoot;
  }

  get fields(): Field[] {
    if (!this.list) {
      const inherited = this.base?.fields ?? [];
      // A class that contains itself finds what is there so far, and reports it when it is laid out.
      this.list = [...inherited];
      const own = this.ownFields().map((spec, i) => this.lazyField(spec, inherited.length + i));
      this.list = [...inherited, ...own];
    }
    return this.list;
  }

  private lazyField({ name, type, isReadonly }: FieldSpec, index: number): Field {
    const offset = (): number => this.laidOut().offsets[index] ?? 0;
    return {
      name,
      type,
      isReadonly,
      get offset() {
        return offset();
      },
    };
  }

  get size(): number {
    return this.laidOut().size;
  }

  get align(): number {
    return this.laidOut().align;
  }

  laidOut(): Layout {
    if (this.layout) return this.layout;
    // A struct that contains itself was reported when its fields were found.
    if (this.isLaying) return { offsets: [], end: 0, size: 0, align: 1 };
    this.isLaying = true;
    const { fields, base } = this;
    const below = base instanceof LaidOutClass ? base.laidOut() : null;
    let end = below ? below.end : this.firstOffset();
    let align = Math.max(below?.align ?? (this.isStruct ? 1 : WORD), this.minimumAlign);
    const offsets = [...(below?.offsets ?? [])];
    for (const field of fields.slice(offsets.length)) {
      const own = layoutOf(field.type);
      const at = this.packed ? end : roundUp(end, own.align);
      offsets.push(at);
      end = at + own.size;
      if (!this.packed) align = Math.max(align, own.align);
    }
    this.isLaying = false;
    this.layout = { offsets, end, size: roundUp(end, align), align };
    return this.layout;
  }

  private firstOffset(): number {
    if (this.isStruct) return 0;
    const isClosure = this.special === "closure";
    return HEADER_SIZE + (isClosure || this.weak ? WORD : 0);
  }
}

/** Records, closures, boxes, `Weak<T>` and `Atomic<T>`. */
export class MadeClass extends LaidOutClass {
  readonly module: string;
  readonly line: number;
  readonly special: "closure" | null;
  readonly packed = false;
  readonly element = null;
  readonly virtuals: (string | null)[] = [];
  readonly destructor = null;
  base: ClassInfo | null = null;
  isStruct = false;
  private readonly specs: readonly FieldSpec[] | (() => readonly FieldSpec[]);

  constructor(
    about: { name: string; symbol: string; module: string; line: number; special: "closure" | null },
    specs: readonly FieldSpec[] | (() => readonly FieldSpec[]),
  ) {
    super(about.name, about.symbol);
    this.module = about.module;
    this.line = about.line;
    this.special = about.special;
    this.specs = specs;
  }

  protected override ownFields(): readonly FieldSpec[] {
    return typeof this.specs === "function" ? this.specs() : this.specs;
  }
}

/** A class as it is laid out, without its destructor and without a place in the hierarchy. */
export class UnmadeClass extends LaidOutClass {
  readonly module: string;
  readonly line: number;
  readonly isStruct = false;
  readonly packed = false;
  readonly base = null;
  readonly special = null;
  readonly element = null;
  readonly destructor = null;
  private readonly made: ClassInfo;

  constructor(made: ClassInfo, symbol: string) {
    super(made.name, symbol);
    this.made = made;
    this.module = made.module;
    this.line = made.line;
  }

  protected override ownFields(): readonly FieldSpec[] {
    return this.made.fields;
  }

  override get weak(): boolean {
    return this.made.weak;
  }

  override get size(): number {
    return this.made.size;
  }

  /** Where the class itself has them: those of its base classes come first there, without padding. */
  override get fields(): Field[] {
    return this.made.fields;
  }

  /** Who has kept a reference from the constructor may still call methods. */
  get virtuals(): (string | null)[] {
    return this.made.virtuals;
  }
}

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
    { name, symbol }: { name: string; symbol: string },
  ) {
    super(name, symbol);
    this.parts = parts;
    this.declaration = declaration;
    this.typeArguments = typeArguments;
    this.environment = extend(new Map(), parts.checker, declaration.typeParameters, typeArguments);
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
    return specs;
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

/** A decorator of the prelude on a class or field: `@struct`, `@size(16)`. */
export function decorator(node: ts.Node, name: string): ts.Expression | null {
  if (!ts.canHaveDecorators(node)) return null;
  for (const { expression } of ts.getDecorators(node) ?? []) {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    if (ts.isIdentifier(callee) && callee.text === name) return expression;
  }
  return null;
}

export function decoratorArgument(parts: Parts, node: ts.Node, name: string): number | null {
  const expression = decorator(node, name);
  if (!expression || !ts.isCallExpression(expression)) return null;
  const argument = expression.arguments[0];
  const value = argument && parts.constants.fold(argument, new Map())?.value;
  if (typeof value === "bigint" && value >= 0n && value <= 0xffff_ffffn) return Number(value);
  parts.errors.add(expression, 1351, `'@${name}' needs a constant number of bytes.`);
  return null;
}
