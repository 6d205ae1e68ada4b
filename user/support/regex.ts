/**
 * Regular expressions of POSIX (basic and extended), without back-references: compiled to the instructions of Thompson's
 * machine, which walks all possibilities at once, so that no expression takes more than length × length of time.
 */

import { BACKSLASH, BRACKET, CARET, CLOSING_BRACKET, isBlank, isDigit, isLetter, isNameByte, isSpace, MINUS } from "./ascii.ts"; // prettier-ignore

enum Operation {
  /** The byte `argument`. */
  byte,
  any,
  /** A byte of class number `argument`. */
  oneOf,
  /** Goes on at both targets; the first has precedence. */
  split,
  jump,
  lineStart,
  lineEnd,
  wordEdge,
  match,
}

class Instruction {
  readonly operation: Operation;
  argument: usize;
  other: usize = 0;

  constructor(operation: Operation, argument: usize) {
    this.operation = operation;
    this.argument = argument;
  }
}

/** The bytes of a bracket expression: 256 bits. */
class ByteClass {
  private readonly words: FixedArray<u64, 4>;

  add(byte: u8): void {
    this.words[u64(byte >> 6)] |= u64(1) << u64(byte & 63);
  }

  addRange(low: u8, high: u8): void {
    for (let byte: u32 = u32(low); byte <= u32(high); byte++) this.add(u8(byte));
  }

  invert(): void {
    for (let i = 0; i < 4; i++) this.words[i] = ~this.words[i];
  }

  has(byte: u8): boolean {
    return ((this.words[u64(byte >> 6)] >> u64(byte & 63)) & 1) !== 0;
  }
}

const MOST_INSTRUCTIONS: usize = 50_000;
const MOST_DEPTH: usize = 100;
const NO_LIMIT: usize = 0xffff_ffff;

/** Where a match begins and ends. */
export class Match {
  readonly start: usize;
  readonly end: usize;

  constructor(start: usize, end: usize) {
    this.start = start;
    this.end = end;
  }
}

export class Regex {
  private readonly pattern: string;
  private readonly isExtended: boolean;
  private readonly ignoresCase: boolean;
  private readonly code: Instruction[] = [];
  private readonly classes: ByteClass[] = [];
  private at: usize = 0;
  private depth: usize = 0;

  /** Throws an Error that says what is wrong with the pattern. */
  constructor(pattern: string, isExtended: boolean, ignoresCase: boolean) {
    this.pattern = pattern;
    this.isExtended = isExtended;
    this.ignoresCase = ignoresCase;
    this.alternatives();
    if (this.at < pattern.length) throw new Error(`${pattern}: a ) without its (`);
    this.emit(Operation.match, 0);
  }

  private emit(operation: Operation, argument: usize): usize {
    if (this.code.length >= MOST_INSTRUCTIONS) throw new Error("the regular expression is too large");
    this.code.push(new Instruction(operation, argument));
    return this.code.length - 1;
  }

  /** Makes room for one instruction at an index: what refers to places behind it is changed. */
  private insertAt(index: usize, operation: Operation): Instruction {
    for (const instruction of this.code) {
      const isJump = instruction.operation === Operation.jump || instruction.operation === Operation.split;
      if (!isJump) continue;
      if (instruction.argument > index) instruction.argument += 1;
      if (instruction.other > index) instruction.other += 1;
    }
    const made = new Instruction(operation, 0);
    this.code.insert(index, made);
    return made;
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
    let start = this.code.length;
    /** The jumps behind the alternatives, over those that follow. */
    const jumps: usize[] = [];
    this.sequence();
    while (this.at < this.pattern.length && this.isNext("|")) {
      this.skip("|");
      const split = this.insertAt(start, Operation.split);
      split.argument = start + 1;
      jumps.push(this.emit(Operation.jump, 0));
      start = this.code.length;
      split.other = start;
      this.sequence();
    }
    for (const jump of jumps) this.code[jump].argument = this.code.length;
    this.depth -= 1;
  }

