/** From the text of a regular expression to its program (POSIX.1-2017, Base Definitions 9). */

import { BACKSLASH, BRACKET, CARET, CLOSING_BRACKET, isNameByte, isSpace, MINUS } from "../ascii.ts";
import { ByteClass, lowerCase } from "./byte-class.ts";
import { NO_LIMIT, Operation, Program } from "./program.ts";

const MOST_DEPTH: usize = 100;

/** Reads one pattern, by recursive descent: alternatives of sequences of repeated atoms. */
export class Parser {
  private readonly pattern: string;
  private readonly isExtended: boolean;
  private readonly ignoresCase: boolean;
  private readonly program: Program = new Program();
  private at: usize = 0;
  private depth: usize = 0;

  constructor(pattern: string, isExtended: boolean, ignoresCase: boolean) {
    this.pattern = pattern;
    this.isExtended = isExtended;
    this.ignoresCase = ignoresCase;
  }

  /** The program of the pattern, to be called once. Throws an Error that says what is wrong with the pattern. */
  parse(): Program {
    this.alternatives();
    if (this.at < this.pattern.length) throw new Error(`${this.pattern}: a ) without its (`);
    this.program.emit(Operation.match, 0);
    return this.program;
  }

  /** Whether the operator comes next: as it is in extended expressions, behind a backslash in basic ones (or the other way for `*`). */
  private isNext(operator: string): boolean {
    const rest = this.pattern.slice(this.at, this.at + 2);
    if (this.isExtended || operator === "*") return rest.startsWith(operator);
    return rest === `\\${operator}`;
  }

  private skip(operator: string): void {
    this.at += this.isExtended || operator === "*" ? 1 : 2;
  }

