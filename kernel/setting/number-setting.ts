/** Settings that are one number, as Linux reads and checks them (proc_dointvec_minmax). */

import { Errno } from "../../core/errno.ts";
import { declare, Setting } from "./setting.ts";

/** A number between two others, both included. */
export class NumberSetting extends Setting {
  private readonly current: Atomic<u64>;
  private readonly lowest: u64;
  private readonly highest: u64;

  constructor(path: string, initial: u64, lowest: u64, highest: u64) {
    super(path, 0o644);
    this.current = new Atomic<u64>(initial);
    this.lowest = lowest;
    this.highest = highest;
  }

  get value(): u64 {
    return this.current.load();
  }

  override show(): string {
    return `${this.value}\n`;
  }

  override change(text: string): void {
    const value = this.adjust(parseNumber(text));
    if (value < this.lowest || value > this.highest) throw Errno.EINVAL;
    this.current.store(value);
  }

  /** What is stored for a number that was written. */
  protected adjust(wanted: u64): u64 {
    return wanted;
  }
}

/** Declares a number between two others, both included. */
export function declareNumber(path: string, initial: u64, lowest: u64, highest: u64): NumberSetting {
  return declare(new NumberSetting(path, initial, lowest, highest));
}

/** Longest number, in bytes (TMPBUFLEN of Linux). */
const LONGEST = 21;

/** The first word of the text: decimal, or as in C hexadecimal or octal. Throws EINVAL when it is no number from 0 on. */
export function parseNumber(text: string): u64 {
  const word = firstWord(text);
  const value = word.length === 0 || word.length > LONGEST ? null : parseInteger(word, baseOf(word));
  if (value === null || value < 0) throw Errno.EINVAL;
  return u64(value);
}

/** 0: `parseInteger` sees it by itself. */
function baseOf(word: string): u32 {
  if (word.byteAt(0) !== ZERO || word.length === 1) return 10;
  return word.byteAt(1) === SMALL_X || word.byteAt(1) === LARGE_X ? 0 : 8;
}

const ZERO: u8 = 0x30;
const SMALL_X: u8 = 0x78;
const LARGE_X: u8 = 0x58;

/** What stands between white space. */
function firstWord(text: string): string {
  const start = text.trimStart();
  let end: usize = 0;
  while (end < start.length && start.byteAt(end) > SPACE) end++;
  return start.slice(0, end);
}

const SPACE: u8 = 0x20;
