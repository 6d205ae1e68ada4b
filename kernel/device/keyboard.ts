/**
 * The PS/2 keyboard behind the i8042 controller (IBM PS/2 technical reference; scan code set 1, into which the controller translates), with the US layout. Keys that
 * are no characters send what the Linux console does (console_codes(4), terminfo "linux").
 */

import { InterruptHandler, registerInterrupt } from "../platform/interrupts.ts";
import { SpinLock } from "../platform/lock.ts";
import { inByte, outByte } from "../platform/ports.ts";
import { spawnKernelThread } from "../task/kernel-thread.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { ByteRing } from "./byte-ring.ts";
import type { Tty } from "./tty/tty.ts";

const DATA = 0x60;
const STATUS = 0x64;
const OUTPUT_FULL: u8 = 0x01;
const FROM_MOUSE: u8 = 0x20;
const READ_CONFIGURATION: u8 = 0x20;
const WRITE_CONFIGURATION: u8 = 0x60;
const ENABLE_KEYBOARD: u8 = 0xae;
const KEYBOARD_INTERRUPT: u8 = 0x01;
const KEYBOARD_CLOCK_OFF: u8 = 0x10;
const TRANSLATE: u8 = 0x40;
const LINE = 1;
/** Turns of the loops that wait for the controller. */
const PATIENCE: u32 = 100_000;

const EXTENDED: u8 = 0xe0;
const RELEASED: u8 = 0x80;

/** Characters of the keys by scan code, from 2 on: without and with shift. 0: no character. */
const PLAIN = "1234567890-=\x7f\tqwertyuiop[]\r\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
const SHIFTED = '!@#$%^&*()_+\x7f\tQWERTYUIOP{}\r\0ASDFGHJKL:"~\0|ZXCVBNM<>?\0*\0 ';
const FIRST_CODE: u8 = 2;

class Keys {
  readonly codes: ByteRing = new ByteRing();
}

/** What is held down. */
class Modifiers {
  shift: boolean = false;
  control: boolean = false;
  alt: boolean = false;
  capsLock: boolean = false;
  isExtended: boolean = false;
}

/** The PS/2 keyboard: its interrupt handler keeps scan codes, and a thread makes characters and keys' sequences of them (`startKeyboard`). */
export class Keyboard extends InterruptHandler {
  private readonly keys: SpinLock<Keys> = new SpinLock(new Keys());
  private readonly pressed: WaitQueue = new WaitQueue();
  private readonly modifiers: Modifiers = new Modifiers();

  override handle(): boolean {
    let isOurs = false;
    for (let status = inByte(STATUS); (status & OUTPUT_FULL) !== 0; status = inByte(STATUS)) {
      const code = inByte(DATA);
      isOurs = true;
      if ((status & FROM_MOUSE) === 0) this.store(code);
    }
    if (isOurs) this.pressed.wakeAll();
    return isOurs;
  }

  private store(code: u8): void {
    using keys = this.keys.lock();
    if (keys.value.codes.room > 0) keys.value.codes.put(code);
  }

  private take(to: Span<u8>): u64 {
    using keys = this.keys.lock();
    return keys.value.codes.takeInto(to);
  }

  private get hasKeys(): boolean {
    using keys = this.keys.lock();
    return keys.value.codes.length > 0;
  }

  /** Types what is pressed into the terminal, for ever. */
  follow(tty: Tty): void {
    const codes = new FixedArray<u8, 64>();
    for (;;) {
      this.pressed.prepare();
      if (this.hasKeys) this.pressed.cancel();
      else this.pressed.sleep();
      const count = this.take(codes.span());
      for (let i: u64 = 0; i < count; i++) this.press(codes[i], tty);
    }
  }

  private press(code: u8, tty: Tty): void {
    if (code === EXTENDED) {
      this.modifiers.isExtended = true;
      return;
    }
    const isExtended = this.modifiers.isExtended;
    this.modifiers.isExtended = false;
    const key = code & ~RELEASED;
    const isDown = (code & RELEASED) === 0;
    if (this.modify(key, isDown) || !isDown) return;
    const sequence = sequenceOf(key, isExtended);
    if (sequence.length > 0) tty.input(sequence.bytes());
    else if (!isExtended || key === 0x35 || key === 0x1c) this.typeCharacter(key, tty);
  }

