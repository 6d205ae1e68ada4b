/**
 * Where the shadow's bytes lie. From the first moment on its whole range is mapped: at one page of zeros, which cannot be written, so that all
 * memory may be used. The image's shadow is part of the image; that of RAM is taken out of RAM when the memory map is known, an
 * eighth of it; that of stacks and big blocks comes and goes with them.
 * @nosanitize
 */

import { asm, callAddress, fillBytes, pointer, symbolAddress, type Ptr } from "unsafe";
import { PAGE_SIZE, type PhysAddr, places } from "../address.ts";
import { imageToPhysical, kernelStart } from "../boot/image.ts";
import { freeMemory, presentMemory } from "../boot/memory-map.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { invalidatePage, readCr3, writeCr3 } from "../cpu/registers.ts";
import { freeFrames, takeFrames } from "../frames.ts";
import { ENTRIES, FRAME_MASK, indexAt, PRESENT, tableAt, WRITABLE } from "../memory/entries.ts";
import { RawLock } from "../memory/raw-lock.ts";
import { placeFrameOwners } from "./frame-owners.ts";
import { poison, Shadow, SHADOW_BASE, SHADOW_END, shadowOf } from "./shadow.ts";
import { placeTraces } from "./traces.ts";

/** Tables that are there from the start: one for each entry of the root, and those of the image. */
const ROOT_ENTRIES = 32;
const EARLY_TABLES = 40;

asm`
  .section .bss.sanitizer,"aw",@nobits
  .balign 4096
sanitizer_pages:
  .skip 4096 * (4 + 40)
  .text
`;

@struct
class ShadowMap {
  lock = new RawLock();
  /** Physical address of the page of zeros, and of the tables that lead to nothing else: of pages, of tables of pages. */
  zeros: u64 = 0;
  zeroTables = new FixedArray<u64, 2>();
  /** Physical address of the page for what was released. */
  released: u64 = 0;
  /** Memory for tables, physical. When it is used up they are frames. */
  tables: u64 = 0;
  tablesEnd: u64 = 0;
}

const map = new ShadowMap();

/** Maps the shadow, and has the red zones of globals set. The first thing that the kernel does, before any function that is checked. */
export function startShadow(): void {
  const pages = imageToPhysical(symbolAddress("sanitizer_pages"));
  map.zeros = pages;
  map.zeroTables[0] = pages + PAGE_SIZE;
  map.zeroTables[1] = pages + 2 * PAGE_SIZE;
  fillTable(map.zeroTables[0], map.zeros | PRESENT);
  fillTable(map.zeroTables[1], map.zeroTables[0] | PRESENT | WRITABLE);
  map.released = pages + 3 * PAGE_SIZE;
  fillBytes(pointer<u8>(places.directMap + map.released), u8(Shadow.BlockReleased), PAGE_SIZE);
  map.tables = pages + 4 * PAGE_SIZE;
  map.tablesEnd = map.tables + EARLY_TABLES * PAGE_SIZE;
  const root = tableAt(readCr3() & FRAME_MASK);
  for (let i: u64 = 0; i < ROOT_ENTRIES; i++) {
    const table = takeTable();
    fillTable(table, map.zeroTables[1] | PRESENT | WRITABLE);
    root[indexAt(SHADOW_BASE, 3) + i] = table | PRESENT | WRITABLE;
  }
  const memory = symbolAddress("__shadow_start");
  const first = shadowOf(kernelStart()) & ~(u64(PAGE_SIZE) - 1);
  for (let at = first; at < shadowOf(memory); at += PAGE_SIZE)
    mapPage(at, imageToPhysical(memory + (at - first)));
  writeCr3(readCr3());
  const end = symbolAddress("__init_array_end");
  for (let at = symbolAddress("__init_array_start"); at < end; at += 8)
    callAddress<u64>(pointer<u64>(at).value);
}

function fillTable(table: u64, entry: u64): void {
  const entries = tableAt(table);
  for (let i: usize = 0; i < ENTRIES; i++) entries[i] = entry;
}

/** Room for a table, with anything in it; 0 when there is no memory. */
function takeTable(): u64 {
  if (map.tables === map.tablesEnd) return takeFrames(0);
  map.tables += PAGE_SIZE;
  return map.tables - PAGE_SIZE;
}

/** The entry for a page of the shadow; address 0 when there is no memory for its tables. */
function entryOf(address: u64): Ptr<u64> {
  let table = readCr3() & FRAME_MASK;
  for (let level: u64 = 3; level > 0; level--) {
    const entry = tableAt(table).add(indexAt(address, level));
    const next = entry.value & FRAME_MASK;
    // Level 3 leads to tables of our own from the start.
    if (level < 3 && next === map.zeroTables[level - 1]) {
      const own = takeTable();
      if (own === 0) return pointer<u64>(0);
      fillTable(own, level === 1 ? map.zeros | PRESENT : map.zeroTables[level - 2] | PRESENT | WRITABLE);
      entry.value = own | PRESENT | WRITABLE;
    }
    table = entry.value & FRAME_MASK;
  }
  return tableAt(table).add(indexAt(address, 0));
}

