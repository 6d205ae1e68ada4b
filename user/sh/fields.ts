/** Splitting at the bytes of `IFS` (POSIX.1-2017, 2.6.5): white space between fields counts as nothing, other separators each end one. */

import { isSpace } from "../support/ascii.ts";

const DEFAULT_SEPARATORS = " \t\n";

/** What a byte does to the splitting into fields (POSIX, Shell Command Language 2.6.5). */
export enum SeparatorKind {
  none,
  /** A run of these, and of blanks around another separator, is one. */
  blank,
  other,
}

/** The bytes that separate fields: those of `IFS`, else blank, tab and newline. */
export class Separators {
  private readonly text: string;

  /** Of the value of `IFS`, null when it is not set. */
  constructor(value: string | null) {
    this.text = value ?? DEFAULT_SEPARATORS;
  }

  /** What joins the arguments in `"$*"`. */
  get first(): string {
    return this.text.slice(0, 1);
  }

  kind(byte: u8): SeparatorKind {
    if (this.text.bytes().indexOf(byte) < 0) return SeparatorKind.none;
    return isSpace(byte) ? SeparatorKind.blank : SeparatorKind.other;
  }
}

/** A line as `read` takes it: which of its bytes a backslash protects from being separators. */
export class InputLine {
  readonly text: string;
  readonly isProtected: readonly boolean[];
  /** Its end was there, and not that of the input. */
  readonly isWhole: boolean;

  constructor(text: string, isProtected: readonly boolean[], isWhole: boolean) {
    this.text = text;
    this.isProtected = isProtected;
    this.isWhole = isWhole;
  }

  private kind(separators: Separators, at: usize): SeparatorKind {
    return this.isProtected[at] ? SeparatorKind.none : separators.kind(this.text.byteAt(at));
  }

  private skipBlanks(separators: Separators, from: usize): usize {
    let at = from;
    while (at < this.text.length && this.kind(separators, at) === SeparatorKind.blank) at += 1;
    return at;
  }

  /** So many fields; the last one is all of the rest. */
  fields(separators: Separators, count: usize): string[] {
    const result: string[] = [];
    let at = this.skipBlanks(separators, 0);
    while (result.length < count) {
      const start = at;
      while (at < this.text.length && this.kind(separators, at) === SeparatorKind.none) at += 1;
      const end = at;
      at = this.skipBlanks(separators, at);
      if (at < this.text.length && this.kind(separators, at) === SeparatorKind.other)
        at = this.skipBlanks(separators, at + 1);
      const isRest = result.length + 1 === count && at < this.text.length;
      result.push(isRest ? this.rest(separators, start) : this.text.slice(start, end));
    }
    return result;
  }

  /** What is left, without the blanks behind it. */
  private rest(separators: Separators, start: usize): string {
    let end = this.text.length;
    while (end > start && this.kind(separators, end - 1) === SeparatorKind.blank) end -= 1;
    return this.text.slice(start, end);
  }
}
