/** The types of the language as DWARF types. */

import { layoutOf } from "../type-layout.ts";
import { showType, type ClassInfo, type Type } from "../types.ts";
import type { Metadata } from "./metadata.ts";
import { escapeText, memberOffsets, membersOf } from "./types.ts";

interface Member {
  readonly name: string;
  readonly type: number;
  readonly size: number;
  readonly offset: number;
}

/** Types as a debugger is told them, each described once in a module. */
export class DebugTypes {
  private readonly metadata: Metadata;
  /** The module that is being emitted. */
  private readonly path: string;
  private readonly fileOf: (path: string) => number;
  private readonly known = new Map<string, number>();

  constructor(metadata: Metadata, path: string, fileOf: (path: string) => number) {
    this.metadata = metadata;
    this.path = path;
    this.fileOf = fileOf;
  }

  /** The number of the node that describes a type, made at its first use. */
  node(type: Type): number {
    const key = type.kind === "ref" ? `ref ${type.to.key}` : type.key;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    return this.make(type, key);
  }

  private make(type: Type, key: string): number {
    switch (type.kind) {
      case "bool":
        return this.keep(key, `!DIBasicType(name: "boolean", size: 8, encoding: DW_ATE_boolean)`);
      case "int":
        return this.keep(key, integer(showType(type), type.bits, type.signed));
      case "float":
        return this.keep(
          key,
          `!DIBasicType(name: "${type.key}", size: ${type.bits}, encoding: DW_ATE_float)`,
        );
      case "pointer":
        return this.keep(key, pointerTo(this.node(type.element)));
      case "ref":
        return this.keep(key, pointerTo(this.node(type.to)));
      case "class":
        return this.reference(key, type.info);
      case "struct":
        return this.composite(key, type.info);
      case "fixed":
        return this.fixed(key, type.element, type.count);
      case "nullable":
        if (!membersOf(type)) return this.alias(key, type.of);
        break;
    }
    const members = membersOf(type);
    if (!members) return this.keep(key, pointerTo(null, showType(type)));
    return this.structure(key, type, members);
  }

  private alias(key: string, type: Type): number {
    const id = this.node(type);
    this.known.set(key, id);
    return id;
  }

  private keep(key: string, text: string): number {
    const id = this.metadata.node(text);
    this.known.set(key, id);
    return id;
  }

  private structure(key: string, type: Type, members: readonly Type[]): number {
    const id = this.metadata.reserve();
    this.known.set(key, id);
    const offsets = memberOffsets(members);
    const names = memberNames(type);
    const parts = members.map((m, i): Member => {
      const isData = type.kind === "span" && i === 0;
      const node = isData ? this.metadata.node(pointerTo(this.node(type.element))) : this.node(m);
      return { name: names[i] ?? `${i}`, type: node, size: layoutOf(m).size, offset: offsets[i]! };
    });
    this.defineComposite(id, showType(type), layoutOf(type).size, parts, "");
    return id;
  }

  private fixed(key: string, element: Type, count: number): number {
    const range = this.metadata.node(`!DISubrange(count: ${count})`);
    const ranges = this.metadata.node(`!{!${range}}`);
    const size = layoutOf(element).size * count * 8;
    return this.keep(
      key,
      `!DICompositeType(tag: DW_TAG_array_type, baseType: !${this.node(element)}, size: ${size}, elements: !${ranges})`,
    );
  }

  /** A counted reference: a pointer to the class. */
  private reference(key: string, info: ClassInfo): number {
    const id = this.metadata.reserve();
    this.known.set(key, id);
    this.metadata.define(id, pointerTo(this.composite(`object ${info.symbol}`, info)));
    return id;
  }

  private composite(key: string, info: ClassInfo): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = this.metadata.reserve();
    this.known.set(key, id);
    const parts = info.fields.map((f): Member => ({
      name: f.name,
      type: this.node(f.type),
      size: layoutOf(f.type).size,
      offset: f.offset,
    }));
    this.defineComposite(id, info.name, info.size, parts, this.placeOf(info));
    return id;
  }

  /** Its own module says on which line a class begins. If others did too, they would change whenever that line moves. */
  private placeOf(info: ClassInfo): string {
    const line = info.module === this.path ? `, line: ${info.line}` : "";
    return `file: !${this.fileOf(info.module)}${line}, `;
  }

  private defineComposite(
    id: number,
    name: string,
    size: number,
    members: readonly Member[],
    where: string,
  ): void {
    const nodes = members.map((m) =>
      this.metadata.add(
        `!DIDerivedType(tag: DW_TAG_member, name: "${escapeText(m.name)}", scope: !${id}, baseType: !${m.type}, size: ${m.size * 8}, offset: ${m.offset * 8})`,
      ),
    );
    const elements = this.metadata.add(`!{${nodes.map((n) => `!${n}`).join(", ")}}`);
    this.metadata.define(
      id,
      `distinct !DICompositeType(tag: DW_TAG_structure_type, name: "${escapeText(name)}", ${where}size: ${size * 8}, elements: !${elements})`,
    );
  }
}

function memberNames(type: Type): string[] {
  if (type.kind === "span") return ["data", "length"];
  if (type.kind === "interface") return ["object", "methods"];
  if (type.kind === "nullable")
    return type.of.kind === "interface" ? ["object", "methods"] : ["value", "present"];
  return [];
}

function integer(name: string, bits: number, signed: boolean): string {
  return `!DIBasicType(name: "${escapeText(name)}", size: ${bits}, encoding: ${signed ? "DW_ATE_signed" : "DW_ATE_unsigned"})`;
}

const pointerTo = (node: number | null, name = ""): string =>
  `!DIDerivedType(tag: DW_TAG_pointer_type, ${name ? `name: "${escapeText(name)}", ` : ""}baseType: ${node === null ? "null" : `!${node}`}, size: 64)`;
