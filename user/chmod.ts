/** chmod: changes the permissions of files. */

import { joinPath } from "../core/linux/path.ts";
import { changeMode, FileType, linkStat, readDirectory, stat } from "../core/linux/stat.ts";
import {
  ANY_NUMBER,
  complain,
  complainOf,
  requireOperands,
  Options,
  USAGE_STATUS,
} from "./support/command.ts";
import { changedMode } from "./support/modes.ts";

const USAGE = "chmod [-R] MODE FILE…";

function change(path: string, mode: string, isRecursive: boolean): i32 {
  let status: i32 = 0;
  try {
    const info = stat(path);
    const next = changedMode(mode, info.permissions, info.isDirectory);
    if (next === null) return 1;
    changeMode(path, next);
    if (!isRecursive || linkStat(path).type !== FileType.directory) return 0;
    for (const entry of readDirectory(path)) {
      if (entry.type === FileType.link) continue;
      if (change(joinPath(path, entry.name), mode, true) !== 0) status = 1;
    }
  } catch (error) {
    complainOf("chmod", path, error);
    status = 1;
  }
  return status;
}

export function main(args: string[]): i32 {
  // A mode may begin with a minus sign, so it is no option.
  const options = new Options();
  let isRecursive = false;
  for (const arg of args) {
    if (arg === "-R" && options.operands.length === 0) isRecursive = true;
    else options.operands.push(arg);
  }
  requireOperands(USAGE, options, 2, ANY_NUMBER);
  const mode = options.operands[0];
  if (changedMode(mode, 0, false) === null) {
    complain("chmod", `${mode}: is no mode`);
    return USAGE_STATUS;
  }
  let status: i32 = 0;
  for (const path of options.operands.slice(1)) {
    if (change(path, mode, isRecursive) !== 0) status = 1;
  }
  return status;
}
