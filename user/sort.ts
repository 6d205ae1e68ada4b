/** sort: prints the lines of files in order. */

import { STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { isBlank, isDigit } from "./support/ascii.ts";
import { type Options, parseOptions } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "sort [-rnufb] [-k FIELD] [-t SEPARATOR] [FILE…]";

/** A line with what it is sorted by. */
class Line {
  readonly text: string;
  readonly key: string;
  readonly number: i64;

  constructor(text: string, options: Options) {
    this.text = text;
    let key = keyOf(text, options);
    if (options.has("f")) key = key.toLowerCase();
    if (options.has("b")) key = key.trimStart();
    this.key = key;
    this.number = options.has("n") ? leadingNumber(key) : 0;
  }
}

/** The part of a line that `-k` and `-t` choose: from the field on to the end. */
function keyOf(text: string, options: Options): string {
  const chosen = options.value("k");
  if (chosen === null) return text;
  const field = bits.max(parseInteger(chosen.split(",")[0].split(".")[0], 10) ?? 1, 1);
  const separator = options.value("t");
  let at: usize = 0;
  for (let i: i64 = 1; i < field; i++) {
    if (separator === null) {
      while (at < text.length && isBlank(text.byteAt(at))) at += 1;
      while (at < text.length && !isBlank(text.byteAt(at))) at += 1;
    } else {
      const found = text.indexOf(separator, at);
      at = found < 0 ? text.length : u64(found) + separator.length;
    }
  }
  const rest = text.slice(at);
  const last = chosen.includes(",") && chosen.split(",")[1].split(".")[0] === `${field}`;
  if (!last) return rest;
  if (separator !== null) return rest.split(separator)[0];
  return rest.trimStart().split(" ")[0];
}

/** The integer at the beginning of a text, 0 if there is none. */
function leadingNumber(text: string): i64 {
  const trimmed = text.trimStart();
  let end: usize = trimmed.startsWith("-") ? 1 : 0;
  while (end < trimmed.length && end < 19 && isDigit(trimmed.byteAt(end))) end += 1;
  return parseInteger(trimmed.slice(0, end), 10) ?? 0;
}

function compare(a: Line, b: Line, isNumeric: boolean): i32 {
  if (isNumeric && a.number !== b.number) return a.number < b.number ? -1 : 1;
  if (isNumeric) return 0;
  return a.key.compare(b.key);
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "rnufbk:t:");
  const lines: Line[] = [];
  const status = forEachInput("sort", options.operands, (descriptor) => {
    const reader = new Reader(descriptor);
    let line = reader.readLine();
    while (line !== null) {
      lines.push(new Line(line, options));
      line = reader.readLine();
    }
  });
  const isNumeric = options.has("n");
  const isReverse = options.has("r");
  lines.sort((a, b) => {
    const order = compare(a, b, isNumeric);
    // What counts as the same is put into the order of the bytes, but not for -u, which takes the first.
    const full = order === 0 && !options.has("u") ? a.text.compare(b.text) : order;
    return isReverse ? -full : full;
  });
  const writer = new Writer(STDOUT);
  for (let i = 0; i < lines.length; i++) {
    if (options.has("u") && i > 0 && compare(lines[i - 1], lines[i], isNumeric) === 0) continue;
    writer.line(lines[i].text);
  }
  writer.flush();
  return status;
}
