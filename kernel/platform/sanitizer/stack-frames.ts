/**
 * Whose variable on the stack an address is at: a checked frame begins with a mark, the description of its variables and its function's
 * address (LLVM, AddressSanitizer.cpp; Linux's mm/kasan/report_generic.c reads the same).
 * @nosanitize
 */

import { pointer } from "unsafe";
import { TextBuffer } from "../../../core/text-buffer.ts";
import { zeroTerminated } from "../../../core/line-table.ts";
import { describeAddress } from "../line-table.ts";
import { Shadow, shadowAt } from "./shadow.ts";

const FRAME_MARK = 0x41b5_8ab3;
/** Bytes that a frame has at most. */
const LONGEST_FRAME = 16384;

/** Appends the variable that is nearest to the address, and its function. */
export function describeStackVariable(line: TextBuffer, address: u64): void {
  const frame = frameAround(address);
  if (frame === 0) {
    line.text("  the address is on the stack");
    return;
  }
  const words = pointer<u64>(frame);
  line.text("  the address is ");
  describeNearest(line, zeroTerminated(words[1]), address - frame);
  line.text(" of ");
  describeAddress(line, words[2]);
}

function frameAround(address: u64): u64 {
  let at = address & ~u64(7);
  const lowest = at - LONGEST_FRAME;
  while (at > lowest && shadowAt(at) !== u8(Shadow.StackLeft)) at -= 8;
  while (at > lowest && shadowAt(at - 8) === u8(Shadow.StackLeft)) at -= 8;
  return pointer<u64>(at).value === FRAME_MARK ? at : 0;
}

/** The text is the number of variables, then for each its offset, its size, its name's length and its name. */
@struct
class Description {
  at: usize = 0;

  number(text: Span<u8>): u64 {
    let value: u64 = 0;
    while (this.at < text.length && text[this.at] >= 0x30 && text[this.at] <= 0x39) {
      value = value * 10 + u64(text[this.at] - 0x30);
      this.at++;
    }
    this.at++;
    return value;
  }
}

function describeNearest(line: TextBuffer, text: Span<u8>, offset: u64): void {
  const description = new Description();
  const count = description.number(text);
  let nearest: u64 = 0;
  let nearestSize: u64 = 0;
  let nearestDistance: u64 = 0xffff_ffff;
  let name: usize = 0;
  let nameLength: usize = 0;
  for (let i: u64 = 0; i < count; i++) {
    const start = description.number(text);
    const size = description.number(text);
    const length = description.number(text);
    const distance =
      offset < start ? start - offset : offset < start + size ? u64(0) : offset - start - size + 1;
    if (distance < nearestDistance) {
      nearest = start;
      nearestSize = size;
      nearestDistance = distance;
      name = description.at;
      nameLength = length;
    }
    description.at += length + 1;
  }
  const isBefore = offset < nearest;
  line.decimal(isBefore ? nearest - offset : nearestDistance === 0 ? offset - nearest : nearestDistance - 1);
  line.text(isBefore ? " bytes before " : nearestDistance === 0 ? " bytes inside of " : " bytes behind ");
  line.text("the variable ");
  if (name + nameLength <= text.length) line.untrusted(text.subspan(name, name + nameLength));
  line.text(" of ");
  line.decimal(nearestSize);
  line.text(" bytes");
}
