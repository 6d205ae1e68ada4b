/** Simple commands: functions, builtins and programs, found in this order (POSIX.1-2017, 2.9.1). */

import { Errno } from "../../core/errno.ts";
import { complain, reasonOf } from "../support/command.ts";
import { type Command, SimpleCommand } from "./ast.ts";
import { assign, assignTemporarily, runAssignments, traceCommand } from "./assignments.ts";
import { RedirectionError, ScriptError } from "./errors.ts";
import { run } from "./execute.ts";
import { expandWords } from "./expand.ts";
import { waitForJob } from "./foreground.ts";
import { launch } from "./launch.ts";
import { Option } from "./options.ts";
import { quoted } from "./quotes.ts";
import { redirect, SavedDescriptors } from "./redirect.ts";
import { type Builtin, INTERRUPTED_STATUS, Jump, type Shell } from "./shell.ts";

/** More levels of functions would end in a stack overflow. */
const MOST_CALLS = 500;

/** Builtins whose failure ends a script, and whose assignments stay (POSIX.1-2017, 2.14). */
const SPECIAL_BUILTINS =
  " : . break continue eval exec exit export readonly return set shift source times trap unset ";

/** Runs the command; the shell waits for its end. */
export function runSimple(shell: Shell, command: SimpleCommand): i32 {
  shell.line = command.line;
  shell.substitutionStatus = -1;
  const words = expandWords(shell, command.words);
  if (words.length === 0) return runAssignments(shell, command);
  const name = words[0];
  const args = words.slice(1);
  const body = shell.functions.get(name);
  const builtin = shell.builtins.get(name);
  if (body === undefined && builtin === undefined) {
    return waitForJob(shell, launch(shell, [command], command.text, false));
  }
  if (shell.options.has(Option.traces)) traceCommand(shell, command, words);
  const isSpecial = body === undefined && SPECIAL_BUILTINS.includes(` ${name} `);
  const saved = new SavedDescriptors();
  // `exec` alone changes the shell's own descriptors for good.
  const isKept = isSpecial && name === "exec";
  const hidden = isSpecial && !isKept ? assign(shell, command) : assignTemporarily(shell, command);
  try {
    redirect(shell, command.redirections, isKept ? null : saved);
    if (body !== undefined) return callFunction(shell, body, args);
    return builtin === undefined ? 0 : runBuiltin(shell, builtin, args);
  } catch (error) {
    if (isSpecial && error instanceof RedirectionError) throw new ScriptError(error.message);
    throw error;
  } finally {
    saved.restore();
    for (const variable of hidden) variable.restore(shell);
  }
}

/** Runs a builtin; what the system refuses it is its own failure, told where its messages go. */
export function runBuiltin(shell: Shell, builtin: Builtin, args: readonly string[]): i32 {
  try {
    return builtin.run(shell, args);
  } catch (error) {
    if (errnoOf(error) === 0) throw error;
    if (errnoOf(error) === i32(Errno.EINTR)) {
      // By a signal with a trap, whose action follows, or Ctrl+C at the prompt.
      shell.takeInterrupt();
      return INTERRUPTED_STATUS;
    }
    complain(builtin.name, reasonOf(error));
    return 1;
  }
}

/** Runs a program, found in `PATH`, in a process of its own. */
export function runProgram(shell: Shell, words: readonly string[]): i32 {
  const command = new SimpleCommand();
  for (const word of words) command.words.push(quoted(word));
  command.line = shell.line;
  return waitForJob(shell, launch(shell, [command], words.join(" "), false, true));
}

/** Runs a function's body with arguments of its own. */
function callFunction(shell: Shell, body: Command, args: string[]): i32 {
  if (shell.functionDepth >= MOST_CALLS) throw new ScriptError("functions call each other without end");
  const outerArgs = shell.args;
  const outerLoops = shell.loopDepth;
  shell.args = args;
  shell.loopDepth = 0;
  shell.functionDepth += 1;
  shell.scopes.push([]);
  let status = run(shell, body);
  shell.functionDepth -= 1;
  for (const variable of shell.scopes.pop() ?? []) variable.restore(shell);
  shell.loopDepth = outerLoops;
  shell.args = outerArgs;
  if (shell.jump === Jump.returnFunction) {
    shell.jump = Jump.none;
    status = shell.lastStatus;
  }
  return status;
}
