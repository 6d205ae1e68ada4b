import { ControlCharacter, InputFlags, LocalFlags, type Termios } from "./termios.ts";

const SIZE: u64 = 4096;
/** Longest line: one less than the queue, as on Linux, so that its end always fits. */
const MOST: u64 = SIZE - 1;

/** A mark on a byte in the queue: a read of a line ends with it. */
const LINE_END: u16 = 0x100;
/** The byte is the end-of-file character: it ends a read, but is not read itself. */
const END_OF_FILE: u16 = 0x200;

/**
 * What was typed and not read yet. In canonical mode the last line can still be edited (`start` … `lineStart` is ready for readers, up to `end` is
 * the line being typed); in raw mode everything is ready at once. The terminal's lock guards it.
 */
export class InputQueue {
  private readonly entries = new FixedArray<u16, 4096>();
  private start: u64 = 0;
  private lineStart: u64 = 0;
  private end: u64 = 0;

  /** Bytes that are ready. */
  get ready(): u64 {
    return this.lineStart - this.start;
  }

  /** Bytes of the line being typed. */
  get lineLength(): u64 {
    return this.end - this.lineStart;
  }

  get isFull(): boolean {
    return this.end - this.start >= MOST;
  }

  /** A byte of the line being typed, by its index in it. */
  lineByte(index: u64): u8 {
    return u8(this.entries[(this.lineStart + index) & (SIZE - 1)]);
  }

  /** Adds to the line being typed. */
  add(byte: u8): void {
    this.entries[this.end & (SIZE - 1)] = u16(byte);
    this.end += 1;
  }

  /** Takes back the last bytes of the line being typed. */
  erase(count: u64): void {
    this.end -= bits.min(count, this.lineLength);
  }

  /** Ends the line being typed with a byte, or with nothing (end of file): it is ready. */
  endLine(byte: u8, isEndOfFile: boolean): void {
    this.entries[this.end & (SIZE - 1)] = u16(byte) | LINE_END | (isEndOfFile ? END_OF_FILE : 0);
    this.end += 1;
    this.lineStart = this.end;
  }

  /** What was typed is ready as it is (raw mode). */
  publish(): void {
    this.lineStart = this.end;
  }

  /** Canonical mode begins: what is there already counts as a line. */
  markLine(): void {
    this.publish();
    if (this.end > this.start) this.entries[(this.end - 1) & (SIZE - 1)] |= LINE_END;
  }

  clear(): void {
    this.start = this.end;
    this.lineStart = this.end;
  }

  /**
   * Takes ready bytes into `to`: at most one line if `isCanonical`. Returns how many; `hasEnded` says whether a line's end was among what was taken.
   */
  take(to: Span<u8>, isCanonical: boolean): Taken {
    const taken = new Taken();
    while (taken.count < to.length && this.start < this.lineStart) {
      const entry = this.entries[this.start & (SIZE - 1)];
      this.start += 1;
      if (!isCanonical || (entry & END_OF_FILE) === 0) {
        to[taken.count] = u8(entry);
        taken.count += 1;
      }
      if (isCanonical && (entry & LINE_END) !== 0) {
        taken.hasEnded = true;
        return taken;
      }
    }
    // An end of file right behind a full buffer belongs to this read: else the next one would report it again.
    if (isCanonical && taken.count > 0 && this.start < this.lineStart) {
      if ((this.entries[this.start & (SIZE - 1)] & END_OF_FILE) !== 0) this.start += 1;
    }
    return taken;
  }

  /** Bytes to erase for one character at the end of the line: more than one in UTF-8. */
  lastCharacterLength(settings: Termios): u64 {
    const length = this.lineLength;
    if ((settings.input & InputFlags.Utf8) === 0) return bits.min(length, 1);
    let count: u64 = 0;
    while (count < length) {
      count += 1;
      if ((this.lineByte(length - count) & 0xc0) !== 0x80) break;
    }
    return count;
  }
}

/** What `take` took. */
@struct
export class Taken {
  count: u64 = 0;
  hasEnded: boolean = false;
}

/** Whether the byte is the control character (0 means that it is turned off). */
export function isCharacter(settings: Termios, which: ControlCharacter, byte: u8): boolean {
  const character = settings.characters[which];
  return character !== 0 && character === byte;
}

/** Whether input is handed over line by line (ICANON). */
export function isCanonical(settings: Termios): boolean {
  return (settings.local & LocalFlags.Canonical) !== 0;
}
