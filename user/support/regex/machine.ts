/** Thompson's machine: it walks all possibilities of a program at once, one byte of the text at a time. */

import { isNameByte } from "../ascii.ts";
import { lowerCase } from "./byte-class.ts";
import { type Instruction, Operation, type Program } from "./program.ts";

/** All places in the code that a match can be at. */
export class Machine {
  private readonly program: Program;
  private readonly text: string;
  private readonly ignoresCase: boolean;
  /** For each instruction the step in which it was last added, so that it is added once. */
  private readonly added: u64[];
  private step: u64 = 0;
  private current: usize[] = [];
  private next: usize[] = [];
  private readonly pending: usize[] = [];

  constructor(program: Program, text: string, ignoresCase: boolean) {
    this.program = program;
    this.text = text;
    this.ignoresCase = ignoresCase;
    this.added = new Array<u64>(program.end);
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
        const instruction = this.program.code[index];
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
        return u64(this.ignoresCase ? lowerCase(byte) : byte) === instruction.argument;
      case Operation.any:
        return true;
      case Operation.oneOf:
        return this.program.classes[instruction.argument].has(byte);
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
        const instruction = this.program.code[index];
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
