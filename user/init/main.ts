/**
 * init: the first process. Starts what the host asked for (docs/run-protocol.md), or the shell, with the standard descriptors that it
 * should have; reaps what ends; and ends, which ends the machine, with the status of what it started.
 */

import { Errno } from "../../core/errno.ts";
import { changeDirectory, closeQuietly, duplicateTo, Open, open, STDERR, STDIN, STDOUT, writeText } from "../../core/linux/file.ts"; // prettier-ignore
import { execute, exit, fork, newSession, processId, Wait, waitFor } from "../../core/linux/process.ts";
import { Disposition, setSignal, Signal } from "../../core/linux/signal.ts";
import { isDirectory, makeDirectory } from "../../core/linux/stat.ts";
import { mount } from "../../core/linux/system.ts";
import { setControllingTerminal, setWindowSize } from "../../core/linux/terminal.ts";
import { complain, complainOf, reasonOf } from "../support/command.ts";
import { DEFAULT_PATH, findProgram } from "../support/programs.ts";
import { readRunRequest, type RunRequest } from "./run-request.ts";

const CONSOLE = "/dev/console";
const SHELL = "/bin/sh";

/** Attaches a file system where it belongs, if the kernel has not done so itself. */
function mountAt(kind: string, path: string): void {
  try {
    if (!isDirectory(path)) makeDirectory(path, 0o755);
    mount(kind, path, kind, 0);
  } catch {
    // The kernel has done it (EBUSY), or does without it.
  }
}

/** Makes a descriptor lead to a device. */
function connect(descriptor: i32, path: string): void {
  const opened = open(path, Open.readWrite);
  duplicateTo(opened, descriptor);
  if (opened > STDERR) closeQuietly(opened);
}

function connectStandard(request: RunRequest): void {
  connect(STDIN, request.inputIsStream ? "/dev/hostin" : CONSOLE);
  connect(STDOUT, request.outputIsStream ? "/dev/hostout" : CONSOLE);
  connect(STDERR, request.errorIsStream ? "/dev/hosterr" : CONSOLE);
}

/** Makes the console the terminal of this process's session, and tells it its size. */
function takeConsole(request: RunRequest): void {
  try {
    const terminal = open(CONSOLE, Open.readWrite | Open.noControllingTerminal | Open.closeOnExec);
    setControllingTerminal(terminal, true);
    if (request.rows > 0 && request.columns > 0) setWindowSize(terminal, request.rows, request.columns);
    closeQuietly(terminal);
  } catch (error) {
    complainOf("init", CONSOLE, error);
  }
}

/** The variables of the environment, with defaults for those that were not given. */
function environmentOf(request: RunRequest): string[] {
  const variables = request.variables.slice();
  const defaults = [`PATH=${DEFAULT_PATH}`, "HOME=/root", "USER=root", "SHELL=/bin/sh", "TERM=linux"];
  for (const entry of defaults) {
    const name = entry.slice(0, u64(entry.indexOf("=")) + 1);
    if (!variables.some((given) => given.startsWith(name))) variables.push(entry);
  }
  return variables;
}

/** In the new process: becomes the program. */
function become(request: RunRequest, words: readonly string[]): never {
  newSession();
  takeConsole(request);
  try {
    changeDirectory(request.folder);
  } catch (error) {
    complainOf("init", request.folder, error);
  }
  try {
    execute(findProgram(words[0], null) ?? words[0], words, environmentOf(request));
  } catch (error) {
    complain("init", `${words[0]}: ${reasonOf(error)}`);
    exit(errnoOf(error) === i32(Errno.ENOENT) ? 127 : 126);
  }
}

/** Waits until the process ends, and takes the news of all others that end meanwhile. */
function waitForProgram(process: i32): i32 {
  while (true) {
    try {
      const event = waitFor(-1, Wait.forEnd);
      if (event !== null && event.process === process) return event.shellStatus;
    } catch (error) {
      if (errnoOf(error) !== i32(Errno.EINTR)) {
        complain("init", `waiting: ${reasonOf(error)}`);
        return 126;
      }
    }
  }
}

export function main(): i32 {
  if (processId() !== 1) {
    writeText(STDERR, "init: the kernel starts this program, as the first process\n");
    return 1;
  }
  // Nobody but the kernel ends the first process.
  setSignal(Signal.SIGINT, Disposition.ignored);
  setSignal(Signal.SIGTERM, Disposition.ignored);
  setSignal(Signal.SIGHUP, Disposition.ignored);
  mountAt("devtmpfs", "/dev");
  mountAt("proc", "/proc");
  mountAt("sysfs", "/sys");
  const request = readRunRequest();
  try {
    connectStandard(request);
  } catch (error) {
    complain("init", `standard descriptors: ${reasonOf(error)}`);
    return 126;
  }
  const words = request.words.length > 0 ? request.words : [SHELL];
  if (request.words.length === 0 && isDirectory("/root")) request.folder = "/root";
  const program = fork();
  if (program === 0) {
    setSignal(Signal.SIGINT, Disposition.byDefault);
    setSignal(Signal.SIGTERM, Disposition.byDefault);
    setSignal(Signal.SIGHUP, Disposition.byDefault);
    become(request, words);
  }
  return waitForProgram(program);
}
