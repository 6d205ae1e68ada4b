/** grep: prints the lines that match a pattern. */

import { STDOUT } from "../core/linux/file.ts";
import { joinPath } from "../core/linux/path.ts";
import { isDirectory, readDirectory } from "../core/linux/stat.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { isTerminal } from "../core/linux/terminal.ts";
import { isNameByte } from "./support/ascii.ts";
import {
  complain,
  complainOf,
  type Options,
  parseOptions,
  reasonOf,
  USAGE_STATUS,
} from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";
import { Match, Regex } from "./support/regex.ts";

const USAGE = "grep [-EFHchilnoqrsvwx] [-e PATTERN] [-m LINES] [PATTERN] [FILE…]";

class Search {
  private readonly options: Options;
  /** Null for a fixed text. */
  private readonly regex: Regex | null;
  private readonly pattern: string;
  private readonly hasNames: boolean;
  private readonly isColored: boolean = isTerminal(STDOUT);
  private readonly mostLines: u64;
  found: boolean = false;

  constructor(options: Options, pattern: string, hasNames: boolean) {
    this.options = options;
    const isFixed = options.has("F");
    this.pattern = options.has("i") && isFixed ? pattern.toLowerCase() : pattern;
    this.regex = isFixed ? null : new Regex(pattern, options.has("E"), options.has("i"));
    this.hasNames = hasNames;
    this.mostLines = options.number("m", "grep", 0xffff_ffff_ffff_ffff);
  }

  /** The first match at or after `from` that the options admit. */
  private match(line: string, from: usize): Match | null {
    let at = from;
    while (true) {
      const match = this.regex === null ? this.fixed(line, at) : this.regex.find(line, at);
      if (match === null) return null;
      if (this.options.has("x") && (match.start !== 0 || match.end !== line.length)) return null;
      if (!this.options.has("w") || isWholeWord(line, match)) return match;
      at = match.start + 1;
    }
  }

  private fixed(line: string, from: usize): Match | null {
    const text = this.options.has("i") ? line.toLowerCase() : line;
    const at = text.indexOf(this.pattern, from);
    return at < 0 ? null : new Match(u64(at), u64(at) + this.pattern.length);
  }

  file(descriptor: i32, name: string): void {
    const reader = new Reader(descriptor);
    const writer = new Writer(STDOUT);
    const isInverted = this.options.has("v");
    let number: u64 = 0;
    let count: u64 = 0;
    let line = reader.readLine();
    while (line !== null && count < this.mostLines) {
      number += 1;
      const match = this.match(line, 0);
      if ((match !== null) !== isInverted) {
        count += 1;
        this.found = true;
        if (this.options.has("q") || this.options.has("l")) break;
        if (!this.options.has("c")) this.print(writer, line, match, name, number);
      }
      line = reader.readLine();
    }
    if (this.options.has("l") && count > 0 && !this.options.has("q")) writer.line(name);
    if (this.options.has("c")) writer.line(this.hasNames ? `${name}:${count}` : `${count}`);
    writer.flush();
  }

  private print(writer: Writer, line: string, first: Match | null, name: string, number: u64): void {
    let prefix = this.hasNames ? `${name}:` : "";
    if (this.options.has("n")) prefix += `${number}:`;
    if (this.options.has("o")) {
      this.printParts(writer, prefix, line, first);
    } else if (this.isColored && first !== null) {
      writer.line(prefix + this.colored(line, first));
    } else {
      writer.line(prefix + line);
    }
  }

  /** `-o`: each match on a line of its own. */
  private printParts(writer: Writer, prefix: string, line: string, first: Match | null): void {
    let match = first;
    while (match !== null) {
      if (match.end > match.start) writer.line(prefix + line.slice(match.start, match.end));
      match = this.match(line, bits.max(match.end, match.start + 1));
    }
  }

  private colored(line: string, first: Match): string {
    let result = "";
    let at: usize = 0;
    let match: Match | null = first;
    while (match !== null && match.end > match.start) {
      result += `${line.slice(at, match.start)}\u001b[1;31m${line.slice(match.start, match.end)}\u001b[0m`;
      at = match.end;
      match = this.match(line, at);
    }
    return result + line.slice(at);
  }
}

function isWholeWord(line: string, match: Match): boolean {
  const startsWord = match.start === 0 || !isNameByte(line.byteAt(match.start - 1));
  const endsWord = match.end === line.length || !isNameByte(line.byteAt(match.end));
  return startsWord && endsWord;
}

/** All files below a directory; the path itself when it is none. */
function collect(path: string, files: string[]): void {
  if (!isDirectory(path)) {
    files.push(path);
    return;
  }
  try {
    for (const entry of readDirectory(path)) collect(joinPath(path, entry.name), files);
  } catch (error) {
    complainOf("grep", path, error);
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "EFHchilnoqrRsvwxe:m:");
  let operands = options.operands.slice();
  let pattern = options.value("e");
  if (pattern === null) {
    if (operands.length === 0) {
      complain("grep", `a pattern is needed\nusage: ${USAGE}`);
      return USAGE_STATUS;
    }
    pattern = operands[0];
    operands = operands.slice(1);
  }
  const isRecursive = options.has("r") || options.has("R");
  if (isRecursive) {
    const files: string[] = [];
    for (const path of operands.length === 0 ? ["."] : operands) collect(path, files);
    operands = files;
    if (files.length === 0) return 1;
  }
  const hasNames = (operands.length > 1 || isRecursive || options.has("H")) && !options.has("h");
  try {
    const search = new Search(options, pattern, hasNames);
    const status = forEachInput("grep", operands, (descriptor, name) => search.file(descriptor, name));
    if (search.found && (status === 0 || options.has("q"))) return 0;
    return status !== 0 ? 2 : 1;
  } catch (error) {
    complain("grep", reasonOf(error));
    return 2;
  }
}
