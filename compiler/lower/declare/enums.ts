/** Enums: integers of their own (or strings), with values taken from the source text, exactly. */

import ts from "typescript";
import { I32, I64, U32, U64, intType, type IntType, type Type } from "../../types.ts";
import { moduleName, nameText } from "./names.ts";
import type { Parts } from "./parts.ts";

interface EnumInfo {
  readonly type: Type;
  readonly values: ReadonlyMap<string, bigint | string>;
}

/** The enums of the program: their types and the values of their members. */
export class Enums {
  private readonly parts: Parts;
  private readonly known = new Map<ts.Symbol, EnumInfo>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The type of an enum by its symbol. */
  type(symbol: ts.Symbol): Type {
    return this.info(symbol).type;
  }

  /** The type and the value of a member. */
  member(member: ts.EnumMember): { type: Type; value: bigint | string } {
    const symbol = this.parts.checker.getSymbolAtLocation(member.parent.name);
    const name = nameText(member.name);
    if (!symbol || name === null) return { type: U32, value: 0n };
    const { type, values } = this.info(symbol);
    return { type, value: values.get(name) ?? 0n };
  }

  private info(symbol: ts.Symbol): EnumInfo {
    let info = this.known.get(symbol);
    if (!info) {
      // Members may mention earlier ones: those find the values so far.
      const values = new Map<string, bigint | string>();
      this.known.set(symbol, { type: U32, values });
      this.evaluate(symbol, values);
      info = { type: this.typeFor(symbol, values), values };
      this.known.set(symbol, info);
    }
    return info;
  }

  private evaluate(symbol: ts.Symbol, values: Map<string, bigint | string>): void {
    for (const declaration of symbol.declarations ?? []) {
      if (!ts.isEnumDeclaration(declaration)) continue;
      let next: bigint | null = 0n;
      for (const member of declaration.members) {
        const name = nameText(member.name);
        if (name === null) continue;
        const value: bigint | string | null = member.initializer ? this.initial(member.initializer) : next;
        if (value === null) {
          this.parts.errors.add(
            member,
            1110,
            `The value of the enum member '${name}' is not a constant.`,
            "Write a literal or an expression of literals, constants and earlier members.",
          );
        }
        values.set(name, value ?? 0n);
        next = typeof value === "bigint" ? value + 1n : null;
      }
    }
  }

  private initial(node: ts.Expression): bigint | string | null {
    const value = this.parts.constants.fold(node, new Map())?.value;
    return typeof value === "bigint" || typeof value === "string" ? value : null;
  }

  private typeFor(symbol: ts.Symbol, values: ReadonlyMap<string, bigint | string>): Type {
    const all = [...values.values()];
    const numbers = all.filter((value) => typeof value === "bigint");
    const declaration = symbol.declarations?.find(ts.isEnumDeclaration);
    if (!declaration || (all.length > 0 && numbers.length === 0)) return this.parts.core.stringType();
    if (numbers.length < all.length) {
      this.parts.errors.add(declaration.name, 1111, `The enum '${symbol.name}' mixes numbers and strings.`);
    }
    const { bits, signed } = this.underlying(declaration, numbers);
    const path = moduleName(this.parts.loaded.pathOf(declaration.getSourceFile()));
    return intType(bits, signed, null, `${path}:${symbol.name}`);
  }

  private underlying(declaration: ts.EnumDeclaration, values: readonly bigint[]): IntType {
    const lowest = values.reduce((a, b) => (b < a ? b : a), 0n);
    const highest = values.reduce((a, b) => (b > a ? b : a), 0n);
    if (lowest < 0n) {
      if (lowest >= -(2n ** 31n) && highest < 2n ** 31n) return I32;
      if (lowest >= -(2n ** 63n) && highest < 2n ** 63n) return I64;
    } else {
      if (highest < 2n ** 32n) return U32;
      if (highest < 2n ** 64n) return U64;
    }
    this.parts.errors.add(
      declaration.name,
      1112,
      `No integer of 64 bits holds all values of '${declaration.name.text}'.`,
    );
    return U64;
  }
}
