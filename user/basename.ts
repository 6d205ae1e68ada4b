/** basename: prints the last part of a path. */

import { baseName } from "../core/linux/path.ts";
import { parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "basename PATH [SUFFIX]";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, 2);
  const { operands } = options;
  const name = baseName(operands[0]);
  const suffix = operands.length > 1 ? operands[1] : "";
  const isWhole = suffix === name || !name.endsWith(suffix);
  console.log(isWhole ? name : name.slice(0, name.length - suffix.length));
  return 0;
}
