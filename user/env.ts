/** env: prints the environment, or runs a program in a changed one. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { environment, execute } from "../core/linux/process.ts";
import { joinPath } from "../core/linux/path.ts";
import { Access, canAccess } from "../core/linux/stat.ts";
import { complain, complainOf } from "./support/command.ts";

const DEFAULT_PATH = "/bin:/sbin:/usr/bin:/usr/sbin";

/** The variables without one of them. */
function without(variables: readonly string[], name: string): string[] {
  return variables.filter((entry) => !entry.startsWith(`${name}=`));
}

function findProgram(name: string, variables: readonly string[]): string {
  if (name.includes("/")) return name;
  const path = variables.find((entry) => entry.startsWith("PATH="));
  for (const folder of (path === undefined ? DEFAULT_PATH : path.slice(5)).split(":")) {
    const candidate = joinPath(folder === "" ? "." : folder, name);
    if (canAccess(candidate, Access.execute)) return candidate;
  }
  return name;
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
    execute(findProgram(args[at], variables), args.slice(at), variables);
  } catch (error) {
    complainOf("env", args[at], error);
    return errnoOf(error) === 2 ? 127 : 126;
  }
}
