import { copyBytes, dataOf, fillBytes, arrayData } from "unsafe";
import { stringFromBytes } from "./string.ts";
import { bytesOf } from "./string.ts";

/** Text that grows at its end, in time proportional to what is added. */
export class StringBuilder {
  private readonly bytes: u8[] = [];

  /** Bytes so far. */
  get length(): usize {
    return this.bytes.length;
  }

  /** Adds a string. Throws ENOMEM. */
  append(text: string): void {
    const at = this.bytes.length;
    this.bytes.extend(text.length);
    copyBytes(arrayData(this.bytes).add(at), bytesOf(text), text.length);
  }

  /** Adds bytes. Throws ENOMEM. */
  appendBytes(bytes: Span<u8>): void {
    const at = this.bytes.length;
    this.bytes.extend(bytes.length);
    copyBytes(arrayData(this.bytes).add(at), dataOf(bytes), bytes.length);
  }

  /** Adds one byte. Throws ENOMEM. */
  appendByte(byte: u8): void {
    this.bytes.push(byte);
  }

  /** Adds a byte a number of times. Throws ENOMEM. */
  appendRepeated(byte: u8, count: usize): void {
    const at = this.bytes.length;
    this.bytes.extend(count);
    fillBytes(arrayData(this.bytes).add(at), byte, count);
  }

  /** Forgets all but the first `length` bytes; panics when there are not so many. */
  truncate(length: usize): void {
    this.bytes.length = length;
  }

  /** Forgets all bytes, and keeps the room that they took. */
  clear(): void {
    this.bytes.clear();
  }

  /** The bytes so far, until the next change. */
  span(): Span<u8> {
    return this.bytes.span();
  }

  /** The text so far. Throws ENOMEM. */
  toString(): string {
    return stringFromBytes(this.bytes.span());
  }
}