  private sequence(): void {
    let isFirst = true;
    while (this.at < this.pattern.length && !this.isNext("|") && !(this.depth > 1 && this.isNext(")"))) {
      if (this.isExtended && this.depth === 1 && this.isNext(")")) return;
      const start = this.code.length;
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
      this.emit(Operation.lineStart, 0);
      return false;
    }
    if (byte === 36 && this.isEndAnchor()) {
      this.at += 1;
      this.emit(Operation.lineEnd, 0);
      return false;
    }
    if (byte === 46) {
      this.at += 1;
      this.emit(Operation.any, 0);
    } else if (byte === BRACKET) {
      this.emit(Operation.oneOf, this.bracket());
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
    this.emit(Operation.byte, u64(this.ignoresCase ? lower(byte) : byte));
  }

  private escape(): boolean {
    const letter = this.pattern.byteAt(this.at + 1);
    this.at += 2;
    switch (letter) {
      case 98:
        this.emit(Operation.wordEdge, 0);
        return false;
      case 119:
      case 87:
        this.emitClass(isNameByte, letter === 87);
        return true;
      case 115:
      case 83:
        this.emitClass(isSpace, letter === 83);
        return true;
      default:
        this.emitByte(letter);
        return true;
    }
  }

  private emitClass(belongs: (byte: u8) => boolean, isInverted: boolean): void {
    const found = new ByteClass();
    addMatching(found, belongs);
    if (isInverted) found.invert();
    this.classes.push(found);
    this.emit(Operation.oneOf, this.classes.length - 1);
  }

  /** `[…]`: the number of its class. */
  private bracket(): usize {
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
      if (this.ignoresCase) addOtherCases(found, low, high);
      this.at += isRange ? 3 : 1;
    }
    this.at += 1;
    if (isNegated) found.invert();
    this.classes.push(found);
    return this.classes.length - 1;
  }

  /** `[:alpha:]` and its like, inside brackets. */
  private namedClass(found: ByteClass): void {
    const end = this.pattern.indexOf(":]", this.at);
    if (end < 0) throw new Error(`${this.pattern}: a [: without its :]`);
    const name = this.pattern.slice(this.at + 2, u64(end));
    this.at = u64(end) + 2;
    switch (name) {
      case "alpha":
        return addMatching(found, isLetter);
      case "digit":
        return addMatching(found, isDigit);
      case "alnum":
        return addMatching(found, (byte) => isLetter(byte) || isDigit(byte));
      case "upper":
        return found.addRange(65, 90);
      case "lower":
        return found.addRange(97, 122);
      case "space":
        return addMatching(found, isSpace);
      case "blank":
        return addMatching(found, isBlank);
      case "punct":
        return addMatching(found, (byte) => byte > 32 && byte < 127 && !isLetter(byte) && !isDigit(byte));
      case "xdigit":
        return addMatching(found, (byte) => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102));
      default:
        throw new Error(`[:${name}:]: there is no such class`);
    }
  }

  /** `*`, `+`, `?`, `{n,m}` behind the atom whose code begins at `start`. */
  private repetitions(start: usize): void {
    while (this.at < this.pattern.length) {
      if (this.isNext("*")) {
        this.skip("*");
        this.repeat(start, 0, NO_LIMIT);
      } else if (this.isNext("+")) {
        this.skip("+");
        this.repeat(start, 1, NO_LIMIT);
      } else if (this.isNext("?")) {
        this.skip("?");
        this.repeat(start, 0, 1);
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
    this.repeat(start, u64(least), u64(most));
  }

  /** Makes the code from `start` to the end stand for so many repetitions of itself. */
  private repeat(start: usize, least: usize, most: usize): void {
    const body = this.code.slice(start);
    this.code.length = start;
    for (let i: usize = 0; i < least; i++) this.append(body, start);
    if (most === NO_LIMIT) {
      const split = this.emit(Operation.split, this.code.length + 1);
      this.append(body, start);
      this.emit(Operation.jump, split);
      this.code[split].other = this.code.length;
      return;
    }
    const splits: usize[] = [];
    for (let i = least; i < most; i++) {
      splits.push(this.emit(Operation.split, this.code.length + 1));
      this.append(body, start);
    }
    for (const split of splits) this.code[split].other = this.code.length;
  }

  /** Appends a copy of code that began at `start`, its targets moved along. */
  private append(body: readonly Instruction[], start: usize): void {
    const shift = this.code.length - start;
    for (const instruction of body) {
      const isSplit = instruction.operation === Operation.split;
      const isJump = isSplit || instruction.operation === Operation.jump;
      const index = this.emit(instruction.operation, instruction.argument + (isJump ? shift : 0));
      this.code[index].other = instruction.other + (isSplit ? shift : 0);
    }
  }

  /** The first match in the text at or after `from`, of those the longest; null when there is none. */
  find(text: string, from: usize): Match | null {
    const machine = new Machine(this.code, this.classes, text, this.ignoresCase);
    for (let start = from; start <= text.length; start++) {
      const end = machine.run(start);
      if (end >= 0) return new Match(start, u64(end));
    }
    return null;
  }
}

function addMatching(found: ByteClass, belongs: (byte: u8) => boolean): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    if (belongs(u8(byte))) found.add(u8(byte));
  }
}

