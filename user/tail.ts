/** tail: prints the end of files. */

import { read, STDOUT, writeAll } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { sleep } from "../core/linux/system.ts";
import { parseOptions } from "./support/command.ts";
import { forEachTitledInput, withOldOptions } from "./support/file-ends.ts";

const USAGE = "tail [-f] [-n [+]LINES] [-c BYTES] [FILE…]";
const POLL_NANOSECONDS: u64 = 250_000_000;

function printBytes(descriptor: i32, most: u64): void {
  const kept: u8[] = [];
  const reader = new Reader(descriptor);
  const buffer = new FixedArray<u8, 4096>();
  while (true) {
    const count = reader.readBytes(buffer.span());
    if (count === 0) break;
    for (let i = 0; i < count; i++) kept.push(buffer[i]);
    // Cut now and then, so that it takes no more than twice the room.
    if (kept.length > most * 2 + 65536) kept.splice(0, kept.length - most);
  }
  writeAll(STDOUT, kept.span().subspan(kept.length - bits.min(most, kept.length)));
}

function printLines(descriptor: i32, most: u64): void {
  const kept: string[] = [];
  const reader = new Reader(descriptor);
  let line = reader.readLine();
  while (line !== null) {
    kept.push(line);
    if (kept.length > most * 2 + 1000) kept.splice(0, kept.length - most);
    line = reader.readLine();
  }
  const writer = new Writer(STDOUT);
  for (let i = kept.length - bits.min(most, kept.length); i < kept.length; i++) writer.line(kept[i]);
  writer.flush();
}

/** Prints all lines from a number on. */
function printFrom(descriptor: i32, first: u64): void {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  let number: u64 = 1;
  let line = reader.readLine();
  while (line !== null) {
    if (number >= first) writer.line(line);
    number += 1;
    line = reader.readLine();
  }
  writer.flush();
}

/** Prints what is added to the file, until the program is stopped. */
function follow(descriptor: i32): void {
  const buffer = new FixedArray<u8, 4096>();
  while (true) {
    const count = read(descriptor, buffer.span());
    if (count === 0) sleep(POLL_NANOSECONDS);
    else writeAll(STDOUT, buffer.span().subspan(0, count));
  }
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, withOldOptions(args), "n:c:fq");
  const isFromStart = (options.value("n") ?? "").startsWith("+");
  const lines = options.number("n", "tail", 10);
  const bytes = options.number("c", "tail", 0);
  return forEachTitledInput("tail", options, (descriptor) => {
    if (options.has("c")) printBytes(descriptor, bytes);
    else if (isFromStart) printFrom(descriptor, lines);
    else printLines(descriptor, lines);
    if (options.has("f")) follow(descriptor);
  });
}
