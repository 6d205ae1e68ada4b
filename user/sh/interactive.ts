/** The shell at a terminal: prompt, line, command, again. */

import { Errno } from "../../core/errno.ts";
import { STDERR, STDIN, STDOUT, writeText } from "../../core/linux/file.ts";
import { processGroup, processId, sendSignal, setProcessGroup } from "../../core/linux/process.ts";
import { Disposition, Signal, takeSignal } from "../../core/linux/signal.ts";
import { foregroundGroup, isTerminal, terminalModes, setTerminalModes } from "../../core/linux/terminal.ts";
import { complain } from "../support/command.ts";
import { leave } from "./builtins/flow.ts";
import { reportJobs } from "./builtins/jobs.ts";
import { runScript } from "./evaluate.ts";
import { takeTerminal } from "./foreground.ts";
import { LineEditor } from "./line-editor.ts";
import { makePrompt } from "./prompt.ts";
import { Completeness, completenessOf } from "./script.ts";
import { Jump, type Shell } from "./shell.ts";

const MOST_HISTORY = 1000;

/** Puts the shell into a group of its own in the foreground; without job control if the terminal is not its controlling one. */
function takeControl(shell: Shell): void {
  shell.traps.setOwn(Signal.SIGINT, Disposition.noted);
  shell.traps.setOwn(Signal.SIGQUIT, Disposition.ignored);
  shell.traps.setOwn(Signal.SIGTERM, Disposition.ignored);
  try {
    // Started in the background: wait until someone gives it the terminal.
    while (foregroundGroup(STDIN) !== processGroup()) sendSignal(-processGroup(), i32(Signal.SIGTTIN));
    shell.traps.setOwn(Signal.SIGTSTP, Disposition.ignored);
    shell.traps.setOwn(Signal.SIGTTIN, Disposition.ignored);
    shell.traps.setOwn(Signal.SIGTTOU, Disposition.ignored);
    if (processGroup() !== processId()) joinOwnGroup();
    takeTerminal(0);
    shell.hasJobControl = true;
  } catch (error) {
    if (errnoOf(error) === i32(Errno.ENOTTY))
      complain(shell.name, "no job control: the terminal is not ours");
  }
}

function joinOwnGroup(): void {
  try {
    setProcessGroup(0, 0);
  } catch {
    // A session's leader has its group for good.
  }
}

/** Reads a line with editing, or plainly where the terminal is none. */
function readLine(shell: Shell, prompt: string): string | null {
  if (isTerminal(STDIN)) return new LineEditor(shell, prompt).readLine();
  return null;
}

function remember(shell: Shell, line: string): void {
  const isRepeated = (shell.history.at(-1) ?? "") === line;
  if (line.trim().length === 0 || isRepeated) return;
  if (shell.history.length === MOST_HISTORY) shell.history.shift();
  shell.history.push(line);
}

/** Reads lines until they are a complete script; null at the end of the input. Throws EINTR at Ctrl+C. */
function readScript(shell: Shell): string | null {
  let source = readLine(shell, makePrompt(shell));
  if (source === null) return null;
  while (completenessOf(shell, source) === Completeness.incomplete) {
    const more: string | null = readLine(shell, shell.get("PS2") ?? "> ");
    if (more === null) return "";
    source = `${source}\n${more}`;
  }
  return source;
}

/** Runs what is typed next. False at the end of the input. */
function runOnce(shell: Shell): boolean {
  let source: string | null = "";
  try {
    source = readScript(shell);
  } catch (error) {
    if (errnoOf(error) !== i32(Errno.EINTR)) throw error;
    shell.lastStatus = 128 + i32(Signal.SIGINT);
  }
  if (source === null) return false;
  remember(shell, source);
  runScript(shell, source);
  shell.jump = Jump.none;
  shell.jumpDepth = 0;
  return true;
}

/** Runs the shell until the input ends or `exit`. */
export function runInteractive(shell: Shell): never {
  shell.isInteractive = true;
  takeControl(shell);
  const modes = terminalModes(STDIN);
  while (true) {
    takeSignal(Signal.SIGINT);
    reportJobs(shell, STDERR);
    if (!runOnce(shell)) {
      writeText(STDOUT, "exit\n");
      leave(shell, shell.lastStatus);
    }
    // Whatever a program did to the terminal, the shell wants it as it was.
    if (shell.hasJobControl) setTerminalModes(STDIN, modes);
  }
}
