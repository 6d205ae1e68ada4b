/** `$(…)`: what a script prints, as a part of a word (POSIX.1-2017, 2.6.3). */

import { closeQuietly, pipe, readToEnd, STDOUT } from "../../core/linux/file.ts";
import { fork } from "../../core/linux/process.ts";
import { NEWLINE } from "../support/ascii.ts";
import type { Command } from "./ast.ts";
import { becomeSubshell, runInChild } from "./child.ts";
import { runScript } from "./evaluate.ts";
import { ProcessState } from "./jobs.ts";
import { CLOSE_ON_EXEC, connect } from "./launch.ts";
import { Parser } from "./parser.ts";
import type { Shell } from "./shell.ts";

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
