/** ps: lists the processes. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { complain, parseOptions, reasonOf } from "./support/command.ts";
import { listProcesses, PROCESS_HEADER, processLine } from "./support/processes.ts";

const USAGE = "ps";

export function main(args: string[]): i32 {
  // The options of other systems' ps are taken and change nothing: all processes are always listed.
  parseOptions(
    USAGE,
    args.filter((arg) => arg !== "aux"),
    "aefAlxu",
  );
  try {
    const lines = listProcesses().map((process) => processLine(process));
    writeText(STDOUT, `${PROCESS_HEADER}\n${lines.join("\n")}\n`);
    return 0;
  } catch (error) {
    complain("ps", `/proc: ${reasonOf(error)}`);
    return 1;
  }
}
