/** env: prints the environment, or runs a program in a changed one. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { environment, execute } from "../core/linux/process.ts";
import { complain, complainOf } from "./support/command.ts";
import { findProgram } from "./support/programs.ts";

/** The variables without one of them. */
function without(variables: readonly string[], name: string): string[] {
  return variables.filter((entry) => !entry.startsWith(`${name}=`));
}

export function main(args: string[]): i32 {
  let variables = environment();
  let at: usize = 0;
  while (at < args.length) {
    const arg = args[at];
    if (arg === "-i") {
      variables = [];
    } else if (arg === "-u" && at + 1 < args.length) {
      at += 1;
      variables = without(variables, args[at]);
    } else if (arg.indexOf("=") > 0) {
      variables = without(variables, arg.slice(0, u64(arg.indexOf("="))));
      variables.push(arg);
    } else if (arg.startsWith("-")) {
      complain("env", `unknown option "${arg}"\nusage: env [-i] [-u NAME] [NAME=VALUE…] [PROGRAM [ARG…]]`);
      return 125;
    } else {
      break;
    }
    at += 1;
  }
  if (at === args.length) {
    for (const entry of variables) writeText(STDOUT, `${entry}\n`);
    return 0;
  }
  try {
    const path = variables.find((entry) => entry.startsWith("PATH="));
    const found = findProgram(args[at], path === undefined ? null : path.slice(5));
    execute(found ?? args[at], args.slice(at), variables);
  } catch (error) {
    complainOf("env", args[at], error);
    return errnoOf(error) === 2 ? 127 : 126;
  }
}
