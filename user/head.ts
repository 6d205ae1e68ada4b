/** head: prints the beginning of files. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { parseOptions } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "head [-n LINES] [-c BYTES] [FILE…]";

function printBytes(descriptor: i32, most: u64): void {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  const buffer = new FixedArray<u8, 4096>();
  let left = most;
  while (left > 0) {
    const count = reader.readBytes(buffer.span().subspan(0, bits.min(left, 4096)));
    if (count === 0) break;
    writer.bytes(buffer.span().subspan(0, count));
    left -= count;
  }
  writer.flush();
}

function printLines(descriptor: i32, most: u64): void {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  for (let i: u64 = 0; i < most; i++) {
    const line = reader.readLine();
    if (line === null) break;
    writer.line(line);
  }
  writer.flush();
}

/** `-5` means `-n 5`. */
function withOldOptions(args: readonly string[]): string[] {
  return args.map((arg) =>
    arg.length > 1 && arg.startsWith("-") && parseInteger(arg.slice(1), 10) !== null
      ? `-n${arg.slice(1)}`
      : arg,
  );
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, withOldOptions(args), "n:c:q");
  const lines = options.number("n", "head", 10);
  const bytes = options.number("c", "head", 0);
  const hasTitles = options.operands.length > 1 && !options.has("q");
  let isFirst = true;
  return forEachInput("head", options.operands, (descriptor, name) => {
    if (hasTitles) writeText(STDOUT, `${isFirst ? "" : "\n"}==> ${name} <==\n`);
    isFirst = false;
    if (options.has("c")) printBytes(descriptor, bytes);
    else printLines(descriptor, lines);
  });
}
