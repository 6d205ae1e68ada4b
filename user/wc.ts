/** wc: counts lines, words and bytes. */

import { read, STDOUT, writeText } from "../core/linux/file.ts";
import { isSpace } from "./support/ascii.ts";
import { type Options, parseOptions } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "wc [-lwc] [FILE…]";

class Counts {
  lines: u64 = 0;
  words: u64 = 0;
  bytes: u64 = 0;

  add(other: Counts): void {
    this.lines += other.lines;
    this.words += other.words;
    this.bytes += other.bytes;
  }

  print(options: Options, name: string): void {
    const hasAll = !options.has("l") && !options.has("w") && !options.has("c");
    const columns: string[] = [];
    if (hasAll || options.has("l")) columns.push(`${this.lines}`);
    if (hasAll || options.has("w")) columns.push(`${this.words}`);
    if (hasAll || options.has("c")) columns.push(`${this.bytes}`);
    const width: usize = columns.length > 1 ? 7 : 0;
    const text = columns.map((column) => column.padStart(width)).join(" ");
    writeText(STDOUT, name === "" ? `${text}\n` : `${text} ${name}\n`);
  }
}

function count(descriptor: i32): Counts {
  const counts = new Counts();
  const buffer = new FixedArray<u8, 16384>();
  let inWord = false;
  while (true) {
    const length = read(descriptor, buffer.span());
    if (length === 0) return counts;
    counts.bytes += length;
    for (let i = 0; i < length; i++) {
      const byte = buffer[i];
      if (byte === 10) counts.lines += 1;
      const space = isSpace(byte);
      if (!space && !inWord) counts.words += 1;
      inWord = !space;
    }
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "lwc");
  const total = new Counts();
  const status = forEachInput("wc", options.operands, (descriptor, name) => {
    const counts = count(descriptor);
    total.add(counts);
    counts.print(options, options.operands.length === 0 ? "" : name);
  });
  if (options.operands.length > 1) total.print(options, "total");
  return status;
}
