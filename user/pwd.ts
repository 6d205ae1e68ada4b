/** pwd: prints the working directory. */

import { STDOUT, workingDirectory, writeText } from "../core/linux/file.ts";
import { complain, reasonOf } from "./support/command.ts";

export function main(): i32 {
  try {
    writeText(STDOUT, `${workingDirectory()}\n`);
    return 0;
  } catch (error) {
    complain("pwd", reasonOf(error));
    return 1;
  }
}
