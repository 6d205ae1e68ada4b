/** rm: removes files, with -r also directories and what is in them. */

import { baseName } from "../core/linux/path.ts";
import { linkStat, removeFile } from "../core/linux/stat.ts";
import { Errno } from "../core/errno.ts";
import {
  ANY_NUMBER,
  complain,
  complainOf,
  type Options,
  parseOptions,
  requireOperands,
} from "./support/command.ts";
import { removeTree } from "./support/trees.ts";

const USAGE = "rm [-rf] FILE…";

function remove(options: Options, path: string): i32 {
  const name = baseName(path);
  if (name === "." || name === ".." || name === "/") {
    complain("rm", `${path}: is not removed`);
    return 1;
  }
  try {
    const info = linkStat(path);
    if (info.isDirectory) {
      if (options.has("r") || options.has("R")) return removeTree("rm", path);
      complain("rm", `${path}: is a directory (-r removes it)`);
      return 1;
    }
    removeFile(path);
    return 0;
  } catch (error) {
    if (options.has("f") && errnoOf(error) === i32(Errno.ENOENT)) return 0;
    complainOf("rm", path, error);
    return 1;
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "rRf");
  requireOperands(USAGE, options, options.has("f") ? 0 : 1, ANY_NUMBER);
  let status: i32 = 0;
  for (const path of options.operands) {
    if (remove(options, path) !== 0) status = 1;
  }
  return status;
}
