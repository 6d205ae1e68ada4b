/** cmp: tells where two files differ first. */

import { closeQuietly, Open, open, STDIN } from "../core/linux/file.ts";
import { Reader } from "../core/linux/stream.ts";
import { complain, complainOf, parseOptions, requireOperands } from "./support/command.ts";

const USAGE = "cmp [-s] FILE FILE";
const TROUBLE: i32 = 2;

const opened = (path: string): i32 => (path === "-" ? STDIN : open(path, Open.read));

/** 0 when they are the same, else 1 after saying where they are not. */
function compare(first: string, second: string, isSilent: boolean): i32 {
  const [a, b] = [opened(first), opened(second)];
  try {
    const [left, right] = [new Reader(a), new Reader(b)];
    let [byte, line]: [u64, u64] = [1, 1];
    while (true) {
      const [x, y] = [left.readByte(), right.readByte()];
      if (x === y && x < 0) return 0;
      if (x !== y) {
        if (isSilent) return 1;
        if (x < 0 || y < 0) complain("cmp", `EOF on ${x < 0 ? first : second} after byte ${byte - 1}`);
        else console.log(`${first} ${second} differ: char ${byte}, line ${line}`);
        return 1;
      }
      byte += 1;
      if (x === 10) line += 1;
    }
  } finally {
    closeQuietly(a);
    closeQuietly(b);
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "s");
  requireOperands(USAGE, options, 2, 2);
  const [first, second] = [options.operands[0], options.operands[1]];
  try {
    return compare(first, second, options.has("s"));
  } catch (error) {
    complainOf("cmp", `${first}, ${second}`, error);
    return TROUBLE;
  }
}
