// Children, pipes, signals, the environment and clocks.
// @run
// @sanitize
// @args: first second
// @stdout: ok

import { Errno } from "../errno.ts";
import { close, duplicateTo, pipe, readToEnd, STDOUT, waitReadable, writeText } from "../linux/file.ts";
import {
  environment,
  execute,
  exit,
  fork,
  getVariable,
  parentId,
  processId,
  programName,
  sendSignal,
  Wait,
  waitFor,
} from "../linux/process.ts";
import {
  Disposition,
  setSignal,
  setSignalMask,
  Signal,
  signalByName,
  signalName,
  signalSet,
  takeSignal,
} from "../linux/signal.ts";
import { monotonicTime, realTime, SECOND, sleep, systemInfo, systemName } from "../linux/system.ts";
import { isTerminal } from "../linux/terminal.ts";
import { check, equal, finish, throwsErrno } from "./support/check.ts";

function children(): void {
  const [output, input] = pipe();
  const parent = processId();
  const child = fork();
  if (child === 0) {
    writeText(input, parentId() === parent ? "from the child" : "an orphan");
    exit(7);
  }
  close(input);
  equal(readToEnd(output), "from the child", "what the child wrote");
  close(output);
  const event = waitFor(child, Wait.forEnd);
  check(event !== null && event.process === child, "the child's end");
  check(event !== null && event.isExit && event.exitStatus === 7, "the child's status");
  throwsErrno(Errno.ECHILD, "no more children", () => {
    waitFor(-1, Wait.forEnd);
  });
  throwsErrno(Errno.ESRCH, "a signal for nobody", () => {
    sendSignal(0x7fff_ffff, 0);
  });
}

function programs(): void {
  const [output, input] = pipe();
  const child = fork();
  if (child === 0) {
    duplicateTo(input, STDOUT);
    try {
      execute("/bin/sh", ["sh", "-c", 'echo "$0 $GREETING"', "arg"], ["GREETING=hello"]);
    } catch {
      exit(127);
    }
  }
  close(input);
  equal(readToEnd(output), "arg hello\n", "what the program wrote");
  close(output);
  equal(waitFor(child, Wait.forEnd)?.shellStatus ?? -1, 0, "the program's status");
  throwsErrno(Errno.ENOENT, "a program that is not there", () => {
    execute("/no/such/program", ["x"], []);
  });
  throwsErrno(Errno.EACCES, "a program that is none", () => {
    execute("/", ["x"], []);
  });
}

function signals(): void {
  setSignal(Signal.SIGUSR1, Disposition.noted);
  check(!takeSignal(Signal.SIGUSR1), "no signal yet");
  sendSignal(processId(), i32(Signal.SIGUSR1));
  check(takeSignal(Signal.SIGUSR1), "a signal is noted");
  check(!takeSignal(Signal.SIGUSR1), "once");
  const old = setSignalMask(signalSet(Signal.SIGUSR1));
  sendSignal(processId(), i32(Signal.SIGUSR1));
  check(!takeSignal(Signal.SIGUSR1), "a signal is held back");
  setSignalMask(old);
  check(takeSignal(Signal.SIGUSR1), "and comes later");
  const child = fork();
  if (child === 0) {
    while (true) sleep(SECOND);
  }
  check(waitFor(child, Wait.dontBlock) === null, "the child still runs");
  sendSignal(child, i32(Signal.SIGTERM));
  const event = waitFor(child, Wait.forEnd);
  equal(event?.signal ?? 0, 15, "the signal that ended the child");
  equal(event?.shellStatus ?? 0, 143, "as the shell says it");
  equal(signalName(9) ?? "", "SIGKILL", "signalName");
  equal(signalByName("int") ?? 0, 2, "signalByName");
  equal(signalByName("SIGSYS") ?? 0, 31, "signalByName, the last");
  equal(signalByName("19") ?? 0, 19, "signalByName of a number");
  check(signalByName("NONE") === null, "signalByName of nothing");
  throwsErrno(Errno.EINVAL, "SIGKILL is not to be changed", () => {
    setSignal(Signal.SIGKILL, Disposition.ignored);
  });
}

function system(): void {
  const before = monotonicTime();
  sleep(2_000_000);
  check(monotonicTime() - before >= 2_000_000, "sleep");
  check(realTime() > 1_600_000_000 * SECOND, "realTime");
  check(systemName().machine === "x86_64", "systemName");
  check(systemInfo().totalMemory > 0, "systemInfo");
  check(!isTerminal(100), "isTerminal of nothing");
  const [output, input] = pipe();
  check(!waitReadable(output, 0), "nothing to read");
  writeText(input, "x");
  check(waitReadable(output, 0), "something to read");
  close(output);
  close(input);
}

export function main(args: string[]): i32 {
  equal(args.join(), "first,second", "arguments");
  check(programName().length > 0, "programName");
  check(environment().length > 0, "environment");
  check(getVariable("PATH") !== null, "getVariable");
  check(getVariable("NO_SUCH_VARIABLE") === null, "getVariable of nothing");
  children();
  programs();
  signals();
  system();
  return finish();
}
