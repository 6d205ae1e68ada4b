/** The formatting of `printf` and the escapes of `echo -e`. */

import { StringBuilder } from "../../core/string-builder.ts";
import { BACKSLASH, isDigit, PERCENT } from "./ascii.ts";

/** Text with its escapes replaced; `isStopped` after `\c`, behind which nothing is printed. */
export class Unescaped {
  readonly text: string;
  readonly isStopped: boolean;

  constructor(text: string, isStopped: boolean) {
    this.text = text;
    this.isStopped = isStopped;
  }
}

/** Replaces `\n`, `\t`, `\033`, `\x1b` and so on. */
export function unescapeText(text: string): Unescaped {
  const result = new StringBuilder();
  let at: usize = 0;
  while (at < text.length) {
    const byte = text.byteAt(at);
    if (byte !== BACKSLASH || at + 1 === text.length) {
      result.appendByte(byte);
      at += 1;
      continue;
    }
    if (text.byteAt(at + 1) === 99) return new Unescaped(result.toString(), true);
    at = appendEscape(result, text, at + 1);
  }
  return new Unescaped(result.toString(), false);
}

/** Appends what the escape whose letter is at `at` stands for; returns the index behind it. */
function appendEscape(result: StringBuilder, text: string, at: usize): usize {
  const letter = text.byteAt(at);
  const index = "abefnrtv\\\"'".bytes().indexOf(letter);
  if (index >= 0) {
    result.appendByte("\u0007\b\u001b\f\n\r\t\v\\\"'".byteAt(u64(index)));
    return at + 1;
  }
  if (letter === 120) return appendCode(result, text, at + 1, 2, 16);
  if (letter === 48) return appendCode(result, text, at + 1, 3, 8);
  if (letter >= 49 && letter <= 55) return appendCode(result, text, at, 3, 8);
  result.appendByte(BACKSLASH);
  result.appendByte(letter);
  return at + 1;
}

function appendCode(result: StringBuilder, text: string, start: usize, most: usize, base: u32): usize {
  let end = start;
  while (end < text.length && end < start + most && parseInteger(text.slice(end, end + 1), base) !== null)
    end += 1;
  const value = end > start ? (parseInteger(text.slice(start, end), base) ?? 0) : 0;
  result.appendByte(u8(value));
  return end;
}

/** A conversion of a format: `%-08.3x`. */
class Conversion {
  isLeft: boolean = false;
  isZeroed: boolean = false;
  hasPlus: boolean = false;
  hasPrefix: boolean = false;
  width: usize = 0;
  /** -1 when not given. */
  precision: i64 = -1;
}

/** printf(1): the arguments, taken one after the other by the formats. */
export class Formatter {
  private readonly args: readonly string[];
  private next: usize = 0;
  private readonly output: StringBuilder = new StringBuilder();
  /** What was wrong with the arguments, one line each. */
  readonly problems: string[] = [];
  private isStopped: boolean = false;

  constructor(args: readonly string[]) {
    this.args = args;
  }

  /** Uses the format again and again until the arguments are used up. */
  format(format: string): string {
    let before: usize = 0;
    do {
      before = this.next;
      this.once(format);
    } while (this.next < this.args.length && this.next > before && !this.isStopped);
    return this.output.toString();
  }

  private once(format: string): void {
    let at: usize = 0;
    while (at < format.length && !this.isStopped) {
      const byte = format.byteAt(at);
      if (byte === BACKSLASH && at + 1 < format.length) {
        at = appendEscape(this.output, format, at + 1);
      } else if (byte === PERCENT && at + 1 < format.length) {
        at = this.conversion(format, at + 1);
      } else {
        this.output.appendByte(byte);
        at += 1;
      }
    }
  }

  private argument(): string {
    if (this.next >= this.args.length) return "";
    this.next += 1;
    return this.args[this.next - 1];
  }

  private number(): i64 {
    const text = this.argument();
    if (text.length === 0) return 0;
    // A quote before a character stands for the character's number.
    if (text.length > 1 && (text.startsWith('"') || text.startsWith("'"))) return i64(text.byteAt(1));
    // What begins as a number counts as far as it is one.
    for (let end = text.length; end > 0; end--) {
      const value = integerOf(text.slice(0, end));
      if (value === null) continue;
      if (end < text.length) this.problems.push(`${text}: is no number behind "${text.slice(0, end)}"`);
      return value;
    }
    this.problems.push(`${text}: is no number`);
    return 0;
  }

