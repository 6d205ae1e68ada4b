/** Lines of standard input, and scripts there. */

import { Errno } from "../../core/errno.ts";
import { read, STDIN } from "../../core/linux/file.ts";
import { StringBuilder } from "../../core/string-builder.ts";
import { BACKSLASH, NEWLINE } from "../support/ascii.ts";
import { InputLine } from "./fields.ts";

/**
 * The next line of standard input, byte by byte, so that what follows it is left for others. Unless it is read raw, a backslash takes
 * the next byte as it is, and a line end behind it away. If a signal may end it, EINTR is thrown then.
 */
export function readInput(isRaw: boolean, mayBeInterrupted: boolean): InputLine {
  const line = new StringBuilder();
  const isProtected: boolean[] = [];
  const buffer = new FixedArray<u8, 1>();
  let isEscaped = false;
  while (readByte(buffer.span(), mayBeInterrupted)) {
    const byte = buffer[0];
    if (byte === BACKSLASH && !isRaw && !isEscaped) {
      isEscaped = true;
      continue;
    }
    if (byte === NEWLINE && !isEscaped) return new InputLine(line.toString(), isProtected, true);
    if (byte !== NEWLINE && byte !== 0) {
      line.appendByte(byte);
      isProtected.push(isEscaped);
    }
    isEscaped = false;
  }
  return new InputLine(line.toString(), isProtected, false);
}

/** Reads one byte; false at the end of the input. */
function readByte(into: Span<u8>, mayBeInterrupted: boolean): boolean {
  while (true) {
    try {
      return read(STDIN, into) > 0;
    } catch (error) {
      if (mayBeInterrupted || errnoOf(error) !== i32(Errno.EINTR)) throw error;
    }
  }
}

/** The next line as it is; null at the end of the input. */
export function readInputLine(): string | null {
  const line = readInput(true, false);
  return line.isWhole || line.text.length > 0 ? line.text : null;
}
