/** Names and lines of code addresses, from the table that the compiler puts into the image. */

import { CodePosition, findCode, zeroTerminated } from "../../core/line-table.ts";
import type { LineBuffer } from "./line-buffer.ts";

/** Appends what is known of an address of the kernel's code: `0x… function (file:line)`. */
export function describeAddress(line: LineBuffer, address: u64): void {
  line.hex(address, 16);
  const position = new CodePosition();
  if (!findCode(address, position)) return;
  line.byte(32);
  line.bytesOf(zeroTerminated(position.name));
  if (position.file === 0) return;
  line.string(" (");
  line.bytesOf(zeroTerminated(position.file));
  line.byte(58);
  line.decimal(position.line);
  line.byte(41);
}
