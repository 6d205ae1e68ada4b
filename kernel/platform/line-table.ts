/** Names and lines of code addresses, from the table that the compiler puts into the image. */

import { CodePosition, findCode, zeroTerminated } from "../../core/line-table.ts";
import type { TextBuffer } from "../../core/text-buffer.ts";

/** Appends what is known of an address of the kernel's code: `0x… function (file:line)`. */
export function describeAddress(line: TextBuffer, address: u64): void {
  line.number(address, 16, 16, true);
  const position = new CodePosition();
  if (!findCode(address, position)) return;
  line.byte(32);
  line.untrusted(zeroTerminated(position.name));
  if (position.file === 0) return;
  line.text(" (");
  line.untrusted(zeroTerminated(position.file));
  line.byte(58);
  line.decimal(position.line);
  line.byte(41);
}
