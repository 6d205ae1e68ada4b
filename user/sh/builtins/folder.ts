/**
 * The working directory, as the user went there: `PWD` keeps the names of symbolic links on the way, and `..` undoes one (POSIX.1-2017,
 * cd). `-P` is for the directory itself.
 */

import { changeDirectory, STDOUT, workingDirectory, writeText } from "../../../core/linux/file.ts";
import { joinPath } from "../../../core/linux/path.ts";
import { isDirectory, stat } from "../../../core/linux/stat.ts";
import { complain, reasonOf } from "../../support/command.ts";
import type { Shell } from "../shell.ts";

/** Whether both are the same folder. */
function isSame(a: string, b: string): boolean {
  try {
    const first = stat(a);
    const second = stat(b);
    return first.device === second.device && first.inode === second.inode;
  } catch {
    return false;
  }
}

/** Where the shell begins: as its caller says, if that is true. */
export function initialFolder(shell: Shell): string {
  const inherited = shell.get("PWD") ?? "";
  if (inherited.startsWith("/") && !inherited.includes("/.") && isSame(inherited, ".")) return inherited;
  try {
    return workingDirectory();
  } catch {
    // It has been removed.
    return inherited;
  }
}

/** The path without `.`, `..` and empty names. */
function simplified(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The working directory; the last one known when it has been removed. */
export function currentFolder(shell: Shell): string {
  const known = shell.get("PWD") ?? "";
  if (known.startsWith("/") && isSame(known, ".")) return known;
  try {
    return workingDirectory();
  } catch {
    return known === "" ? "?" : known;
  }
}

/** Options `-L` and `-P` at the beginning: how many, and whether the last is `-P`; null after a message for others. */
function folderOptions(command: string, args: readonly string[]): [usize, boolean] | null {
  let at: usize = 0;
  let isPhysical = false;
  while (at < args.length && args[at].length > 1 && args[at].startsWith("-")) {
    const arg = args[at];
    at += 1;
    if (arg === "--") break;
    if (arg !== "-P" && arg !== "-L") {
      complain(command, `${arg}: there is no such option`);
      return null;
    }
    isPhysical = arg === "-P";
  }
  return [at, isPhysical];
}

/** The folder of `CDPATH` that has the target, or the target. */
function found(shell: Shell, target: string): string {
  const isPlain = !target.startsWith("/") && target !== "." && target !== "..";
  if (!isPlain || target.startsWith("./") || target.startsWith("../")) return target;
  for (const folder of (shell.get("CDPATH") ?? "").split(":")) {
    const path = folder === "" ? target : joinPath(folder, target);
    if (isDirectory(path)) return path;
  }
  return target;
}

function changeFolder(shell: Shell, args: readonly string[]): i32 {
  const options = folderOptions("cd", args);
  if (options === null) return 2;
  const [used, isPhysical] = options;
  const target = used < args.length ? args[used] : (shell.get("HOME") ?? "/");
  const isBack = target === "-";
  const path = isBack ? (shell.get("OLDPWD") ?? ".") : found(shell, target);
  const before = currentFolder(shell);
  const logical = simplified(path.startsWith("/") ? path : `${before}/${path}`);
  try {
    // A name too long, or a folder behind a `..` that is not there: as the system sees it.
    const goesAsNamed = !isPhysical && isDirectory(logical);
    changeDirectory(goesAsNamed ? logical : path);
    shell.set("OLDPWD", before);
    shell.set("PWD", goesAsNamed ? logical : workingDirectory());
  } catch (error) {
    complain("cd", `${path}: ${reasonOf(error)}`);
    return 1;
  }
  if (isBack || path !== target) writeText(STDOUT, `${currentFolder(shell)}\n`);
  return 0;
}

function printFolder(shell: Shell, args: readonly string[]): i32 {
  const options = folderOptions("pwd", args);
  if (options === null) return 2;
  writeText(STDOUT, `${options[1] ? workingDirectory() : currentFolder(shell)}\n`);
  return 0;
}

/** Adds cd and pwd. */
export function addFolder(shell: Shell): void {
  shell.addBuiltin("cd", "cd [-LP] [FOLDER|-]", "changes the working directory", changeFolder);
  shell.addBuiltin("pwd", "pwd [-LP]", "prints the working directory", printFolder);
}
