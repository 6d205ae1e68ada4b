/** readlink: prints where symbolic links lead. */

import { readLink } from "../core/linux/file.ts";
import { ANY_NUMBER, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "readlink LINK…";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  let status: i32 = 0;
  for (const path of options.operands) {
    try {
      console.log(readLink(path));
    } catch {
      // Silent, so that a script can ask whether something is a link.
      status = 1;
    }
  }
  return status;
}
