/** Builtins that take input apart: lines of standard input, and options among arguments. */

import { STDERR, writeText } from "../../../core/linux/file.ts";
import { isName } from "../../support/ascii.ts";
import { complain } from "../../support/command.ts";
import type { Shell } from "../shell.ts";
import { readInput } from "../standard-input.ts";

function readVariables(shell: Shell, args: readonly string[]): i32 {
  let isRaw = false;
  const names: string[] = [];
  for (let i: usize = 0; i < args.length; i++) {
    if (args[i] === "-r") {
      isRaw = true;
    } else if (args[i] === "-p" && i + 1 < args.length) {
      i += 1;
      writeText(STDERR, args[i]);
    } else if (isName(args[i])) {
      names.push(args[i]);
    } else {
      complain("read", `${args[i]}: is no name`);
      return 2;
    }
  }
  if (names.length === 0) names.push("REPLY");
  const line = readInput(isRaw, true);
  const fields = line.fields(shell.separators, names.length);
  for (const [i, name] of names.entries()) shell.set(name, fields[i]);
  return line.isWhole ? 0 : 1;
}

/** How far `getopts` is in a word of several letters: the index of the next one, 0 for none. */
class GetoptsPlace {
  index: i64 = 1;
  letter: usize = 0;
}

function getopts(shell: Shell, place: GetoptsPlace, args: readonly string[]): i32 {
  if (args.length < 2 || !isName(args[1])) {
    complain("getopts", "usage: getopts LETTERS NAME [ARG…]");
    return 2;
  }
  const words = args.length > 2 ? args.slice(2) : shell.args;
  const letters = args[0];
  let index = parseInteger(shell.get("OPTIND") ?? "1", 10) ?? 1;
  if (index < 1 || index !== place.index) place.letter = 0;
  index = bits.max(index, 1);
  const word = u64(index) <= words.length ? words[u64(index) - 1] : "";
  const isOption = place.letter > 0 || (word.length > 1 && word.startsWith("-") && word !== "--");
  if (!isOption) {
    if (word === "--") index += 1;
    finish(shell, place, index, 0);
    shell.set(args[1], "?");
    shell.unset("OPTARG");
    return 1;
  }
  const at = bits.max(place.letter, 1);
  const letter = word.slice(at, at + 1);
  const known = letter === ":" ? -1 : letters.indexOf(letter);
  const takesValue = known >= 0 && letters.slice(u64(known) + 1).startsWith(":");
  const isLast = at + 1 === word.length;
  if (known < 0 || !takesValue) {
    finish(shell, place, isLast ? index + 1 : index, isLast ? 0 : at + 1);
    if (known < 0) return reject(shell, args[1], letters, letter, "there is no such option");
    shell.set(args[1], letter);
    shell.unset("OPTARG");
    return 0;
  }
  const isInNext = isLast && u64(index) < words.length;
  finish(shell, place, isInNext ? index + 2 : index + 1, 0);
  if (isLast && !isInNext) return reject(shell, args[1], letters, letter, "needs a value");
  shell.set("OPTARG", isLast ? words[u64(index)] : word.slice(at + 1));
  shell.set(args[1], letter);
  return 0;
}

function finish(shell: Shell, place: GetoptsPlace, index: i64, letter: usize): void {
  place.index = index;
  place.letter = letter;
  shell.set("OPTIND", `${index}`);
}

/** A wrong option: told by the shell, or by the script when the letters begin with a colon. */
function reject(shell: Shell, name: string, letters: string, letter: string, reason: string): i32 {
  if (letters.startsWith(":")) {
    shell.set(name, reason === "needs a value" ? ":" : "?");
    shell.set("OPTARG", letter);
  } else {
    shell.complain(`-${letter}: ${reason}`);
    shell.set(name, "?");
    shell.unset("OPTARG");
  }
  return 0;
}

/** Adds read and getopts. */
export function addInput(shell: Shell): void {
  const place = new GetoptsPlace();
  shell.addBuiltin("read", "read [-r] [-p TEXT] [NAME…]", "reads a line into variables", readVariables);
  shell.addBuiltin(
    "getopts",
    "getopts LETTERS NAME [ARG…]",
    "takes the next option from arguments",
    (sh, args) => getopts(sh, place, args),
  );
}
