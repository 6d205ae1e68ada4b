/** touch: sets the times of files to now, and makes those that are not there. */

import { Errno } from "../core/errno.ts";
import { close, Open, open } from "../core/linux/file.ts";
import { setTimes } from "../core/linux/stat.ts";
import { ANY_NUMBER, complainOf, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "touch [-c] FILE…";

function touch(path: string, makes: boolean): void {
  try {
    setTimes(path);
  } catch (error) {
    if (errnoOf(error) !== i32(Errno.ENOENT)) throw error;
    if (makes) close(open(path, Open.write | Open.create));
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "c");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  let status: i32 = 0;
  for (const path of options.operands) {
    try {
      touch(path, !options.has("c"));
    } catch (error) {
      complainOf("touch", path, error);
      status = 1;
    }
  }
  return status;
}
