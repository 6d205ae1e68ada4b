/** Finding programs by their names, and running them. */

import { environment, execute, exit, fork, getVariable, Wait, waitFor } from "../../core/linux/process.ts";
import { joinPath } from "../../core/linux/path.ts";
import { Access, canAccess, isDirectory } from "../../core/linux/stat.ts";
import { Errno } from "../../core/errno.ts";
import { complainOf } from "./command.ts";

/** Where programs are looked for without a `PATH`. */
export const DEFAULT_PATH = "/bin:/sbin:/usr/bin:/usr/sbin";

/** The path of the program of that name: itself if it has a slash, else the first in the folders of `path` that can be executed; null if there is none. */
export function findProgram(name: string, path: string | null): string | null {
  return findInPath(name, path, Access.execute);
}

/** The same for files that may be accessed so. */
export function findInPath(name: string, path: string | null, access: Access): string | null {
  if (name.includes("/")) return name;
  for (const folder of (path ?? DEFAULT_PATH).split(":")) {
    const candidate = joinPath(folder.length === 0 ? "." : folder, name);
    if (canAccess(candidate, access) && !isDirectory(candidate)) return candidate;
  }
  return null;
}

/** Runs a program with its arguments to its end; returns its status as shells give it. `caller` complains when it cannot be run: 127 or 126. */
export function runProgram(caller: string, words: readonly string[]): i32 {
  const child = fork();
  if (child !== 0) {
    while (true) {
      try {
        return waitFor(child, Wait.forEnd)?.shellStatus ?? 0;
      } catch (error) {
        if (errnoOf(error) !== i32(Errno.EINTR)) throw error;
      }
    }
  }
  try {
    execute(findProgram(words[0], getVariable("PATH")) ?? words[0], words, environment());
  } catch (error) {
    complainOf(caller, words[0], error);
    exit(errnoOf(error) === i32(Errno.ENOENT) ? 127 : 126);
  }
}
