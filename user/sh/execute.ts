/** Runs commands: in the shell itself where they can be, else in processes of their own. Each function returns a status. */

import {
  closeQuietly,
  duplicateTo,
  Open,
  open,
  pipe,
  readToEnd,
  STDERR,
  STDIN,
  STDOUT,
  writeText,
} from "../../core/linux/file.ts";
import { fork, processGroup, setProcessGroup } from "../../core/linux/process.ts";
import { Disposition, setSignal, Signal, signalText } from "../../core/linux/signal.ts";
import { setForegroundGroup } from "../../core/linux/terminal.ts";
import { NEWLINE } from "../support/ascii.ts";
import { complain, reasonOf } from "../support/command.ts";
import { matches } from "../support/wildcard.ts";
import { Case, Choice, type Command, For, FunctionDefinition, Group, If, List, Loop, Pipeline, SimpleCommand } from "./ast.ts"; // prettier-ignore
import { RedirectionError, ScriptError, SHELL_ERROR_STATUS } from "./errors.ts";
import { expandAssignment, expandPattern, expandText, expandWords } from "./expand.ts";
import { type Job, ProcessState } from "./jobs.ts";
import { SyntaxError } from "./lexer.ts";
import { Option } from "./options.ts";
import { Parser, splitAssignment } from "./parser.ts";
import { quoted } from "./quotes.ts";
import { executeProgram } from "./programs.ts";
import { redirect, SavedDescriptors } from "./redirect.ts";
import { type Builtin, HiddenVariable, Jump, type Shell, Variable } from "./shell.ts";

const CLOSE_ON_EXEC: u32 = 0o2000000;
/** More levels of functions would end in a stack overflow. */
const MOST_CALLS = 500;

/** Runs a command, and the traps of signals that came meanwhile; errors that are the command's own end in a message and a status. */
export function run(shell: Shell, command: Command): i32 {
  let status: i32 = 0;
  try {
    status = runCommand(shell, command);
  } catch (error) {
    status = failed(shell, error);
  }
  shell.lastStatus = status;
  shell.runTraps();
  return status;
}

