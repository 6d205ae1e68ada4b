/** Builtins for variables, arguments, options and aliases. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { setUmask } from "../../../core/linux/process.ts";
import { isName } from "../../support/ascii.ts";
import { complain } from "../../support/command.ts";
import { programPath } from "../programs.ts";
import { quoted } from "../quotes.ts";
import { readInputLine } from "../standard-input.ts";
import type { Shell } from "../shell.ts";
import { numberArgument } from "./flow.ts";

/** Writes `prefix NAME='value'` for the variables that are chosen, by name. */
function printVariables(shell: Shell, prefix: string, onlyExported: boolean, onlyReadonly: boolean): i32 {
  const lines: string[] = [];
  for (const [name, variable] of shell.variables) {
    if ((onlyExported && !variable.isExported) || (onlyReadonly && !variable.isReadonly)) continue;
    lines.push(`${prefix}${name}=${quoted(variable.value)}\n`);
  }
  writeText(STDOUT, lines.sort().join(""));
  return 0;
}

/** `export` and `readonly`: `NAME` or `NAME=value` for each argument. */
function declare(shell: Shell, command: string, args: readonly string[]): i32 {
  let status: i32 = 0;
  for (const arg of args) {
    if (arg === "-p") continue;
    const at = arg.indexOf("=");
    const name = at < 0 ? arg : arg.slice(0, u64(at));
    if (!isName(name)) {
      complain(command, `${name}: is no name`);
      status = 1;
      continue;
    }
    if (at >= 0) shell.set(name, arg.slice(u64(at) + 1));
    if (command === "export") {
      shell.export(name);
    } else {
      if (shell.get(name) === null) shell.set(name, "");
      const variable = shell.variables.get(name);
      if (variable !== undefined) variable.isReadonly = true;
    }
  }
  return status;
}

function exportVariables(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0 || args[0] === "-p") return printVariables(shell, "export ", true, false);
  return declare(shell, "export", args);
}

function makeReadonly(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0 || args[0] === "-p") return printVariables(shell, "readonly ", false, true);
  return declare(shell, "readonly", args);
}

function unset(shell: Shell, args: readonly string[]): i32 {
  let functionsOnly = false;
  for (const arg of args) {
    if (arg === "-f") functionsOnly = true;
    else if (arg === "-v") functionsOnly = false;
    else if (functionsOnly || !shell.variables.has(arg)) shell.functions.delete(arg);
    else shell.unset(arg);
  }
  return 0;
}

/** One letter of `set`; false when there is no such option. */
function setOption(shell: Shell, letter: string, on: boolean): boolean {
  switch (letter) {
    case "e":
      shell.exitsOnError = on;
      return true;
    case "u":
      shell.unsetIsError = on;
      return true;
    case "x":
      shell.traces = on;
      return true;
    case "f":
      shell.noGlob = on;
      return true;
    default:
      return false;
  }
}

/** Options at the beginning of `set`'s arguments, or of the shell's own; returns how many, or null after a message. */
export function setOptions(shell: Shell, args: readonly string[]): usize | null {
  let at: usize = 0;
  while (at < args.length) {
    const arg = args[at];
    if (arg === "--") return at + 1;
    if (arg.length < 2 || (!arg.startsWith("-") && !arg.startsWith("+"))) break;
    for (let i: usize = 1; i < arg.length; i++) {
      if (!setOption(shell, arg.slice(i, i + 1), arg.startsWith("-"))) {
        complain("set", `${arg}: there is no such option`);
        return null;
      }
    }
    at += 1;
  }
  return at;
}

function set(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) return printVariables(shell, "", false, false);
  const count = setOptions(shell, args);
  if (count === null) return 2;
  const hasOnlyOptions = count === args.length && args[count - 1] !== "--";
  if (!hasOnlyOptions) shell.args = args.slice(count);
  return 0;
}

function shift(shell: Shell, args: readonly string[]): i32 {
  const count = args.length > 0 ? numberArgument("shift", args[0]) : 1;
  if (count === null || count < 0 || u64(count) > shell.args.length) return 1;
  shell.args = shell.args.slice(u64(count));
  return 0;
}

