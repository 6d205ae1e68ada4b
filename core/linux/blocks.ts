/**
 * Blocks of memory for a program's heap.
 *
 * Sizes are rounded up to classes: multiples of 16 up to 1024, then four to each power of two up to 128 KiB. A class has a
 * list of free blocks, linked through their first words; when it is empty a block is cut from the current chunk, which
 * comes from the kernel. Larger blocks are mappings of their own. The caller knows the size of what it frees, so blocks have no header.
 */

import { addressOf, atomicExchange, atomicStore, fillBytes, pointer } from "unsafe";
import { pause } from "../pause.ts";
import { Call, call2, call6 } from "./syscalls.ts";

const SMALL = 1024;
const LARGE = 0x2_0000;
const CHUNK = 0x10_0000;
const PAGE = 4096;
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;

/** First free block of each class, 0 for none. Class 0 is not used. */
const freeLists = new FixedArray<u64, 96>();
let chunkCursor: u64 = 0;
let chunkEnd: u64 = 0;

/** Set before a second thread exists: from then on the lists are behind the lock. */
let isShared: boolean = false;
let lockWord: u32 = 0;

/** Makes the heap safe for several threads. Call it before the second one is started. */
export function shareHeap(): void {
  isShared = true;
}

function lock(): void {
  if (!isShared) return;
  while (atomicExchange(addressOf(lockWord), 1) !== 0) pause();
}

function unlock(): void {
  if (isShared) atomicStore(addressOf(lockWord), 0);
}

/** The class of a size up to LARGE. */
function classOf(size: u64): u64 {
  if (size <= SMALL) return (size + 15) >> 4;
  const log = 63 - bits.leadingZeros(size - 1);
  return 65 + (log - 10) * 4 + (((size - 1) >> (log - 2)) & 3);
}

/** The size of the blocks of a class. */
function classSize(index: u64): u64 {
  if (index < 65) return index << 4;
  const log = 10 + ((index - 65) >> 2);
  return (1 << log) + ((((index - 65) & 3) + 1) << (log - 2));
}

/** Pages of zeros from the kernel, or 0. */
function mapPages(size: u64): u64 {
  const result = call6(Call.mmap, 0, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, 0xffff_ffff_ffff_ffff, 0);
  return result < 0 ? 0 : u64(result);
}

/** Cuts a block of zeros from the current chunk, or from a new one; 0 when there is no memory. */
function cutBlock(size: u64): u64 {
  if (chunkEnd - chunkCursor < size) {
    // What is left of the old chunk is given up: less than one block of this class.
    const chunk = mapPages(CHUNK);
    if (chunk === 0) return 0;
    chunkCursor = chunk;
    chunkEnd = chunk + CHUNK;
  }
  const block = chunkCursor;
  chunkCursor += size;
  return block;
}

/** A block of zeros without checks, or 0. */
export function allocateBlock(size: u64): u64 {
  const block = allocateUnsetBlock(size);
  // Mappings are zeros already.
  if (block !== 0 && size <= LARGE) fillBytes(pointer<u8>(block), 0, size);
  return block;
}

/** A block with anything in it, or 0. */
export function allocateUnsetBlock(size: u64): u64 {
  if (size > LARGE) {
    if (size > 0x7fff_ffff_f000) return 0;
    return mapPages((size + PAGE - 1) & ~(PAGE - 1));
  }
  const index = classOf(bits.max(size, 1));
  lock();
  const block = freeLists[index];
  if (block === 0) {
    const fresh = cutBlock(classSize(index));
    unlock();
    return fresh;
  }
  freeLists[index] = pointer<u64>(block).value;
  unlock();
  return block;
}

/** Gives a block back that `allocateBlock` gave for the same size. */
export function freeBlock(block: u64, size: u64): void {
  if (size > LARGE) {
    call2(Call.munmap, block, (size + PAGE - 1) & ~(PAGE - 1));
    return;
  }
  const index = classOf(bits.max(size, 1));
  lock();
  pointer<u64>(block).value = freeLists[index];
  freeLists[index] = block;
  unlock();
}
