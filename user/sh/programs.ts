/** Finding and starting programs. */

import { Errno } from "../../core/errno.ts";
import { execute } from "../../core/linux/process.ts";
import { isDirectory } from "../../core/linux/stat.ts";
import { reasonOf } from "../support/command.ts";
import { findProgram } from "../support/programs.ts";
import type { Shell } from "./shell.ts";

const SHELL_PATH = "/bin/sh";

/** The path of the program of that name by the shell's `PATH`; null if there is none. */
export function programPath(shell: Shell, name: string): string | null {
  return findProgram(name, shell.get("PATH"));
}

/** Becomes the program of the first word. Comes back only when that fails, with the status for it. */
export function executeProgram(shell: Shell, words: readonly string[]): i32 {
  const path = programPath(shell, words[0]);
  if (path === null) {
    shell.complain(`${words[0]}: command not found`);
    return 127;
  }
  try {
    execute(path, words, shell.exported());
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === i32(Errno.ENOEXEC)) return executeScript(shell, path, words);
    const isDirectoryPath = errno === i32(Errno.EACCES) && isDirectory(path);
    shell.complain(`${words[0]}: ${isDirectoryPath ? "Is a directory" : reasonOf(error)}`);
    return errno === i32(Errno.ENOENT) ? 127 : 126;
  }
}

/** A file that is no program is a script for this shell. */
function executeScript(shell: Shell, path: string, words: readonly string[]): i32 {
  try {
    execute(SHELL_PATH, ["sh", path].concat(words.slice(1)), shell.exported());
  } catch (error) {
    shell.complain(`${words[0]}: ${reasonOf(error)}`);
    return 126;
  }
}
