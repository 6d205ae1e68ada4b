import { copyBytes, dataOf } from "unsafe";
import { writeDigits } from "./format.ts";
import { bytesOf } from "./string.ts";

/** Bytes that a TextBuffer holds; what does not fit is cut off. */
export const TEXT_BUFFER_SIZE = 512;

/**
 * A line of text made without allocation, for logs and panics: it lies on the stack of its maker.
 *
 *     const line = new TextBuffer();
 *     line.text("page fault at ");
 *     line.hex(address);
 *     write(line.span());
 */
@struct
export class TextBuffer {
  private readonly bytes: FixedArray<u8, 512>;
  private count: usize;

  /** Bytes written so far. */
  get length(): usize {
    return this.count;
  }

  /** Forgets all that was written. */
  clear(): void {
    this.count = 0;
  }

  /** One byte. */
  byte(value: u8): void {
    if (this.count === TEXT_BUFFER_SIZE) return;
    this.bytes[this.count] = value;
    this.count += 1;
  }

  /** A text, as much of it as there is room for. */
  text(value: string): void {
    const room = TEXT_BUFFER_SIZE - this.count;
    const length = bits.min(value.length, room);
    copyBytes(dataOf(this.bytes.span()).add(this.count), bytesOf(value), length);
    this.count += length;
  }

  /** Bytes that may be anything; those that are not printable ASCII appear as dots. */
  untrusted(value: Span<u8>): void {
    for (let i = 0; i < value.length; i++) this.byte(value[i] >= 32 && value[i] < 127 ? value[i] : 46);
  }

  /** A number in the given base, with spaces, or zeros, before it up to the width. */
  number(value: u64, radix: u32 = 10, width: usize = 0, zeros: boolean = false): void {
    const digits = new FixedArray<u8, 64>();
    const length = writeDigits(digits.span(), value, radix);
    for (let i = length; i < width; i++) this.byte(zeros ? 48 : 32);
    for (let i = 64 - length; i < 64; i++) this.byte(digits[i]);
  }

  /** A number in base 10. */
  decimal(value: u64): void {
    this.number(value);
  }

  /** A number in base 10 that may be below 0. */
  signed(value: i64): void {
    if (value < 0) {
      this.byte(45);
      this.number(u64(-value));
    } else {
      this.number(u64(value));
    }
  }

  /** `0x` and lower-case hexadecimal digits. */
  hex(value: u64): void {
    this.text("0x");
    this.number(value, 16);
  }

  /** `0x` and all 16 digits: addresses in columns. */
  address(value: u64): void {
    this.text("0x");
    this.number(value, 16, 16, true);
  }

  /** What was written, for as long as the buffer lives. */
  span(): Span<u8> {
    return this.bytes.span().subspan(0, this.count);
  }
}
