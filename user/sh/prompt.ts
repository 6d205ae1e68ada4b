import { systemName } from "../../core/linux/system.ts";
import { effectiveUserId } from "../../core/linux/process.ts";
import { baseName } from "../../core/linux/path.ts";
import { StringBuilder } from "../../core/string-builder.ts";
import { ESCAPE, isLetter } from "../support/ascii.ts";
import { columnsOf } from "../support/columns.ts";
import { currentFolder } from "./builtins/folder.ts";
import type { Shell } from "./shell.ts";

const DEFAULT_PROMPT = "\\h:\\w\\$ ";

/** What `PS1` says: `\w` the working directory, `\W` its name, `\h` the host, `\u` the user, `\$` `#` for root, `\e` escape, `\n` a line end. */
export function makePrompt(shell: Shell): string {
  const format = shell.get("PS1") ?? DEFAULT_PROMPT;
  let result = "";
  let at: usize = 0;
  while (at < format.length) {
    const found = format.indexOf("\\", at);
    if (found < 0 || u64(found) + 1 === format.length) break;
    result += format.slice(at, u64(found));
    result += promptPart(shell, format.slice(u64(found) + 1, u64(found) + 2));
    at = u64(found) + 2;
  }
  return result + format.slice(at);
}

function promptPart(shell: Shell, letter: string): string {
  const folder = currentFolder(shell);
  switch (letter) {
    case "w":
      return shortened(folder, shell.get("HOME") ?? "");
    case "W":
      return baseName(folder);
    case "h":
      return systemName().node.split(".")[0];
    case "u":
      return shell.get("USER") ?? (effectiveUserId() === 0 ? "root" : "user");
    case "$":
      return effectiveUserId() === 0 ? "#" : "$";
    case "e":
      return "\u001b";
    case "n":
      return "\n";
    case "[":
    case "]":
      return "";
    default:
      return letter;
  }
}

/** The path with `~` for the home directory. */
function shortened(path: string, home: string): string {
  if (home.length < 2 || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === "" || rest.startsWith("/") ? `~${rest}` : path;
}

/** Columns that the last line of a prompt takes: escape sequences take none. */
export function promptWidth(prompt: string): usize {
  const line = prompt.slice(u64(prompt.lastIndexOf("\n") + 1));
  const visible = new StringBuilder();
  let inEscape = false;
  for (let i = 0; i < line.length; i++) {
    const byte = line.byteAt(i);
    if (byte === ESCAPE) inEscape = true;
    else if (!inEscape) visible.appendByte(byte);
    else if (isLetter(byte)) inEscape = false;
  }
  return columnsOf(visible.toString());
}
