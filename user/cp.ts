/** cp: copies files, with -r also directories. */

import { baseName, joinPath } from "../core/linux/path.ts";
import { isDirectory, stat } from "../core/linux/stat.ts";
import {
  ANY_NUMBER,
  complain,
  complainOf,
  type Options,
  parseOptions,
  requireOperands,
} from "./support/command.ts";
import { copyFile, copyTree } from "./support/trees.ts";

const USAGE = "cp [-r] FROM… TO|DIRECTORY";

/** Whether both paths lead to one file. */
function isSame(a: string, b: string): boolean {
  try {
    const first = stat(a);
    const second = stat(b);
    return first.device === second.device && first.inode === second.inode;
  } catch {
    return false;
  }
}

function copy(options: Options, from: string, to: string): i32 {
  try {
    if (isSame(from, to)) {
      complain("cp", `${from} and ${to} are the same file`);
      return 1;
    }
    const copiesTrees = options.has("r") || options.has("R") || options.has("a");
    if (!isDirectory(from) && !copiesTrees) {
      copyFile(from, to);
      return 0;
    }
    if (!copiesTrees) {
      complain("cp", `${from}: is a directory (-r copies it)`);
      return 1;
    }
    if (`${to}/`.startsWith(`${from}/`)) {
      complain("cp", `${from}: cannot be copied into itself`);
      return 1;
    }
    return copyTree("cp", from, to);
  } catch (error) {
    complainOf("cp", `${from} to ${to}`, error);
    return 1;
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "rRapf");
  requireOperands(USAGE, options, 2, ANY_NUMBER);
  const operands = options.operands;
  const last = operands[operands.length - 1];
  const isFolder = isDirectory(last);
  if (operands.length > 2 && !isFolder) {
    complain("cp", `${last}: is no directory`);
    return 1;
  }
  let status: i32 = 0;
  for (const from of operands.slice(0, operands.length - 1)) {
    const to = isFolder ? joinPath(last, baseName(from)) : last;
    if (copy(options, from, to) !== 0) status = 1;
  }
  return status;
}
