/** `console` of programs: each call is one write. */

import { copyBytes, dataOf } from "unsafe";
import { bytesOf } from "../string.ts";
import { Call, call3 } from "./syscalls.ts";

const STDOUT = 1;
const STDERR = 2;
const NEWLINE = 10;
const BUFFER_SIZE = 1024;
const EINTR = 4;

/** Writes all; what cannot be written is lost, for there is nobody to tell. */
function writeAll(descriptor: u64, address: u64, length: usize): void {
  let at: usize = 0;
  while (at < length) {
    const written = call3(Call.write, descriptor, address + at, length - at);
    if (written === -EINTR) continue;
    if (written <= 0) return;
    at += u64(written);
  }
}

function writeLine(descriptor: u64, text: string): void {
  const buffer = new FixedArray<u8, 1024>();
  if (text.length < BUFFER_SIZE) {
    copyBytes(dataOf(buffer.span()), bytesOf(text), text.length);
    buffer[text.length] = NEWLINE;
    writeAll(descriptor, dataOf(buffer.span()).address, text.length + 1);
  } else {
    buffer[0] = NEWLINE;
    writeAll(descriptor, bytesOf(text).address, text.length);
    writeAll(descriptor, dataOf(buffer.span()).address, 1);
  }
}

/** `console.log` of what has become a string. */
export function consoleLog(text: string): void {
  writeLine(STDOUT, text);
}

/** `console.error` of what has become a string. */
export function consoleError(text: string): void {
  writeLine(STDERR, text);
}
