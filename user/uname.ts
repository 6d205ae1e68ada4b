/** uname: says which system this is. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { systemName } from "../core/linux/system.ts";
import { parseOptions } from "./support/command.ts";

const USAGE = "uname [-asnrvm]";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "asnrvm");
  const name = systemName();
  const isAll = options.has("a");
  const parts: string[] = [];
  if (isAll || options.has("s")) parts.push(name.system);
  if (isAll || options.has("n")) parts.push(name.node);
  if (isAll || options.has("r")) parts.push(name.release);
  if (isAll || options.has("v")) parts.push(name.version);
  if (isAll || options.has("m")) parts.push(name.machine);
  if (parts.length === 0) parts.push(name.system);
  writeText(STDOUT, `${parts.join(" ")}\n`);
  return 0;
}
