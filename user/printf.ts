/** printf: prints its arguments in a format. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { complain, USAGE_STATUS } from "./support/command.ts";
import { Formatter } from "./support/printf.ts";

export function main(args: string[]): i32 {
  if (args.length === 0) {
    complain("printf", "a format is needed\nusage: printf FORMAT [ARG…]");
    return USAGE_STATUS;
  }
  const formatter = new Formatter(args.slice(1));
  writeText(STDOUT, formatter.format(args[0]));
  for (const problem of formatter.problems) complain("printf", problem);
  return formatter.problems.length === 0 ? 0 : 1;
}
