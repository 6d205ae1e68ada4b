/** `NAME=value` in front of a command or alone, and what `set -x` prints of both. */

import { STDERR, writeText } from "../../core/linux/file.ts";
import type { SimpleCommand } from "./ast.ts";
import { ScriptError } from "./errors.ts";
import { expandAssignment, expandText } from "./expand.ts";
import { Option } from "./options.ts";
import { splitAssignment } from "./parser.ts";
import { quoted } from "./quotes.ts";
import { redirect, SavedDescriptors } from "./redirect.ts";
import { HiddenVariable, type Shell, Variable } from "./shell.ts";

/** `NAME=value` without a command. */
export function runAssignments(shell: Shell, command: SimpleCommand): i32 {
  const saved = new SavedDescriptors();
  try {
    redirect(shell, command.redirections, saved);
    assign(shell, command);
  } finally {
    saved.restore();
  }
  return shell.substitutionStatus >= 0 ? shell.substitutionStatus : 0;
}

/** Assigns for good. There is nothing to restore. */
export function assign(shell: Shell, command: SimpleCommand): HiddenVariable[] {
  for (const assignment of command.assignments) {
    const [name, raw] = splitAssignment(assignment);
    const value = expandAssignment(shell, raw);
    if (command.words.length === 0 && shell.options.has(Option.traces)) {
      const prefix = expandText(shell, shell.get("PS4") ?? "+ ", true);
      writeText(STDERR, `${prefix}${name}=${quoted(value)}\n`);
    }
    shell.set(name, value);
  }
  return [];
}

/**
 * Sets and exports the variables of `NAME=value command`, and returns what they hid, to be put back after the command. Throws ScriptError for a
 * variable that is read only.
 */
export function assignTemporarily(shell: Shell, command: SimpleCommand): HiddenVariable[] {
  const hidden: HiddenVariable[] = [];
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    const known = shell.variables.get(name);
    if (known !== undefined && known.isReadonly) throw new ScriptError(`${name}: is read only`);
    const variable = new Variable(expandAssignment(shell, value), true);
    hidden.push(new HiddenVariable(name, known ?? null));
    shell.variables.set(name, variable);
  }
  return hidden;
}

/** Prints the command as it runs, for `set -x`. */
export function traceCommand(shell: Shell, command: SimpleCommand, words: readonly string[]): void {
  const parts: string[] = [];
  for (const assignment of command.assignments) {
    const [name, value] = splitAssignment(assignment);
    parts.push(`${name}=${quoted(expandAssignment(shell, value))}`);
  }
  for (const word of words) parts.push(quoted(word));
  const prefix = expandText(shell, shell.get("PS4") ?? "+ ", true);
  writeText(STDERR, `${prefix}${parts.join(" ")}\n`);
}
