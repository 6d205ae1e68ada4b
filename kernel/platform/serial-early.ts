/**
 * The serial ports while nothing else works: polled output to 16550s at the traditional addresses. The driver (device/) takes over for
 * everything but panics.
 */

import { inByte, outByte } from "./ports.ts";

/** COM1 to COM4 of docs/run-protocol.md. */
export const COM_PORTS = new FixedArray<u16, 4>([0x3f8, 0x2f8, 0x3e8, 0x2e8]);

const TRANSMIT = 0;
const INTERRUPTS = 1;
const FIFO = 2;
const LINE_CONTROL = 3;
const MODEM_CONTROL = 4;
const LINE_STATUS = 5;
const SCRATCH = 7;

const HOLDING_EMPTY = 0x20;
const ALL_SENT = 0x40;
/** Turns of the wait loop after which a port is given up, so that one that is stuck cannot stop the kernel. */
const PATIENCE = 10_000_000;

/** Whether a UART answers at the address. */
export function serialExists(port: u16): boolean {
  outByte(port + SCRATCH, 0x5a);
  if (inByte(port + SCRATCH) !== 0x5a) return false;
  outByte(port + SCRATCH, 0xa5);
  return inByte(port + SCRATCH) === 0xa5;
}

/** Sets 115200 8N1 with FIFOs, without interrupts. */
export function serialSetUp(port: u16): void {
  outByte(port + INTERRUPTS, 0);
  outByte(port + LINE_CONTROL, 0x80);
  outByte(port + TRANSMIT, 1);
  outByte(port + INTERRUPTS, 0);
  outByte(port + LINE_CONTROL, 0x03);
  outByte(port + FIFO, 0xc7);
  // DTR, RTS, and OUT2, which lets the interrupt through to the controller.
  outByte(port + MODEM_CONTROL, 0x0b);
}

/** Sends one byte. */
export function serialPut(port: u16, byte: u8): void {
  waitFor(port, HOLDING_EMPTY);
  outByte(port + TRANSMIT, byte);
}

/** Sends bytes; a line end becomes CR LF when `isTerminal`. */
export function serialWrite(port: u16, bytes: Span<u8>, isTerminal: boolean): void {
  for (const byte of bytes) {
    if (isTerminal && byte === 10) serialPut(port, 13);
    serialPut(port, byte);
  }
}

/** Waits until everything has left the port. */
export function serialDrain(port: u16): void {
  waitFor(port, ALL_SENT);
}

function waitFor(port: u16, status: u8): void {
  for (let i: u32 = 0; i < PATIENCE; i++) {
    if ((inByte(port + LINE_STATUS) & status) === status) return;
  }
}
