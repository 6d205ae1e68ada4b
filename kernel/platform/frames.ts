/**
 * Frames: the 4 KiB pages of RAM. Each CPU keeps a few single frames at hand, so that most allocations take no lock; the buddy allocator
 * (memory/buddy.ts) has the rest.
 */

import { isSanitized, pointer } from "unsafe";
import { Errno } from "../../core/errno.ts";
import { directMap, PAGE_SHIFT, PAGE_SIZE, type PhysAddr } from "./address.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { blockAddress, CpuBlock } from "./cpu/block.ts";
import { freeFrameCount, giveBlock, reservedFrameCount, takeBlock, totalFrameCount } from "./memory/buddy.ts";
import { hasRecord, recordOf } from "./memory/chunks.ts";
import { RawLock } from "./memory/raw-lock.ts";
import { hasPlenty, mayTake } from "./memory/reserve.ts";
import { nextWaiting, noteReleased, noteTaken, waitingFrames, waitWith } from "./sanitizer/frame-owners.ts";

/** Largest order of `allocateFrames`: 2^9 frames, 2 MiB. */
export { MAX_ORDER } from "./memory/buddy.ts";

/** Frames that a CPU keeps at most, and moves at once. */
const CACHE_SIZE = 64;
const BATCH = 16;

/** Guards the buddy allocator. */
const lock = new RawLock();

/** How many frames a CPU keeps now: none while the reserve is not full, so that what is freed fills it up. */
@struct
class AtHand {
  most: u64 = CACHE_SIZE;
}
const atHand = new AtHand();

/** A frame with a share count of 1 and whatever contents. Throws ENOMEM. */
export function allocateFrame(): PhysAddr {
  const wasOn = disableInterrupts();
  const cpu = pointer<CpuBlock>(blockAddress()).value;
  if (cpu.frameCount === 0) refill(cpu);
  if (isSanitized() && cpu.frameCount === 0) endWaits();
  if (cpu.frameCount === 0) {
    restoreInterrupts(wasOn);
    throw Errno.ENOMEM;
  }
  cpu.frameCount--;
  const frame = u64(cpu.frames[cpu.frameCount]);
  restoreInterrupts(wasOn);
  if (isSanitized()) noteTaken(frame, 0);
  recordOf(frame).value.shares = 1;
  return (frame << PAGE_SHIFT) as PhysAddr;
}

/** The same, filled with zeros. Throws ENOMEM. */
export function allocateZeroedFrame(): PhysAddr {
  const frame = allocateFrame();
  clearPage(directMap(frame));
  return frame;
}

/** Of the reserve frames are taken one by one: at hand they would be anybody's. */
function refill(cpu: CpuBlock): void {
  lock.acquire();
  let wanted: usize = 0;
  if (hasPlenty(BATCH)) wanted = BATCH;
  else if (mayTake(1)) wanted = 1;
  for (let i: usize = 0; i < wanted; i++) {
    const frame = takeBlock(0);
    if (frame === 0) break;
    cpu.frames[cpu.frameCount] = u32(frame);
    cpu.frameCount++;
  }
  atHand.most = hasPlenty(0) ? CACHE_SIZE : 0;
  lock.release();
}

/** 2^order frames in a row, aligned to their size. They are freed by `freeFrames` alone (no share counts). Throws ENOMEM. */
export function allocateFrames(order: u32): PhysAddr {
  const address = takeFrames(order);
  if (address === 0) throw Errno.ENOMEM;
  return address;
}

/** The same; 0 when there is no memory. */
export function takeFrames(order: u32): PhysAddr {
  const wasOn = disableInterrupts();
  lock.acquire();
  const frame = mayTake(u64(1) << u64(order)) ? takeBlock(order) : 0;
  lock.release();
  if (isSanitized() && frame !== 0) noteTaken(frame, order);
  restoreInterrupts(wasOn);
  return (frame << PAGE_SHIFT) as PhysAddr;
}

/** Gives back a block of 2^order frames, whole. */
export function freeFrames(address: PhysAddr, order: u32): void {
  const wasOn = disableInterrupts();
  if (isSanitized()) noteReleased(address >> PAGE_SHIFT, order);
  lock.acquire();
  giveBlock(address >> PAGE_SHIFT, order);
  lock.release();
  restoreInterrupts(wasOn);
}

