import { Errno } from "../errno.ts";
import { errnoOf } from "../error.ts";
import { StringBuilder } from "../string-builder.ts";
import { read, writeAll } from "./file.ts";

const BUFFER_SIZE = 4096;
const NEWLINE = 10;

/** Reads lines, or single bytes, from a descriptor by way of a buffer. */
export class Reader {
  private readonly descriptor: i32;
  private readonly buffer: FixedArray<u8, 4096>;
  private at: usize = 0;
  private end: usize = 0;

  constructor(descriptor: i32) {
    this.descriptor = descriptor;
  }

  /** Fills the empty buffer; false at the end of the input. */
  private fill(): boolean {
    this.at = 0;
    this.end = 0;
    while (true) {
      try {
        this.end = read(this.descriptor, this.buffer.span());
        return this.end > 0;
      } catch (error) {
        if (errnoOf(error) !== i32(Errno.EINTR)) throw error;
      }
    }
  }

  /** The next byte, or -1 at the end of the input. */
  readByte(): i32 {
    if (this.at === this.end && !this.fill()) return -1;
    const byte = this.buffer[this.at];
    this.at += 1;
    return i32(byte);
  }

  /** Up to the span's length of bytes; 0 at the end of the input. */
  readBytes(into: Span<u8>): usize {
    if (this.at === this.end && !this.fill()) return 0;
    const count = bits.min(into.length, this.end - this.at);
    into.copyFrom(this.buffer.span().subspan(this.at, this.at + count));
    this.at += count;
    return count;
  }

  /** The next line without its end, or null when there is none. A last line needs no end. */
  readLine(): string | null {
    if (this.at === this.end && !this.fill()) return null;
    const line = new StringBuilder();
    while (true) {
      const part = this.buffer.span().subspan(this.at, this.end);
      const length = part.indexOf(NEWLINE);
      if (length >= 0) {
        line.appendBytes(part.subspan(0, u64(length)));
        this.at += u64(length) + 1;
        return line.toString();
      }
      line.appendBytes(part);
      if (!this.fill()) return line.toString();
    }
  }

  /** Whether there is no more to read. Waits for input when it cannot tell. */
  get isAtEnd(): boolean {
    return this.at === this.end && !this.fill();
  }
}

/** Collects output and writes it in large pieces. Nothing is written by itself at the end: call `flush`. */
export class Writer {
  private readonly descriptor: i32;
  private readonly buffer: FixedArray<u8, 4096>;
  private length: usize = 0;

  constructor(descriptor: i32) {
    this.descriptor = descriptor;
  }

  /** Writes what is in the buffer. Throws what write(2) gives; the buffer is empty then too. */
  flush(): void {
    const length = this.length;
    this.length = 0;
    if (length > 0) writeAll(this.descriptor, this.buffer.span().subspan(0, length));
  }

  /** Writes bytes, at the latest with the next `flush`. This and the methods below throw what write(2) gives when the buffer is full. */
  bytes(bytes: Span<u8>): void {
    if (bytes.length > BUFFER_SIZE - this.length) this.flush();
    if (bytes.length > BUFFER_SIZE) {
      writeAll(this.descriptor, bytes);
      return;
    }
    this.buffer.span().subspan(this.length).copyFrom(bytes);
    this.length += bytes.length;
  }

  /** Writes a text. */
  text(text: string): void {
    this.bytes(text.bytes());
  }

  /** A text and a line end. */
  line(text: string): void {
    this.bytes(text.bytes());
    this.byte(NEWLINE);
  }

  /** Writes one byte. */
  byte(byte: u8): void {
    if (this.length === BUFFER_SIZE) this.flush();
    this.buffer[this.length] = byte;
    this.length += 1;
  }
}
