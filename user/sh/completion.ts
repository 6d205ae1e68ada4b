/** What the word before the cursor can become: commands where a command begins, else names of files. */

import { joinPath } from "../../core/linux/path.ts";
import { FileType, isDirectory, readDirectory } from "../../core/linux/stat.ts";
import { BACKSLASH } from "../support/ascii.ts";
import { DEFAULT_PATH } from "../support/programs.ts";
import { removeQuotes } from "./quotes.ts";
import type { Shell } from "./shell.ts";

/** What Tab found: the names that fit, and what all of them have in common behind the cursor. */
export class Completion {
  /** What to add behind the cursor. */
  readonly rest: string;
  readonly candidates: string[];

  constructor(rest: string, candidates: string[]) {
    this.rest = rest;
    this.candidates = candidates;
  }
}

/** Bytes that need a backslash in a word. */
const SPECIAL = " \t\\'\"$`*?[]()<>|&;#~!";

/** Where the last word of the line begins. */
function wordStart(line: string): usize {
  let at = line.length;
  while (at > 0) {
    const isEscaped = at > 1 && line.byteAt(at - 2) === BACKSLASH;
    if (!isEscaped && " \t;|&(<>".bytes().indexOf(line.byteAt(at - 1)) >= 0) break;
    at -= 1;
  }
  return at;
}

/** Whether a command begins there: at the beginning of the line, or behind an operator. */
function isCommandPlace(line: string, start: usize): boolean {
  const before = line.slice(0, start).trimEnd();
  return before.length === 0 || ";|&(".bytes().indexOf(before.byteAt(before.length - 1)) >= 0;
}

function escaped(text: string): string {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    if (SPECIAL.bytes().indexOf(text.byteAt(i)) >= 0) result += "\\";
    result += text.slice(i, i + 1);
  }
  return result;
}

/** Names of commands that begin with the text. */
function commands(shell: Shell, prefix: string): string[] {
  const names = new Set<string>();
  for (const name of shell.builtins.keys()) names.add(name);
  for (const name of shell.functions.keys()) names.add(name);
  for (const name of shell.aliases.keys()) names.add(name);
  for (const folder of (shell.get("PATH") ?? DEFAULT_PATH).split(":")) {
    try {
      for (const entry of readDirectory(folder)) names.add(entry.name);
    } catch {
      // Not every folder in PATH need exist.
    }
  }
  return names.values().filter((name) => name.startsWith(prefix));
}

/** Names of files that begin with the text, in the folder it names; those of folders have a slash behind. */
function files(prefix: string): string[] {
  const slash = prefix.lastIndexOf("/");
  const folder = slash < 0 ? "" : prefix.slice(0, u64(slash) + 1);
  const start = prefix.slice(folder.length);
  const result: string[] = [];
  try {
    for (const entry of readDirectory(folder.length === 0 ? "." : folder)) {
      if (!entry.name.startsWith(start) || (entry.name.startsWith(".") && !start.startsWith("."))) continue;
      const isFolder =
        entry.type === FileType.directory ||
        (entry.type === FileType.link && isDirectory(joinPath(folder, entry.name)));
      result.push(isFolder ? `${entry.name}/` : entry.name);
    }
  } catch {
    // There is no such folder.
  }
  return result;
}

/** The longest beginning that all texts share. */
function commonPrefix(texts: readonly string[]): string {
  let length = texts[0].length;
  for (const text of texts) {
    length = bits.min(length, text.length);
    while (!text.startsWith(texts[0].slice(0, length))) length -= 1;
  }
  return texts[0].slice(0, length);
}

/** Completes the last word of the line. */
export function complete(shell: Shell, line: string): Completion {
  const start = wordStart(line);
  const word = removeQuotes(line.slice(start));
  const isCommand = isCommandPlace(line, start) && !word.includes("/");
  const candidates = isCommand ? commands(shell, word) : files(word);
  candidates.sort();
  if (candidates.length === 0) return new Completion("", candidates);
  const known = isCommand ? word.length : word.length - u64(word.lastIndexOf("/") + 1);
  let rest = escaped(commonPrefix(candidates).slice(known));
  if (candidates.length === 1 && !candidates[0].endsWith("/")) rest += " ";
  return new Completion(rest, candidates);
}
