/** The job in the foreground: it has the terminal, and the shell waits for it. */

import { STDERR, STDIN, writeText } from "../../core/linux/file.ts";
import { processGroup } from "../../core/linux/process.ts";
import { Disposition, setSignal, Signal, signalText, takeSignal } from "../../core/linux/signal.ts";
import { setForegroundGroup } from "../../core/linux/terminal.ts";
import { type Job, ProcessState } from "./jobs.ts";
import { Option } from "./options.ts";
import { INTERRUPTED_STATUS, type Shell } from "./shell.ts";

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
  // Ctrl+C went to the job too, which may have had a use for it: how it ended counts.
  else if (!shell.traps.has(i32(Signal.SIGINT))) takeSignal(Signal.SIGINT);
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
    shell.interrupt(INTERRUPTED_STATUS);
    writeText(STDERR, "\n");
  } else if (signal !== i32(Signal.SIGPIPE)) {
    writeText(STDERR, `${signalText(signal)}\n`);
  }
}
