/** Builtins for variables and arguments. */

import { STDOUT, writeText } from "../../../core/linux/file.ts";
import { setUmask } from "../../../core/linux/process.ts";
import { isName } from "../../support/ascii.ts";
import { complain } from "../../support/command.ts";
import { modeText, changedMode } from "../../support/modes.ts";
import { ScriptError } from "../errors.ts";
import { quoted } from "../quotes.ts";
import { HiddenVariable, type Shell, Variable } from "../shell.ts";
import { numberArgument } from "./flow.ts";

/** Writes `prefix NAME='value'` for the variables that are chosen, by name. */
function printVariables(shell: Shell, prefix: string, onlyExported: boolean, onlyReadonly: boolean): i32 {
  const lines: string[] = [];
  for (const [name, variable] of shell.variables) {
    if ((onlyExported && !variable.isExported) || (onlyReadonly && !variable.isReadonly)) continue;
    const value = variable.value === null ? "" : `=${quoted(variable.value)}`;
    lines.push(`${prefix}${name}${value}\n`);
  }
  writeText(STDOUT, lines.sort().join(""));
  return 0;
}

/** `export` and `readonly`: `NAME` or `NAME=value` for each argument. */
function declare(shell: Shell, command: string, args: readonly string[]): i32 {
  for (const arg of args) {
    if (arg === "-p" || arg === "--") continue;
    const at = arg.indexOf("=");
    const name = at < 0 ? arg : arg.slice(0, u64(at));
    if (!isName(name)) throw new ScriptError(`${command}: ${name}: is no name`);
    if (at >= 0) shell.set(name, arg.slice(u64(at) + 1));
    if (command === "export") {
      shell.export(name);
    } else {
      if (!shell.variables.has(name)) shell.variables.set(name, new Variable(null, false));
      const variable = shell.variables.get(name);
      if (variable !== undefined) variable.isReadonly = true;
    }
  }
  return 0;
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

function shift(shell: Shell, args: readonly string[]): i32 {
  const count = args.length > 0 ? numberArgument("shift", args[0]) : 1;
  if (count === null || count < 0) return 1;
  if (u64(count) > shell.args.length) throw new ScriptError("shift: there are not that many arguments");
  shell.args = shell.args.slice(u64(count));
  return 0;
}

/** `local NAME[=value]…`: what the names stand for outside of the function comes back at its end. */
function makeLocal(shell: Shell, args: readonly string[]): i32 {
  const scope = shell.scopes.at(-1);
  if (scope === undefined) throw new ScriptError("local: there is no function around it");
  for (const arg of args) {
    const at = arg.indexOf("=");
    const name = at < 0 ? arg : arg.slice(0, u64(at));
    if (!isName(name)) throw new ScriptError(`local: ${name}: is no name`);
    const outer = shell.variables.get(name);
    if (outer !== undefined && outer.isReadonly) throw new ScriptError(`${name}: is read only`);
    if (!scope.some((hidden) => hidden.name === name)) {
      scope.push(new HiddenVariable(name, outer ?? null));
      shell.variables.set(name, new Variable(null, outer !== undefined && outer.isExported));
    }
    if (at >= 0) shell.set(name, arg.slice(u64(at) + 1));
  }
  return 0;
}

/** `u=rwx,g=rx,o=`: what a mask lets through. */
function symbolicMask(mask: u32): string {
  const allowed = modeText(~mask & 0o777).slice(1);
  const part = (from: usize): string => allowed.slice(from, from + 3).replaceAll("-", "");
  return `u=${part(0)},g=${part(3)},o=${part(6)}`;
}

function umask(_shell: Shell, args: readonly string[]): i32 {
  const current = setUmask(0);
  setUmask(current);
  const isSymbolic = args.length > 0 && args[0] === "-S";
  const rest = isSymbolic ? args.slice(1) : args;
  if (rest.length === 0) {
    writeText(STDOUT, `${isSymbolic ? symbolicMask(current) : current.toString(8).padStart(4, "0")}\n`);
    return 0;
  }
  const isNumber = parseInteger(rest[0], 8) !== null;
  const mode = changedMode(rest[0], ~current & 0o777, false);
  if (mode === null || mode > 0o777) {
    complain("umask", `${rest[0]}: is no mask`);
    return 1;
  }
  setUmask(isNumber ? mode : ~mode & 0o777);
  return 0;
}

/** Adds the built-ins about variables: export, readonly, unset, shift, local, umask. */
export function addVariables(shell: Shell): void {
  shell.addBuiltin("export", "export [NAME[=VALUE]…]", "gives variables to programs", exportVariables);
  shell.addBuiltin("readonly", "readonly [NAME[=VALUE]…]", "protects variables", makeReadonly);
  shell.addBuiltin("unset", "unset [-f] NAME…", "removes variables or functions", unset);
  shell.addBuiltin("shift", "shift [N]", "drops the first arguments", shift);
  shell.addBuiltin("local", "local NAME[=VALUE]…", "makes variables the function's own", makeLocal);
  shell.addBuiltin("umask", "umask [-S] [MASK]", "shows or sets the bits that new files do not get", umask);
}
