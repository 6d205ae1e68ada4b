/** The classes that the compiler makes: records, object literals, closures, boxes, `Weak<T>` and `Atomic<T>`. */

import type ts from "typescript";
import { BOOL, classType, showType, type ClassInfo, type ClassType, type Type } from "../types.ts";
import type { LiteralClass, LiteralMember } from "./local-objects.ts";
import { LaidOutClass, rootOf, type FieldSpec } from "./declare/laid-out-class.ts";
import { MadeClass, UnmadeClass } from "./declare/made-class.ts";
import { symbolOfType } from "./declare/names.ts";
import type { Parts } from "./declare/parts.ts";
import { showMember } from "./declare/unions.ts";

interface MadeOptions {
  readonly module: string;
  readonly line: number;
  readonly special: "closure" | null;
  readonly base: ClassInfo;
  readonly isStruct: boolean;
}

/** The table of these classes, and what each was made for. */
export class MadeClasses {
  private readonly parts: Parts;
  private readonly made = new Map<string, MadeClass>();
  private readonly literals = new Map<string, LiteralClass>();
  private readonly literalMethods = new Map<ClassInfo, LiteralClass["methods"]>();
  private readonly records = new Map<ClassInfo, ts.Type>();
  private readonly contents = new Map<ClassInfo, Type>();
  private readonly unmade = new Map<ClassInfo, UnmadeClass>();
  private readonly weakTargets = new Map<ClassInfo, Type>();
  private readonly atomicContents = new Map<ClassInfo, Type>();

  constructor(parts: Parts) {
    this.parts = parts;
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
      this.parts.classes.add(info);
    }
    return info;
  }

  /** The same fields in another order are the same class. */
  recordClass(name: string, written: readonly FieldSpec[]): ClassInfo {
    const fields = [...written].sort((a, b) => (a.name < b.name ? -1 : 1));
    const shape = fields
      .map((f) => `${f.isReadonly ? "readonly " : ""}${f.name}:${symbolOfType(f.type)}`)
      .join(";");
    return this.make(`record:${name}{${shape}}`, name, fields);
  }

  /** The class of the objects that a literal with methods makes; the same node and types give the same class. */
  literalClass(key: string, name: string, at: ts.Node, fields: () => readonly FieldSpec[]): LiteralClass {
    let known = this.literals.get(key);
    if (!known) {
      const methods: LiteralClass["methods"] = new Map();
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
      this.parts.classes.add(unmade);
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
      if (root instanceof LaidOutClass) root.isWeakRoot = true;
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

  /** A method of the class of an object literal. */
  literalMethod(info: ClassInfo, name: string): LiteralMember | null {
    return this.literalMethods.get(info)?.get(name) ?? null;
  }
}
