/** What the programs share: options, messages, exit statuses. */

import type { Errno } from "../../core/errno.ts";
import { errnoText } from "../../core/errno-text.ts";
import { STDERR, STDOUT, writeText } from "../../core/linux/file.ts";
import { exit } from "../../core/linux/process.ts";
import { MINUS } from "./ascii.ts";

/** The status of a program that was called wrongly. */
export const USAGE_STATUS: i32 = 2;

/** Why something failed, for people: `No such file or directory`. */
export function reasonOf(error: unknown): string {
  const errno = errnoOf(error);
  if (errno !== 0) return errnoText(u32(errno) as Errno);
  if (error instanceof Error) return error.message;
  return errorText(error);
}

/** `program: message` on standard error. */
export function complain(program: string, message: string): void {
  try {
    writeText(STDERR, `${program}: ${message}\n`);
  } catch {
    // There is nobody left to tell.
  }
}

/** `program: what: why` on standard error. */
export function complainOf(program: string, what: string, error: unknown): void {
  complain(program, `${what}: ${reasonOf(error)}`);
}

/** The options and operands of a call. */
export class Options {
  /** What is no option. */
  readonly operands: string[] = [];
  private readonly given: Map<string, string> = new Map<string, string>();

  /** Whether the option with this letter was given. */
  has(letter: string): boolean {
    return this.given.has(letter);
  }

  /** The value of an option that takes one, or null. */
  value(letter: string): string | null {
    return this.given.get(letter) ?? null;
  }

  /** Notes an option; for the parser. */
  set(letter: string, value: string): void {
    this.given.set(letter, value);
  }

  /** The value of an option as a number; ends the program with a message when it is none. */
  number(letter: string, program: string, otherwise: u64): u64 {
    const text = this.value(letter);
    if (text === null) return otherwise;
    const value = parseInteger(text, 10);
    if (value === null || value < 0) {
      complain(program, `-${letter}: "${text}" is not a number`);
      exit(USAGE_STATUS);
    }
    return u64(value);
  }
}

/**
 * Sorts the arguments into options and operands. `letters` are those of the options, each followed by a colon if it takes a value;
 * `--` ends the options. Ends the program with a message for unknown ones, and with the usage for `--help`.
 */
export function parseOptions(usage: string, args: readonly string[], letters: string): Options {
  const program = usage.split(" ")[0];
  const options = new Options();
  let index: usize = 0;
  while (index < args.length) {
    const text = args[index];
    index += 1;
    if (text === "--help") {
      writeText(STDOUT, `usage: ${usage}\n`);
      exit(0);
    }
    if (text === "--") break;
    if (text.length < 2 || text.byteAt(0) !== MINUS) {
      options.operands.push(text);
      continue;
    }
    for (let i: usize = 1; i < text.length; i++) {
      const letter = text.slice(i, i + 1);
      const known = letter === ":" ? -1 : letters.indexOf(letter);
      if (known < 0) {
        complain(program, `unknown option "${text}"\nusage: ${usage}`);
        exit(USAGE_STATUS);
      }
      const takesValue = letters.slice(u64(known) + 1).startsWith(":");
      if (!takesValue) {
        options.set(letter, "");
        continue;
      }
      if (i + 1 < text.length) {
        options.set(letter, text.slice(i + 1));
      } else if (index < args.length) {
        options.set(letter, args[index]);
        index += 1;
      } else {
        complain(program, `option -${letter} needs a value\nusage: ${usage}`);
        exit(USAGE_STATUS);
      }
      break;
    }
  }
  while (index < args.length) {
    options.operands.push(args[index]);
    index += 1;
  }
  return options;
}

/** Ends the program with the usage unless there are so many operands, or more. */
export function requireOperands(usage: string, options: Options, least: usize, most: usize): void {
  const count = options.operands.length;
  if (count >= least && count <= most) return;
  const program = usage.split(" ")[0];
  complain(program, `${count < least ? "too few" : "too many"} operands\nusage: ${usage}`);
  exit(USAGE_STATUS);
}

/** More operands than anyone gives. */
export const ANY_NUMBER: usize = 0xffff_ffff;
