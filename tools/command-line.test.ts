import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { commandLine } from "./command-line.ts";

/** The message that a wrong command line gets, all on one line. */
function complaint(...args: string[]): string {
  let text = "";
  const program = commandLine(() => undefined);
  const quiet = { writeErr: (part: string) => (text += part), writeOut: () => undefined };
  program.configureOutput(quiet);
  program.commands.forEach((command) => command.configureOutput(quiet));
  expect(() => program.parse(args, { from: "user" })).toThrow(CommanderError);
  return text.replaceAll("\n", " ");
}

test.each([
  [["boot"], "unknown command 'boot'"],
  [["run", "--cpu-count", "2"], "unknown option '--cpu-count'"],
  [["run", "--cpus", "0"], "it is 1 to 255"],
  [["run", "--cpus", "two"], "it is 1 to 255"],
  [["run", "--memory", "1X"], "write it as 256M or 2G"],
  [["run", "--memory", "1K"], "at least 8M"],
  [["run", "--memory", "999999G"], "more than this machine has"],
  [["run", "--timeout", "-1"], "a positive number of seconds"],
  [["run", "--timeout", "soon"], "a positive number of seconds"],
  [["run", "--firmware", "coreboot"], "Allowed choices are direct, grub"],
  [["run", "--trace", "everything"], "Allowed choices are syscalls"],
  [["compile"], "missing required argument 'file.ts'"],
  [["compile", "a.ts", "-O", "4"], "an optimization level is 0, 1, 2 or 3"],
  [["debug", "--port", "99999"], "it is 1 to 65535"],
])("%j is refused with a reason", (args, reason) => {
  expect(complaint(...args)).toContain(reason);
});
