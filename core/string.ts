/**
 * Strings: the methods of the type `string`.
 *
 * A string is one object: header, u64 length at 16, the bytes from 24, and a 0 byte behind them that is not counted. It
 * never changes after `newString` has given it out and its maker has filled it. The compiler takes `string` and
 * `StringObject` to be the same type.
 */

import { adoptReference, atomicLoad, bitCast, compareBytes, copyBytes, dataOf, isSanitized, objectAddress, pointer, vtableOf, type Ptr } from "unsafe"; // prettier-ignore
import { Errno } from "./errno.ts";
import { hashMemory } from "./hash.ts";
import { allocateUnset, freeMemory } from "./heap.ts";
import { characterLength, decodeCharacter, encodeCharacter, encodedLength, lastCharacter } from "./utf8.ts";
import { isSpace } from "./white-space.ts";

const BYTES_OFFSET = 24;
const LONGEST = 0x7fff_ffff_ffff;

/** The first byte of a string. */
export function bytesOf(text: string): Ptr<u8> {
  return pointer<u8>(objectAddress(text) + BYTES_OFFSET);
}

/**
 * A string of `length` bytes that its maker has yet to set, before anyone else sees it; the 0 byte behind them is there.
 * Throws ENOMEM.
 */
export function newString(length: usize): string {
  if (length > LONGEST) throw Errno.ENOMEM;
  const address = allocateUnset(blockSize(length));
  const words = pointer<u64>(address);
  words[0] = vtableOf<StringObject>();
  words[1] = 1;
  words[2] = length;
  pointer<u8>(address + BYTES_OFFSET)[length] = 0;
  return adoptReference<string>(address);
}

/**
 * Size of the block of a string of `length` bytes: header, length, bytes and the 0 byte, rounded up to a multiple of 16,
 * above 128 to one of four sizes between two powers of two. A string that grows by and by (`appendText`) has room in it
 * often enough that all its moves together copy no more than some times its length.
 */
function blockSize(length: usize): usize {
  const size = BYTES_OFFSET + length + 1;
  // A sanitizer is to find what lies a byte too far.
  if (size <= 128) return isSanitized() ? size : (size + 15) & ~15;
  const step = u64(1) << (61 - bits.leadingZeros(size - 1));
  return (size + step - 1) & ~(step - 1);
}

/**
 * Called when a string's last reference is gone.
 * @export metal_free_string
 */
export function freeString(address: u64): void {
  freeMemory(address, blockSize(pointer<u64>(address)[2]));
}

/**
 * What `to += text` means: `to` with the bytes behind it. Where nobody else has `to`, and its block has the room, it becomes the
 * result itself, so the caller replaces its reference by the result at once. Throws ENOMEM.
 */
export function appendText(to: string, text: string): string {
  if (to.length === 0) return text;
  return appendMemory(to, bytesOf(text), text.length);
}

/** The same for bytes in memory. They may be those of `to` itself. */
export function appendMemory(to: string, from: Ptr<u8>, count: usize): string {
  const words = pointer<u64>(objectAddress(to));
  const length = to.length;
  if (count > LONGEST) throw Errno.ENOMEM;
  const hasRoom = BYTES_OFFSET + length + count + 1 <= blockSize(length);
  if (hasRoom && atomicLoad(words.add(1)) === 1) {
    copyBytes(bytesOf(to).add(length), from, count);
    words[2] = length + count;
    bytesOf(to)[length + count] = 0;
    return to;
  }
  const result = newString(length + count);
  copyBytes(bytesOf(result), bytesOf(to), length);
  copyBytes(bytesOf(result).add(length), from, count);
  return result;
}

/** What `===` on strings means. */
export function stringEquals(a: string, b: string): boolean {
  if (objectAddress(a) === objectAddress(b)) return true;
  if (a.length !== b.length) return false;
  return compareBytes(bytesOf(a), bytesOf(b), a.length) === 0;
}

/** Below, at or above 0 as `a` sorts before, with or after `b`, byte by byte. */
export function stringCompare(a: string, b: string): i32 {
  const order = compareBytes(bytesOf(a), bytesOf(b), bits.min(a.length, b.length));
  if (order !== 0) return order;
  if (a.length === b.length) return 0;
  return a.length < b.length ? -1 : 1;
}

/** A string of `length` bytes copied from memory. Throws ENOMEM. */
export function stringFromMemory(from: Ptr<u8>, length: usize): string {
  const result = newString(length);
  copyBytes(bytesOf(result), from, length);
  return result;
}

/** `String.fromBytes`: copies the bytes. Throws ENOMEM. */
export function stringFromBytes(bytes: Span<u8>): string {
  return stringFromMemory(dataOf(bytes), bytes.length);
}

