import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { searchFolders } from "../../compiler/toolchain.ts";

export { searchFolders };

/** The full path of program `name`, or undefined: a plain search of PATH. */
export function which(name: string): string | undefined {
  for (const folder of searchFolders()) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