/** The letters between two bytes in the other case too. */
function addOtherCases(found: ByteClass, low: u8, high: u8): void {
  for (let byte: u32 = u32(low); byte <= u32(high); byte++) {
    if (isLetter(u8(byte))) found.add(u8(byte) ^ 32);
  }
}

function lower(byte: u8): u8 {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** All places in the code that a match can be at. */
class Machine {
  private readonly code: readonly Instruction[];
  private readonly classes: readonly ByteClass[];
  private readonly text: string;
  private readonly ignoresCase: boolean;
  /** For each instruction the step in which it was last added, so that it is added once. */
  private readonly added: u64[];
  private step: u64 = 0;
  private current: usize[] = [];
  private next: usize[] = [];
  private readonly pending: usize[] = [];

  constructor(
    code: readonly Instruction[],
    classes: readonly ByteClass[],
    text: string,
    ignoresCase: boolean,
  ) {
    this.code = code;
    this.classes = classes;
    this.text = text;
    this.ignoresCase = ignoresCase;
    this.added = new Array<u64>(code.length);
  }

  /** The end of the longest match that begins at `start`, or -1. */
  run(start: usize): i64 {
    let best: i64 = -1;
    this.current.clear();
    this.step += 1;
    this.add(this.current, 0, start);
    let at = start;
    while (this.current.length > 0) {
      this.step += 1;
      this.next.clear();
      for (const index of this.current) {
        const instruction = this.code[index];
        if (instruction.operation === Operation.match) best = i64(at);
        else if (at < this.text.length && this.accepts(instruction, this.text.byteAt(at))) {
          this.add(this.next, index + 1, at + 1);
        }
      }
      const finished = this.current;
      this.current = this.next;
      this.next = finished;
      at += 1;
    }
    return best;
  }

  private accepts(instruction: Instruction, byte: u8): boolean {
    switch (instruction.operation) {
      case Operation.byte:
        return u64(this.ignoresCase ? lower(byte) : byte) === instruction.argument;
      case Operation.any:
        return true;
      case Operation.oneOf:
        return this.classes[instruction.argument].has(byte);
      default:
        return false;
    }
  }

  /** Adds a place and those that are reached from it without a byte. */
  private add(list: usize[], first: usize, at: usize): void {
    this.pending.push(first);
    let index = this.pending.pop();
    while (index !== undefined) {
      if (this.added[index] !== this.step) {
        this.added[index] = this.step;
        const instruction = this.code[index];
        switch (instruction.operation) {
          case Operation.jump:
            this.pending.push(instruction.argument);
            break;
          case Operation.split:
            this.pending.push(instruction.other);
            this.pending.push(instruction.argument);
            break;
          case Operation.lineStart:
            if (at === 0) this.pending.push(index + 1);
            break;
          case Operation.lineEnd:
            if (at === this.text.length) this.pending.push(index + 1);
            break;
          case Operation.wordEdge:
            if (this.isWordAt(at) !== (at > 0 && this.isWordAt(at - 1))) this.pending.push(index + 1);
            break;
          default:
            list.push(index);
        }
      }
      index = this.pending.pop();
    }
  }

  private isWordAt(at: usize): boolean {
    return at < this.text.length && isNameByte(this.text.byteAt(at));
  }
}
