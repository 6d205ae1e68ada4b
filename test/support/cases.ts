/** Small scripts in one file: each begins with a line `#: its name`. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One script of a file of many. */
export interface Case {
  name: string;
  script: string;
}

/** The cases of all files of a folder, in order. */
export function readCases(folder: string): Case[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), "utf8")
        .split(/^#: /m)
        .slice(1)
        .map((text) => {
          const end = text.indexOf("\n");
          return { name: `${file}: ${text.slice(0, end)}`, script: text.slice(end + 1) };
        }),
    );
}
