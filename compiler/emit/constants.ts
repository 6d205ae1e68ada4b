/** Constants of one module: scalars, string objects, functions as closures, the contents of globals. */

import type { Operand, StaticData } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import type { Type } from "../types.ts";
import { InternalError, zeroOf } from "./code.ts";
import type { ModuleEmitter } from "./module.ts";
import { escapeBytes, memberOffsets, membersOf, memoryType } from "./types.ts";

/** Counts of objects that are never freed. */
export const IMMORTAL = 1n << 62n;

/** The constants of a module: strings and closures without captures are objects in the image that are never released, one for each. */
export class Constants {
  private readonly module: ModuleEmitter;
  private readonly strings = new Map<string, string>();
  private readonly closures = new Map<string, string>();
  private tables = 0;
  readonly definitions: string[] = [];

  constructor(module: ModuleEmitter) {
    this.module = module;
  }

  /** The text of a constant operand; with `inMemory`, as it is stored. */
  operand(operand: Exclude<Operand, { kind: "var" }>, inMemory: boolean): string {
    switch (operand.kind) {
      case "int":
        return integer(operand.type, operand.value, inMemory);
      case "float":
        return float(operand.value, operand.type);
      case "string":
        return this.string(operand.value);
      case "function":
        return this.closure(operand.symbol, operand.type.parameters.length);
      case "data":
        return this.table(operand.element, operand.items);
      case "zero":
        return zeroOf(operand.type);
    }
  }

  /** An immortal string object. */
  string(text: string): string {
    const known = this.strings.get(text);
    if (known) return known;
    const bytes = new TextEncoder().encode(text);
    const name = `@.string.${this.strings.size}`;
    this.strings.set(text, name);
    const vtable = this.module.stringVtable();
    this.definitions.push(
      `${name} = private constant { ptr, i64, i64, [${bytes.length + 1} x i8] } { ptr ${vtable}, i64 ${IMMORTAL}, ` +
        `i64 ${bytes.length}, [${bytes.length + 1} x i8] c"${escapeBytes(bytes)}\\00" }, align 16`,
    );
    return name;
  }

  /** Constants behind one another. */
  private table(element: Type, items: readonly Operand[]): string {
    const type = memoryType(element);
    const texts = items.map((item) => {
      if (item.kind === "var") throw new InternalError("a variable in static data");
      return `${type} ${this.operand(item, true)}`;
    });
    const name = `@.data.${this.tables++}`;
    this.definitions.push(
      `${name} = private unnamed_addr constant [${items.length} x ${type}] [${texts.join(", ")}], align 16`,
    );
    return name;
  }

  /** An immortal closure object for a function; one that does not take the closure as a parameter gets a thunk. */
  closure(symbol: string, parameterCount: number): string {
    const known = this.closures.get(symbol);
    if (known) return known;
    const name = `@.closure.${this.closures.size}`;
    this.closures.set(symbol, name);
    const code = this.module.closureCode(symbol, parameterCount);
    const vtable = this.module.closureVtable();
    this.definitions.push(
      `${name} = private constant { ptr, i64, ptr } { ptr ${vtable}, i64 ${IMMORTAL}, ptr ${code} }, align 16${this.module.tableAttribute}`,
    );
    return name;
  }

  /** `type value` of static data of a type. */
  data(type: Type, data: StaticData | null): string {
    if (!data || data.kind === "zero") return `${memoryType(type)} zeroinitializer`;
    if (data.kind === "scalar") {
      if (data.value.kind === "var") throw new InternalError("a variable in static data");
      const text = this.operand(data.value, true);
      const members = membersOf(type);
      if (members && text !== "zeroinitializer") throw new InternalError("static data of a compound type");
      return `${memoryType(type)} ${text}`;
    }
    return this.list(type, data.items);
  }

  private list(type: Type, items: readonly StaticData[]): string {
    const parts = partsOf(type, items.length);
    const { size } = layoutOf(type);
    if (type.kind === "fixed" && parts.length === items.length) {
      const element = items.map((item) => this.data(type.element, item));
      const elementType = element[0]?.slice(0, typeLength(element[0])) ?? "i8";
      if (element.every((e) => e.startsWith(`${elementType} `)))
        return `[${items.length} x ${elementType}] [${element.join(", ")}]`;
    }
    // A packed structure with its padding written out.
    const fields: string[] = [];
    let at = 0;
    parts.forEach((part, i) => {
      if (part.offset > at) fields.push(`[${part.offset - at} x i8] zeroinitializer`);
      fields.push(this.data(part.type, items[i] ?? { kind: "zero" }));
      at = part.offset + layoutOf(part.type).size;
    });
    if (at < size) fields.push(`[${size - at} x i8] zeroinitializer`);
    const types = fields.map((f) => f.slice(0, typeLength(f)));
    return `<{ ${types.join(", ")} }> <{ ${fields.join(", ")} }>`;
  }
}

function partsOf(type: Type, count: number): { type: Type; offset: number }[] {
  if (type.kind === "struct") return type.info.fields.map((f) => ({ type: f.type, offset: f.offset }));
  if (type.kind === "fixed") {
    const { size } = layoutOf(type.element);
    return Array.from({ length: Math.max(count, type.count) }, (_, i) => ({
      type: type.element,
      offset: i * size,
    }));
  }
  const members = membersOf(type) ?? [];
  const offsets = memberOffsets(members);
  return members.map((m, i) => ({ type: m, offset: offsets[i]! }));
}

/** How much of `type value` is the type: up to the space at nesting depth 0. */
export function typeLength(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if ("[{(<".includes(c)) depth++;
    else if ("]})>".includes(c)) depth--;
    else if (c === " " && depth === 0) return i;
  }
  return text.length;
}

function integer(type: Type, value: bigint, inMemory: boolean): string {
  if (type.kind === "bool") return inMemory ? (value !== 0n ? "1" : "0") : value !== 0n ? "true" : "false";
  if (type.kind === "int") return BigInt.asIntN(type.bits, value).toString();
  if (type.kind === "float") return float(Number(value), type);
  if (membersOf(type)) {
    if (value === 0n) return "zeroinitializer";
    throw new InternalError("an integer constant of a compound type");
  }
  return value === 0n ? "null" : `inttoptr (i64 ${BigInt.asIntN(64, value)} to ptr)`;
}

function float(value: number, type: Type): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, type.kind === "float" && type.bits === 32 ? Math.fround(value) : value);
  return `0x${view.getBigUint64(0).toString(16).padStart(16, "0").toUpperCase()}`;
}
