/** Builtins for jobs. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { sendSignal } from "../../../core/linux/process.ts";
import { Signal, signalByName, signalName, signalNames } from "../../../core/linux/signal.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { takeTerminal, waitForJob } from "../foreground.ts";
import { type Job, ProcessState } from "../jobs.ts";
import { INTERRUPTED_STATUS, type Shell } from "../shell.ts";

/** The job that an argument, or no argument, means; null after a message. */
function jobOf(shell: Shell, command: string, args: readonly string[]): Job | null {
  shell.jobs.poll();
  const job = args.length > 0 ? shell.jobs.find(args[0]) : shell.jobs.current();
  if (job === null) complain(command, `${args.length > 0 ? args[0] : "current"}: no such job`);
  return job;
}

function listJobs(shell: Shell): i32 {
  shell.jobs.poll();
  for (const job of shell.jobs.jobs.slice()) {
    writeText(STDOUT, `${job.describe()}\n`);
    job.wasReported = true;
    if (job.state === ProcessState.ended) shell.jobs.remove(job);
  }
  return 0;
}

/** Says which background jobs have ended or stopped since the last time. */
export function reportJobs(shell: Shell, descriptor: i32): void {
  shell.jobs.poll();
  for (const job of shell.jobs.jobs.slice()) {
    if (job.wasReported || job.state === ProcessState.running) continue;
    job.wasReported = true;
    if (shell.isInteractive) writeText(descriptor, `${job.describe()}\n`);
    if (job.state === ProcessState.ended) shell.jobs.remove(job);
  }
}

function foreground(shell: Shell, args: readonly string[]): i32 {
  const job = jobOf(shell, "fg", args);
  if (job === null) return 1;
  writeText(STDOUT, `${job.text}\n`);
  job.isBackground = false;
  if (shell.hasJobControl) takeTerminal(job.group);
  resume(shell, job);
  return waitForJob(shell, job);
}

function background(shell: Shell, args: readonly string[]): i32 {
  const job = jobOf(shell, "bg", args);
  if (job === null) return 1;
  job.isBackground = true;
  resume(shell, job);
  writeText(STDOUT, `${job.describe()}\n`);
  return 0;
}

function resume(shell: Shell, job: Job): void {
  if (job.state !== ProcessState.stopped) return;
  job.markRunning();
  sendSignal(shell.hasJobControl ? -job.group : job.group, i32(Signal.SIGCONT));
}

/** Waits as long as something holds; the status of the signal that ended that, or 0. */
function waitWhile(shell: Shell, holds: () => boolean): i32 {
  while (holds()) {
    if (!shell.jobs.wait()) return 0;
    const signal = shell.traps.take();
    if (signal !== 0) {
      shell.evaluate(shell, shell.traps.action(signal));
      return 128 + signal;
    }
    if (shell.takeInterrupt()) return INTERRUPTED_STATUS;
  }
  return 0;
}

function wait(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) {
    const interrupted = waitWhile(shell, () =>
      shell.jobs.jobs.some((job) => job.state === ProcessState.running),
    );
    if (interrupted !== 0) return interrupted;
    for (const job of shell.jobs.jobs.slice()) {
      if (job.state === ProcessState.ended) shell.jobs.remove(job);
    }
    return 0;
  }
  let status: i32 = 0;
  for (const arg of args) {
    const job = shell.jobs.find(arg);
    if (job === null) {
      status = 127;
      continue;
    }
    const interrupted = waitWhile(shell, () => job.state === ProcessState.running);
    if (interrupted !== 0) return interrupted;
    status = job.status;
    if (job.state === ProcessState.ended) shell.jobs.remove(job);
  }
  return status;
}

/** `-9`, `-KILL`, `-s KILL` at the beginning of the arguments: the signal, and how many arguments that takes. */
function signalArgument(args: readonly string[]): [i32, usize] | null {
  if (args.length === 0 || !args[0].startsWith("-") || args[0] === "--") return [i32(Signal.SIGTERM), 0];
  const isNamed = args[0] === "-s" && args.length > 1;
  const name = isNamed ? args[1] : args[0].slice(1);
  const signal = signalByName(name);
  if (signal === null) {
    complain("kill", `${name}: no such signal`);
    return null;
  }
  return [signal, isNamed ? 2 : 1];
}

function kill(shell: Shell, args: readonly string[]): i32 {
  if (args.length > 0 && args[0] === "-l") {
    if (args.length === 1) {
      writeText(
        STDOUT,
        `${signalNames()
          .map((name) => name.slice(3))
          .join(" ")}\n`,
      );
      return 0;
    }
    // A number above 128 is the status of what a signal ended.
    const number = parseInteger(args[1], 10) ?? 0;
    const name = signalName(i32(number > 128 ? number - 128 : number));
    if (name === null) {
      complain("kill", `${args[1]}: no such signal`);
      return 1;
    }
    writeText(STDOUT, `${name.slice(3)}\n`);
    return 0;
  }
  const parsed = signalArgument(args);
  if (parsed === null) return 2;
  const [signal, used] = parsed;
  const targets = args.slice(used).filter((arg) => arg !== "--");
  if (targets.length === 0) {
    complain("kill", "usage: kill [-SIGNAL] PID|%JOB…");
    return 2;
  }
  let status: i32 = 0;
  for (const target of targets) {
    try {
      sendSignal(targetOf(shell, target), signal);
    } catch (error) {
      complain("kill", `${target}: ${reasonOf(error)}`);
      status = 1;
    }
  }
  return status;
}

function targetOf(shell: Shell, text: string): i32 {
  if (text.startsWith("%")) {
    const job = shell.jobs.find(text);
    if (job === null) throw new Error("no such job");
    return shell.hasJobControl ? -job.group : job.group;
  }
  const number = parseInteger(text, 10);
  if (number === null) throw new Error("is no process");
  return i32(number);
}

/** Adds the built-ins about jobs: jobs, fg, bg, wait, kill. */
export function addJobs(shell: Shell): void {
  shell.addBuiltin("jobs", "jobs", "lists the jobs of this shell", listJobs);
  shell.addBuiltin("fg", "fg [%JOB]", "brings a job to the foreground", foreground);
  shell.addBuiltin("bg", "bg [%JOB]", "lets a stopped job go on in the background", background);
  shell.addBuiltin("wait", "wait [PID|%JOB…]", "waits for jobs to end", wait);
  shell.addBuiltin("kill", "kill [-SIGNAL] PID|%JOB…, kill -l", "sends a signal", kill);
}
