/** Terminals: modes, window size, foreground group (man 2 ioctl_tty). Functions throw ENOTTY for what is no terminal. */

import { addressOf } from "unsafe";
import { argument, Call, call3, checkResult } from "./syscalls.ts";

const TCGETS = 0x5401;
const TCSETSW = 0x5403;
const TIOCSCTTY = 0x540e;
const TIOCGPGRP = 0x540f;
const TIOCSPGRP = 0x5410;
const TIOCGWINSZ = 0x5413;
const TIOCSWINSZ = 0x5414;

/** Bits of the modes: of input, of output, local ones (include/uapi/asm-generic/termbits-common.h, termbits.h). */
export const BRKINT: u32 = 0o2;
export const INLCR: u32 = 0o100;
export const IGNCR: u32 = 0o200;
export const ICRNL: u32 = 0o400;
export const IXON: u32 = 0o2000;
export const OPOST: u32 = 0o1;
export const ONLCR: u32 = 0o4;
export const ISIG: u32 = 0o1;
export const ICANON: u32 = 0o2;
export const ECHO: u32 = 0o10;
export const ECHOE: u32 = 0o20;
export const ECHOK: u32 = 0o40;
export const NOFLSH: u32 = 0o200;
export const TOSTOP: u32 = 0o400;
export const ECHOCTL: u32 = 0o1000;
export const IEXTEN: u32 = 0o100000;

/** Places of the control characters. */
export const VINTR = 0;
export const VQUIT = 1;
export const VERASE = 2;
export const VKILL = 3;
export const VEOF = 4;
export const VTIME = 5;
export const VMIN = 6;
export const VSTART = 8;
export const VSTOP = 9;
export const VSUSP = 10;

/** struct termios of the kernel. */
@struct
@size(36)
export class Termios {
  inputModes: u32;
  outputModes: u32;
  controlModes: u32;
  localModes: u32;
  line: u8;
  controls: FixedArray<u8, 19>;

  /** Each key as it is typed, without echo, signals or changes. Output stays processed. */
  makeRaw(): void {
    this.inputModes &= ~(ICRNL | IXON);
    this.localModes &= ~(ISIG | ICANON | ECHO | IEXTEN);
    this.controls[VMIN] = 1;
    this.controls[VTIME] = 0;
  }
}

/** The modes of a terminal. */
export function terminalModes(descriptor: i32): Termios {
  const result = new Termios();
  checkResult(call3(Call.ioctl, argument(descriptor), TCGETS, addressOf(result).address));
  return result;
}

/** Changes the modes when all output before has been sent. */
export function setTerminalModes(descriptor: i32, modes: Termios): void {
  checkResult(call3(Call.ioctl, argument(descriptor), TCSETSW, addressOf(modes).address));
}

/** Whether the descriptor is a terminal. Never throws. */
export function isTerminal(descriptor: i32): boolean {
  const modes = new Termios();
  return call3(Call.ioctl, argument(descriptor), TCGETS, addressOf(modes).address) === 0;
}

/** Rows and columns of the window; 24 and 80 when they are not known. */
export function windowSize(descriptor: i32): [u32, u32] {
  // struct winsize: rows, columns, and two sizes in pixels.
  const sizes = new FixedArray<u16, 4>();
  const result = call3(Call.ioctl, argument(descriptor), TIOCGWINSZ, addressOf(sizes).address);
  if (result < 0 || sizes[0] === 0 || sizes[1] === 0) return [24, 80];
  return [u32(sizes[0]), u32(sizes[1])];
}

/** Says how large the window is; its programs get SIGWINCH. */
export function setWindowSize(descriptor: i32, rows: u16, columns: u16): void {
  const sizes = new FixedArray<u16, 4>();
  sizes[0] = rows;
  sizes[1] = columns;
  checkResult(call3(Call.ioctl, argument(descriptor), TIOCSWINSZ, addressOf(sizes).address));
}

/** The group that gets the terminal's signals and may read from it. */
export function foregroundGroup(descriptor: i32): i32 {
  const group = new FixedArray<i32, 1>();
  checkResult(call3(Call.ioctl, argument(descriptor), TIOCGPGRP, addressOf(group).address));
  return group[0];
}

/** Gives the terminal to a process group of the session. */
export function setForegroundGroup(descriptor: i32, group: i32): void {
  const value = new FixedArray<i32, 1>();
  value[0] = group;
  checkResult(call3(Call.ioctl, argument(descriptor), TIOCSPGRP, addressOf(value).address));
}

/** Makes the terminal the controlling one of the caller's session, taking it from another session if need be and permitted. */
export function setControllingTerminal(descriptor: i32, steal: boolean): void {
  checkResult(call3(Call.ioctl, argument(descriptor), TIOCSCTTY, u64(steal)));
}
