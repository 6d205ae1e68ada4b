/** Runs commands: in the shell itself where they can be, else in processes of their own. Each function returns a status. */

import {
  closeQuietly,
  duplicateTo,
  pipe,
  readToEnd,
  STDERR,
  STDIN,
  STDOUT,
  writeText,
} from "../../core/linux/file.ts";
import { exit, fork, processGroup, setProcessGroup } from "../../core/linux/process.ts";
import { Disposition, setSignal, Signal, signalText } from "../../core/linux/signal.ts";
import { setForegroundGroup } from "../../core/linux/terminal.ts";
import { complain, reasonOf } from "../support/command.ts";
import { matches } from "../support/wildcard.ts";
import { Case, Choice, type Command, For, FunctionDefinition, Group, If, List, Loop, Pipeline, SimpleCommand } from "./ast.ts"; // prettier-ignore
import { expandPattern, expandText, expandWords } from "./expand.ts";
import { type Job, ProcessState } from "./jobs.ts";
import { SyntaxError } from "./lexer.ts";
import { Parser, splitAssignment } from "./parser.ts";
import { quoted } from "./quotes.ts";
import { executeProgram } from "./programs.ts";
import { redirect, SavedDescriptors } from "./redirect.ts";
import { Jump, type Shell, Variable } from "./shell.ts";

const CLOSE_ON_EXEC: u32 = 0o2000000;
/** More levels of functions would end in a stack overflow. */
const MOST_CALLS = 500;