/** `String.fromCharCode`: the UTF-8 of one code point; U+FFFD for what is none. Throws ENOMEM. */
export function stringFromCharCode(code: u32): string {
  const result = newString(encodedLength(code));
  encodeCharacter(code, bytesOf(result));
  return result;
}

/** First position of `part` in the bytes of `text` at or after `from`, or -1. An empty part is found everywhere, at the end too. */
function find(text: Ptr<u8>, length: usize, part: Ptr<u8>, partLength: usize, from: usize): i64 {
  if (partLength === 0) return i64(bits.min(from, length));
  if (partLength > length || from > length - partLength) return -1;
  const last = length - partLength;
  const first = part[0];
  for (let at = from; at <= last; at++) {
    if (text[at] === first && compareBytes(text.add(at), part, partLength) === 0) return i64(at);
  }
  return -1;
}

/** See `String` in prelude.d.ts for what the methods promise. */
export class StringObject {
  readonly length: usize;

  private data(): Ptr<u8> {
    return pointer<u8>(objectAddress(this) + BYTES_OFFSET);
  }

  byteAt(index: usize): u8 {
    return this.bytes()[index];
  }

  bytes(): Span<u8> {
    return this.data().span(this.length);
  }

  slice(start: usize, end: usize = this.length): string {
    const to = bits.min(end, this.length);
    const from = bits.min(start, to);
    if (from === 0 && to === this.length) return bitCast<string>(this);
    return stringFromMemory(this.data().add(from), to - from);
  }

  substring(start: usize, end: usize = this.length): string {
    return this.slice(bits.min(start, end), bits.max(start, end));
  }

  charAt(index: usize): string {
    return index < this.length ? this.slice(index, this.characterEnd(index)) : "";
  }

  at(index: i64): string | undefined {
    const position = index < 0 ? index + i64(this.length) : index;
    if (position < 0 || position >= i64(this.length)) return undefined;
    return this.charAt(u64(position));
  }

  charCodeAt(index: usize): u32 {
    assert(index < this.length, "charCodeAt: the index is not below the string's length");
    return decodeCharacter(this.bytes().subspan(index));
  }

  codePointAt(index: usize): u32 | undefined {
    return index < this.length ? decodeCharacter(this.bytes().subspan(index)) : undefined;
  }

  startsWith(prefix: string, from: usize = 0): boolean {
    return this.hasAt(bits.min(from, this.length), prefix);
  }

  endsWith(suffix: string, end: usize = this.length): boolean {
    const stop = bits.min(end, this.length);
    return suffix.length <= stop && this.hasAt(stop - suffix.length, suffix);
  }

  /** Whether the part stands at an index, which is not above the length. */
  private hasAt(index: usize, part: string): boolean {
    if (part.length > this.length - index) return false;
    return compareBytes(this.data().add(index), bytesOf(part), part.length) === 0;
  }

  includes(part: string, from: usize = 0): boolean {
    return this.indexOf(part, from) >= 0;
  }

  indexOf(part: string, from: usize = 0): i64 {
    return find(this.data(), this.length, bytesOf(part), part.length, from);
  }

  lastIndexOf(part: string, from: usize = this.length): i64 {
    if (part.length > this.length) return -1;
    const text = this.data();
    let at = bits.min(from, this.length - part.length) + 1;
    while (at > 0) {
      at -= 1;
      if (compareBytes(text.add(at), bytesOf(part), part.length) === 0) return i64(at);
    }
    return -1;
  }

  split(separator: string, limit: usize = LONGEST): string[] {
    const pieces: string[] = [];
    if (separator.length === 0) {
      for (let i = 0; i < this.length && i < limit; i++) pieces.push(this.slice(i, i + 1));
      return pieces;
    }
    let start: usize = 0;
    while (pieces.length < limit) {
      const at = this.indexOf(separator, start);
      if (at < 0) {
        pieces.push(this.slice(start));
        break;
      }
      pieces.push(this.slice(start, u64(at)));
      start = u64(at) + separator.length;
    }
    return pieces;
  }

  trim(): string {
    return this.slice(this.firstInk(), this.lastInk());
  }

  trimStart(): string {
    return this.slice(this.firstInk());
  }

  trimEnd(): string {
    return this.slice(0, this.lastInk());
  }

  /** Index of the first character that is not white space; the length if there is none. */
  private firstInk(): usize {
    const bytes = this.bytes();
    let at: usize = 0;
    while (at < bytes.length && isSpace(decodeCharacter(bytes.subspan(at)))) at = this.characterEnd(at);
    return at;
  }

