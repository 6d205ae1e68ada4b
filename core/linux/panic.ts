/** Panics of programs: a message, the place and the return addresses on standard error, then SIGABRT. */

import { framePointer, pointer } from "unsafe";
import { CodePosition, findCode, zeroTerminated } from "../line-table.ts";
import { TextBuffer } from "../text-buffer.ts";
import { abort, printError } from "./abort.ts";

const MOST_FRAMES = 32;

/** The function and the line of a return address, or the address itself. */
function describe(line: TextBuffer, address: u64): void {
  const position = new CodePosition();
  // The call, not the instruction after it, which may belong to another line.
  if (!findCode(address - 1, position)) {
    line.address(address);
    return;
  }
  line.untrusted(zeroTerminated(position.name));
  if (position.file === 0) return;
  line.text(" (");
  line.untrusted(zeroTerminated(position.file));
  line.text(":");
  line.decimal(position.line);
  line.text(")");
}

/** Prints the calls that led here. */
function printBacktrace(): void {
  let frame = framePointer();
  for (let i = 0; i < MOST_FRAMES; i++) {
    if (frame === 0 || (frame & 7) !== 0) return;
    const saved = pointer<u64>(frame);
    const next = saved[0];
    if (saved[1] === 0) return;
    const line = new TextBuffer();
    line.text("    at ");
    describe(line, saved[1]);
    line.text("\n");
    printError(line.span());
    // The stack grows down: callers' frames are above.
    if (next <= frame) return;
    frame = next;
  }
}

function printTail(line: TextBuffer, location: string): void {
  if (location.length > 0) {
    line.text("\n    at ");
    line.text(location);
  }
  line.text("\n");
  printError(line.span());
  printBacktrace();
}

/**
 * @export metal_panic
 * @cold
 */
export function panicAt(message: string, location: string): never {
  const line = new TextBuffer();
  line.text("panic: ");
  line.text(message);
  printTail(line, location);
  abort();
}

/**
 * @export metal_bounds_panic
 * @cold
 */
export function boundsPanicAt(index: u64, length: u64, location: string): never {
  const line = new TextBuffer();
  line.text("panic: index ");
  if (index > 0x7fff_ffff_ffff_ffff) line.signed(i64(index));
  else line.decimal(index);
  line.text(" is out of range, the length is ");
  line.decimal(length);
  printTail(line, location);
  abort();
}
