/** uniq: prints lines that follow each other and are the same only once. */

import { STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { type Options, parseOptions, requireOperands } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "uniq [-cdui] [FILE]";

function print(writer: Writer, options: Options, line: string, count: u64): void {
  if (options.has("d") && count === 1) return;
  if (options.has("u") && count > 1) return;
  writer.line(options.has("c") ? `${`${count}`.padStart(7)} ${line}` : line);
}

function filter(descriptor: i32, options: Options): void {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  let current = reader.readLine();
  let count: u64 = 1;
  while (current !== null) {
    const next = reader.readLine();
    const isSame =
      next !== null && (options.has("i") ? next.toLowerCase() === current.toLowerCase() : next === current);
    if (isSame) {
      count += 1;
    } else {
      print(writer, options, current, count);
      current = next;
      count = 1;
    }
  }
  writer.flush();
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "cdui");
  requireOperands(USAGE, options, 0, 1);
  return forEachInput("uniq", options.operands, (descriptor) => filter(descriptor, options));
}
