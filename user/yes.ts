/** yes: prints a line until it is stopped. */

import { STDOUT, writeAll } from "../core/linux/file.ts";
import { StringBuilder } from "../core/string-builder.ts";

const BLOCK_SIZE: usize = 4096;

export function main(args: string[]): void {
  const line = `${args.length === 0 ? "y" : args.join(" ")}\n`;
  const block = new StringBuilder();
  do block.append(line);
  while (block.length < BLOCK_SIZE);
  while (true) writeAll(STDOUT, block.span());
}