function readVariables(shell: Shell, args: readonly string[]): i32 {
  let isRaw = false;
  const names: string[] = [];
  for (let i: usize = 0; i < args.length; i++) {
    if (args[i] === "-r") {
      isRaw = true;
    } else if (args[i] === "-p" && i + 1 < args.length) {
      i += 1;
      writeText(STDOUT, args[i]);
    } else if (isName(args[i])) {
      names.push(args[i]);
    } else {
      complain("read", `${args[i]}: is no name`);
      return 2;
    }
  }
  if (names.length === 0) names.push("REPLY");
  const line = readInputLine(isRaw);
  const separators = shell.get("IFS") ?? " \t\n";
  let rest = line ?? "";
  for (let i = 0; i < names.length; i++) {
    rest = trimSeparators(rest, separators);
    const isLast = i + 1 === names.length;
    const end = isLast ? rest.length : wordEnd(rest, separators);
    shell.set(names[i], isLast ? trimSeparatorsAtEnd(rest, separators) : rest.slice(0, end));
    rest = rest.slice(bits.min(end + 1, rest.length));
  }
  return line === null ? 1 : 0;
}

function isSeparator(byte: u8, separators: string): boolean {
  return separators.bytes().indexOf(byte) >= 0;
}

function trimSeparators(text: string, separators: string): string {
  let at: usize = 0;
  while (at < text.length && isSeparator(text.byteAt(at), separators) && text.byteAt(at) <= 32) at += 1;
  return text.slice(at);
}

function trimSeparatorsAtEnd(text: string, separators: string): string {
  let end = text.length;
  while (end > 0 && isSeparator(text.byteAt(end - 1), separators) && text.byteAt(end - 1) <= 32) end -= 1;
  return text.slice(0, end);
}

function wordEnd(text: string, separators: string): usize {
  let at: usize = 0;
  while (at < text.length && !isSeparator(text.byteAt(at), separators)) at += 1;
  return at;
}

function alias(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  if (args.length === 0) {
    const lines: string[] = [];
    for (const [name, text] of shell.aliases) lines.push(`alias ${name}=${quoted(text)}\n`);
    writeText(STDOUT, lines.sort().join(""));
  }
  for (const arg of args) {
    const at = arg.indexOf("=");
    if (at > 0) {
      shell.aliases.set(arg.slice(0, u64(at)), arg.slice(u64(at) + 1));
      continue;
    }
    const text = shell.aliases.get(arg);
    if (text === undefined) {
      complain("alias", `${arg}: is no alias`);
      status = 1;
    } else {
      writeText(STDOUT, `alias ${arg}=${quoted(text)}\n`);
    }
  }
  return status;
}

function unalias(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  for (const arg of args) {
    if (arg === "-a") {
      shell.aliases.clear();
    } else if (!shell.aliases.delete(arg)) {
      complain("unalias", `${arg}: is no alias`);
      status = 1;
    }
  }
  return status;
}

function type(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  for (const name of args) {
    const text = describe(shell, name);
    if (text === null) {
      complain("type", `${name}: not found`);
      status = 1;
    } else {
      writeText(STDOUT, `${name} is ${text}\n`);
    }
  }
  return status;
}

function describe(shell: Shell, name: string): string | null {
  const text = shell.aliases.get(name);
  if (text !== undefined) return `an alias for ${text}`;
  if (shell.functions.has(name)) return "a function";
  if (shell.builtins.has(name)) return "a shell builtin";
  return programPath(shell, name);
}

function umask(_shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) {
    const mask = setUmask(0);
    setUmask(mask);
    writeText(STDOUT, `${mask.toString(8).padStart(4, "0")}\n`);
    return 0;
  }
  const mask = parseInteger(args[0], 8);
  if (mask === null || mask < 0 || mask > 0o777) {
    complain("umask", `${args[0]}: is no mask`);
    return 1;
  }
  setUmask(u32(mask));
  return 0;
}

export function addVariables(shell: Shell): void {
  shell.addBuiltin("export", "export [NAME[=VALUE]…]", "gives variables to programs", exportVariables);
  shell.addBuiltin("readonly", "readonly [NAME[=VALUE]…]", "protects variables", makeReadonly);
  shell.addBuiltin("unset", "unset [-f] NAME…", "removes variables or functions", unset);
  shell.addBuiltin("set", "set [-eufx] [ARG…]", "sets options and arguments, or lists variables", set);
  shell.addBuiltin("shift", "shift [N]", "drops the first arguments", shift);
  shell.addBuiltin("read", "read [-r] [-p TEXT] [NAME…]", "reads a line into variables", readVariables);
  shell.addBuiltin("alias", "alias [NAME[=TEXT]…]", "makes or lists aliases", alias);
  shell.addBuiltin("unalias", "unalias [-a] NAME…", "removes aliases", unalias);
  shell.addBuiltin("type", "type NAME…", "says what a command is", type);
  shell.addBuiltin("umask", "umask [MASK]", "shows or sets the bits that new files do not get", umask);
}
