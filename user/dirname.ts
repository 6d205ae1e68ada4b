/** dirname: prints paths without their last parts. */

import { directoryName } from "../core/linux/path.ts";
import { ANY_NUMBER, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "dirname PATH…";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  for (const path of options.operands) console.log(directoryName(path));
  return 0;
}
