/**
 * The report on an access that is not allowed: what it is, where it comes from, whose the memory is or was. Ends the kernel as a panic does.
 * @nosanitize
 */

import { PAGE_SHIFT, places } from "../address.ts";
import { beginPanic, endPanic, printCaller } from "../panic.ts";
import { describeAddress } from "../line-table.ts";
import { LogLevel, writeReport } from "../log.ts";
import { TextBuffer } from "../../../core/text-buffer.ts";
import { zeroTerminated } from "../../../core/line-table.ts";
import { BLOCK_HEADER_SIZE, blockAround, BlockHeader, largeReleased } from "./blocks.ts";
import { frameOwner } from "./frame-owners.ts";
import { declarationOf, globalAround } from "./globals.ts";
import { describeStackVariable } from "./stack-frames.ts";
import { firstPoisoned, Shadow, shadowAt } from "./shadow.ts";
import { stackOwner } from "./stack-owners.ts";
import { callOf } from "./traces.ts";

const line = new TextBuffer();

function say(): void {
  writeReport(LogLevel.Panic, line.span());
  line.clear();
}

/** Why the byte may not be used: the code of its eight bytes, or that of the next where only a part of them is meant. */
function reasonAt(address: u64): u8 {
  const code = shadowAt(address);
  return code < 8 ? shadowAt(address + 8) : code;
}

function nameOf(reason: u8): string {
  switch (reason) {
    case u8(Shadow.StackLeft):
    case u8(Shadow.StackMiddle):
    case u8(Shadow.StackRight):
    case u8(Shadow.StackScope):
      return "out of the bounds of a variable on the stack";
    case u8(Shadow.Global):
      return "out of the bounds of a global";
    case u8(Shadow.BlockHeader):
    case u8(Shadow.BlockLeft):
    case u8(Shadow.BlockRight):
      return "out of the bounds of a heap block";
    case u8(Shadow.BlockReleased):
      return "use of a heap block after its release";
    case u8(Shadow.FreeHeap):
      return "use of heap memory that is in no block";
    case u8(Shadow.FreeFrame):
      return "use of a free frame";
    case u8(Shadow.FreeStack):
      return "use of a free kernel stack";
    default:
      return "out of the bounds of an object";
  }
}

/** Reports an access by the function that has called the one with this frame. */
export function reportAccess(address: u64, size: u64, isWrite: boolean, frame: u64): never {
  const first = firstPoisoned(address, size);
  const bad = first === 0 ? address : first;
  const reason = reasonAt(bad);
  line.clear();
  line.text("sanitizer: ");
  line.text(nameOf(reason));
  line.text(isWrite ? ": writing " : ": reading ");
  line.decimal(size);
  line.text(size === 1 ? " byte at " : " bytes at ");
  line.number(address, 16, 16, true);
  beginPanic(line.span());
  line.clear();
  printCaller(frame);
  describeMemory(bad, reason);
  endPanic();
}

function describeMemory(address: u64, reason: u8): void {
  if (reason >= u8(Shadow.StackLeft) && reason <= u8(Shadow.StackScope)) {
    describeStackVariable(line, address);
    say();
  } else if (reason === u8(Shadow.Global)) {
    describeGlobal(address);
  } else if (reason === u8(Shadow.FreeFrame) && largeReleased(address).address === 0) {
    describeFrame(address);
  } else if (reason === u8(Shadow.FreeStack)) {
    describeStack(address);
  } else {
    describeBlock(address);
  }
}

function tell(what: string, trace: u32): void {
  if (callOf(trace, 0) === 0) return;
  line.text(what);
  say();
  for (let i: usize = 0; callOf(trace, i) !== 0; i++) {
    line.text("    at ");
    describeAddress(line, callOf(trace, i));
    say();
  }
}

/** `  8 bytes behind … `, by where an object begins and ends. */
function place(address: u64, start: u64, size: u64): void {
  line.text("  the address is ");
  const distance =
    address < start ? start - address : address < start + size ? address - start : address - start - size;
  line.decimal(distance);
  line.text(distance === 1 ? " byte " : " bytes ");
  line.text(address < start ? "before " : address < start + size ? "inside of " : "behind ");
}

function describeBlock(address: u64): void {
  const found = blockAround(address);
  if (found.address === 0) {
    const large = largeReleased(address);
    if (large.address !== 0) describeHeader(address, large.value.start, large.value.header);
    return;
  }
  describeHeader(address, found.address + BLOCK_HEADER_SIZE, found.value);
}

function describeHeader(address: u64, start: u64, header: BlockHeader): void {
  place(address, start, header.size);
  line.text("a block of ");
  line.decimal(header.size);
  line.text(" bytes at ");
  line.number(start, 16, 16, true);
  say();
  tell("  allocated:", header.taken);
  tell("  released:", header.released);
}

function describeFrame(address: u64): void {
  const frame = (address - places.directMap) >> PAGE_SHIFT;
  const owner = frameOwner(frame);
  line.text("  the address is in the frame at physical address ");
  line.number(frame << PAGE_SHIFT, 16, 16, true);
  say();
  if (owner.address === 0) return;
  tell("  taken:", owner.value.taken);
  tell("  released:", owner.value.released);
}

function describeStack(address: u64): void {
  const owner = stackOwner(address);
  line.text("  the address is in kernel stack ");
  line.decimal((address - places.stacks) >> 16);
  say();
  if (owner.address === 0) return;
  tell("  taken:", owner.value.taken);
  tell("  released:", owner.value.released);
}

function describeGlobal(address: u64): void {
  const found = globalAround(address);
  if (found.address === 0) return;
  const global = found.value;
  place(address, global.address, global.size);
  line.text("the global ");
  line.untrusted(zeroTerminated(global.name));
  line.text(" of ");
  line.decimal(global.size);
  line.text(" bytes");
  const declaration = declarationOf(zeroTerminated(global.name));
  if (declaration !== 0) {
    line.text(" (");
    line.untrusted(zeroTerminated(declaration));
    line.text(")");
  }
  say();
}

/**
 * A release of what is no block, is released already, or has another size.
 * @export sanitizer_bad_release
 */
export function reportBadRelease(address: u64, size: u64, caller: u64): never {
  const found = blockAround(address);
  const isBlock = found.address !== 0 && found.address + BLOCK_HEADER_SIZE === address;
  line.clear();
  line.text("sanitizer: ");
  if (!isBlock) line.text("release of what is no heap block");
  else if (found.value.isReleased) line.text("release of a heap block that is released already");
  else line.text("release of a heap block with another size than it has");
  line.text(": ");
  line.decimal(size);
  line.text(" bytes at ");
  line.number(address, 16, 16, true);
  beginPanic(line.span());
  line.clear();
  printCaller(caller);
  describeBlock(address);
  endPanic();
}

/**
 * A frame that is released though nobody has it.
 * @export sanitizer_frame_released_twice
 */
export function reportFrameReleasedTwice(frame: u64, caller: u64): never {
  line.clear();
  line.text("sanitizer: release of a frame that is free already");
  beginPanic(line.span());
  line.clear();
  printCaller(caller);
  describeFrame(places.directMap + (frame << PAGE_SHIFT));
  endPanic();
}
