/** mkdir: makes directories. */

import { isDirectory, makeDirectory } from "../core/linux/stat.ts";
import {
  ANY_NUMBER,
  complain,
  complainOf,
  parseOptions,
  requireOperands,
  USAGE_STATUS,
} from "./support/command.ts";

const USAGE = "mkdir [-p] [-m MODE] DIRECTORY…";

/** Makes the directories above too, and does not mind if it is there. */
function makeAll(path: string, mode: u32): void {
  let at: usize = 1;
  while (at <= path.length) {
    const slash = path.indexOf("/", at);
    const end = slash < 0 ? path.length : u64(slash);
    const part = path.slice(0, end);
    if (!isDirectory(part)) makeDirectory(part, end === path.length ? mode : 0o777);
    at = end + 1;
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "pm:");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  const mode = parseInteger(options.value("m") ?? "777", 8);
  if (mode === null || mode < 0 || mode > 0o7777) {
    complain("mkdir", `${options.value("m") ?? ""}: is no mode`);
    return USAGE_STATUS;
  }
  let status: i32 = 0;
  for (const path of options.operands) {
    try {
      if (options.has("p")) makeAll(path, u32(mode));
      else makeDirectory(path, u32(mode));
    } catch (error) {
      complainOf("mkdir", path, error);
      status = 1;
    }
  }
  return status;
}
