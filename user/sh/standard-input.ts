/** Lines of standard input, and scripts there. */

import { read, STDIN } from "../../core/linux/file.ts";
import { StringBuilder } from "../../core/string-builder.ts";
import { BACKSLASH, NEWLINE } from "../support/ascii.ts";

/**
 * The next line of standard input, byte by byte, so that what follows it is left for others; null at the end of the input. Unless it
 * is read raw, a backslash takes the next byte as it is, and a line end behind it away.
 */
export function readInputLine(isRaw: boolean): string | null {
  const line = new StringBuilder();
  const buffer = new FixedArray<u8, 1>();
  let isEscaped = false;
  let isEmpty = true;
  while (true) {
    if (read(STDIN, buffer.span()) === 0) return isEmpty ? null : line.toString();
    isEmpty = false;
    const byte = buffer[0];
    if (byte === BACKSLASH && !isRaw && !isEscaped) {
      isEscaped = true;
    } else if (byte === NEWLINE && !isEscaped) {
      return line.toString();
    } else {
      if (byte !== NEWLINE) line.appendByte(byte);
      isEscaped = false;
    }
  }
}
