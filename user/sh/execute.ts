/** Runs commands: in the shell itself where they can be, else in processes of their own. Each function returns a status. */

import { STDERR, writeText } from "../../core/linux/file.ts";
import { reasonOf } from "../support/command.ts";
import { Choice, type Command, FunctionDefinition, List, Pipeline, SimpleCommand } from "./ast.ts";
import { runCompound } from "./compound.ts";
import { RedirectionError, ScriptError, SHELL_ERROR_STATUS } from "./errors.ts";
import { waitForJob } from "./foreground.ts";
import { launch } from "./launch.ts";
import { SyntaxError } from "./lexer.ts";
import { Option } from "./options.ts";
import { redirect, SavedDescriptors } from "./redirect.ts";
import { Jump, type Shell } from "./shell.ts";
import { runSimple } from "./simple-command.ts";

/** Runs a command, and then what the signals that came meanwhile ask for; errors that are the command's own end in a message and a status. */
export function run(shell: Shell, command: Command): i32 {
  let status: i32 = 0;
  try {
    status = runCommand(shell, command);
  } catch (error) {
    status = failed(shell, error);
  }
  // What was interrupted has its status already, however deep in this command it is.
  if (shell.jump === Jump.interrupt) return shell.lastStatus;
  shell.lastStatus = status;
  shell.runTraps();
  shell.takeInterrupt();
  return shell.lastStatus;
}

/** Says what went wrong. Some errors end a script, or what was typed. */
export function failed(shell: Shell, error: unknown): i32 {
  shell.complain(reasonOf(error));
  const isOfShell =
    error instanceof ScriptError || error instanceof RedirectionError || error instanceof SyntaxError;
  const status = isOfShell ? SHELL_ERROR_STATUS : 1;
  if (error instanceof ScriptError || error instanceof SyntaxError) {
    if (!shell.isInteractive) shell.leave(status);
    shell.interrupt(status);
  }
  return status;
}

function runCommand(shell: Shell, command: Command): i32 {
  if (command instanceof Pipeline) return runPipeline(shell, command);
  if (command instanceof Choice) return runChoice(shell, command);
  if (command instanceof List) return runList(shell, command);
  if (command instanceof SimpleCommand) return runSimple(shell, command);
  if (command instanceof FunctionDefinition) {
    shell.functions.set(command.name, command.body);
    return 0;
  }
  const saved = new SavedDescriptors();
  try {
    redirect(shell, command.redirections, saved);
    return runCompound(shell, command);
  } finally {
    saved.restore();
  }
}

function runList(shell: Shell, list: List): i32 {
  let status: i32 = 0;
  for (let i = 0; i < list.commands.length; i++) {
    if (list.background[i]) status = runInBackground(shell, list.commands[i]);
    else status = run(shell, list.commands[i]);
    if (shell.jump !== Jump.none) return status;
  }
  return status;
}

/** Runs what is asked for its status only: failures do not end the shell. */
export function runCondition(shell: Shell, command: Command): i32 {
  shell.conditionDepth += 1;
  const status = run(shell, command);
  shell.conditionDepth -= 1;
  return status;
}

function runChoice(shell: Shell, choice: Choice): i32 {
  const status = runCondition(shell, choice.left);
  if (shell.jump !== Jump.none || (status === 0) !== choice.isAnd) return status;
  return run(shell, choice.right);
}

function runPipeline(shell: Shell, pipeline: Pipeline): i32 {
  let status: i32 = 0;
  if (pipeline.isNegated) shell.conditionDepth += 1;
  try {
    if (pipeline.commands.length === 1) {
      status = runCommand(shell, pipeline.commands[0]);
    } else {
      status = waitForJob(shell, launch(shell, pipeline.commands, pipeline.text, false));
    }
  } finally {
    if (pipeline.isNegated) shell.conditionDepth -= 1;
  }
  if (shell.jump !== Jump.none) return status;
  if (pipeline.isNegated) return i32(status === 0);
  // Set now, for what runs when the shell ends here.
  shell.lastStatus = status;
  if (status !== 0 && shell.options.has(Option.exitsOnError) && shell.conditionDepth === 0) {
    shell.runTraps();
    shell.leave(status);
  }
  return status;
}

function runInBackground(shell: Shell, command: Command): i32 {
  const commands = command instanceof Pipeline && !command.isNegated ? command.commands : [command];
  const job = launch(shell, commands, command.text, true);
  const last = job.processes[job.processes.length - 1];
  shell.lastBackground = last.id;
  if (shell.isInteractive) writeText(STDERR, `[${job.number}] ${last.id}\n`);
  return 0;
}
