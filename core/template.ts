/**
 * What template strings with numbers in them come down to: the text grows in a buffer on the stack, so that a number needs no
 * string of its own, and becomes one string at the end. Long texts go on in a block of the heap.
 */

import { copyBytes, dataOf, pointer, type Ptr } from "unsafe";
import { allocateUnset, freeMemory } from "./heap.ts";
import { digitCount, putDigits } from "./digits.ts";
import { appendMemory, bytesOf, stringFromMemory } from "./string.ts";

const INLINE = 128;
const MINUS = 45;

/** The buffer. `templateStart` sets what has to be set; the bytes need not be. */
@struct
export class TemplateText {
  length: usize;
  capacity: usize;
  /** Address of the block that holds the text, 0 while it is in `bytes`. */
  block: u64;
  bytes: FixedArray<u8, 128>;
}

/**
 * Makes the buffer empty.
 * @inline
 */
export function templateStart(text: TemplateText): void {
  text.length = 0;
  text.capacity = INLINE;
  text.block = 0;
}

/** The first byte of the text. */
function startOf(text: TemplateText): Ptr<u8> {
  return text.block === 0 ? dataOf(text.bytes.span()) : pointer<u8>(text.block);
}

function giveUp(text: TemplateText): void {
  if (text.block !== 0) freeMemory(text.block, text.capacity);
}

/**
 * Moves the text to a block with room for `count` bytes more. Throws ENOMEM.
 * @noinline
 */
function grow(text: TemplateText, count: usize): void {
  const capacity = bits.max(text.capacity * 2, text.length + count);
  let block: u64 = 0;
  try {
    block = allocateUnset(capacity);
  } catch (error) {
    giveUp(text);
    throw error;
  }
  copyBytes(pointer<u8>(block), startOf(text), text.length);
  giveUp(text);
  text.block = block;
  text.capacity = capacity;
}

/** Where the next `count` bytes go; they belong to the text from now on. Throws ENOMEM. */
function extend(text: TemplateText, count: usize): Ptr<u8> {
  const length = text.length;
  if (count > text.capacity - length) grow(text, count);
  text.length = length + count;
  return startOf(text).add(length);
}

/** Adds a string. Throws ENOMEM; the buffer is given up then, as by all that follow. */
export function templateString(text: TemplateText, part: string): void {
  copyBytes(extend(text, part.length), bytesOf(part), part.length);
}

/** Adds decimal digits. */
export function templateUnsigned(text: TemplateText, value: u64): void {
  const count = digitCount(value);
  putDigits(extend(text, count), count, value);
}

/** Adds decimal digits, behind a minus sign when below 0. */
export function templateSigned(text: TemplateText, value: i64): void {
  if (value < 0) extend(text, 1)[0] = MINUS;
  // The negation of the lowest value is itself, which is right as an unsigned number.
  templateUnsigned(text, value < 0 ? u64(-value) : u64(value));
}

/** The text as a string; gives the buffer up. */
export function templateFinish(text: TemplateText): string {
  try {
    return stringFromMemory(startOf(text), text.length);
  } finally {
    giveUp(text);
  }
}

/** `to += text`: see `appendText`. Gives the buffer up. */
export function templateAppend(text: TemplateText, to: string): string {
  try {
    return appendMemory(to, startOf(text), text.length);
  } finally {
    giveUp(text);
  }
}
