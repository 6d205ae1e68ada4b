/** kill: sends signals to processes. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { sendSignal } from "../core/linux/process.ts";
import { Signal, signalByName, signalNames } from "../core/linux/signal.ts";
import { complain, complainOf, USAGE_STATUS } from "./support/command.ts";

const USAGE = "kill [-SIGNAL | -s SIGNAL] PID…, kill -l";

export function main(args: string[]): i32 {
  if (args.length === 1 && args[0] === "-l") {
    writeText(STDOUT, `${signalNames().join(" ")}\n`);
    return 0;
  }
  let signal = i32(Signal.SIGTERM);
  let first: usize = 0;
  if (args.length > 1 && args[0].startsWith("-") && args[0] !== "--") {
    const isNamed = args[0] === "-s";
    const name = isNamed ? args[1] : args[0].slice(1);
    const found = signalByName(name);
    if (found === null) {
      complain("kill", `${name}: no such signal`);
      return USAGE_STATUS;
    }
    signal = found;
    first = isNamed ? 2 : 1;
  }
  if (first < args.length && args[first] === "--") first += 1;
  if (first >= args.length) {
    complain("kill", `a process is needed\nusage: ${USAGE}`);
    return USAGE_STATUS;
  }
  let status: i32 = 0;
  for (const target of args.slice(first)) {
    const id = parseInteger(target, 10);
    try {
      if (id === null) throw new Error("is no process number");
      sendSignal(i32(id), signal);
    } catch (error) {
      complainOf("kill", target, error);
      status = 1;
    }
  }
  return status;
}
