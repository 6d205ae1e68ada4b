/**
 * The kernel heap, behind `new` and everything else that the compiler allocates.
 *
 * Blocks come in size classes; a caller of `free` knows the size, so blocks have no headers. Each CPU keeps a chain of free blocks for each class
 * and needs no lock as long as that is neither empty nor too long. Behind that each class has slabs: runs of frames with a header of 64 bytes, cut into blocks
 * as they are needed. A slab without a block in use goes back to the frame allocator, but for the last one. Blocks of more than
 * 2 KiB are runs of frames; of more than 2 MiB, or where there is no such run, pages from all over, mapped in a row (memory/big-blocks.ts).
 *
 * Classes that are a multiple of 64 are aligned to 64, all others to 16.
 *
 * Under the sanitizer each block has more around it (sanitizer/blocks.ts), and this file works on memory that nobody else may use:
 * @nosanitize
 */

import { fillBytes, isSanitized, pointer, type Ptr } from "unsafe";
import { PAGE_SIZE, type PhysAddr, places } from "../address.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { blockAddress, CpuBlock } from "../cpu/block.ts";
import { freeFrames, takeFrames } from "../frames.ts";
import {
  BLOCK_HEADER_SIZE,
  closeBlock,
  forgetBlock,
  guardedSize,
  nextExpired,
  openBlock,
} from "../sanitizer/blocks.ts";
import { poison, Shadow } from "../sanitizer/shadow.ts";
import { isBigBlock, mapBigBlock, unmapBigBlock } from "./big-blocks.ts";
import { MAX_ORDER } from "./buddy.ts";
import { RawLock } from "./raw-lock.ts";
import { hasPlenty, noteShortage } from "./reserve.ts";

const LARGEST_CLASS = 2048;
const HEADER_SIZE = 64;
/** Blocks moved between a CPU's chain and the slabs at once, and the longest chain. */
const BATCH = 16;
const LONGEST_CHAIN = 64;

/** Block size of each class. */
const sizes = new FixedArray<u32, 24>([
  16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536,
  1792, 2048,
]);
/** Class by (size + 15) / 16, up to 2048 bytes. */
const classBySize = new FixedArray<u8, 129>();

/** At the beginning of each slab. */
@struct
@size(64)
class Slab {
  /** Neighbours in the class's list of slabs with free blocks. */
  next: u64 = 0;
  previous: u64 = 0;
  /** First free block that was used before, each holding the address of the next. */
  free: u64 = 0;
  /** Where the never-used rest begins, and where the slab ends. */
  rest: u64 = 0;
  end: u64 = 0;
  used: u32 = 0;
  classIndex: u32 = 0;
  isListed: boolean = false;
  reserved: u64 = 0;
}

/** What all CPUs share of a class. */
@struct
class SizeClass {
  lock = new RawLock();
  /** First slab that has free blocks. */
  first: u64 = 0;
  slabs: u32 = 0;
}

const classes = new FixedArray<SizeClass, 24>();

@struct
class HeapCounters {
  /** Frames that the heap has. */
  frames: u64 = 0;
}
const counters = new HeapCounters();

/** Fills the table of classes. Before the first allocation. */
export function startHeap(): void {
  let index: u8 = 0;
  for (let units: usize = 1; units <= LARGEST_CLASS / 16; units++) {
    if (units * 16 > u64(sizes[usize(index)])) index++;
    classBySize[units] = index;
  }
}

/** Bytes of RAM that the heap has taken. */
export function heapBytes(): u64 {
  return counters.frames * PAGE_SIZE;
}

/**
 * Zeroed memory, aligned to 16; 0 when there is none.
 * @export metal_allocate
 */
export function allocate(size: u64): u64 {
  const address = allocateUnset(size);
  // Large blocks are zeros already.
  if (address !== 0 && size <= LARGEST_CLASS) clear(address, (size + 15) & ~u64(15));
  return address;
}

