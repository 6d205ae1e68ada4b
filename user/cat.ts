/** cat: prints files one after another. */

import { read, STDOUT, writeAll } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { parseOptions } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "cat [-n] [FILE…]";

function copy(descriptor: i32): void {
  const buffer = new FixedArray<u8, 16384>();
  while (true) {
    const count = read(descriptor, buffer.span());
    if (count === 0) return;
    writeAll(STDOUT, buffer.span().subspan(0, count));
  }
}

/** Prints lines with their numbers from `first` on; returns the next number. */
function copyNumbered(descriptor: i32, first: u32): u32 {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  let number = first;
  let line = reader.readLine();
  while (line !== null) {
    writer.line(`${`${number}`.padStart(6)}\t${line}`);
    number += 1;
    line = reader.readLine();
  }
  writer.flush();
  return number;
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "nu");
  let number: u32 = 1;
  return forEachInput("cat", options.operands, (descriptor) => {
    if (options.has("n")) number = copyNumbered(descriptor, number);
    else copy(descriptor);
  });
}
