/** Builtins about commands: what a name stands for, and running it past functions and aliases. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { ScriptError, SHELL_ERROR_STATUS } from "../errors.ts";
import { runBuiltin, runProgram } from "../simple-command.ts";
import { isReserved } from "../parser.ts";
import { programPath } from "../programs.ts";
import { quoted } from "../quotes.ts";
import type { Shell } from "../shell.ts";

function alias(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  if (args.length === 0) {
    const lines: string[] = [];
    for (const [name, text] of shell.aliases) lines.push(`${name}=${quoted(text)}\n`);
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
      writeText(STDOUT, `${arg}=${quoted(text)}\n`);
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

/** What a name stands for, in words; null when it is nothing. */
function describe(shell: Shell, name: string): string | null {
  const text = shell.aliases.get(name);
  if (text !== undefined) return `an alias for ${text}`;
  if (isReserved(name)) return "a word of the shell's language";
  if (shell.functions.has(name)) return "a function";
  if (shell.builtins.has(name)) return "a shell builtin";
  return programPath(shell, name);
}

/** The same as one can type it: the name, the alias's definition, the program's path. */
function commandPath(shell: Shell, name: string): string | null {
  const text = shell.aliases.get(name);
  if (text !== undefined) return `alias ${name}=${quoted(text)}`;
  if (isReserved(name) || shell.functions.has(name) || shell.builtins.has(name)) return name;
  return programPath(shell, name);
}

function type(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  for (const name of args) {
    const text = describe(shell, name);
    if (text === null) {
      complain("type", `${name}: not found`);
      status = 127;
    } else {
      writeText(STDOUT, `${name} is ${text}\n`);
    }
  }
  return status;
}

/** `command NAME`: a function of that name is not meant, and what goes wrong does not end the script. */
function command(shell: Shell, args: readonly string[]): i32 {
  let at: usize = 0;
  let names = false;
  let describes = false;
  for (; at < args.length && args[at].startsWith("-") && args[at].length > 1; at++) {
    if (args[at] === "-v") names = true;
    else if (args[at] === "-V") describes = true;
    else if (args[at] === "--") break;
    else if (args[at] !== "-p") {
      complain("command", `${args[at]}: there is no such option`);
      return SHELL_ERROR_STATUS;
    }
  }
  if (at < args.length && args[at] === "--") at += 1;
  const words = args.slice(at);
  if (words.length === 0) return 0;
  if (describes) return type(shell, words);
  if (names) {
    const path = commandPath(shell, words[0]);
    if (path !== null) writeText(STDOUT, `${path}\n`);
    return path === null ? 127 : 0;
  }
  const builtin = shell.builtins.get(words[0]);
  if (builtin === undefined) return runProgram(shell, words);
  try {
    return runBuiltin(shell, builtin, words.slice(1));
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    shell.complain(reasonOf(error));
    return SHELL_ERROR_STATUS;
  }
}

/** Programs are looked up each time, so that there is nothing to forget. */
function hash(shell: Shell, args: readonly string[]): i32 {
  let status: i32 = 0;
  for (const name of args) {
    if (name === "-r" || commandPath(shell, name) !== null) continue;
    complain("hash", `${name}: not found`);
    status = 1;
  }
  return status;
}

function history(shell: Shell): i32 {
  const lines = shell.history.map((line, i) => `${`${i + 1}`.padStart(5)}  ${line}\n`);
  writeText(STDOUT, lines.join(""));
  return 0;
}

/** Adds the built-ins about commands themselves: alias, unalias, type, command, history, hash. */
export function addCommands(shell: Shell): void {
  shell.addBuiltin("alias", "alias [NAME[=TEXT]…]", "makes or lists aliases", alias);
  shell.addBuiltin("unalias", "unalias [-a] NAME…", "removes aliases", unalias);
  shell.addBuiltin("type", "type NAME…", "says what a command is", type);
  shell.addBuiltin("command", "command [-vV] NAME [ARG…]", "runs a command that no function hides", command);
  shell.addBuiltin("history", "history", "lists the lines that were typed", history);
  shell.addBuiltin("hash", "hash [-r] [NAME…]", "looks programs up", hash);
}
