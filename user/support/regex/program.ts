/** What a regular expression is compiled to: the instructions of Thompson's machine. */

import { ByteClass } from "./byte-class.ts";

/** What an instruction asks of the text at the machine's place, or where it goes on. */
export enum Operation {
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

/** One instruction. Its targets are indices in the program. */
export class Instruction {
  readonly operation: Operation;
  argument: usize;
  other: usize = 0;

  constructor(operation: Operation, argument: usize) {
    this.operation = operation;
    this.argument = argument;
  }

  /** Whether `argument` is a target. */
  get isJump(): boolean {
    return this.operation === Operation.jump || this.operation === Operation.split;
  }
}

const MOST_INSTRUCTIONS: usize = 50_000;

/** As a number of repetitions: any. */
export const NO_LIMIT: usize = 0xffff_ffff;

/** The instructions with the classes that they name. */
export class Program {
  readonly code: Instruction[] = [];
  readonly classes: ByteClass[] = [];

  /** The index of the next instruction. */
  get end(): usize {
    return this.code.length;
  }

  /** Appends an instruction and returns its index. Throws an Error when the program is too large. */
  emit(operation: Operation, argument: usize): usize {
    if (this.code.length >= MOST_INSTRUCTIONS) throw new Error("the regular expression is too large");
    this.code.push(new Instruction(operation, argument));
    return this.code.length - 1;
  }

  /** Appends the instruction that takes a byte of the class. */
  emitClass(bytes: ByteClass): void {
    this.classes.push(bytes);
    this.emit(Operation.oneOf, this.classes.length - 1);
  }

  /** Makes room for one instruction at an index: what refers to places behind it is changed. */
  insertAt(index: usize, operation: Operation): Instruction {
    for (const instruction of this.code) {
      if (!instruction.isJump) continue;
      if (instruction.argument > index) instruction.argument += 1;
      if (instruction.other > index) instruction.other += 1;
    }
    const made = new Instruction(operation, 0);
    this.code.insert(index, made);
    return made;
  }

  /** Makes the code from `start` to the end stand for so many repetitions of itself. */
  repeat(start: usize, least: usize, most: usize): void {
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
      const index = this.emit(instruction.operation, instruction.argument + (instruction.isJump ? shift : 0));
      const isSplit = instruction.operation === Operation.split;
      this.code[index].other = instruction.other + (isSplit ? shift : 0);
    }
  }
}
