/**
 * Regular expressions of POSIX (basic and extended), without back-references: compiled to the instructions of Thompson's
 * machine, which walks all possibilities at once, so that no expression takes more than length × length of time.
 */

import { Machine } from "./regex/machine.ts";
import { Parser } from "./regex/parser.ts";
import { type Program } from "./regex/program.ts";

/** Where a match begins and ends. */
export class Match {
  readonly start: usize;
  readonly end: usize;

  constructor(start: usize, end: usize) {
    this.start = start;
    this.end = end;
  }
}

/** A compiled regular expression. */
export class Regex {
  private readonly program: Program;
  private readonly ignoresCase: boolean;

  /** Throws an Error that says what is wrong with the pattern. */
  constructor(pattern: string, isExtended: boolean, ignoresCase: boolean) {
    this.program = new Parser(pattern, isExtended, ignoresCase).parse();
    this.ignoresCase = ignoresCase;
  }

  /** The first match in the text at or after `from`, of those the longest; null when there is none. */
  find(text: string, from: usize): Match | null {
    const machine = new Machine(this.program, text, this.ignoresCase);
    for (let start = from; start <= text.length; start++) {
      const end = machine.run(start);
      if (end >= 0) return new Match(start, u64(end));
    }
    return null;
  }
}
