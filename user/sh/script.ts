/** Scripts that come line by line: from standard input, or from a person. */

import { STDERR, writeText } from "../../core/linux/file.ts";
import { runScript } from "./evaluate.ts";
import { IncompleteError, SyntaxError } from "./lexer.ts";
import { Option } from "./options.ts";
import { Parser } from "./parser.ts";
import { Jump, type Shell } from "./shell.ts";
import { readInputLine } from "./standard-input.ts";

/** What is to be done with a text that was typed: run it, ask for more lines, or complain. */
export enum Completeness {
  complete,
  /** More lines may complete it. */
  incomplete,
  /** No more lines can make it right. */
  wrong,
}

/** Whether the lines so far are a script. */
export function completenessOf(shell: Shell, source: string): Completeness {
  try {
    const parser = new Parser(source, shell.aliases);
    while (parser.next() !== null) {
      // Each command is only looked at.
    }
    return Completeness.complete;
  } catch (error) {
    if (error instanceof IncompleteError) return Completeness.incomplete;
    if (error instanceof SyntaxError) return Completeness.wrong;
    throw error;
  }
}

/** Runs the script on standard input, each command as soon as it is complete: it may read the lines behind it. */
export function runStandardInput(shell: Shell): i32 {
  let source = "";
  /** Where the source begins, and where the next line is read. */
  let start: usize = 1;
  let next: usize = 1;
  let line = readInputLine();
  while (line !== null) {
    if (shell.options.has(Option.printsInput)) writeText(STDERR, `${line}\n`);
    source = source === "" ? line : `${source}\n${line}`;
    next += 1;
    const state = completenessOf(shell, source);
    if (state !== Completeness.incomplete) {
      runScript(shell, source, start);
      source = "";
      start = next;
    }
    if (state === Completeness.wrong || shell.jump !== Jump.none) return shell.lastStatus;
    line = readInputLine();
  }
  // Says what is missing.
  return source === "" ? shell.lastStatus : runScript(shell, source, start);
}