  /** Carries out the conversion behind a `%`; returns the index behind it. */
  private conversion(format: string, start: usize): usize {
    const how = new Conversion();
    let at = start;
    while (at < format.length && "-0+# ".bytes().indexOf(format.byteAt(at)) >= 0) {
      const flag = format.byteAt(at);
      if (flag === 45) how.isLeft = true;
      else if (flag === 48) how.isZeroed = true;
      else if (flag === 43) how.hasPlus = true;
      else if (flag === 35) how.hasPrefix = true;
      at += 1;
    }
    if (at < format.length && format.byteAt(at) === 42) {
      const width = this.number();
      how.isLeft = how.isLeft || width < 0;
      how.width = limitWidth(width < 0 ? -width : width);
      at += 1;
    }
    const widthStart = at;
    while (at < format.length && isDigit(format.byteAt(at))) at += 1;
    if (at > widthStart) how.width = limitWidth(parseInteger(format.slice(widthStart, at), 10) ?? 0);
    if (at < format.length && format.byteAt(at) === 46) {
      const precisionStart = at + 1;
      at += 1;
      while (at < format.length && isDigit(format.byteAt(at))) at += 1;
      how.precision = i64(limitWidth(parseInteger(format.slice(precisionStart, at), 10) ?? 0));
    }
    if (at === format.length) {
      this.output.append(format.slice(start - 1));
      return at;
    }
    this.convert(format.slice(at, at + 1), how);
    return at + 1;
  }

  private convert(letter: string, how: Conversion): void {
    switch (letter) {
      case "%":
        this.output.appendByte(PERCENT);
        break;
      case "s":
      case "b":
        this.text(letter, how);
        break;
      case "c":
        this.pad(this.argument().slice(0, 1), how);
        break;
      case "d":
      case "i":
        this.signed(how);
        break;
      case "u":
        this.unsigned(10, "", how);
        break;
      case "x":
        this.unsigned(16, "0x", how);
        break;
      case "X":
        this.pad(this.digits(u64(this.number()), 16, how).toUpperCase(), how);
        break;
      case "o":
        this.unsigned(8, "0", how);
        break;
      default:
        this.problems.push(`%${letter}: is no conversion`);
    }
  }

  private text(letter: string, how: Conversion): void {
    let text = this.argument();
    if (letter === "b") {
      const unescaped = unescapeText(text);
      text = unescaped.text;
      this.isStopped = unescaped.isStopped;
    }
    if (how.precision >= 0) text = text.slice(0, u64(how.precision));
    how.isZeroed = false;
    this.pad(text, how);
  }

  private signed(how: Conversion): void {
    const value = this.number();
    const magnitude = value < 0 ? u64(-value) : u64(value);
    const sign = value < 0 ? "-" : how.hasPlus ? "+" : "";
    const digits = this.digits(magnitude, 10, how);
    // Zeros come between the sign and the digits.
    const room = how.width > sign.length ? how.width - sign.length : 0;
    const usesZeros = how.isZeroed && !how.isLeft && how.precision < 0;
    this.pad(`${sign}${usesZeros ? digits.padStart(room, "0") : digits}`, how);
  }

  private unsigned(base: u32, prefix: string, how: Conversion): void {
    const value = u64(this.number());
    this.pad(`${how.hasPrefix && value !== 0 ? prefix : ""}${this.digits(value, base, how)}`, how);
  }

  private digits(value: u64, base: u32, how: Conversion): string {
    const digits = value.toString(base);
    return how.precision > 0 ? digits.padStart(u64(how.precision), "0") : digits;
  }

  private pad(text: string, how: Conversion): void {
    if (how.isLeft) this.output.append(text.padEnd(how.width));
    else this.output.append(text.padStart(how.width, how.isZeroed && how.precision < 0 ? "0" : " "));
  }
}

/** An integer as C writes it, or null. */
function integerOf(text: string): i64 | null {
  const isOctal = text.length > 1 && text.startsWith("0") && isDigit(text.byteAt(1));
  return isOctal ? parseInteger(text, 8) : parseInteger(text);
}

/** Widths above this are nobody's intention. */
function limitWidth(width: i64): usize {
  return bits.min(u64(width), 100_000);
}
