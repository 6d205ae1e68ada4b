/** Frames and heap: what is taken and given back is there again, and nothing is given out twice. */

import { isSanitized } from "unsafe";
import type { PhysAddr } from "../address.ts";
import {
  allocateFrame,
  allocateFrames,
  frameBytes,
  frameStatistics,
  freeFrames,
  releaseFrame,
} from "../frames.ts";
import { heapBytes } from "../memory/heap.ts";
import { random64 } from "../random.ts";

class Link {
  next: Link | null = null;
  value: u64 = 0;
  text: string = "";
}

/** Builds a list and drops it, in one piece. */
function makeList(): void {
  let list: Link | null = null;
  for (let i: u64 = 0; i < 2000; i++) {
    const link = new Link();
    link.value = i;
    link.text = `link ${i}`;
    link.next = list;
    list = link;
  }
  let sum: u64 = 0;
  for (let link = list; link !== null; link = link.next) sum += link.value;
  assert(sum === 1_999_000, "a list's values");
}

/** Blocks of all sizes, freed in another order. */
function makeBlocks(): void {
  const blocks: (u8[] | null)[] = [];
  for (let i: u64 = 0; i < 500; i++) {
    const size = 1 + (random64() & 0xfff);
    const block = new Array<u8>(size);
    for (const byte of block) assert(byte === 0, "new memory is zero");
    block.fill(u8(i));
    blocks.push(block);
  }
  for (let i: u64 = 0; i < 500; i += 2) blocks[i] = null;
  for (let i: u64 = 1; i < 500; i += 2) {
    const block = blocks[i];
    if (block === null) continue;
    for (const byte of block) assert(byte === u8(i), "a block changed by itself");
  }
}

function makeBigBlock(): void {
  const block = new Array<u8>(5_000_000);
  block[4_999_999] = 7;
  assert(block[4_999_999] === 7 && block[2_500_000] === 0, "a block of 5 MB");
}

function takeFrames(): void {
  const frames: PhysAddr[] = [];
  for (let i: u64 = 0; i < 300; i++) {
    const frame = allocateFrame();
    frameBytes(frame)[0] = u8(i);
    frames.push(frame);
  }
  for (let i: u64 = 0; i < 300; i++) {
    assert(frameBytes(frames[i])[0] === u8(i), "a frame was given out twice");
    releaseFrame(frames[i]);
  }
  const large = allocateFrames(5);
  assert((large & (32 * 4096 - 1)) === 0, "a run of frames is aligned to its size");
  freeFrames(large, 5);
}

/** Frames that are free or could be: the heap keeps an empty slab of each size. */
function available(): u64 {
  return frameStatistics().free + heapBytes() / 4096;
}

export function testHeap(): void {
  makeBigBlock();
  const before = available();
  for (let round: u32 = 0; round < 3; round++) {
    makeList();
    makeBlocks();
    makeBigBlock();
    takeFrames();
  }
  assert(isSanitized() || available() === before, "frames were lost");
}
