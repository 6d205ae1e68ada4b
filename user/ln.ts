/** ln: gives files other names, or makes symbolic links to them. */

import { baseName, joinPath } from "../core/linux/path.ts";
import { isDirectory, link, removeFile, symbolicLink } from "../core/linux/stat.ts";
import { ANY_NUMBER, complain, complainOf, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "ln [-sf] TARGET… NAME|DIRECTORY";

function removeIfThere(path: string): void {
  try {
    removeFile(path);
  } catch {
    // It was not there; if it could not be removed, making the link says why.
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "sf");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  const operands = options.operands;
  const last = operands.length > 1 ? operands[operands.length - 1] : ".";
  const targets = operands.length > 1 ? operands.slice(0, operands.length - 1) : operands;
  const isFolder = isDirectory(last);
  if (targets.length > 1 && !isFolder) {
    complain("ln", `${last}: is no directory`);
    return 1;
  }
  let status: i32 = 0;
  for (const target of targets) {
    const name = isFolder ? joinPath(last, baseName(target)) : last;
    try {
      if (options.has("f")) removeIfThere(name);
      if (options.has("s")) symbolicLink(target, name);
      else link(target, name);
    } catch (error) {
      complainOf("ln", name, error);
      status = 1;
    }
  }
  return status;
}
