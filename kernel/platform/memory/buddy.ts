/**
 * The buddy allocator: free blocks of 2^order frames, aligned to their size, in a list for each order. Taking and giving back cost a
 * constant number of steps (at most one for each order). Callers hold the allocator's lock.
 */

import { isSanitized } from "unsafe";
import { places } from "../address.ts";
import { freeMemory } from "../boot/memory-map.ts";
import {
  CHUNK_SHIFT,
  CHUNK_SIZE,
  chunkRecords,
  FrameState,
  recordOf,
  RECORDS_SIZE,
  setChunkRecords,
} from "./chunks.ts";
import { poison, Shadow, unpoison } from "../sanitizer/shadow.ts";

/** Blocks are at most 2^9 frames: 2 MiB. */
export const MAX_ORDER = 9;
const PAGE_SHIFT = 12;

@struct
class BuddyState {
  /** First free block of each order, as a frame number; 0: none. */
  first = new FixedArray<u32, 10>();
  /** Frames in the lists. */
  free: u64 = 0;
  /** Frames in chunks that have not been taken into use. */
  untouched: u64 = 0;
  /** All frames that were ever given to the allocator. */
  total: u64 = 0;
  /** Those of them that are kept back: see reserve.ts. */
  reserve: u64 = 0;
  /** The next piece of `freeMemory` to take into use: index of the range, and address in it. */
  range: usize = 0;
  position: u64 = 0;
}

const state = new BuddyState();

/** Announces `freeMemory`: none of it is touched now. */
export function startBuddy(): void {
  state.untouched = freeMemory.total() >> PAGE_SHIFT;
  state.total = state.untouched;
  state.position = freeMemory.count > 0 ? freeMemory.startOf(0) : 0;
  measureReserve();
}

/** The root of sixteen times the memory in KiB, as Linux keeps it (vm.min_free_kbytes): large memories need a smaller part. */
function measureReserve(): void {
  state.reserve = squareRoot(state.total * 4 * 16) / 4;
}

/** Has so many frames kept back; at most a quarter of all. */
export function reserveFrames(count: u64): void {
  state.reserve = bits.min(count, state.total / 4);
}

/** Rounded down. */
function squareRoot(value: u64): u64 {
  let root: u64 = 0;
  for (let bit: u64 = 0x8000_0000; bit !== 0; bit >>= 1) {
    if ((root | bit) * (root | bit) <= value) root |= bit;
  }
  return root;
}

/** Frames that are free, taken into use or not. */
export function freeFrameCount(): u64 {
  return state.free + state.untouched;
}

/** Frames that the allocator was given when the kernel started, in use or not. */
export function totalFrameCount(): u64 {
  return state.total;
}

/** Frames that are kept back: see reserve.ts. */
export function reservedFrameCount(): u64 {
  return state.reserve;
}

/** The first frame of a block, or 0 when there is no memory. */
export function takeBlock(order: u32): u64 {
  for (;;) {
    let found = order;
    while (found <= MAX_ORDER && state.first[found] === 0) found++;
    if (found <= MAX_ORDER) return splitBlock(found, order);
    if (!takeNextChunk()) return 0;
  }
}

/** Takes a free block out of its list and gives back the halves that are too much. */
function splitBlock(found: u32, order: u32): u64 {
  const frame = u64(state.first[found]);
  unlink(frame, found);
  for (let half = found; half > order; half--) link(frame + (u64(1) << u64(half - 1)), half - 1);
  const record = recordOf(frame);
  record.value.state = u8(FrameState.Used);
  record.value.order = u8(order);
  return frame;
}

/** Gives a block back, joined with its buddy as long as that is free too. */
export function giveBlock(frame: u64, order: u32): void {
  let at = frame;
  let size = order;
  while (size < MAX_ORDER) {
    const buddy = at ^ (u64(1) << u64(size));
    const record = recordOf(buddy);
    if (record.value.state !== u8(FrameState.Free) || record.value.order !== u8(size)) break;
    unlink(buddy, size);
    record.value.state = u8(FrameState.Used);
    at = bits.min(at, buddy);
    size++;
  }
  link(at, size);
}

function link(frame: u64, order: u32): void {
  const record = recordOf(frame).value;
  const next = state.first[order];
  record.next = next;
  record.previous = 0;
  record.order = u8(order);
  record.state = u8(FrameState.Free);
  if (next !== 0) recordOf(u64(next)).value.previous = u32(frame);
  state.first[order] = u32(frame);
  state.free += u64(1) << u64(order);
}

function unlink(frame: u64, order: u32): void {
  const record = recordOf(frame).value;
  if (record.next !== 0) recordOf(u64(record.next)).value.previous = record.previous;
  if (record.previous !== 0) recordOf(u64(record.previous)).value.next = record.next;
  else state.first[order] = record.next;
  state.free -= u64(1) << u64(order);
}

/** Takes the next piece of memory into use, at most to the end of a chunk. False when there is none. */
function takeNextChunk(): boolean {
  while (state.range < freeMemory.count) {
    const start = state.position;
    const end = freeMemory.endOf(state.range);
    if (start >= end) {
      state.range++;
      if (state.range < freeMemory.count) state.position = freeMemory.startOf(state.range);
      continue;
    }
    const stop = bits.min(end, (start & ~(u64(CHUNK_SIZE) - 1)) + CHUNK_SIZE);
    state.position = stop;
    state.untouched -= (stop - start) >> PAGE_SHIFT;
    if (openPiece(start, stop)) return true;
  }
  return false;
}

/** Makes the pages from start up to stop, of one chunk, free. False when they are too few to hold the chunk's records. */
function openPiece(start: u64, stop: u64): boolean {
  let first = start;
  const chunk = start >> CHUNK_SHIFT;
  if (isSanitized()) poison(start + places.directMap, stop - start, Shadow.FreeFrame);
  if (chunkRecords(chunk) === 0) {
    if (stop - start <= RECORDS_SIZE) return false;
    if (isSanitized()) unpoison(start + places.directMap, RECORDS_SIZE);
    setChunkRecords(chunk, start);
    first += RECORDS_SIZE;
  }
  addFree(first >> PAGE_SHIFT, stop >> PAGE_SHIFT);
  return true;
}

/** Cuts a run of frames of one chunk into the largest aligned blocks. */
function addFree(first: u64, last: u64): void {
  let frame = first;
  while (frame < last) {
    let order: u32 = 0;
    while (
      order < MAX_ORDER &&
      (frame & ((u64(2) << u64(order)) - 1)) === 0 &&
      frame + (u64(2) << u64(order)) <= last
    )
      order++;
    link(frame, order);
    frame += u64(1) << u64(order);
  }
}

/** Memory that becomes free after the start (the boot code, the initial file system): whole pages. */
export function addMemory(start: u64, end: u64): void {
  let at = start;
  while (at < end) {
    const stop = bits.min(end, (at & ~(u64(CHUNK_SIZE) - 1)) + CHUNK_SIZE);
    if (openPiece(at, stop)) state.total += (stop - at) >> PAGE_SHIFT;
    at = stop;
  }
  measureReserve();
}
