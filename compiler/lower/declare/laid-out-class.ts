/**
 * What all classes and structs have in common: fields, and their places, computed as they are asked for, since classes may
 * mention each other in any order.
 *
 * Field types are needed early, offsets late: which classes have weak references, and so one word more in their objects,
 * is known only when all of the program has been lowered.
 */

import { layoutOf, roundUp } from "../../type-layout.ts";
import type { ClassInfo, Field, Type } from "../../types.ts";

const HEADER_SIZE = 16;
const WORD = 8;

/** A field as it is declared, before it has a place. */
export interface FieldSpec {
  readonly name: string;
  readonly type: Type;
  readonly isReadonly: boolean;
  /** What the compiler has added, without a name in the program. */
  readonly isHidden?: boolean;
}

interface Layout {
  readonly offsets: readonly number[];
  /** Without the padding at the end, where a derived class goes on. */
  readonly end: number;
  readonly size: number;
  readonly align: number;
}

/** Base of the declared classes and those that the compiler makes. */
export abstract class LaidOutClass implements ClassInfo {
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

  private lazyField({ name, type, isReadonly, isHidden }: FieldSpec, index: number): Field {
    const offset = (): number => this.laidOut().offsets[index] ?? 0;
    return {
      name,
      type,
      isReadonly,
      ...(isHidden && { isHidden }),
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

/** The class at the top of the hierarchy. */
export function rootOf(info: ClassInfo): ClassInfo {
  let root = info;
  while (root.base) root = root.base;
  return root;
}
