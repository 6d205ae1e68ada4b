/** xargs: runs a program with what standard input holds as its arguments. */

import { STDIN } from "../core/linux/file.ts";
import { Reader } from "../core/linux/stream.ts";
import { APOSTROPHE, BACKSLASH, isSpace, QUOTE } from "./support/ascii.ts";
import { complain, parseOptions } from "./support/command.ts";
import { runProgram } from "./support/programs.ts";

const USAGE = "xargs [-0r] [-n COUNT] [-I TEXT] [PROGRAM [ARG…]]";

/** Bytes of arguments for one run: far below what execve(2) takes. */
const MOST_BYTES = 65536;

/** The next argument, or null at the end: up to a 0 byte; or up to space, with quotes and backslashes as in a shell. */
function nextArgument(reader: Reader, byZero: boolean, byLine: boolean): string | null {
  const bytes: u8[] = [];
  let quote: u8 = 0;
  let hasAny = false;
  for (let read = reader.readByte(); read >= 0; read = reader.readByte()) {
    const byte = u8(read);
    if (byZero) {
      if (byte === 0) return String.fromBytes(bytes.span());
      hasAny = true;
      bytes.push(byte);
    } else if (quote !== 0) {
      if (byte === quote) quote = 0;
      else bytes.push(byte);
    } else if (byte === QUOTE || byte === APOSTROPHE) {
      quote = byte;
      hasAny = true;
    } else if (byte === BACKSLASH) {
      const next = reader.readByte();
      if (next >= 0) bytes.push(u8(next));
      hasAny = true;
    } else if (byLine ? byte === 10 : isSpace(byte)) {
      if (hasAny) return String.fromBytes(bytes.span());
    } else {
      hasAny = hasAny || !isSpace(byte);
      if (hasAny) bytes.push(byte);
    }
  }
  if (quote !== 0) throw new Error("a quote is not closed");
  return hasAny ? String.fromBytes(bytes.span()) : null;
}

class Runner {
  private readonly words: readonly string[];
  /** The statuses of all runs in one (POSIX, xargs, EXIT STATUS). */
  status: i32 = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  /** False when there is no point in further runs. */
  run(more: readonly string[]): boolean {
    return this.runWords(this.words.concat(more));
  }

  /** Each argument has the text replaced. */
  runReplaced(text: string, by: string): boolean {
    return this.runWords(this.words.map((word) => word.split(text).join(by)));
  }

  private runWords(words: readonly string[]): boolean {
    const status = runProgram("xargs", words);
    if (status === 126 || status === 127) this.status = status;
    else if (status !== 0) this.status = status > 128 ? 125 : 123;
    return status < 126;
  }
}

/** Options end at the program, whose own are not ours. */
function ownArguments(args: readonly string[]): usize {
  let at: usize = 0;
  while (at < args.length && args[at].startsWith("-") && args[at].length > 1) {
    if (args[at] === "--") return at + 1;
    at += args[at] === "-n" || args[at] === "-I" ? 2 : 1;
  }
  return bits.min(at, args.length);
}

export function main(args: string[]): i32 {
  const own = ownArguments(args);
  const options = parseOptions(USAGE, args.slice(0, own), "0rn:I:");
  const runner = new Runner(own < args.length ? args.slice(own) : ["echo"]);
  const reader = new Reader(STDIN);
  const most = bits.max(options.number("n", "xargs", 5000), 1);
  const replaced = options.value("I");
  try {
    let waiting: string[] = [];
    let size: usize = 0;
    let isFirst = true;
    while (true) {
      const argument = nextArgument(reader, options.has("0"), replaced !== null);
      if (argument === null) break;
      if (replaced !== null) {
        if (!runner.runReplaced(replaced, argument)) return runner.status;
        continue;
      }
      if (waiting.length === most || (waiting.length > 0 && size + argument.length > MOST_BYTES)) {
        isFirst = false;
        if (!runner.run(waiting)) return runner.status;
        waiting = [];
        size = 0;
      }
      waiting.push(argument);
      size += argument.length + 1;
    }
    if (replaced === null && (waiting.length > 0 || (isFirst && !options.has("r")))) runner.run(waiting);
    return runner.status;
  } catch (error) {
    complain("xargs", errorText(error));
    return 1;
  }
}
