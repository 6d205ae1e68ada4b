import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "../../compiler/toolchain.ts";

const day = 86_400_000;

/** How long what nobody uses is kept, in milliseconds. */
const longest = 14 * day;

/**
 * Once a day, removes from the compiler's cache what was not used for two weeks: objects of sources as they were then, and what a build that was
 * killed was about to write. The compiler gives what it uses a new time. A cache that cannot be written to stays as it is.
 */
export function cleanCache(folder: string, now = Date.now()): void {
  const stamp = join(folder, "cleaned");
  const age = (file: string): number => now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (age(stamp) < day) return;
  try {
    writeFileSync(stamp, "");
    utimesSync(stamp, now / 1000, now / 1000);
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      const file = join(entry.parentPath, entry.name);
      // What is not there any more was a draft of another build.
      if (entry.isFile() && age(file) > longest) rmSync(file, { force: true });
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