/** Runs a command; errors that are the command's own end in a message and a status. */
export function run(shell: Shell, command: Command): i32 {
  let status: i32 = 0;
  try {
    status = runCommand(shell, command);
  } catch (error) {
    complain(shell.name, reasonOf(error));
    status = 1;
    if (!shell.isInteractive && shell.unsetIsError) exit(status);
  }
  shell.lastStatus = status;
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

function runCompound(shell: Shell, command: Command): i32 {
  if (command instanceof Group) return runGroup(shell, command);
  if (command instanceof If) return runIf(shell, command);
  if (command instanceof Loop) return runLoop(shell, command);
  if (command instanceof For) return runFor(shell, command);
  if (command instanceof Case) return runCase(shell, command);
  throw new Error("this kind of command cannot be run");
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
function runCondition(shell: Shell, command: Command): i32 {
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

function runGroup(shell: Shell, group: Group): i32 {
  if (!group.isSubshell) return run(shell, group.body);
  const job = launch(shell, [group], group.text, false);
  return waitForJob(shell, job);
}

function runIf(shell: Shell, command: If): i32 {
  for (let i = 0; i < command.conditions.length; i++) {
    const status = runCondition(shell, command.conditions[i]);
    if (shell.jump !== Jump.none) return status;
    if (status === 0) return run(shell, command.bodies[i]);
  }
  return command.otherwise === null ? 0 : run(shell, command.otherwise);
}

/** After a loop's body: whether the loop goes on. */
function goesOn(shell: Shell): boolean {
  if (shell.jump !== Jump.breakLoop && shell.jump !== Jump.continueLoop) return shell.jump === Jump.none;
  if (shell.jumpDepth > 1) {
    shell.jumpDepth -= 1;
    return false;
  }
  const continues = shell.jump === Jump.continueLoop;
  shell.jump = Jump.none;
  return continues;
}

function runLoop(shell: Shell, loop: Loop): i32 {
  let status: i32 = 0;
  shell.loopDepth += 1;
  while ((runCondition(shell, loop.condition) === 0) !== loop.isUntil && shell.jump === Jump.none) {
    status = run(shell, loop.body);
    if (!goesOn(shell)) break;
  }
  shell.loopDepth -= 1;
  return status;
}

function runFor(shell: Shell, loop: For): i32 {
  let status: i32 = 0;
  const words = loop.words === null ? shell.args.slice() : expandWords(shell, loop.words);
  shell.loopDepth += 1;
  for (const word of words) {
    shell.set(loop.name, word);
    status = run(shell, loop.body);
    if (!goesOn(shell)) break;
  }
  shell.loopDepth -= 1;
  return status;
}

function runCase(shell: Shell, command: Case): i32 {
  const text = expandText(shell, command.word);
  for (const branch of command.branches) {
    for (const raw of branch.patterns) {
      const pattern = expandPattern(shell, raw);
      if (!matches(pattern.bytes(), text.bytes())) continue;
      return branch.body === null ? 0 : run(shell, branch.body);
    }
  }
  return 0;
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
  if (pipeline.isNegated) return i32(status === 0);
  // Set now, for what runs when the shell ends here.
  shell.lastStatus = status;
  if (status !== 0 && shell.exitsOnError && shell.conditionDepth === 0 && shell.jump === Jump.none)
    exit(status);
  return status;
}

function runSimple(shell: Shell, command: SimpleCommand): i32 {
  const words = expandWords(shell, command.words);
  if (shell.traces) traceCommand(words);
  if (words.length === 0) return runAssignments(shell, command);
  const name = words[0];
  const args = words.slice(1);
  const body = shell.functions.get(name);
  const builtin = shell.builtins.get(name);
  if (body === undefined && builtin === undefined) {
    return waitForJob(shell, launch(shell, [command], command.text, false));
  }
  const saved = new SavedDescriptors();
  // `exec` alone changes the shell's own descriptors for good.
  const isKept = name === "exec";
  const hidden = assignTemporarily(shell, command);
  try {
    redirect(shell, command.redirections, isKept ? null : saved);
    if (body !== undefined) return callFunction(shell, body, args);
    return builtin === undefined ? 0 : builtin.run(shell, args);
  } finally {
    saved.restore();
    for (const variable of hidden) variable.restore(shell);
  }
}

function traceCommand(words: readonly string[]): void {
  writeText(STDERR, `+ ${words.map((word) => quoted(word)).join(" ")}\n`);
}

/** `NAME=value` without a command. */
function runAssignments(shell: Shell, command: SimpleCommand): i32 {
  let hasSubstitution = false;
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    if (value.includes("$(") || value.includes("`")) hasSubstitution = true;
    shell.set(name, expandText(shell, value));
  }
  const saved = new SavedDescriptors();
  try {
    redirect(shell, command.redirections, saved);
  } finally {
    saved.restore();
  }
  return hasSubstitution ? shell.lastStatus : 0;
}

/** A variable as it was before the assignment in front of a builtin. */
class HiddenVariable {
  private readonly name: string;
  private readonly variable: Variable | null;

  constructor(name: string, variable: Variable | null) {
    this.name = name;
    this.variable = variable;
  }

  restore(shell: Shell): void {
    if (this.variable === null) shell.variables.delete(this.name);
    else shell.variables.set(this.name, this.variable);
  }
}

function assignTemporarily(shell: Shell, command: SimpleCommand): HiddenVariable[] {
  const hidden: HiddenVariable[] = [];
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    hidden.push(new HiddenVariable(name, shell.variables.get(name) ?? null));
    shell.variables.set(name, new Variable(expandText(shell, value), true));
  }
  return hidden;
}

/** Runs a function's body with arguments of its own. */
function callFunction(shell: Shell, body: Command, args: string[]): i32 {
  if (shell.functionDepth >= MOST_CALLS) throw new Error("functions call each other without end");
  const outerArgs = shell.args;
  const outerLoops = shell.loopDepth;
  shell.args = args;
  shell.loopDepth = 0;
  shell.functionDepth += 1;
  let status = run(shell, body);
  shell.functionDepth -= 1;
  shell.loopDepth = outerLoops;
  shell.args = outerArgs;
  if (shell.jump === Jump.returnFunction) {
    shell.jump = Jump.none;
    status = shell.lastStatus;
  }
  return status;
}

/** In a new process: becomes the command. */
function runInChild(shell: Shell, command: Command): never {
  shell.isInteractive = false;
  shell.hasJobControl = false;
  shell.jobs.jobs.clear();
  let status: i32 = 1;
  try {
    if (command instanceof SimpleCommand) status = runSimpleInChild(shell, command);
    else if (command instanceof Group && command.isSubshell) status = runSubshell(shell, command);
    else status = run(shell, command);
  } catch (error) {
    complain(shell.name, reasonOf(error));
  }
  exit(status);
}

function runSubshell(shell: Shell, group: Group): i32 {
  redirect(shell, group.redirections, null);
  return run(shell, group.body);
}

/** A simple command that already has a process: a program replaces it. */
function runSimpleInChild(shell: Shell, command: SimpleCommand): i32 {
  const words = expandWords(shell, command.words);
  if (words.length === 0 || shell.functions.has(words[0]) || shell.builtins.has(words[0])) {
    return run(shell, command);
  }
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    shell.variables.set(name, new Variable(expandText(shell, value), true));
  }
  redirect(shell, command.redirections, null);
  return executeProgram(shell, words);
}

/** In a new process: the signals that an interactive shell does not want are for programs. */
function resetSignals(): void {
  setSignal(Signal.SIGINT, Disposition.byDefault);
  setSignal(Signal.SIGQUIT, Disposition.byDefault);
  setSignal(Signal.SIGTSTP, Disposition.byDefault);
  setSignal(Signal.SIGTTIN, Disposition.byDefault);
  setSignal(Signal.SIGTTOU, Disposition.byDefault);
  setSignal(Signal.SIGCHLD, Disposition.byDefault);
}

