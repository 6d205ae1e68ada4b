/** tee: copies its input to its output and to files. */

import { open, Open, read, STDIN, STDOUT, writeAll } from "../core/linux/file.ts";
import { complainOf, parseOptions } from "./support/command.ts";

const USAGE = "tee [-a] [FILE…]";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "a");
  const how = options.has("a") ? Open.append : Open.truncate;
  const outputs: i32[] = [STDOUT];
  let status: i32 = 0;
  for (const file of options.operands) {
    try {
      outputs.push(open(file, Open.write | Open.create | how));
    } catch (error) {
      complainOf("tee", file, error);
      status = 1;
    }
  }
  const buffer = new FixedArray<u8, 4096>();
  try {
    while (true) {
      const count = read(STDIN, buffer.span());
      if (count === 0) return status;
      for (const output of outputs) writeAll(output, buffer.span().subspan(0, count));
    }
  } catch (error) {
    complainOf("tee", "copying", error);
    return 1;
  }
}
