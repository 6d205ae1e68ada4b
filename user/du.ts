/** du: says how much room files and what is in folders take. */

import { joinPath } from "../core/linux/path.ts";
import { linkStat, readDirectory } from "../core/linux/stat.ts";
import { complainOf, type Options, parseOptions } from "./support/command.ts";
import { formatSize } from "./support/units.ts";

const USAGE = "du [-sahk] [FILE…]";

class Usage {
  private readonly options: Options;
  status: i32 = 0;

  constructor(options: Options) {
    this.options = options;
  }

  /** Bytes of what is at the path, printed on the way as the options say. */
  of(path: string, isNamed: boolean): u64 {
    let size: u64 = 0;
    let isFolder = false;
    try {
      const info = linkStat(path);
      isFolder = info.isDirectory;
      size = info.blocks * 512;
      if (isFolder)
        for (const entry of readDirectory(path)) size += this.of(joinPath(path, entry.name), false);
    } catch (error) {
      complainOf("du", path, error);
      this.status = 1;
    }
    if (isNamed || (!this.options.has("s") && (isFolder || this.options.has("a")))) this.print(path, size);
    return size;
  }

  private print(path: string, size: u64): void {
    console.log(`${this.options.has("h") ? formatSize(size) : `${(size + 1023) / 1024}`}\t${path}`);
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "sahk");
  const usage = new Usage(options);
  if (options.operands.length === 0) usage.of(".", true);
  for (const path of options.operands) usage.of(path, true);
  return usage.status;
}
