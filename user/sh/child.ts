/** What a process that the shell has made does: a program replaces it wherever it can, so that none waits for another. */

import { type Command, Group, Pipeline, SimpleCommand } from "./ast.ts";
import { assignTemporarily, traceCommand } from "./assignments.ts";
import { failed, run } from "./execute.ts";
import { expandWords } from "./expand.ts";
import { Option } from "./options.ts";
import { executeProgram } from "./programs.ts";
import { redirect } from "./redirect.ts";
import type { Shell } from "./shell.ts";

/** In a new process: what belongs to the shell that it was made from is no more. */
export function becomeSubshell(shell: Shell): void {
  shell.traps.enterSubshell();
  shell.isInteractive = false;
  shell.hasJobControl = false;
  shell.jobs.jobs.clear();
}

/** In a new process: becomes the command. */
export function runInChild(shell: Shell, command: Command): never {
  becomeSubshell(shell);
  let status: i32 = 1;
  try {
    status = runLast(shell, command);
  } catch (error) {
    status = failed(shell, error);
  }
  shell.leave(status);
}

/** Runs what a process is for: a program replaces it. */
function runLast(shell: Shell, command: Command): i32 {
  if (command instanceof SimpleCommand) return runSimpleInChild(shell, command);
  if (command instanceof Pipeline && command.commands.length === 1 && !command.isNegated)
    return runLast(shell, command.commands[0]);
  if (!(command instanceof Group) || !command.isSubshell) return run(shell, command);
  redirect(shell, command.redirections, null);
  return runLast(shell, command.body);
}

/** A simple command that already has a process: a program replaces it. */
function runSimpleInChild(shell: Shell, command: SimpleCommand): i32 {
  const words = expandWords(shell, command.words);
  if (words.length === 0 || shell.functions.has(words[0]) || shell.builtins.has(words[0])) {
    return run(shell, command);
  }
  shell.line = command.line;
  if (shell.options.has(Option.traces)) traceCommand(shell, command, words);
  assignTemporarily(shell, command);
  redirect(shell, command.redirections, null);
  return executeProgram(shell, words);
}
