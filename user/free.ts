/** free: says how much memory is in use. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { systemInfo } from "../core/linux/system.ts";
import { type Options, parseOptions } from "./support/command.ts";
import { formatSize } from "./support/units.ts";

const USAGE = "free [-bkmh]";

function cell(options: Options, bytes: u64): string {
  if (options.has("h")) return formatSize(bytes).padStart(12);
  if (options.has("b")) return `${bytes}`.padStart(12);
  if (options.has("m")) return `${bytes >> 20}`.padStart(12);
  return `${bytes >> 10}`.padStart(12);
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "bkmh");
  const info = systemInfo();
  const unit = u64(info.unit);
  const row = (name: string, total: u64, free: u64): string =>
    `${name.padEnd(7)}${cell(options, total * unit)}${cell(options, (total - free) * unit)}${cell(options, free * unit)}\n`;
  writeText(
    STDOUT,
    `${"".padEnd(7)}${"total".padStart(12)}${"used".padStart(12)}${"free".padStart(12)}\n` +
      row("Mem:", info.totalMemory, info.freeMemory) +
      row("Swap:", info.totalSwap, info.freeSwap),
  );
  return 0;
}