/**
 * The same for who sets all of it: what the memory holds is left over from before.
 * @export metal_allocate_unset
 * @noinline
 */
export function allocateUnset(size: u64): u64 {
  return isSanitized() ? takeGuarded(size) : take(size);
}

function take(size: u64): u64 {
  if (size > LARGEST_CLASS) return allocateLarge(size);
  const index = usize(classBySize[(size + 15) >> 4]);
  const wasOn = disableInterrupts();
  const chain = pointer<CpuBlock>(blockAddress()).value.heap[index];
  if (chain.first === 0 && !refill(index)) {
    restoreInterrupts(wasOn);
    return 0;
  }
  const address = chain.first;
  chain.first = pointer<u64>(address).value;
  chain.count--;
  restoreInterrupts(wasOn);
  return address;
}

/**
 * Gives memory back, of the size that it was allocated with.
 * @export metal_free
 * @noinline
 */
export function free(address: u64, size: u64): void {
  if (address === 0) return;
  if (isSanitized()) giveGuarded(address, size);
  else give(address, size);
}

function give(address: u64, size: u64): void {
  if (size > LARGEST_CLASS) {
    freeLarge(address, size);
    return;
  }
  const index = usize(classBySize[(size + 15) >> 4]);
  const wasOn = disableInterrupts();
  const chain = pointer<CpuBlock>(blockAddress()).value.heap[index];
  pointer<u64>(address).value = chain.first;
  chain.first = address;
  chain.count++;
  if (chain.count > LONGEST_CHAIN) drain(index);
  restoreInterrupts(wasOn);
}

/** A block for the sanitizer, which has more than `size` bytes; 0 when there is no memory, not even in what waits. */
function takeGuarded(size: u64): u64 {
  const whole = guardedSize(size);
  let block = take(whole);
  if (block === 0) {
    giveExpired(true);
    block = take(whole);
  }
  return block === 0 ? block : openBlock(block, whole, size);
}

function giveGuarded(address: u64, size: u64): void {
  const block = address - BLOCK_HEADER_SIZE;
  if (!closeBlock(address, size)) give(block, forgetBlock(block));
  giveExpired(false);
}

function giveExpired(isShort: boolean): void {
  for (let block = nextExpired(isShort); block !== 0; block = nextExpired(isShort))
    give(block, forgetBlock(block));
}

/**
 * Sets words to zero: shorter than a call for the sizes that are common.
 * @nobuiltin
 */
function clear(address: u64, size: u64): void {
  if (size > 256) {
    fillBytes(pointer<u8>(address), 0, size);
    return;
  }
  const words = pointer<u64>(address);
  for (let i: usize = 0; i < size >> 3; i += 2) {
    words[i] = 0;
    words[i + 1] = 0;
  }
}

/** Moves blocks from the slabs to the CPU's chain. False when there is no memory. */
function refill(index: usize): boolean {
  const chain = pointer<CpuBlock>(blockAddress()).value.heap[index];
  const sizeClass = classes[index];
  sizeClass.lock.acquire();
  for (let i: usize = 0; i < BATCH; i++) {
    if (sizeClass.first === 0 && !addSlab(index)) break;
    const block = takeFromSlab(index, pointer<Slab>(sizeClass.first));
    pointer<u64>(block).value = chain.first;
    chain.first = block;
    chain.count++;
  }
  sizeClass.lock.release();
  return chain.first !== 0;
}

/** Moves blocks from the CPU's chain back to their slabs. */
function drain(index: usize): void {
  const chain = pointer<CpuBlock>(blockAddress()).value.heap[index];
  const sizeClass = classes[index];
  sizeClass.lock.acquire();
  for (let i: usize = 0; i < BATCH; i++) {
    const block = chain.first;
    chain.first = pointer<u64>(block).value;
    chain.count--;
    giveToSlab(index, block);
  }
  sizeClass.lock.release();
}

