/**
 * What is known of each frame of RAM.
 *
 * RAM is cut into chunks of 4 MiB. A chunk is taken into use when the memory taken so far is used up: 16 KiB of it then become the records of
 * its 1024 frames. So booting costs the same on every size of memory, and memory that is never needed is never touched. The directory, one word
 * for each chunk, is made at boot.
 */

import { pointer, type Ptr } from "unsafe";
import { PAGE_SHIFT, PAGE_SIZE, places } from "../address.ts";

/** From an address to the number of its chunk. */
export const CHUNK_SHIFT = 22;
/** Bytes of a chunk. */
export const CHUNK_SIZE = 0x40_0000;
/** Frames of a chunk. */
export const CHUNK_FRAMES = 1024;
/** Bytes that the records of a chunk take, of the chunk itself. */
export const RECORDS_SIZE = 16384;

/** Where a frame is. */
export enum FrameState {
  /** Not RAM that the allocator has: the records of a new chunk are all zero. */
  Absent = 0,
  /** First frame of a free block of 2^order frames. */
  Free = 1,
  /** In use, or inside a block. */
  Used = 2,
}

/** What the allocator knows of a frame, or of the block that begins with it. Guarded by the allocator's lock. */
@struct
@size(16)
export class FrameRecord {
  /** Neighbours in the list of free blocks, as frame numbers; 0: none (frame 0 is never free). */
  next: u32 = 0;
  previous: u32 = 0;
  /** Owners of a single frame. */
  shares: u32 = 0;
  order: u8 = 0;
  /** A `FrameState`. */
  state: u8 = 0;
  reserved: u16 = 0;
}

/** One word for each chunk: address of its records, 0 while it has none. */
@struct
class Directory {
  address: u64 = 0;
  chunks: u64 = 0;
}

const directory = new Directory();

/** Bytes that the directory takes for RAM up to an address. */
export function directorySize(end: u64): u64 {
  const chunks = (end + CHUNK_SIZE - 1) >> CHUNK_SHIFT;
  return (chunks * 8 + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
}

/** Gives the directory its place, which is zeroed here. */
export function placeDirectory(address: u64, end: u64): void {
  directory.address = address;
  directory.chunks = (end + CHUNK_SIZE - 1) >> CHUNK_SHIFT;
  const words = pointer<u64>(address);
  for (let i: usize = 0; i < directory.chunks; i++) words[i] = 0;
}

/** The records of a chunk, by its number; address 0 when it has none. */
export function chunkRecords(chunk: u64): u64 {
  if (chunk >= directory.chunks) return 0;
  return pointer<u64>(directory.address)[chunk];
}

/** Makes memory at a physical address the records of a chunk. */
export function setChunkRecords(chunk: u64, physical: u64): void {
  const address = physical + places.directMap;
  const words = pointer<u64>(address);
  for (let i: usize = 0; i < RECORDS_SIZE / 8; i++) words[i] = 0;
  pointer<u64>(directory.address)[chunk] = address;
}

/** The record of a frame whose chunk has records. @inline */
export function recordOf(frame: u64): Ptr<FrameRecord> {
  const records = pointer<u64>(directory.address)[frame >> (CHUNK_SHIFT - PAGE_SHIFT)];
  return pointer<FrameRecord>(records).add(frame & (CHUNK_FRAMES - 1));
}

/** Whether the frame is RAM with a record. */
export function hasRecord(frame: u64): boolean {
  return chunkRecords(frame >> (CHUNK_SHIFT - PAGE_SHIFT)) !== 0;
}
