/**
 * Heap blocks under the sanitizer: a header in front, red zones on both sides, and a wait before a released block's memory is used again.
 *
 *     block   64 bytes of header | the bytes that were asked for | 16 and more that nobody may use
 * @nosanitize
 */

import { addressOf, framePointer, pointer, type Ptr } from "unsafe";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { RawLock } from "../memory/raw-lock.ts";
import { poison, Shadow, shadowAt, unpoison } from "./shadow.ts";
import { traceOf } from "./traces.ts";

/** Bytes in front of what is given out, which keeps the alignment of what is aligned to 64. */
export const BLOCK_HEADER_SIZE = 64;
const RED_ZONE = 16;
/** Larger blocks do not wait: their frames do. */
const LARGEST_WAITING = 32768;
/** Bytes that wait at most. */
const MOST_WAITING = 0x20_0000;
const MAGIC = 0x7e55_b10c;

/** In front of each block. */
@struct
@size(40)
export class BlockHeader {
  magic: u32 = 0;
  isReleased: boolean = false;
  /** Bytes that were asked for, and bytes of the block, header and red zones included. */
  size: u64 = 0;
  whole: u64 = 0;
  /** Who took and who released it: numbers of traces. */
  taken: u32 = 0;
  released: u32 = 0;
  /** The block that was released after this one. */
  next: u64 = 0;
}

/** Released blocks that wait, in their order. */
@struct
class Waiting {
  lock = new RawLock();
  first: u64 = 0;
  last: u64 = 0;
  bytes: u64 = 0;
}

const waiting = new Waiting();

/** A block that did not wait: where it was, and a copy of its header. */
@struct
@size(48)
class LargeReleased {
  start: u64 = 0;
  header = new BlockHeader();
}

/** The last of these, a ring. */
@struct
class LargeReleases {
  blocks = new FixedArray<LargeReleased, 64>();
  count: u64 = 0;
}

const large = new LargeReleases();

function keepLarge(start: u64, header: BlockHeader): void {
  const place = large.blocks[large.count % 64];
  place.start = start;
  place.header = header;
  large.count++;
}

/** The last large block at an address that was released; address 0 if none is known. */
export function largeReleased(address: u64): Ptr<LargeReleased> {
  for (let i: u64 = 1; i <= 64; i++) {
    const block = large.blocks[(large.count - i) % 64];
    if (block.start !== 0 && address >= block.start && address - block.start < block.header.size)
      return addressOf(block);
  }
  return pointer<LargeReleased>(0);
}

/** Bytes to take for a block of `size` bytes. */
export function guardedSize(size: u64): u64 {
  // What nobody has is asked for as it is.
  if (size > 0x1_0000_0000_0000) return size;
  return (BLOCK_HEADER_SIZE + ((size + 15) & ~u64(15)) + RED_ZONE + 63) & ~u64(63);
}

/** Makes memory of `whole` bytes a block of `size` bytes. Returns the address to give out. */
export function openBlock(block: u64, whole: u64, size: u64): u64 {
  const header = pointer<BlockHeader>(block).value;
  header.magic = MAGIC;
  header.isReleased = false;
  header.size = size;
  header.whole = whole;
  header.taken = traceOf(framePointer());
  header.released = 0;
  header.next = 0;
  const address = block + BLOCK_HEADER_SIZE;
  poison(block, 8, Shadow.BlockHeader);
  poison(block + 8, BLOCK_HEADER_SIZE - 8, Shadow.BlockLeft);
  const end = (size + 7) & ~u64(7);
  poison(address + end, whole - BLOCK_HEADER_SIZE - end, Shadow.BlockRight);
  unpoison(address, size);
  return address;
}

/** Says what is wrong with a release. @extern sanitizer_bad_release */
declare function reportBadRelease(address: u64, size: u64, caller: u64): never;

/** Takes a block back; reports one that is none, or not of this size. Returns whether it waits; otherwise it is to be given back at once. */
export function closeBlock(address: u64, size: u64): boolean {
  const block = address - BLOCK_HEADER_SIZE;
  if ((address & 15) !== 0 || shadowAt(block) !== u8(Shadow.BlockHeader))
    reportBadRelease(address, size, framePointer());
  const header = pointer<BlockHeader>(block).value;
  if (header.magic !== MAGIC || header.isReleased || header.size !== size)
    reportBadRelease(address, size, framePointer());
  header.isReleased = true;
  header.released = traceOf(framePointer());
  poison(address, (size + 7) & ~u64(7), Shadow.BlockReleased);
  const wasOn = disableInterrupts();
  if (header.whole > LARGEST_WAITING) {
    keepLarge(address, header);
    restoreInterrupts(wasOn);
    return false;
  }
  waiting.lock.acquire();
  if (waiting.first === 0) waiting.first = block;
  else pointer<BlockHeader>(waiting.last).value.next = block;
  waiting.last = block;
  waiting.bytes += header.whole;
  waiting.lock.release();
  restoreInterrupts(wasOn);
  return true;
}

/** A block whose wait is over, because others have come or because memory is short; 0 if there is none. */
export function nextExpired(isShort: boolean): u64 {
  const wasOn = disableInterrupts();
  waiting.lock.acquire();
  let block: u64 = 0;
  if (waiting.first !== 0 && (isShort || waiting.bytes > MOST_WAITING)) {
    block = waiting.first;
    waiting.first = pointer<BlockHeader>(block).value.next;
    waiting.bytes -= pointer<BlockHeader>(block).value.whole;
  }
  waiting.lock.release();
  restoreInterrupts(wasOn);
  return block;
}

/** Bytes of a block. Its memory is the heap's again, and nobody else's. */
export function forgetBlock(block: u64): u64 {
  const whole = pointer<BlockHeader>(block).value.whole;
  pointer<BlockHeader>(block).value.magic = 0;
  poison(block, whole, Shadow.FreeHeap);
  return whole;
}

/** The header of the block that an address is in, or in the red zones of; address 0 if it is in none. */
export function blockAround(address: u64): Ptr<BlockHeader> {
  let at = address & ~u64(7);
  for (let i: u64 = 0; i < 0x10_0000; i++) {
    const code = shadowAt(at);
    if (code === u8(Shadow.BlockHeader)) {
      const header = pointer<BlockHeader>(at);
      return header.value.magic === MAGIC ? header : pointer<BlockHeader>(0);
    }
    if (code === u8(Shadow.FreeHeap) || code === u8(Shadow.FreeFrame)) break;
    at -= 8;
  }
  return pointer<BlockHeader>(0);
}
