/** Builtins that print and compare. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
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

/** Adds echo, printf, test and `[`. */
export function addText(shell: Shell): void {
  shell.addBuiltin("echo", "echo [-ne] [TEXT…]", "prints its arguments", echo);
  shell.addBuiltin("printf", "printf FORMAT [ARG…]", "prints its arguments in a format", printf);
  shell.addBuiltin("test", "test CONDITION", "tells whether the condition holds", test);
  shell.addBuiltin("[", "[ CONDITION ]", "tells whether the condition holds", bracket);
}
