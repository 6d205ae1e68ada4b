/**
 * Brands: `type PhysAddr = u64 & { readonly __addr?: "phys" }`. The checker may lose the alias on the way, so a brand is
 * known by its property and literal, and shown by the name of the alias that introduced it.
 */

import ts from "typescript";
import type { Parts } from "./parts.ts";

const BASES = /^[ui](8|16|32|64)$|^f(32|64)$/;

/** Tells the prelude's flavoured numbers, and brands of one's own, from other types of the checker. */
export class Brands {
  private readonly parts: Parts;
  private names: Map<string, string> | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The machine type and the brand of a flavoured number; null for anything else. */
  read(type: ts.Type): { base: string; brand: string | null } | null {
    let base: string | null = null;
    let brand: string | null = null;
    for (const property of type.getProperties()) {
      if (!property.name.startsWith("__")) continue;
      const literal = this.literal(property);
      if (literal === null) continue;
      if (property.name === "__int" && BASES.test(literal)) base = literal;
      else if (property.name !== "__int") brand = this.nameOf(`${property.name}=${literal}`);
    }
    return base ? { base, brand } : null;
  }

  private literal(property: ts.Symbol): string | null {
    const type = this.parts.checker.getTypeOfSymbol(property);
    const literals = (type.isUnion() ? type.types : [type]).filter((t) => t.isStringLiteral());
    return literals.length === 1 ? literals[0]!.value : null;
  }

  /** `__addr=phys.PhysAddr`: unique by the property, readable by its end. */
  private nameOf(key: string): string {
    this.names ??= this.collect();
    return `${key}.${this.names.get(key) ?? key.slice(key.indexOf("=") + 1)}`;
  }

  private collect(): Map<string, string> {
    const names = new Map<string, string>();
    for (const file of this.parts.loaded.files) {
      for (const statement of file.statements) {
        if (!ts.isTypeAliasDeclaration(statement) || !ts.isIntersectionTypeNode(statement.type)) continue;
        for (const part of statement.type.types) {
          const member = ts.isTypeLiteralNode(part) ? part.members[0] : null;
          if (!member || !ts.isPropertySignature(member) || !member.type) continue;
          const literal = ts.isLiteralTypeNode(member.type) ? member.type.literal : null;
          if (!literal || !ts.isStringLiteral(literal)) continue;
          const key = `${member.name.getText()}=${literal.text}`;
          if (!names.has(key)) names.set(key, statement.name.text);
        }
      }
    }
    return names;
  }
}