  private alternatives(): void {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) throw new Error("the regular expression has too many levels");
    let start = this.program.end;
    /** The jumps behind the alternatives, over those that follow. */
    const jumps: usize[] = [];
    this.sequence();
    while (this.at < this.pattern.length && this.isNext("|")) {
      this.skip("|");
      const split = this.program.insertAt(start, Operation.split);
      split.argument = start + 1;
      jumps.push(this.program.emit(Operation.jump, 0));
      start = this.program.end;
      split.other = start;
      this.sequence();
    }
    for (const jump of jumps) this.program.code[jump].argument = this.program.end;
    this.depth -= 1;
  }

  private sequence(): void {
    let isFirst = true;
    while (this.at < this.pattern.length && !this.isNext("|") && !(this.depth > 1 && this.isNext(")"))) {
      if (this.isExtended && this.depth === 1 && this.isNext(")")) return;
      const start = this.program.end;
      const isRepeatable = this.atom(isFirst);
      isFirst = false;
      if (isRepeatable) this.repetitions(start);
    }
  }

  /** One atom; false for anchors, which cannot be repeated. */
  private atom(isFirst: boolean): boolean {
    const byte = this.pattern.byteAt(this.at);
    if (this.isNext("(")) {
      this.skip("(");
      this.alternatives();
      if (this.at >= this.pattern.length) throw new Error(`${this.pattern}: a ( without its )`);
      this.skip(")");
      return true;
    }
    if (byte === CARET && (this.isExtended || isFirst)) {
      this.at += 1;
      this.program.emit(Operation.lineStart, 0);
      return false;
    }
    if (byte === 36 && this.isEndAnchor()) {
      this.at += 1;
      this.program.emit(Operation.lineEnd, 0);
      return false;
    }
    if (byte === 46) {
      this.at += 1;
      this.program.emit(Operation.any, 0);
    } else if (byte === BRACKET) {
      this.bracket();
    } else if (byte === BACKSLASH && this.at + 1 < this.pattern.length) {
      return this.escape();
    } else {
      this.at += 1;
      this.emitByte(byte);
    }
    return true;
  }

  private isEndAnchor(): boolean {
    if (this.isExtended || this.at + 1 === this.pattern.length) return true;
    const rest = this.pattern.slice(this.at + 1);
    return rest.startsWith("\\|") || rest.startsWith("\\)");
  }

  private emitByte(byte: u8): void {
    this.program.emit(Operation.byte, u64(this.ignoresCase ? lowerCase(byte) : byte));
  }

  private escape(): boolean {
    const letter = this.pattern.byteAt(this.at + 1);
    this.at += 2;
    switch (letter) {
      case 98:
        this.program.emit(Operation.wordEdge, 0);
        return false;
      case 119:
      case 87:
        this.matching(isNameByte, letter === 87);
        return true;
      case 115:
      case 83:
        this.matching(isSpace, letter === 83);
        return true;
      default:
        this.emitByte(letter);
        return true;
    }
  }

  /** A byte for which the condition holds, or does not hold. */
  private matching(belongs: (byte: u8) => boolean, isInverted: boolean): void {
    const found = new ByteClass();
    found.addMatching(belongs);
    if (isInverted) found.invert();
    this.program.emitClass(found);
  }

  /** `[…]` */
  private bracket(): void {
    const found = new ByteClass();
    this.at += 1;
    const isNegated = this.at < this.pattern.length && this.pattern.byteAt(this.at) === CARET;
    if (isNegated) this.at += 1;
    let isFirst = true;
    while (true) {
      if (this.at >= this.pattern.length) throw new Error(`${this.pattern}: a [ without its ]`);
      const low = this.pattern.byteAt(this.at);
      if (low === CLOSING_BRACKET && !isFirst) break;
      isFirst = false;
      if (this.pattern.slice(this.at).startsWith("[:")) {
        this.namedClass(found);
        continue;
      }
      const isRange =
        this.at + 2 < this.pattern.length &&
        this.pattern.byteAt(this.at + 1) === MINUS &&
        this.pattern.byteAt(this.at + 2) !== CLOSING_BRACKET;
      const high = isRange ? this.pattern.byteAt(this.at + 2) : low;
      if (high < low) throw new Error(`${this.pattern}: a range that ends before it begins`);
      found.addRange(low, high);
      if (this.ignoresCase) found.addOtherCases(low, high);
      this.at += isRange ? 3 : 1;
    }
    this.at += 1;
    if (isNegated) found.invert();
    this.program.emitClass(found);
  }

  /** `[:alpha:]` and its like, inside brackets. */
  private namedClass(found: ByteClass): void {
    const end = this.pattern.indexOf(":]", this.at);
    if (end < 0) throw new Error(`${this.pattern}: a [: without its :]`);
    const name = this.pattern.slice(this.at + 2, u64(end));
    this.at = u64(end) + 2;
    found.addNamed(name);
  }

  /** `*`, `+`, `?`, `{n,m}` behind the atom whose code begins at `start`. */
  private repetitions(start: usize): void {
    while (this.at < this.pattern.length) {
      if (this.isNext("*")) {
        this.skip("*");
        this.program.repeat(start, 0, NO_LIMIT);
      } else if (this.isNext("+")) {
        this.skip("+");
        this.program.repeat(start, 1, NO_LIMIT);
      } else if (this.isNext("?")) {
        this.skip("?");
        this.program.repeat(start, 0, 1);
      } else if (this.isNext("{")) {
        this.skip("{");
        this.bounds(start);
      } else {
        return;
      }
    }
  }

  private bounds(start: usize): void {
    const end = this.pattern.indexOf("}", this.at);
    if (end < 0) throw new Error(`${this.pattern}: a { without its }`);
    const closing: usize = this.isExtended ? 0 : 1;
    const parts = this.pattern.slice(this.at, u64(end) - closing).split(",");
    const least = parseInteger(parts[0] === "" ? "0" : parts[0], 10);
    const most = parts.length === 1 ? least : parts[1] === "" ? i64(NO_LIMIT) : parseInteger(parts[1], 10);
    if (least === null || most === null || parts.length > 2 || least < 0 || most < least || least > 1000) {
      throw new Error(`${this.pattern}: wrong numbers in {}`);
    }
    if (most !== i64(NO_LIMIT) && most > 1000) throw new Error(`${this.pattern}: too large a number in {}`);
    this.at = u64(end) + 1;
    this.program.repeat(start, u64(least), u64(most));
  }
}
