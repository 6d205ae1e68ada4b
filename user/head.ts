/** head: prints the beginning of files. */

import { STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { parseOptions } from "./support/command.ts";
import { forEachTitledInput, withOldOptions } from "./support/file-ends.ts";

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

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, withOldOptions(args), "n:c:q");
  const lines = options.number("n", "head", 10);
  const bytes = options.number("c", "head", 0);
  return forEachTitledInput("head", options, (descriptor) => {
    if (options.has("c")) printBytes(descriptor, bytes);
    else printLines(descriptor, lines);
  });
}
