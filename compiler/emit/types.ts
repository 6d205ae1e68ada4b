/**
 * LLVM's types for values and for memory.
 *
 * Places are addressed by byte offsets that the front end has laid out, so there are no named structure types. Values of
 * more than one word are literal structures, with the members that they have in memory: a boolean is `i1` as a value of its
 * own and `i8` in memory and in structures.
 */

import { layoutOf, roundUp } from "../type-layout.ts";
import { isInline, isPointerLike, type Type } from "../types.ts";

/** The members of a type that is a structure as a value, or null. */
export function membersOf(type: Type): Type[] | null {
  switch (type.kind) {
    case "span":
    case "interface":
      return [WORD_POINTER, type.kind === "span" ? WORD : WORD_POINTER];
    case "tuple":
      return [...type.elements];
    case "nullable":
      if (isPointerLike(type.of) || type.of.kind === "ref") return null;
      if (type.of.kind === "interface") return [WORD_POINTER, WORD_POINTER];
      return [type.of, FLAG];
    default:
      return null;
  }
}

const WORD_POINTER: Type = { kind: "null", key: "null" };
const WORD: Type = { kind: "int", key: "u64", bits: 64, signed: false, brand: null, enumName: null };
const FLAG: Type = { kind: "bool", key: "boolean" };

/** LLVM's type of a value in a register; what lies inline is handed on by its address. */
export function valueType(type: Type): string {
  if (type.kind === "bool") return "i1";
  // The parameter of a function that is never called.
  if (type.kind === "never") return "ptr";
  if (isInline(type)) return "ptr";
  return memoryType(type);
}

/** LLVM's type of a value as a field or element is stored. */
export function memoryType(type: Type): string {
  switch (type.kind) {
    case "void":
    case "never":
      return "void";
    case "bool":
      return "i8";
    case "int":
      return `i${type.bits}`;
    case "float":
      return type.bits === 32 ? "float" : "double";
    case "struct":
    case "fixed":
      return `[${layoutOf(type).size} x i8]`;
    default: {
      const members = membersOf(type);
      return members ? `{ ${members.map(memoryType).join(", ")} }` : "ptr";
    }
  }
}

/** The members with their byte offsets. */
export function memberOffsets(members: readonly Type[]): number[] {
  let offset = 0;
  return members.map((member) => {
    const { size, align } = layoutOf(member);
    offset = roundUp(offset, align);
    const at = offset;
    offset += size;
    return at;
  });
}

/** Parameter and result attributes by which the C convention extends small integers. */
export function extension(type: Type): string {
  if (type.kind === "bool") return "zeroext ";
  if (type.kind === "int" && type.bits < 32) return type.signed ? "signext " : "zeroext ";
  return "";
}

/** A name of LLVM's: quoted where it must be. */
export const symbolName = (symbol: string): string =>
  /^[A-Za-z_.$][\w.$]*$/.test(symbol) ? `@${symbol}` : `@"${symbol}"`;

/** Bytes as the inside of LLVM's c"…". */
export function escapeBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\${byte.toString(16).padStart(2, "0").toUpperCase()}`;
  }
  return text;
}

/** A text, in UTF-8, as it stands between the quotes of an LLVM string. */
export const escapeText = (text: string): string => escapeBytes(new TextEncoder().encode(text));