/** Frames of a class's slabs, as an order: at least seven blocks fit. */
function slabOrder(index: usize): u32 {
  return sizes[index] <= 512 ? 0 : 2;
}

function addSlab(index: usize): boolean {
  const order = slabOrder(index);
  const frame = takeFrames(order);
  if (frame === 0) {
    noteShortage();
    return false;
  }
  counters.frames += u64(1) << u64(order);
  const address = frame + places.directMap;
  const slab = pointer<Slab>(address).value;
  slab.free = 0;
  slab.rest = address + HEADER_SIZE;
  slab.end = address + (u64(PAGE_SIZE) << u64(order));
  slab.used = 0;
  slab.classIndex = u32(index);
  slab.isListed = false;
  if (isSanitized()) poison(address, slab.end - address, Shadow.FreeHeap);
  classes[index].slabs++;
  listSlab(index, address);
  return true;
}

/** A free block of a slab that has one. */
function takeFromSlab(index: usize, at: Ptr<Slab>): u64 {
  const slab = at.value;
  const size = u64(sizes[index]);
  let block = slab.free;
  if (block !== 0) {
    slab.free = pointer<u64>(block).value;
  } else {
    block = slab.rest;
    slab.rest += size;
  }
  slab.used++;
  if (slab.free === 0 && slab.rest + size > slab.end) unlistSlab(index, at.address);
  return block;
}

function giveToSlab(index: usize, block: u64): void {
  const order = slabOrder(index);
  const address = block & ~((u64(PAGE_SIZE) << u64(order)) - 1);
  const slab = pointer<Slab>(address).value;
  pointer<u64>(block).value = slab.free;
  slab.free = block;
  slab.used--;
  if (!slab.isListed) listSlab(index, address);
  if (slab.used === 0 && classes[index].slabs > 1) {
    unlistSlab(index, address);
    classes[index].slabs--;
    counters.frames -= u64(1) << u64(order);
    freeFrames((address - places.directMap) as PhysAddr, order);
  }
}

function listSlab(index: usize, address: u64): void {
  const slab = pointer<Slab>(address).value;
  slab.next = classes[index].first;
  slab.previous = 0;
  if (slab.next !== 0) pointer<Slab>(slab.next).value.previous = address;
  classes[index].first = address;
  slab.isListed = true;
}

function unlistSlab(index: usize, address: u64): void {
  const slab = pointer<Slab>(address).value;
  if (slab.next !== 0) pointer<Slab>(slab.next).value.previous = slab.previous;
  if (slab.previous !== 0) pointer<Slab>(slab.previous).value.next = slab.next;
  else classes[index].first = slab.next;
  slab.isListed = false;
}

/** Order of the smallest run of frames that holds the size. */
function orderFor(size: u64): u32 {
  const frames = (size + PAGE_SIZE - 1) / PAGE_SIZE;
  return u32(64 - bits.leadingZeros(frames - 1));
}

function allocateLarge(size: u64): u64 {
  if (size > u64(PAGE_SIZE) << MAX_ORDER) return mapBigBlock(size);
  const order = orderFor(size);
  const frame = takeFrames(order);
  // There may be enough, but nowhere so much in a row.
  if (frame === 0) return order > 0 && hasPlenty(u64(1) << u64(order)) ? mapBigBlock(size) : 0;
  counters.frames += u64(1) << u64(order);
  const address = frame + places.directMap;
  if (isSanitized()) poison(address, u64(PAGE_SIZE) << u64(order), Shadow.FreeHeap);
  fillBytes(pointer<u8>(address), 0, (size + 15) & ~u64(15));
  return address;
}

function freeLarge(address: u64, size: u64): void {
  if (isBigBlock(address)) {
    unmapBigBlock(address, size);
    return;
  }
  const order = orderFor(size);
  counters.frames -= u64(1) << u64(order);
  freeFrames((address - places.directMap) as PhysAddr, order);
}
