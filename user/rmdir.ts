/** rmdir: removes empty directories. */

import { removeDirectory } from "../core/linux/stat.ts";
import { ANY_NUMBER, complainOf, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "rmdir DIRECTORY…";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  let status: i32 = 0;
  for (const path of options.operands) {
    try {
      removeDirectory(path);
    } catch (error) {
      complainOf("rmdir", path, error);
      status = 1;
    }
  }
  return status;
}
