/** sh: the shell. `sh` at a terminal, `sh FILE [ARG…]`, `sh -c SCRIPT [NAME [ARG…]]`, or the script on standard input. */

import { Errno } from "../../core/errno.ts";
import { readFile, STDERR, STDIN, writeText } from "../../core/linux/file.ts";
import { exit, parentId } from "../../core/linux/process.ts";
import { isTerminal } from "../../core/linux/terminal.ts";
import { complain, reasonOf, USAGE_STATUS } from "../support/command.ts";
import { addCommands } from "./builtins/commands.ts";
import { addFlow } from "./builtins/flow.ts";
import { addFolder, initialFolder } from "./builtins/folder.ts";
import { addInput } from "./builtins/input.ts";
import { addJobs } from "./builtins/jobs.ts";
import { addSystem } from "./builtins/system.ts";
import { addText } from "./builtins/text.ts";
import { addOptions, setOptions } from "./builtins/options.ts";
import { addTraps } from "./builtins/traps.ts";
import { addVariables } from "./builtins/variables.ts";
import { evaluateText, runScript } from "./evaluate.ts";
import { runInteractive } from "./interactive.ts";
import { DEFAULT_PATH } from "../support/programs.ts";
import { Option } from "./options.ts";
import { runStandardInput } from "./script.ts";
import { Shell } from "./shell.ts";
import { substitute } from "./substitution.ts";

function makeShell(): Shell {
  const shell = new Shell();
  shell.substitute = substitute;
  shell.evaluate = evaluateText;
  addFlow(shell);
  addVariables(shell);
  addOptions(shell);
  addInput(shell);
  addCommands(shell);
  addTraps(shell);
  addJobs(shell);
  addText(shell);
  addFolder(shell);
  addSystem(shell);
  if (shell.get("PATH") === null) shell.set("PATH", DEFAULT_PATH);
  if (shell.get("HOME") === null) shell.set("HOME", "/");
  shell.set("PWD", initialFolder(shell));
  shell.set("PPID", `${parentId()}`);
  shell.set("OPTIND", "1");
  shell.set("IFS", " \t\n");
  return shell;
}

const USAGE = "usage: sh [-aCefinuvx] [-o OPTION] [-c SCRIPT | -s | FILE] [ARG…]";

function runFile(shell: Shell, path: string): never {
  let source = "";
  try {
    source = readFile(path);
  } catch (error) {
    complain("sh", `${path}: ${reasonOf(error)}`);
    exit(errnoOf(error) === i32(Errno.ENOENT) ? 127 : 126);
  }
  shell.name = path;
  if (shell.options.has(Option.printsInput)) writeText(STDERR, source);
  shell.leave(runScript(shell, source));
}

export function main(args: string[]): void {
  const shell = makeShell();
  const call = setOptions(shell, args, "cis");
  if (call === null) {
    complain("sh", USAGE);
    exit(USAGE_STATUS);
  }
  const rest = args.slice(call.count);
  if (call.others.includes("c")) {
    if (rest.length === 0) {
      complain("sh", `-c needs a script\n${USAGE}`);
      exit(USAGE_STATUS);
    }
    if (rest.length > 1) shell.name = rest[1];
    shell.args = rest.slice(2);
    shell.leave(runScript(shell, rest[0]));
  }
  if (rest.length > 0 && !call.others.includes("s")) {
    shell.args = rest.slice(1);
    runFile(shell, rest[0]);
  }
  shell.args = rest;
  if (call.others.includes("i") || isTerminal(STDIN)) runInteractive(shell);
  shell.leave(runStandardInput(shell));
}
