/** Classes that no source declares. */

import type { ClassInfo, Field } from "../../types.ts";
import { LaidOutClass, type FieldSpec } from "./laid-out-class.ts";

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