/** Starts a process for each command, each reading what the one before it writes. */
function launch(shell: Shell, commands: readonly Command[], text: string, isBackground: boolean): Job {
  let group: i32 = 0;
  let job: Job | null = null;
  let input: i32 = -1;
  for (let i = 0; i < commands.length; i++) {
    let output: i32 = -1;
    let nextInput: i32 = -1;
    if (i + 1 < commands.length) {
      const [readEnd, writeEnd] = pipe(CLOSE_ON_EXEC);
      nextInput = readEnd;
      output = writeEnd;
    }
    const child = fork();
    if (child === 0) {
      if (shell.hasJobControl) {
        setProcessGroup(0, group);
        if (!isBackground && group === 0) takeTerminal(0);
      }
      if (shell.isInteractive) resetSignals();
      connect(input, STDIN);
      connect(output, STDOUT);
      if (nextInput >= 0) closeQuietly(nextInput);
      runInChild(shell, commands[i]);
    }
    if (group === 0) group = child;
    if (shell.hasJobControl) joinGroup(child, group);
    job = job ?? shell.jobs.create(group, text, isBackground);
    job.add(child);
    if (input >= 0) closeQuietly(input);
    if (output >= 0) closeQuietly(output);
    input = nextInput;
  }
  return job!;
}

/** In the parent as in the child, so that neither has to wait for the other. It fails when the child has gone on already. */
function joinGroup(child: i32, group: i32): void {
  try {
    setProcessGroup(child, group);
  } catch {
    // The child has done it, or has ended.
  }
}

function connect(descriptor: i32, to: i32): void {
  if (descriptor < 0) return;
  duplicateTo(descriptor, to);
  closeQuietly(descriptor);
}

/** Makes a group the one in the foreground; 0 is that of the caller. SIGTTOU must be ignored or held back. */
export function takeTerminal(group: i32): void {
  try {
    setSignal(Signal.SIGTTOU, Disposition.ignored);
    setForegroundGroup(STDIN, group === 0 ? processGroup() : group);
  } catch {
    // There is no terminal any more.
  }
}

/** Waits until no process of the job runs; tells of how it ended. */
export function waitForJob(shell: Shell, job: Job): i32 {
  if (shell.hasJobControl) takeTerminal(job.group);
  while (job.state === ProcessState.running) {
    if (!shell.jobs.wait()) break;
  }
  if (shell.hasJobControl) takeTerminal(0);
  if (job.state === ProcessState.stopped) {
    job.isBackground = true;
    job.wasReported = true;
    writeText(STDERR, `\n${job.describe()}\n`);
    return 128 + i32(Signal.SIGTSTP);
  }
  shell.jobs.remove(job);
  reportEnd(shell, job);
  return job.status;
}

/** Signals that end a job in the foreground are named, but for the usual ones. */
function reportEnd(shell: Shell, job: Job): void {
  const signal = job.signal;
  if (signal === 0) return;
  if (signal === i32(Signal.SIGINT)) {
    if (!shell.isInteractive) return;
    shell.jump = Jump.interrupt;
    writeText(STDERR, "\n");
  } else if (signal !== i32(Signal.SIGPIPE)) {
    writeText(STDERR, `${signalText(signal)}\n`);
  }
}

function runInBackground(shell: Shell, command: Command): i32 {
  const commands = command instanceof Pipeline && !command.isNegated ? command.commands : [command];
  const job = launch(shell, commands, command.text, true);
  const last = job.processes[job.processes.length - 1];
  shell.lastBackground = last.id;
  if (shell.isInteractive) writeText(STDERR, `[${job.number}] ${last.id}\n`);
  return 0;
}

/** Runs a whole script. A mistake in it ends it with status 2. */
export function runScript(shell: Shell, source: string): i32 {
  try {
    const parser = new Parser(source, shell.aliases);
    let command = parser.next();
    while (command !== null) {
      run(shell, command);
      if (shell.jump !== Jump.none) break;
      command = parser.next();
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    complain(shell.name, `syntax error: ${error.message}`);
    shell.lastStatus = 2;
  }
  return shell.lastStatus;
}

/** `$(source)`: runs the script in a process of its own; what it prints, without line ends behind it. */
export function substitute(shell: Shell, source: string): string {
  const [output, input] = pipe(CLOSE_ON_EXEC);
  const child = fork();
  if (child === 0) {
    if (shell.isInteractive) resetSignals();
    duplicateTo(input, STDOUT);
    closeQuietly(input);
    closeQuietly(output);
    shell.isInteractive = false;
    shell.hasJobControl = false;
    shell.jobs.jobs.clear();
    exit(runScript(shell, source));
  }
  closeQuietly(input);
  const text = readToEnd(output);
  closeQuietly(output);
  const job = shell.jobs.create(child, source, false);
  job.add(child);
  while (job.state === ProcessState.running) {
    if (!shell.jobs.wait()) break;
  }
  shell.jobs.remove(job);
  shell.lastStatus = job.status;
  let end = text.length;
  while (end > 0 && text.byteAt(end - 1) === 10) end -= 1;
  return text.slice(0, end);
}
