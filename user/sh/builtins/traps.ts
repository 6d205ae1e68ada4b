/** `trap` */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { signalByName, signalName } from "../../../core/linux/signal.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { quoted } from "../quotes.ts";
import type { Shell } from "../shell.ts";
import { ON_EXIT } from "../traps.ts";

function conditionName(signal: i32): string {
  return signal === ON_EXIT
    ? "EXIT"
    : (signalName(signal) ?? `${signal}`).slice(signalName(signal) === null ? 0 : 3);
}

/** `EXIT`, `INT`, `SIGINT`, `2`; null for none of these. */
function conditionOf(text: string): i32 | null {
  return text.toUpperCase() === "EXIT" ? ON_EXIT : signalByName(text);
}

function trap(shell: Shell, args: readonly string[]): i32 {
  let rest = args.slice();
  if (rest.length > 0 && rest[0] === "--") rest = rest.slice(1);
  if (rest.length === 0) {
    for (const [signal, action] of shell.traps.list()) {
      writeText(STDOUT, `trap -- ${alwaysQuoted(action)} ${conditionName(signal)}\n`);
    }
    return 0;
  }
  // A number first, or a condition alone: all of them go back to what they were.
  const resets = rest.length === 1 || rest[0] === "-" || parseInteger(rest[0], 10) !== null;
  const action = resets ? null : rest[0];
  if (rest.length > 1 && (action !== null || rest[0] === "-")) rest = rest.slice(1);
  let status: i32 = 0;
  for (const name of rest) {
    const signal = conditionOf(name);
    if (signal === null) {
      complain("trap", `${name}: no such signal`);
      status = 1;
      continue;
    }
    try {
      shell.traps.set(signal, action);
    } catch (error) {
      complain("trap", `${name}: ${reasonOf(error)}`);
      status = 1;
    }
  }
  return status;
}

function alwaysQuoted(text: string): string {
  const word = quoted(text);
  return word.startsWith("'") ? word : `'${word}'`;
}

/** Adds trap. */
export function addTraps(shell: Shell): void {
  shell.addBuiltin("trap", "trap [ACTION|-] SIGNAL|EXIT…", "runs commands when a signal comes", trap);
}
