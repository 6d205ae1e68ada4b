/** Builtins that change the course of a script. */

import { readFile } from "../../../core/linux/file.ts";
import { sendSignal } from "../../../core/linux/process.ts";
import { Signal } from "../../../core/linux/signal.ts";
import { Access } from "../../../core/linux/stat.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { findInPath } from "../../support/programs.ts";
import { ScriptError } from "../errors.ts";
import { executeProgram } from "../programs.ts";
import { ProcessState } from "../jobs.ts";
import { Jump, type Shell } from "../shell.ts";

/** The number in an argument; null, and a message, when it is none. */
export function numberArgument(name: string, text: string): i64 | null {
  const value = parseInteger(text, 10);
  if (value === null) complain(name, `${text}: is no number`);
  return value;
}

function exitShell(shell: Shell, args: readonly string[]): i32 {
  let status = shell.lastStatus;
  if (args.length > 0) {
    const number = parseInteger(args[0], 10);
    if (number === null) throw new ScriptError(`exit: ${args[0]}: is no number`);
    status = i32(number);
  }
  leave(shell, status);
}

/** Ends the shell. Jobs of an interactive one get SIGHUP, stopped ones SIGCONT too. */
export function leave(shell: Shell, status: i32): never {
  if (shell.isInteractive) {
    for (const job of shell.jobs.jobs) {
      try {
        sendSignal(-job.group, i32(Signal.SIGHUP));
        if (job.state === ProcessState.stopped) sendSignal(-job.group, i32(Signal.SIGCONT));
      } catch {
        // It has ended.
      }
    }
  }
  shell.leave(status);
}

function jumpOut(shell: Shell, name: string, args: readonly string[], jump: Jump): i32 {
  if (shell.loopDepth === 0) {
    complain(name, "there is no loop around it");
    return 1;
  }
  const depth = args.length > 0 ? numberArgument(name, args[0]) : 1;
  if (depth === null || depth < 1) return 1;
  shell.jump = jump;
  shell.jumpDepth = bits.min(u64(depth), shell.loopDepth);
  return 0;
}

function returnFromFunction(shell: Shell, args: readonly string[]): i32 {
  let status = shell.lastStatus;
  if (args.length > 0) status = i32(numberArgument("return", args[0]) ?? 2);
  if (shell.functionDepth === 0) {
    complain("return", "there is no function around it");
    return 1;
  }
  shell.jump = Jump.returnFunction;
  return status & 0xff;
}

function source(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) throw new ScriptError("source: a file is needed");
  let text = "";
  try {
    // Found in `PATH`, where it need not be a program.
    text = readFile(findInPath(args[0], shell.get("PATH"), Access.read) ?? args[0]);
  } catch (error) {
    throw new ScriptError(`${args[0]}: ${reasonOf(error)}`);
  }
  const outer = shell.args;
  if (args.length > 1) shell.args = args.slice(1);
  shell.functionDepth += 1;
  try {
    const status = shell.evaluate(shell, text);
    if (shell.jump !== Jump.returnFunction) return status;
    shell.jump = Jump.none;
    return shell.lastStatus;
  } finally {
    shell.functionDepth -= 1;
    shell.args = outer;
  }
}

function executeInPlace(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) return 0;
  const status = executeProgram(shell, args);
  if (!shell.isInteractive) shell.leave(status);
  return status;
}

/** Adds the built-ins that change where the script goes on: `:`, true, false, exit, break, continue, return, source, eval and exec. */
export function addFlow(shell: Shell): void {
  shell.addBuiltin(":", ":", "does nothing, successfully", () => 0);
  shell.addBuiltin("true", "true", "does nothing, successfully", () => 0);
  shell.addBuiltin("false", "false", "does nothing, unsuccessfully", () => 1);
  shell.addBuiltin("exit", "exit [STATUS]", "ends the shell", exitShell);
  shell.addBuiltin("break", "break [N]", "leaves the loop, or N of them", (sh, args) =>
    jumpOut(sh, "break", args, Jump.breakLoop),
  );
  shell.addBuiltin("continue", "continue [N]", "goes on with the loop's next round", (sh, args) =>
    jumpOut(sh, "continue", args, Jump.continueLoop),
  );
  shell.addBuiltin("return", "return [STATUS]", "leaves the function", returnFromFunction);
  shell.addBuiltin("source", "source FILE [ARG…]", "runs the script in this shell", source);
  shell.addBuiltin(".", ". FILE [ARG…]", "runs the script in this shell", source);
  shell.addBuiltin("eval", "eval [WORD…]", "runs the words as a script", (sh, args) =>
    args.length === 0 ? 0 : sh.evaluate(sh, args.join(" ")),
  );
  shell.addBuiltin("exec", "exec [PROGRAM [ARG…]]", "becomes the program", executeInPlace);
}