/** Says what went wrong. Some errors end a script, or what was typed. */
function failed(shell: Shell, error: unknown): i32 {
  shell.complain(reasonOf(error));
  const isOfShell =
    error instanceof ScriptError || error instanceof RedirectionError || error instanceof SyntaxError;
  const status = isOfShell ? SHELL_ERROR_STATUS : 1;
  if (error instanceof ScriptError || error instanceof SyntaxError) {
    if (!shell.isInteractive) shell.leave(status);
    shell.jump = Jump.interrupt;
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
  while (true) {
    const holds = (runCondition(shell, loop.condition) === 0) !== loop.isUntil;
    if (shell.jump === Jump.none && !holds) break;
    if (shell.jump === Jump.none) status = run(shell, loop.body);
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

/** Builtins whose failure ends a script, and whose assignments stay (POSIX.1-2017, 2.14). */
const SPECIAL_BUILTINS =
  " : . break continue eval exec exit export readonly return set shift source times trap unset ";

function runSimple(shell: Shell, command: SimpleCommand): i32 {
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

/** Prints the command as it runs, for `set -x`. */
function traceCommand(shell: Shell, command: SimpleCommand, words: readonly string[]): void {
  const parts: string[] = [];
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    parts.push(`${name}=${quoted(expandAssignment(shell, value))}`);
  }
  for (const word of words) parts.push(quoted(word));
  const prefix = expandText(shell, shell.get("PS4") ?? "+ ", true);
  writeText(STDERR, `${prefix}${parts.join(" ")}\n`);
}

/** `NAME=value` without a command. */
function runAssignments(shell: Shell, command: SimpleCommand): i32 {
  const saved = new SavedDescriptors();
  try {
    redirect(shell, command.redirections, saved);
    assign(shell, command);
  } finally {
    saved.restore();
  }
  return shell.substitutionStatus >= 0 ? shell.substitutionStatus : 0;
}

/** Assigns for good. There is nothing to restore. */
function assign(shell: Shell, command: SimpleCommand): HiddenVariable[] {
  for (const assignment of command.assignments) {
    const [name, raw] = splitAssignment(assignment);
    const value = expandAssignment(shell, raw);
    if (command.words.length === 0 && shell.options.has(Option.traces)) {
      const prefix = expandText(shell, shell.get("PS4") ?? "+ ", true);
      writeText(STDERR, `${prefix}${name}=${quoted(value)}\n`);
    }
    shell.set(name, value);
  }
  return [];
}

function assignTemporarily(shell: Shell, command: SimpleCommand): HiddenVariable[] {
  const hidden: HiddenVariable[] = [];
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    const known = shell.variables.get(name);
    if (known !== undefined && known.isReadonly) throw new ScriptError(`${name}: is read only`);
    const variable = new Variable(expandAssignment(shell, value), true);
    hidden.push(new HiddenVariable(name, known ?? null));
    shell.variables.set(name, variable);
  }
  return hidden;
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

/** In a new process: what belongs to the shell that it was made from is no more. */
function becomeSubshell(shell: Shell): void {
  shell.traps.enterSubshell();
  shell.isInteractive = false;
  shell.hasJobControl = false;
  shell.jobs.jobs.clear();
}

/** In a new process: becomes the command. */
function runInChild(shell: Shell, command: Command): never {
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

/** The command that a script is all of; null when there are more of them, or errors. */
function onlyCommand(shell: Shell, source: string): Command | null {
  try {
    const parser = new Parser(source, shell.aliases, bits.max(shell.line, 1));
    const command = parser.next();
    return parser.next() === null ? command : null;
  } catch {
    // Running it tells of the error.
    return null;
  }
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

/** A command in the background without job control has no part in the terminal: neither its input nor its keys. */
function leaveTerminal(isFirst: boolean): void {
  setSignal(Signal.SIGINT, Disposition.ignored);
  setSignal(Signal.SIGQUIT, Disposition.ignored);
  if (isFirst) connect(open("/dev/null", Open.read), STDIN);
}

/** Starts a process for each command, each reading what the one before it writes. Functions may be passed over. */
function launch(
  shell: Shell,
  commands: readonly Command[],
  text: string,
  isBackground: boolean,
  onlyPrograms: boolean = false,
): Job {
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
      if (isBackground && !shell.hasJobControl) leaveTerminal(i === 0);
      connect(input, STDIN);
      connect(output, STDOUT);
      if (nextInput >= 0) closeQuietly(nextInput);
      if (onlyPrograms) shell.functions.clear();
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
  if (descriptor < 0 || descriptor === to) return;
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
  const pipelinesFail = shell.options.has(Option.pipelinesFail);
  if (job.state === ProcessState.stopped) {
    job.isBackground = true;
    job.wasReported = true;
    writeText(STDERR, `\n${job.describe()}\n`);
    return 128 + i32(Signal.SIGTSTP);
  }
  shell.jobs.remove(job);
  reportEnd(shell, job);
  return pipelinesFail ? job.failure : job.status;
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

/** `$(source)`: runs the script in a process of its own; what it prints, without line ends behind it. */
export function substitute(shell: Shell, source: string): string {
  const [output, input] = pipe(CLOSE_ON_EXEC);
  const child = fork();
  if (child === 0) {
    closeQuietly(output);
    connect(input, STDOUT);
    const only = onlyCommand(shell, source);
    if (only !== null) runInChild(shell, only);
    becomeSubshell(shell);
    shell.leave(runScript(shell, source, bits.max(shell.line, 1)));
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
  shell.substitutionStatus = job.status;
  const clean = text.replaceAll("\0", "");
  let end = clean.length;
  while (end > 0 && clean.byteAt(end - 1) === NEWLINE) end -= 1;
  return clean.slice(0, end);
}