/** Maps a page of the shadow, unless it is mapped. False when there is no memory for tables, or it is. */
function mapPage(address: u64, physical: u64): boolean {
  const entry = entryOf(address);
  if (entry.address === 0 || (entry.value & FRAME_MASK) !== map.zeros) return false;
  entry.value = physical | PRESENT | WRITABLE;
  return true;
}

/** Bytes of shadow for the pages of a range of memory, whole pages. */
function shadowPages(start: u64, end: u64): u64 {
  const first = shadowOf(start) & ~(u64(PAGE_SIZE) - 1);
  return (shadowOf(end) - first + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
}

/**
 * Takes memory for the shadow of RAM, and for what is kept about its owners, out of the free memory; what is left of that is poisoned. Before the
 * frame allocator. Panics when there is not enough below 4 GiB, which is what the first page tables reach.
 */
export function startRamShadow(): void {
  let shadow: u64 = 0;
  for (let i: usize = 0; i < presentMemory.count; i++) {
    shadow += shadowPages(
      places.directMap + presentMemory.startOf(i),
      places.directMap + presentMemory.endOf(i),
    );
  }
  const tables = (shadow / 0x20_0000 + 3 * presentMemory.count + 4) * PAGE_SIZE;
  const top = presentMemory.endOf(presentMemory.count - 1);
  const owners = (top / PAGE_SIZE) * 8;
  const traces = bits.min(bits.max(presentMemory.total() >> 5, 0x10_0000), 0x100_0000);
  const whole = (shadow + tables + owners + traces + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
  const start = takeFree(whole);
  fillBytes(pointer<u8>(places.directMap + start), 0, whole);
  map.tables = start;
  map.tablesEnd = start + tables;
  mapRam(start + tables);
  writeCr3(readCr3());
  placeFrameOwners(places.directMap + start + tables + shadow, top / PAGE_SIZE);
  placeTraces(places.directMap + start + tables + shadow + owners, traces);
  for (let i: usize = 0; i < freeMemory.count; i++) {
    const from = freeMemory.startOf(i);
    poison(places.directMap + from, freeMemory.endOf(i) - from, Shadow.FreeFrame);
  }
}

function takeFree(size: u64): u64 {
  for (let i: usize = 0; i < freeMemory.count; i++) {
    const start = freeMemory.startOf(i);
    if (freeMemory.endOf(i) - start < size || start + size > 0x1_0000_0000) continue;
    freeMemory.remove(start, start + size);
    return start;
  }
  panic("the kernel cannot start: there is not enough memory below 4 GiB for the sanitizer");
}

function mapRam(memory: u64): void {
  let next = memory;
  for (let i: usize = 0; i < presentMemory.count; i++) {
    const start = places.directMap + presentMemory.startOf(i);
    const end = shadowOf(places.directMap + presentMemory.endOf(i));
    for (let at = shadowOf(start) & ~(u64(PAGE_SIZE) - 1); at < end; at += PAGE_SIZE) {
      if (mapPage(at, next)) next += PAGE_SIZE;
    }
  }
}

/** Puts the shadow into the kernel's own page table, which is about to be loaded. */
export function adoptShadow(root: Ptr<u64>): void {
  const early = tableAt(readCr3() & FRAME_MASK);
  for (let at: u64 = indexAt(SHADOW_BASE, 3); at < indexAt(SHADOW_END, 3); at++) root[at] = early[at];
}

/** Gives a part of an area that grows its shadow, unless it has it: whole pages of it. False when there is no memory. */
export function growShadow(start: u64, length: u64): boolean {
  const wasOn = disableInterrupts();
  map.lock.acquire();
  let isDone = true;
  for (let at = shadowOf(start); isDone && at < shadowOf(start + length); at += PAGE_SIZE)
    isDone = growPage(at);
  map.lock.release();
  restoreInterrupts(wasOn);
  return isDone;
}

function growPage(address: u64): boolean {
  const entry = entryOf(address);
  if (entry.address === 0) return false;
  if (isOwn(entry.value)) return true;
  const frame = takeFrames(0);
  if (frame === 0) return false;
  fillBytes(pointer<u8>(places.directMap + frame), 0, PAGE_SIZE);
  entry.value = frame | PRESENT | WRITABLE;
  invalidatePage(address);
  return true;
}

function isOwn(entry: u64): boolean {
  const page = entry & FRAME_MASK;
  return page !== map.zeros && page !== map.released;
}

/** Takes the shadow of such a part away: what was there is a block that was released. */
export function shrinkShadow(start: u64, length: u64): void {
  const wasOn = disableInterrupts();
  map.lock.acquire();
  for (let at = shadowOf(start); at < shadowOf(start + length); at += PAGE_SIZE) {
    const entry = entryOf(at);
    if (entry.address === 0 || !isOwn(entry.value)) continue;
    const frame = entry.value & FRAME_MASK;
    entry.value = map.released | PRESENT;
    invalidatePage(at);
    freeFrames(frame as PhysAddr, 0);
  }
  map.lock.release();
  restoreInterrupts(wasOn);
}
