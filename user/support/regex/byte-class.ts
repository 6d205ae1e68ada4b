/** Sets of bytes, as bracket expressions and their like describe them (POSIX.1-2017, Base Definitions 9.3.5). */

import { isBlank, isDigit, isLetter, isSpace } from "../ascii.ts";

/** A set of bytes: 256 bits. */
export class ByteClass {
  private readonly words: FixedArray<u64, 4>;

  add(byte: u8): void {
    this.words[u64(byte >> 6)] |= u64(1) << u64(byte & 63);
  }

  addRange(low: u8, high: u8): void {
    for (let byte: u32 = u32(low); byte <= u32(high); byte++) this.add(u8(byte));
  }

  /** Adds the bytes for which the condition holds. */
  addMatching(belongs: (byte: u8) => boolean): void {
    for (let byte: u32 = 0; byte < 256; byte++) {
      if (belongs(u8(byte))) this.add(u8(byte));
    }
  }

  /** Adds the letters between two bytes in the other case. */
  addOtherCases(low: u8, high: u8): void {
    for (let byte: u32 = u32(low); byte <= u32(high); byte++) {
      if (isLetter(u8(byte))) this.add(u8(byte) ^ 32);
    }
  }

  /** Adds the class of a name, as in `[:alpha:]`. Throws an Error when there is none of this name. */
  addNamed(name: string): void {
    switch (name) {
      case "alpha":
        return this.addMatching(isLetter);
      case "digit":
        return this.addMatching(isDigit);
      case "alnum":
        return this.addMatching((byte) => isLetter(byte) || isDigit(byte));
      case "upper":
        return this.addRange(65, 90);
      case "lower":
        return this.addRange(97, 122);
      case "space":
        return this.addMatching(isSpace);
      case "blank":
        return this.addMatching(isBlank);
      case "punct":
        return this.addMatching((byte) => byte > 32 && byte < 127 && !isLetter(byte) && !isDigit(byte));
      case "xdigit":
        return this.addMatching((byte) => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102));
      default:
        throw new Error(`[:${name}:]: there is no such class`);
    }
  }

  invert(): void {
    for (let i = 0; i < 4; i++) this.words[i] = ~this.words[i];
  }

  has(byte: u8): boolean {
    return ((this.words[u64(byte >> 6)] >> u64(byte & 63)) & 1) !== 0;
  }
}

/** The byte, or the small letter of a capital one. */
export function lowerCase(byte: u8): u8 {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
