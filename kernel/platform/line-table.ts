/** Code addresses as text: function, file and line. */

import { CodePosition, findCode, zeroTerminated } from "../../core/line-table.ts";
import type { LineBuffer } from "./line-buffer.ts";

/** Appends what is known of an address of the kernel's code: `function (file.ts:12)`, or the bare number. */
export function describeAddress(line: LineBuffer, address: u64): void {
  const position = new CodePosition();
  if (!findCode(address, position)) {
    line.string("0x");
    line.hex(address, 16);
    return;
  }
  line.bytesOf(zeroTerminated(position.name));
  if (position.file === 0) return;
  line.string(" (");
  line.bytesOf(zeroTerminated(position.file));
  line.byte(0x3a);
  line.decimal(position.line);
  line.byte(0x29);
}