/** One more owner of the frame. Frames outside RAM (device memory) have no counts: nothing happens. */
export function shareFrame(address: PhysAddr): void {
  const frame = address >> PAGE_SHIFT;
  if (!hasRecord(frame)) return;
  const wasOn = disableInterrupts();
  recordOf(frame).value.shares++;
  restoreInterrupts(wasOn);
}

/** One owner less; the last one frees it. */
export function releaseFrame(address: PhysAddr): void {
  const frame = address >> PAGE_SHIFT;
  if (!hasRecord(frame)) return;
  const wasOn = disableInterrupts();
  const record = recordOf(frame).value;
  if (isSanitized() && record.shares === 0) noteReleased(frame, 0);
  assert(record.shares > 0, "releaseFrame: the frame is free already");
  record.shares--;
  if (record.shares === 0) {
    if (isSanitized()) cacheLater(frame);
    else cacheFrame(frame);
  }
  restoreInterrupts(wasOn);
}

/** Under the sanitizer a frame waits before it is free. Interrupts are off. */
function cacheLater(frame: u64): void {
  noteReleased(frame, 0);
  const oldest = waitWith(frame);
  if (oldest !== 0) cacheFrame(oldest);
}

/** Memory is short: frames that wait are free now. Interrupts are off. */
function endWaits(): void {
  for (let frame = nextWaiting(); frame !== 0; frame = nextWaiting()) cacheFrame(frame);
}

/** Keeps a free frame at hand; when there are too many, the oldest go back. Interrupts are off. */
function cacheFrame(frame: u64): void {
  const cpu = pointer<CpuBlock>(blockAddress()).value;
  if (cpu.frameCount >= atHand.most) giveOldest(cpu);
  cpu.frames[cpu.frameCount] = u32(frame);
  cpu.frameCount++;
}

function giveOldest(cpu: CpuBlock): void {
  const count = bits.min(cpu.frameCount, BATCH);
  lock.acquire();
  for (let i: usize = 0; i < count; i++) giveBlock(u64(cpu.frames[i]), 0);
  atHand.most = hasPlenty(0) ? CACHE_SIZE : 0;
  lock.release();
  for (let i: usize = count; i < cpu.frameCount; i++) cpu.frames[i - count] = cpu.frames[i];
  cpu.frameCount -= count;
}

/** How many users a frame has. Frames outside of RAM are never freed: 1. */
export function frameShareCount(address: PhysAddr): u32 {
  const frame = address >> PAGE_SHIFT;
  return hasRecord(frame) ? recordOf(frame).value.shares : 1;
}

/** Whether so little is left that files should take no more of it: a sixteenth. What programs need to go on comes first. */
export function isMemoryShort(): boolean {
  return freeFrameCount() < totalFrameCount() >> 4;
}

/** Whether there is enough again for a program that lacked some: the reserve is full, and a little more is free. */
export function hasRoom(): boolean {
  return hasPlenty(2 * BATCH);
}

/** Numbers of frames. */
export class FrameStatistics {
  readonly total: u64;
  /** Those that programs can have: without the reserve. */
  readonly free: u64;

  constructor(total: u64, free: u64) {
    this.total = total;
    this.free = free;
  }
}

/** Throws ENOMEM. */
export function frameStatistics(): FrameStatistics {
  const wasOn = disableInterrupts();
  const cached = pointer<CpuBlock>(blockAddress()).value.frameCount;
  const free = freeFrameCount() + cached + (isSanitized() ? waitingFrames() : 0);
  restoreInterrupts(wasOn);
  const reserve = reservedFrameCount();
  return new FrameStatistics(totalFrameCount(), free > reserve ? free - reserve : 0);
}

/** The 4096 bytes of a frame of RAM, through the direct map. */
export function frameBytes(address: PhysAddr): Span<u8> {
  return pointer<u8>(directMap(address)).span(PAGE_SIZE);
}

/** Fills a page with zeros. */
export function clearPage(address: u64): void {
  const words = pointer<u64>(address);
  for (let i: usize = 0; i < 512; i++) words[i] = 0;
}
