/** hexdump: prints bytes as hexadecimal numbers and as characters. */

import { STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { TextBuffer } from "../core/text-buffer.ts";
import { parseOptions } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "hexdump [-C] [-n BYTES] [FILE…]";
const ROW = 16;

/** Fills the row as far as the input goes; returns how many bytes. */
function fillRow(reader: Reader, row: Span<u8>): usize {
  let count: usize = 0;
  while (count < row.length) {
    const got = reader.readBytes(row.subspan(count));
    if (got === 0) break;
    count += got;
  }
  return count;
}

function printRow(writer: Writer, offset: u64, row: Span<u8>): void {
  const line = new TextBuffer();
  line.number(offset, 16, 8, true);
  line.text(" ");
  for (let i = 0; i < ROW; i++) {
    line.text(i === 8 ? "  " : " ");
    if (i < row.length) line.number(u64(row[i]), 16, 2, true);
    else line.text("  ");
  }
  line.text("  |");
  line.untrusted(row);
  line.text("|\n");
  writer.bytes(line.span());
}

function dump(descriptor: i32, most: u64): void {
  const reader = new Reader(descriptor);
  const writer = new Writer(STDOUT);
  const row = new FixedArray<u8, 16>();
  let offset: u64 = 0;
  while (offset < most) {
    const count = fillRow(reader, row.span().subspan(0, bits.min(ROW, most - offset)));
    if (count === 0) break;
    printRow(writer, offset, row.span().subspan(0, count));
    offset += count;
  }
  const end = new TextBuffer();
  end.number(offset, 16, 8, true);
  end.text("\n");
  writer.bytes(end.span());
  writer.flush();
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "Cn:");
  const most = options.number("n", "hexdump", 0xffff_ffff_ffff_ffff);
  return forEachInput("hexdump", options.operands, (descriptor) => dump(descriptor, most));
}
