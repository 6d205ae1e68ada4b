/**
 * The guarded heap of checked runs (`--leak-check`, or METAL_CHECK=1 in the environment): finds blocks that are freed twice, with another size,
 * overrun, written to after they were freed, or never freed.
 *
 * Each block has a header and a guard behind it. A freed block is filled with POISON and held back until many more
 * have been freed, when the filling is looked at. All live blocks are in one list, newest first: leaks.ts looks for those
 * that nothing leads to any more.
 */

import { fillBytes, pointer, type Ptr } from "unsafe";
import { TextBuffer } from "../text-buffer.ts";
import { allocateBlock, freeBlock } from "./blocks.ts";
import { abort, printError } from "./abort.ts";

const LIVE = 0x11fe_b10c_11fe_b10c;
const DEAD = 0xdead_b10c_dead_b10c;
const POISON = 0xdd;
const GUARD = 0xcb;
const GUARD_SIZE = 16;
const HELD_BLOCKS = 4096;

/** What lies before each block of a checked run. */
@struct
export class Header {
  next: u64;
  previous: u64;
  size: u64;
  state: u64;
}

/** The block itself begins so many bytes behind its header. */
export const HEADER_SIZE = 32;
const OVERHEAD = 48;

/** The newest live block's header, 0 for none. */
let newest: u64 = 0;
let liveBlocks: u64 = 0;
const held = new FixedArray<u64, 4096>();
let heldAt: u64 = 0;

/** The header at an address. */
export function header(address: u64): Ptr<Header> {
  return pointer<Header>(address);
}

/**
 * Ends the program because of a block; `address` is its header's.
 * @cold
 */
function fail(what: string, address: u64): never {
  const line = new TextBuffer();
  line.text("heap check: ");
  line.text(what);
  line.text(", block ");
  line.hex(address + HEADER_SIZE);
  line.text(" of ");
  line.decimal(header(address)[0].size);
  line.text(" bytes\n");
  printError(line.span());
  abort();
}

/** A block of zeros, or 0. */
export function checkedAllocate(size: u64): u64 {
  if (size > 0x7fff_ffff_0000) return 0;
  const address = allocateBlock(size + OVERHEAD);
  if (address === 0) return 0;
  const block = header(address);
  block[0].next = newest;
  block[0].previous = 0;
  block[0].size = size;
  block[0].state = LIVE;
  if (newest !== 0) header(newest)[0].previous = address;
  newest = address;
  liveBlocks += 1;
  fillBytes(pointer<u8>(address + HEADER_SIZE + size), GUARD, GUARD_SIZE);
  return address + HEADER_SIZE;
}

function isFilled(from: u64, count: u64, byte: u8): boolean {
  const bytes = pointer<u8>(from);
  for (let i = 0; i < count; i++) {
    if (bytes[i] !== byte) return false;
  }
  return true;
}

/** Checks a block and holds it back. */
export function checkedFree(object: u64, size: u64): void {
  const address = object - HEADER_SIZE;
  const block = header(address);
  if (block[0].state === DEAD) fail("freed twice", address);
  if (block[0].state !== LIVE) fail("freed but never allocated, or its header was overwritten", address);
  if (block[0].size !== size) fail("freed with another size", address);
  if (!isFilled(object + size, GUARD_SIZE, GUARD)) fail("written to behind its end", address);
  unlink(address);
  block[0].state = DEAD;
  fillBytes(pointer<u8>(object), POISON, size);
  const oldest = held[heldAt];
  held[heldAt] = address;
  heldAt = (heldAt + 1) % HELD_BLOCKS;
  if (oldest !== 0) release(oldest);
}

function unlink(address: u64): void {
  const block = header(address);
  if (block[0].previous === 0) newest = block[0].next;
  else header(block[0].previous)[0].next = block[0].next;
  if (block[0].next !== 0) header(block[0].next)[0].previous = block[0].previous;
  liveBlocks -= 1;
}

/** Gives a held block back for good. */
function release(address: u64): void {
  const size = header(address)[0].size;
  if (!isFilled(address + HEADER_SIZE, size, POISON)) fail("written to after it was freed", address);
  freeBlock(address, size + OVERHEAD);
}

/** The newest live block's header, 0 for none; the others follow by `next`. */
export function newestBlock(): u64 {
  return newest;
}

/** Number of live blocks. */
export function countBlocks(): u64 {
  return liveBlocks;
}

/** Looks at all blocks that are still held back, as if they were to be used again. */
export function releaseHeldBlocks(): void {
  for (let i = 0; i < HELD_BLOCKS; i++) {
    if (held[i] !== 0) release(held[i]);
    held[i] = 0;
  }
}