  /** Notes a modifier key. True: it was one. */
  private modify(key: u8, isDown: boolean): boolean {
    switch (key) {
      case 0x2a:
      case 0x36:
        this.modifiers.shift = isDown;
        return true;
      case 0x1d:
        this.modifiers.control = isDown;
        return true;
      case 0x38:
        this.modifiers.alt = isDown;
        return true;
      case 0x3a:
        if (isDown) this.modifiers.capsLock = !this.modifiers.capsLock;
        return true;
      default:
        return false;
    }
  }

  private typeCharacter(key: u8, tty: Tty): void {
    if (key === 1) {
      tty.input("\x1b".bytes());
      return;
    }
    if (key < FIRST_CODE || u64(key - FIRST_CODE) >= PLAIN.length) return;
    const index = u64(key - FIRST_CODE);
    let byte = PLAIN.byteAt(index);
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    const isShifted = isLetter ? this.modifiers.shift !== this.modifiers.capsLock : this.modifiers.shift;
    if (isShifted) byte = SHIFTED.byteAt(index);
    if (byte === 0) return;
    if (this.modifiers.control) byte = controlOf(byte);
    const typed = new FixedArray<u8, 2>();
    typed[0] = 0x1b;
    typed[1] = byte;
    tty.input(typed.span().subspan(this.modifiers.alt ? 0 : 1));
  }
}

/** Ctrl with a character. */
function controlOf(byte: u8): u8 {
  if (byte === 0x20 || byte === 0x32) return 0;
  if (byte === 0x2f) return 0x1f;
  if (byte === 0x3f) return 0x7f;
  return byte >= 0x40 && byte < 0x7f ? byte & 0x1f : byte;
}

/** What keys without a character send. */
function sequenceOf(key: u8, isExtended: boolean): string {
  if (!isExtended && key >= 0x47 && key <= 0x53 && key !== 0x4a && key !== 0x4e) return sequenceOf(key, true);
  switch (key) {
    case 0x3b:
      return "\x1b[[A";
    case 0x3c:
      return "\x1b[[B";
    case 0x3d:
      return "\x1b[[C";
    case 0x3e:
      return "\x1b[[D";
    case 0x3f:
      return "\x1b[[E";
    case 0x40:
      return "\x1b[17~";
    case 0x41:
      return "\x1b[18~";
    case 0x42:
      return "\x1b[19~";
    case 0x43:
      return "\x1b[20~";
    case 0x44:
      return "\x1b[21~";
    case 0x57:
      return "\x1b[23~";
    case 0x58:
      return "\x1b[24~";
  }
  if (!isExtended) return "";
  switch (key) {
    case 0x47:
      return "\x1b[1~";
    case 0x48:
      return "\x1b[A";
    case 0x49:
      return "\x1b[5~";
    case 0x4b:
      return "\x1b[D";
    case 0x4d:
      return "\x1b[C";
    case 0x4f:
      return "\x1b[4~";
    case 0x50:
      return "\x1b[B";
    case 0x51:
      return "\x1b[6~";
    case 0x52:
      return "\x1b[2~";
    case 0x53:
      return "\x1b[3~";
    default:
      return "";
  }
}

/** Finds the keyboard and has it type into the terminal. False: there is no controller. Throws ENOMEM, EINVAL. */
export function startKeyboard(tty: Tty): boolean {
  // Where there is no controller nothing answers, and all bits read as 1.
  if (inByte(STATUS) === 0xff) return false;
  for (let i: u32 = 0; i < PATIENCE && (inByte(STATUS) & OUTPUT_FULL) !== 0; i++) inByte(DATA);
  command(ENABLE_KEYBOARD);
  command(READ_CONFIGURATION);
  const configuration = (readData() | KEYBOARD_INTERRUPT | TRANSLATE) & ~KEYBOARD_CLOCK_OFF;
  command(WRITE_CONFIGURATION);
  waitUntilReady();
  outByte(DATA, configuration);
  const keyboard = new Keyboard();
  registerInterrupt(LINE, keyboard);
  spawnKernelThread("keyboard", () => keyboard.follow(tty));
  return true;
}

function waitUntilReady(): void {
  for (let i: u32 = 0; i < PATIENCE && (inByte(STATUS) & 2) !== 0; i++);
}

function command(byte: u8): void {
  waitUntilReady();
  outByte(STATUS, byte);
}

function readData(): u8 {
  for (let i: u32 = 0; i < PATIENCE && (inByte(STATUS) & OUTPUT_FULL) === 0; i++);
  return inByte(DATA);
}
