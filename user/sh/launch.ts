/** Starts the processes of a job, joined by pipes. */

import { closeQuietly, duplicateTo, Open, open, pipe, STDIN, STDOUT } from "../../core/linux/file.ts";
import { fork, setProcessGroup } from "../../core/linux/process.ts";
import { Disposition, setSignal, Signal } from "../../core/linux/signal.ts";
import type { Command } from "./ast.ts";
import { runInChild } from "./child.ts";
import { takeTerminal } from "./foreground.ts";
import type { Job } from "./jobs.ts";
import type { Shell } from "./shell.ts";

/** For `pipe`: programs do not inherit the descriptors. */
export const CLOSE_ON_EXEC: u32 = 0o2000000;

/** Starts a process for each command, each reading what the one before it writes. Functions may be passed over. */
export function launch(
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

/** A command in the background without job control has no part in the terminal: neither its input nor its keys. */
function leaveTerminal(isFirst: boolean): void {
  setSignal(Signal.SIGINT, Disposition.ignored);
  setSignal(Signal.SIGQUIT, Disposition.ignored);
  if (isFirst) connect(open("/dev/null", Open.read), STDIN);
}

/** Moves a descriptor to another number, in place of what was there; nothing if it is negative or there already. */
export function connect(descriptor: i32, to: i32): void {
  if (descriptor < 0 || descriptor === to) return;
  duplicateTo(descriptor, to);
  closeQuietly(descriptor);
}
