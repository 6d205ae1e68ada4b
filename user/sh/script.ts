/** Scripts that come line by line: from standard input, or from a person. */

import { runScript } from "./execute.ts";
import { IncompleteError, SyntaxError } from "./lexer.ts";
import { Parser } from "./parser.ts";
import { Jump, type Shell } from "./shell.ts";
import { readInputLine } from "./standard-input.ts";

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
  let line = readInputLine(true);
  while (line !== null) {
    source = source === "" ? line : `${source}\n${line}`;
    const state = completenessOf(shell, source);
    if (state !== Completeness.incomplete) {
      runScript(shell, source);
      source = "";
    }
    if (state === Completeness.wrong || shell.jump !== Jump.none) return shell.lastStatus;
    line = readInputLine(true);
  }
  // Says what is missing.
  return source === "" ? shell.lastStatus : runScript(shell, source);
}
