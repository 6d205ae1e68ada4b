/** Builtins that print and compare, and those for the working directory. */

import { changeDirectory, STDOUT, workingDirectory, writeText } from "../../../core/linux/file.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { echoText } from "../../support/echo.ts";
import { Formatter } from "../../support/printf.ts";
import { evaluateCondition } from "../../support/test-expression.ts";
import type { Shell } from "../shell.ts";

function echo(_shell: Shell, args: readonly string[]): i32 {
  writeText(STDOUT, echoText(args));
  return 0;
}

function printf(_shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) {
    complain("printf", "usage: printf FORMAT [ARG…]");
    return 2;
  }
  const formatter = new Formatter(args.slice(1));
  writeText(STDOUT, formatter.format(args[0]));
  for (const problem of formatter.problems) complain("printf", problem);
  return formatter.problems.length === 0 ? 0 : 1;
}

function test(_shell: Shell, args: readonly string[]): i32 {
  try {
    return evaluateCondition(args) ? 0 : 1;
  } catch (error) {
    complain("test", reasonOf(error));
    return 2;
  }
}

function bracket(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0 || args[args.length - 1] !== "]") {
    complain("[", "a missing ]");
    return 2;
  }
  return test(shell, args.slice(0, args.length - 1));
}

function changeFolder(shell: Shell, args: readonly string[]): i32 {
  const target = args.length > 0 ? args[0] : (shell.get("HOME") ?? "/");
  const path = target === "-" ? (shell.get("OLDPWD") ?? ".") : target;
  const before = currentFolder(shell);
  try {
    changeDirectory(path);
  } catch (error) {
    complain("cd", `${path}: ${reasonOf(error)}`);
    return 1;
  }
  shell.set("OLDPWD", before);
  shell.set("PWD", currentFolder(shell));
  if (target === "-") writeText(STDOUT, `${currentFolder(shell)}\n`);
  return 0;
}

/** The working directory; the last one known when it has been removed. */
export function currentFolder(shell: Shell): string {
  try {
    return workingDirectory();
  } catch {
    return shell.get("PWD") ?? "?";
  }
}

function printFolder(shell: Shell): i32 {
  writeText(STDOUT, `${currentFolder(shell)}\n`);
  return 0;
}

export function addText(shell: Shell): void {
  shell.addBuiltin("echo", "echo [-ne] [TEXT…]", "prints its arguments", echo);
  shell.addBuiltin("printf", "printf FORMAT [ARG…]", "prints its arguments in a format", printf);
  shell.addBuiltin("test", "test CONDITION", "tells whether the condition holds", test);
  shell.addBuiltin("[", "[ CONDITION ]", "tells whether the condition holds", bracket);
  shell.addBuiltin("cd", "cd [FOLDER|-]", "changes the working directory", changeFolder);
  shell.addBuiltin("pwd", "pwd", "prints the working directory", printFolder);
}
