/** sh: the shell. `sh` at a terminal, `sh FILE [ARG…]`, `sh -c SCRIPT [NAME [ARG…]]`, or the script on standard input. */

import { readFile, STDIN, workingDirectory } from "../../core/linux/file.ts";
import { exit } from "../../core/linux/process.ts";
import { isTerminal } from "../../core/linux/terminal.ts";
import { complain, reasonOf, USAGE_STATUS } from "../support/command.ts";
import { addFlow } from "./builtins/flow.ts";
import { addJobs } from "./builtins/jobs.ts";
import { addSystem } from "./builtins/system.ts";
import { addText } from "./builtins/text.ts";
import { addVariables, setOptions } from "./builtins/variables.ts";
import { runScript, substitute } from "./execute.ts";
import { runInteractive } from "./interactive.ts";
import { DEFAULT_PATH } from "../support/programs.ts";
import { runStandardInput } from "./script.ts";
import { Shell } from "./shell.ts";

function makeShell(): Shell {
  const shell = new Shell();
  shell.substitute = substitute;
  addFlow(shell);
  addVariables(shell);
  addJobs(shell);
  addText(shell);
  addSystem(shell);
  if (shell.get("PATH") === null) shell.set("PATH", DEFAULT_PATH);
  if (shell.get("HOME") === null) shell.set("HOME", "/");
  try {
    shell.set("PWD", workingDirectory());
  } catch {
    // It has been removed.
  }
  return shell;
}

function runFile(shell: Shell, path: string): i32 {
  let source = "";
  try {
    source = readFile(path);
  } catch (error) {
    complain("sh", `${path}: ${reasonOf(error)}`);
    return 127;
  }
  shell.name = path;
  return runScript(shell, source);
}

export function main(args: string[]): void {
  const shell = makeShell();
  let rest = args.slice();
  let wantsPrompt = false;
  while (rest.length > 0 && rest[0].startsWith("-") && rest[0] !== "-c" && rest[0] !== "-s") {
    if (rest[0] === "-i") {
      wantsPrompt = true;
    } else {
      const used = setOptions(shell, [rest[0]]);
      if (used === null) exit(USAGE_STATUS);
    }
    rest = rest.slice(1);
  }
  if (rest.length > 0 && rest[0] === "-c") {
    if (rest.length === 1) {
      complain("sh", "-c needs a script\nusage: sh [-eufx] [-c SCRIPT | FILE] [ARG…]");
      exit(USAGE_STATUS);
    }
    if (rest.length > 2) shell.name = rest[2];
    shell.args = rest.slice(3);
    exit(runScript(shell, rest[1]));
  }
  if (rest.length > 0 && rest[0] !== "-s") {
    shell.args = rest.slice(1);
    exit(runFile(shell, rest[0]));
  }
  if (rest.length > 0) shell.args = rest.slice(1);
  if (wantsPrompt || isTerminal(STDIN)) runInteractive(shell);
  exit(runStandardInput(shell));
}
