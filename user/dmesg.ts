/** dmesg: prints the kernel's log. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { kernelLog } from "../core/linux/system.ts";
import { complain, reasonOf } from "./support/command.ts";

export function main(): i32 {
  try {
    writeText(STDOUT, kernelLog());
    return 0;
  } catch (error) {
    complain("dmesg", reasonOf(error));
    return 1;
  }
}