  /** Index behind the last character that is not white space; 0 if there is none. */
  private lastInk(): usize {
    const bytes = this.bytes();
    let end = bytes.length;
    while (end > 0) {
      const start = lastCharacter(bytes.subspan(0, end));
      if (!isSpace(decodeCharacter(bytes.subspan(start, end)))) break;
      end = start;
    }
    return end;
  }

  concat(...others: string[]): string {
    let result = bitCast<string>(this);
    for (const other of others) result += other;
    return result;
  }

  repeat(count: usize): string {
    if (bits.multiplyOverflows(this.length, count)) throw Errno.ENOMEM;
    const result = newString(this.length * count);
    let to = bytesOf(result);
    for (let i = 0; i < count; i++) {
      copyBytes(to, this.data(), this.length);
      to = to.add(this.length);
    }
    return result;
  }

  padStart(length: usize, fill: string = " "): string {
    if (length <= this.length || fill.length === 0) return bitCast<string>(this);
    const result = newString(length);
    const gap = length - this.length;
    fillWith(bytesOf(result), gap, fill);
    copyBytes(bytesOf(result).add(gap), this.data(), this.length);
    return result;
  }

  padEnd(length: usize, fill: string = " "): string {
    if (length <= this.length || fill.length === 0) return bitCast<string>(this);
    const result = newString(length);
    copyBytes(bytesOf(result), this.data(), this.length);
    fillWith(bytesOf(result).add(this.length), length - this.length, fill);
    return result;
  }

  /** Only the letters of ASCII change; other characters stay as they are. */
  toLowerCase(): string {
    const result = newString(this.length);
    const from = this.data();
    const to = bytesOf(result);
    for (let i = 0; i < this.length; i++) {
      const byte = from[i];
      to[i] = byte >= 65 && byte <= 90 ? byte + 32 : byte;
    }
    return result;
  }

  /** Only the letters of ASCII change; other characters stay as they are. */
  toUpperCase(): string {
    const result = newString(this.length);
    const from = this.data();
    const to = bytesOf(result);
    for (let i = 0; i < this.length; i++) {
      const byte = from[i];
      to[i] = byte >= 97 && byte <= 122 ? byte - 32 : byte;
    }
    return result;
  }

  replace(part: string, by: string): string {
    const at = this.indexOf(part);
    if (at < 0) return bitCast<string>(this);
    return `${this.slice(0, u64(at))}${by}${this.slice(u64(at) + part.length)}`;
  }

  replaceAll(part: string, by: string): string {
    if (part.length === 0) return this.betweenCharacters(by);
    let found: usize = 0;
    let at = this.indexOf(part);
    while (at >= 0) {
      found += 1;
      at = this.indexOf(part, u64(at) + part.length);
    }
    if (found === 0) return bitCast<string>(this);
    if (bits.multiplyOverflows(found, by.length)) throw Errno.ENOMEM;
    const result = newString(this.length - found * part.length + found * by.length);
    let to = bytesOf(result);
    let start: usize = 0;
    for (let i = 0; i < found; i++) {
      const end = u64(this.indexOf(part, start));
      copyBytes(to, this.data().add(start), end - start);
      copyBytes(to.add(end - start), bytesOf(by), by.length);
      to = to.add(end - start + by.length);
      start = end + part.length;
    }
    copyBytes(to, this.data().add(start), this.length - start);
    return result;
  }

  /** The text with another before, between and behind its characters. */
  private betweenCharacters(by: string): string {
    let result = by;
    for (let at: usize = 0; at < this.length; at = this.characterEnd(at)) result += this.charAt(at) + by;
    return result;
  }

  /** function toString() { [native code] } */
  toString(): string {
    return bitCast<string>(this);
  }

  compare(other: string): i32 {
    return stringCompare(bitCast<string>(this), other);
  }

  hash(): u64 {
    return hashMemory(this.data(), this.length);
  }

  /** For what takes any `Iterable`: loops over a string go by the bytes at which characters begin. */
  [Symbol.iterator](): Iterator<string> {
    let at: usize = 0;
    return {
      next: () => {
        const character = this.charAt(at);
        at += character.length;
        return character === "" ? { done: true, value: undefined } : { done: false, value: character };
      },
    };
  }

  /** Index behind the character that begins at `index` (below the length): `for…of` over a string goes by this. */
  characterEnd(index: usize): usize {
    return index + characterLength(this.bytes().subspan(index));
  }
}

/** Fills `count` bytes with repetitions of `fill`. */
function fillWith(to: Ptr<u8>, count: usize, fill: string): void {
  let at: usize = 0;
  while (at < count) {
    const piece = bits.min(fill.length, count - at);
    copyBytes(to.add(at), bytesOf(fill), piece);
    at += piece;
  }
}
