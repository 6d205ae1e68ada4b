/** Finding and starting programs. */

import { Errno } from "../../core/errno.ts";
import { execute } from "../../core/linux/process.ts";
import { Access, canAccess, isDirectory } from "../../core/linux/stat.ts";
import { joinPath } from "../../core/linux/path.ts";
import { complain, reasonOf } from "../support/command.ts";
import type { Shell } from "./shell.ts";

export const DEFAULT_PATH = "/bin:/sbin:/usr/bin:/usr/sbin";
const SHELL_PATH = "/bin/sh";

/** The path of the program of that name: itself if it has a slash, else the first in `PATH` that can be executed; null if there is none. */
export function findProgram(shell: Shell, name: string): string | null {
  if (name.includes("/")) return name;
  for (const folder of (shell.get("PATH") ?? DEFAULT_PATH).split(":")) {
    const path = joinPath(folder.length === 0 ? "." : folder, name);
    if (canAccess(path, Access.execute) && !isDirectory(path)) return path;
  }
  return null;
}

/** Becomes the program of the first word. Comes back only when that fails, with the status for it. */
export function executeProgram(shell: Shell, words: readonly string[]): i32 {
  const path = findProgram(shell, words[0]);
  if (path === null) {
    complain(shell.name, `${words[0]}: command not found`);
    return 127;
  }
  try {
    execute(path, words, shell.exported());
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === i32(Errno.ENOEXEC)) return executeScript(shell, path, words);
    const isDirectoryPath = errno === i32(Errno.EACCES) && isDirectory(path);
    complain(shell.name, `${words[0]}: ${isDirectoryPath ? "Is a directory" : reasonOf(error)}`);
    return errno === i32(Errno.ENOENT) ? 127 : 126;
  }
}

/** A file that is no program is a script for this shell. */
function executeScript(shell: Shell, path: string, words: readonly string[]): i32 {
  try {
    execute(SHELL_PATH, ["sh", path].concat(words.slice(1)), shell.exported());
  } catch (error) {
    complain(shell.name, `${words[0]}: ${reasonOf(error)}`);
    return 126;
  }
}
