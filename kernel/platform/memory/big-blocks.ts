/** Heap blocks of more than 2 MiB, and those for which no frames in a row are free: single frames mapped in a row. The addresses are given out again by size. */

import { AREA_SIZE, PAGE_SIZE, places, type PhysAddr, type VirtAddr } from "../address.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { allocateZeroedFrame, releaseFrame } from "../frames.ts";
import { freeFrameCount } from "./buddy.ts";
import { FRAME_MASK } from "./entries.ts";
import { isSanitized } from "unsafe";
import { growShadow, shrinkShadow } from "../sanitizer/shadow-map.ts";
import { kernelDataFlags, mapKernelPage, unmapKernelPage } from "./kernel-map.ts";

const KEPT = 8;

/** Free address ranges of one size: 2^order pages. What does not fit here is not used again. */
@struct
class FreeRanges {
  starts = new FixedArray<u64, 8>();
  count: usize = 0;
}

@struct
class BigBlocks {
  /** Bytes of the area that were given out. */
  used: u64 = 0;
  free = new FixedArray<FreeRanges, 28>();
}

const area = new BigBlocks();

function orderFor(size: u64): u64 {
  return 64 - bits.leadingZeros((size - 1) / PAGE_SIZE);
}

/** Zeroed memory; 0 when there is none. */
export function mapBigBlock(size: u64): u64 {
  const order = orderFor(size);
  // What cannot succeed does not take all memory on the way.
  if (order >= 28 || size / PAGE_SIZE > freeFrameCount()) return 0;
  const start = takeRange(order);
  if (start === 0) return 0;
  if (isSanitized() && !growShadow(start, size)) {
    shrinkShadow(start, size);
    giveRange(start, order);
    return 0;
  }
  const end = start + size;
  for (let at = start; at < end; at += PAGE_SIZE) {
    if (!mapFreshPage(at)) {
      unmapPages(start, at);
      giveRange(start, order);
      return 0;
    }
  }
  return start;
}

function mapFreshPage(address: u64): boolean {
  try {
    const frame = allocateZeroedFrame();
    try {
      mapKernelPage(address as VirtAddr, frame, kernelDataFlags());
    } catch {
      releaseFrame(frame);
      return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Whether the block at the address is of this kind. */
export function isBigBlock(address: u64): boolean {
  return address >= places.bigBlocks && address < places.bigBlocks + AREA_SIZE;
}

/** Gives back the frames and the range of a block of `size` bytes that begins at `address`. Nobody may use it any more. */
export function unmapBigBlock(address: u64, size: u64): void {
  if (isSanitized()) shrinkShadow(address, size);
  unmapPages(address, address + size);
  giveRange(address, orderFor(size));
}

function unmapPages(start: u64, end: u64): void {
  for (let at = start; at < end; at += PAGE_SIZE) {
    const entry = unmapKernelPage(at as VirtAddr);
    releaseFrame((entry & FRAME_MASK) as PhysAddr);
  }
}

function takeRange(order: u64): u64 {
  const wasOn = disableInterrupts();
  const free = area.free[order];
  let start: u64 = 0;
  if (free.count > 0) {
    free.count--;
    start = free.starts[free.count];
  } else if (area.used + (u64(PAGE_SIZE) << order) <= AREA_SIZE) {
    start = places.bigBlocks + area.used;
    area.used += u64(PAGE_SIZE) << order;
  }
  restoreInterrupts(wasOn);
  return start;
}

function giveRange(start: u64, order: u64): void {
  const wasOn = disableInterrupts();
  const free = area.free[order];
  if (free.count < KEPT) {
    free.starts[free.count] = start;
    free.count++;
  }
  restoreInterrupts(wasOn);
}
