/** Runs whole texts: scripts, and what `eval` and traps are given. */

import { complain } from "../support/command.ts";
import { ScriptError, SHELL_ERROR_STATUS } from "./errors.ts";
import { run } from "./execute.ts";
import { SyntaxError } from "./lexer.ts";
import { Option } from "./options.ts";
import { Parser } from "./parser.ts";
import { Jump, type Shell } from "./shell.ts";

/** Runs a whole script of the shell's. A mistake in it ends it with status 2. `line` is that of its beginning. */
export function runScript(shell: Shell, source: string, line: usize = 1): i32 {
  try {
    return runCommands(shell, source, line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    complain(
      shell.isInteractive ? shell.name : `${shell.name}: ${shell.line}`,
      `syntax error: ${error.message}`,
    );
    shell.lastStatus = SHELL_ERROR_STATUS;
    return shell.lastStatus;
  }
}

/** Runs the commands of a text. Throws a SyntaxError where it is none. */
function runCommands(shell: Shell, source: string, line: usize): i32 {
  const parser = new Parser(source, shell.aliases, line);
  try {
    let command = parser.next();
    while (command !== null) {
      if (!shell.options.has(Option.onlyReads) || shell.isInteractive) run(shell, command);
      if (shell.jump !== Jump.none) break;
      command = parser.next();
    }
  } catch (error) {
    if (error instanceof SyntaxError) shell.line = parser.line;
    throw error;
  }
  return shell.lastStatus;
}

/** Runs a text as a part of the script that runs. Throws a ScriptError where it is none. */
export function evaluateText(shell: Shell, source: string): i32 {
  try {
    return runCommands(shell, source, bits.max(shell.line, 1));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ScriptError(`syntax error: ${error.message}`);
    throw error;
  }
}
