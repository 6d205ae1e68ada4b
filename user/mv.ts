/** mv: renames files, or moves them to another file system. */

import { Errno } from "../core/errno.ts";
import { baseName, joinPath } from "../core/linux/path.ts";
import { isDirectory, rename } from "../core/linux/stat.ts";
import { ANY_NUMBER, complain, complainOf, parseOptions, requireOperands } from "./support/command.ts";
import { copyTree, removeTree } from "./support/trees.ts";

const USAGE = "mv FROM… TO|DIRECTORY";

function move(from: string, to: string): i32 {
  try {
    rename(from, to);
    return 0;
  } catch (error) {
    if (errnoOf(error) !== i32(Errno.EXDEV)) {
      complainOf("mv", `${from} to ${to}`, error);
      return 1;
    }
  }
  if (copyTree("mv", from, to) !== 0) return 1;
  return removeTree("mv", from);
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "f");
  requireOperands(USAGE, options, 2, ANY_NUMBER);
  const operands = options.operands;
  const last = operands[operands.length - 1];
  const isFolder = isDirectory(last);
  if (operands.length > 2 && !isFolder) {
    complain("mv", `${last}: is no directory`);
    return 1;
  }
  let status: i32 = 0;
  for (const from of operands.slice(0, operands.length - 1)) {
    if (move(from, isFolder ? joinPath(last, baseName(from)) : last) !== 0) status = 1;
  }
  return status;
}
