/** tty: prints the name of the terminal on standard input. */

import { readLink, STDIN } from "../core/linux/file.ts";
import { isTerminal } from "../core/linux/terminal.ts";
import { parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "tty [-s]";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "s");
  requireOperands(USAGE, options, 0, 0);
  const isOne = isTerminal(STDIN);
  if (!options.has("s")) console.log(isOne ? readLink("/proc/self/fd/0") : "not a tty");
  return isOne ? 0 : 1;
}
