/** Which terminals the machine has, and which one is the console, as the command line says (docs/run-protocol.md). */

import { bootOption } from "../platform/boot/info.ts";
import { addLogSink, log } from "../platform/log.ts";
import { controlLine } from "../platform/power.ts";
import { ConsoleLog } from "./console-log.ts";
import { followControlLines } from "./control-lines.ts";
import { addHostErrors, addHostStreams } from "./host-streams.ts";
import { startKeyboard } from "./keyboard.ts";
import { addMemoryDevices } from "./memory-devices.ts";
import { DoubleOutput, ScreenOutput } from "./screen/screen-output.ts";
import { vgaExists, VgaText } from "./screen/vga-text.ts";
import { findSerialPort, type SerialPort } from "./serial.ts";
import { serialDevice, SerialOutput, typeFrom } from "./serial-terminal.ts";
import { addConsole, addTerminal } from "./tty/terminal-devices.ts";
import { WindowSize } from "./tty/termios.ts";
import { Tty } from "./tty/tty.ts";

/** I/O ports of COM1 to COM4 and their interrupt lines: COM3 and COM4 do not have the traditional ones, which cannot be shared. */
const PORTS = new FixedArray<u16, 4>([0x3f8, 0x2f8, 0x3e8, 0x2e8]);
const LINES = new FixedArray<u32, 4>([4, 3, 5, 7]);

/** The number in `ttyS0` to `ttyS3`; null for anything else. */
function portIndex(name: string | null): u64 | null {
  if (name === null || name.length !== 5 || !name.startsWith("ttyS")) return null;
  const digit = name.byteAt(4);
  return digit >= 0x30 && digit <= 0x33 ? u64(digit - 0x30) : null;
}

/** The port that a word of the command line names, if it does and the port is there. Throws ENOMEM. */
function portFor(option: string): SerialPort | null {
  const value = bootOption(option);
  const index = portIndex(value);
  if (value === null) return null;
  if (index === null) {
    log.warn(`${option}=${value} is not understood: ttyS0 to ttyS3 are the serial ports`);
    return null;
  }
  const port = findSerialPort(PORTS[index], LINES[index]);
  if (port === null) log.warn(`${option}=${value}: there is no such serial port`);
  return port;
}

/** Finds the terminals and the streams of the host, and makes /dev know them. Needs the scheduler. Throws ENOMEM. */
export function startConsoles(): void {
  addMemoryDevices();
  const tty = findConsole();
  if (tty !== null) addConsole(tty);
  const streams = portFor("hostio");
  if (streams !== null) addHostStreams(streams);
  const errors = portFor("hosterr");
  if (errors !== null) addHostErrors(errors);
  const control = portFor("log");
  if (control !== null && tty !== null) followControlLines(control, tty);
  controlLine("tessera: ready".bytes());
}

/** Device number of tty1, the screen. */
const SCREEN_DEVICE: u32 = 0x401;

/**
 * The console: the serial port that `console=` names, or the screen with `console=tty0`; without the word the screen and the first serial port, as far as
 * they are there.
 */
function findConsole(): Tty | null {
  const name = bootOption("console");
  const index = portIndex(name);
  if (index !== null) {
    const port = findSerialPort(PORTS[index], LINES[index]);
    if (port !== null) return serialConsole(port, index);
    log.warn(`console=ttyS${index}: there is no such serial port`);
  }
  const screen = vgaExists() ? new ScreenOutput(new VgaText()) : null;
  const isScreenOnly = name === "tty0" || name === "tty1";
  const port = isScreenOnly ? null : findSerialPort(PORTS[0], LINES[0]);
  if (screen !== null) return screenConsole(screen, port);
  if (port !== null) return serialConsole(port, 0);
  log.warn("There is neither a screen nor a serial port for the console.");
  return null;
}

function serialConsole(port: SerialPort, index: u64): Tty {
  const tty = new Tty(serialDevice(index), new SerialOutput(port));
  addTerminal(`ttyS${index}`, tty);
  typeFrom(port, tty);
  return tty;
}

/** The screen and the keyboard, and a serial port that shows and types the same. */
function screenConsole(screen: ScreenOutput, port: SerialPort | null): Tty {
  const output = port === null ? screen : new DoubleOutput(new SerialOutput(port), screen);
  const tty = new Tty(SCREEN_DEVICE, output);
  const size = new WindowSize();
  size.rows = u16(screen.rows);
  size.columns = u16(screen.columns);
  tty.setWindow(size);
  addTerminal("tty1", tty);
  if (bootOption("log") === null) addLogSink(new ConsoleLog(output));
  if (port !== null) typeFrom(port, tty);
  if (!startKeyboard(tty)) log.warn("There is no keyboard.");
  return tty;
}
