import { makeDevice } from "../file/device-registry.ts";
import { spawnKernelThread } from "../task/kernel-thread.ts";
import type { WaitQueue } from "../task/wait-queue.ts";
import type { SerialPort } from "./serial.ts";
import { TerminalOutput } from "./tty/terminal-output.ts";
import { Tty } from "./tty/tty.ts";

/** Major number of terminals; the serial ones begin at minor 64. */
const TERMINAL_MAJOR: u64 = 4;
const FIRST_SERIAL: u64 = 64;

/** A terminal's output on a serial line. */
export class SerialOutput extends TerminalOutput {
  private readonly port: SerialPort;

  constructor(port: SerialPort) {
    super();
    this.port = port;
  }

  override write(bytes: Span<u8>): u64 {
    return this.port.write(bytes);
  }

  override get hasRoom(): boolean {
    return this.port.hasRoom;
  }

  override get writable(): WaitQueue | null {
    return this.port.writable;
  }
}

/** The device number of ttyS0, ttyS1… */
export function serialDevice(index: u64): u32 {
  return u32(makeDevice(TERMINAL_MAJOR, FIRST_SERIAL + index));
}

/** Has what arrives at the port typed into the terminal. Throws ENOMEM. */
export function typeFrom(port: SerialPort, tty: Tty): void {
  spawnKernelThread("serial input", () => pump(port, tty));
}

function pump(port: SerialPort, tty: Tty): void {
  const bytes = new FixedArray<u8, 256>();
  for (;;) {
    port.waitForInput();
    const count = port.read(bytes.span());
    if (count > 0) tty.input(bytes.span().subspan(0, count));
  }
}
