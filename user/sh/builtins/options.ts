/** `set`, and the options that the shell is called with. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { complain } from "../../support/command.ts";
import { ScriptError } from "../errors.ts";
import { optionByLetter, optionByName } from "../options.ts";
import { quoted } from "../quotes.ts";
import type { Shell } from "../shell.ts";

/** What was found at the beginning of a list of arguments. */
class OptionArguments {
  /** How many arguments the options take. */
  readonly count: usize;
  /** Letters that are not the shell's state but the caller's. */
  readonly others: string;

  constructor(count: usize, others: string) {
    this.count = count;
    this.others = others;
  }
}

/**
 * Sets the options at the beginning of the arguments: `-e`, `+ex`, `-o errexit`, up to `--`. Letters in `others` are collected. Null,
 * after a message, when there is an unknown one.
 */
export function setOptions(shell: Shell, args: readonly string[], others: string): OptionArguments | null {
  let at: usize = 0;
  let found = "";
  while (at < args.length) {
    const arg = args[at];
    if (arg === "--" || arg === "-") return new OptionArguments(at + 1, found);
    if (arg.length < 2 || (!arg.startsWith("-") && !arg.startsWith("+"))) break;
    at += 1;
    const on = arg.startsWith("-");
    for (let i: usize = 1; i < arg.length; i++) {
      const letter = arg.slice(i, i + 1);
      const isNamed = letter === "o";
      if (isNamed && at === args.length) {
        writeText(STDOUT, shell.options.describe(!on));
        continue;
      }
      const option = isNamed ? optionByName(args[at]) : optionByLetter(letter);
      if (option !== null) {
        shell.options.set(option, on);
      } else if (!isNamed && others.includes(letter)) {
        found += letter;
      } else {
        complain("set", `${isNamed ? args[at] : arg}: there is no such option`);
        return null;
      }
      if (isNamed) at += 1;
    }
  }
  return new OptionArguments(at, found);
}

function set(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) {
    const lines: string[] = [];
    for (const [name, variable] of shell.variables) {
      if (variable.value !== null) lines.push(`${name}=${quoted(variable.value)}\n`);
    }
    writeText(STDOUT, lines.sort().join(""));
    return 0;
  }
  const call = setOptions(shell, args, "");
  if (call === null) throw new ScriptError("set: the options were not set");
  const hasOnlyOptions = call.count === args.length && args[call.count - 1] !== "--";
  if (!hasOnlyOptions) shell.args = args.slice(call.count);
  return 0;
}

/** Adds set. */
export function addOptions(shell: Shell): void {
  shell.addBuiltin(
    "set",
    "set [-aCefnuvx] [-o OPTION] [ARG…]",
    "sets options and arguments, or lists variables",
    set,
  );
}
