/** The keys of a terminal: bytes, and what it sends for keys without a character (ECMA-48 sequences, as xterm sends them). */

import { Errno } from "../../core/errno.ts";
import { read, STDIN, waitReadable } from "../../core/linux/file.ts";
import { ESCAPE } from "../support/ascii.ts";

/** Keys that are not themselves: beyond all bytes. */
export enum Key {
  end = 256,
  unknown,
  up,
  down,
  left,
  right,
  home,
  lineEnd,
  deleteRight,
  wordLeft,
  wordRight,
  deleteWordLeft,
  deleteWordRight,
}

/** How long the rest of an escape sequence may take to come. */
const ESCAPE_MILLISECONDS: i32 = 50;

/** The next byte of the terminal; Key.end when there are no more. */
export function readByte(): u32 {
  const buffer = new FixedArray<u8, 1>();
  while (true) {
    try {
      return read(STDIN, buffer.span()) === 0 ? u32(Key.end) : u32(buffer[0]);
    } catch (error) {
      if (errnoOf(error) !== i32(Errno.EINTR)) return u32(Key.end);
    }
  }
}

/** The next key: a byte, or a member of `Key`. */
export function readKey(): u32 {
  const first = readByte();
  if (first !== u32(ESCAPE)) return first;
  if (!waitReadable(STDIN, ESCAPE_MILLISECONDS)) return first;
  const second = readByte();
  if (second === 98) return u32(Key.wordLeft);
  if (second === 102) return u32(Key.wordRight);
  if (second === 100) return u32(Key.deleteWordRight);
  if (second === 127 || second === 8) return u32(Key.deleteWordLeft);
  if (second !== 91 && second !== 79) return u32(Key.unknown);
  // ESC [ numbers and separators, then a letter or ~.
  let number: u32 = 0;
  let modifier: u32 = 0;
  let byte = readByte();
  while ((byte >= 48 && byte <= 57) || byte === 59) {
    if (byte === 59) {
      modifier = number;
      number = 0;
    } else {
      number = (number * 10 + byte - 48) % 1000;
    }
    byte = readByte();
  }
  return keyOfSequence(byte, number, modifier !== 0 && number > 1);
}

function keyOfSequence(letter: u32, number: u32, hasModifier: boolean): u32 {
  switch (letter) {
    case 65:
      return u32(Key.up);
    case 66:
      return u32(Key.down);
    case 67:
      return u32(hasModifier ? Key.wordRight : Key.right);
    case 68:
      return u32(hasModifier ? Key.wordLeft : Key.left);
    case 72:
      return u32(Key.home);
    case 70:
      return u32(Key.lineEnd);
    case 126:
      return keyOfNumber(number);
    default:
      return u32(Key.unknown);
  }
}

function keyOfNumber(number: u32): u32 {
  switch (number) {
    case 1:
    case 7:
      return u32(Key.home);
    case 4:
    case 8:
      return u32(Key.lineEnd);
    case 3:
      return u32(Key.deleteRight);
    default:
      return u32(Key.unknown);
  }
}
