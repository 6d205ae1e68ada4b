/** What the host says on the log port: one request a line (docs/run-protocol.md, "Control lines on COM2"). */

import { log } from "../platform/log.ts";
import { spawnKernelThread } from "../task/kernel-thread.ts";
import type { SerialPort } from "./serial.ts";
import { WindowSize } from "./tty/termios.ts";
import type { Tty } from "./tty/tty.ts";

const LONGEST_LINE: u64 = 128;
const NEW_LINE: u8 = 10;

/** Follows the lines that arrive at the port. Throws ENOMEM. */
export function followControlLines(port: SerialPort, console: Tty): void {
  spawnKernelThread("host control", () => follow(port, console));
}

function follow(port: SerialPort, console: Tty): void {
  const line: u8[] = [];
  const bytes = new FixedArray<u8, 64>();
  for (;;) {
    port.waitForInput();
    const count = port.read(bytes.span());
    for (let i: u64 = 0; i < count; i++) {
      if (bytes[i] === NEW_LINE) {
        obey(String.fromBytes(line.span()).trim(), console);
        line.clear();
      } else if (line.length < LONGEST_LINE) {
        line.push(bytes[i]);
      }
    }
  }
}

function obey(line: string, console: Tty): void {
  const words = line.split(" ");
  if (words[0] === "winsize" && words.length === 3) {
    const rows = parseInteger(words[1], 10);
    const columns = parseInteger(words[2], 10);
    if (rows !== null && columns !== null && rows > 0 && columns > 0 && rows < 0x10000 && columns < 0x10000) {
      const size = new WindowSize();
      size.rows = u16(rows);
      size.columns = u16(columns);
      console.setWindow(size);
      return;
    }
  }
  if (line.length > 0) log.warn(`a control line that is not understood: ${line}`);
}
