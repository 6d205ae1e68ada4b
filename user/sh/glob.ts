/** Names of files that have the form of a pattern. */

import { exists, isDirectory, readDirectory } from "../../core/linux/stat.ts";
import { isPattern, matches, unescape } from "../support/wildcard.ts";

/** Adds the paths that begin with `prefix` (a directory's, with its slash, or nothing) and go on as the pattern's parts from `index` on. */
function collect(prefix: string, parts: readonly string[], index: usize, found: string[]): void {
  const part = parts[index];
  const isLast = index + 1 === parts.length;
  if (!isPattern(part)) {
    const path = `${prefix}${unescape(part)}`;
    if (!isLast) collect(`${path}/`, parts, index + 1, found);
    else if (part.length === 0 ? isDirectory(prefix) : exists(path)) found.push(path);
    return;
  }
  const names = namesIn(prefix.length === 0 ? "." : prefix);
  for (const name of names) {
    if (name.startsWith(".") && !part.startsWith(".")) continue;
    if (!matches(part.bytes(), name.bytes())) continue;
    const path = `${prefix}${name}`;
    if (isLast) found.push(path);
    else if (isDirectory(path)) collect(`${path}/`, parts, index + 1, found);
  }
}

/** The names in a directory, sorted; none if it cannot be read. */
function namesIn(path: string): string[] {
  try {
    return readDirectory(path)
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** The paths that have the form of the pattern, sorted. */
export function glob(pattern: string): string[] {
  const found: string[] = [];
  const parts = pattern.split("/");
  if (parts.length > 1 && parts[0].length === 0) collect("/", parts.slice(1), 0, found);
  else collect("", parts, 0, found);
  return found;
}
