/**
 * The kernel's half of every address space. Built once, from the real memory map: all RAM at the direct map, never executable, with pages as large as the
 * CPU has; the image with the rights that each part needs and no page both writable and executable, here or in the direct map.
 *
 * The root's entries for the areas that grow later (stacks, devices, big blocks) are filled at once, so that the address spaces made
 * afterwards can copy the upper half of the root and never need to be told of changes.
 */

import { isSanitized, type Ptr } from "unsafe";
import { Errno } from "../../../core/errno.ts";
import { PAGE_SIZE, type PhysAddr, type VirtAddr, places } from "../address.ts";
import {
  bootStackGuard,
  dataStart,
  imageToPhysical,
  kernelEnd,
  kernelStart,
  rodataEnd,
  rodataStart,
  textEnd,
} from "../boot/image.ts";
import { presentMemory } from "../boot/memory-map.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { features } from "../cpu/features.ts";
import { INTERRUPT_STACKS, interruptStackGuard } from "../cpu/interrupt-stacks.ts";
import { invalidatePage, writeCr3 } from "../cpu/registers.ts";
import { clearPage, takeFrames } from "../frames.ts";
import { FRAME_MASK, GLOBAL, indexAt, LARGE, NO_EXECUTE, PRESENT, tableAt, WRITABLE } from "./entries.ts";
import { RawLock } from "./raw-lock.ts";
import { adoptShadow } from "../sanitizer/shadow-map.ts";

const LARGE_SIZE = 0x20_0000;
const GIANT_SIZE = 0x4000_0000;

@struct
class KernelMap {
  lock = new RawLock();
  root: u64 = 0;
  /** NO_EXECUTE, or 0 on a CPU without it (where the bit is reserved). */
  noExecute: u64 = 0;
  global: u64 = 0;
}

const map = new KernelMap();

/** Physical address of the root that maps nothing but the kernel. */
export function kernelRoot(): u64 {
  return map.root;
}

/** The bit that forbids executing, if the CPU has it. @inline */
export function noExecuteBit(): u64 {
  return map.noExecute;
}

/** Builds the map and goes over to it. Before the heap: panics when there is no memory. */
export function buildKernelMap(): void {
  map.noExecute = features.noExecute ? NO_EXECUTE : u64(0);
  map.global = features.globalPages ? u64(GLOBAL) : u64(0);
  map.root = newTable();
  for (let i: usize = 0; i < presentMemory.count; i++)
    mapDirect(presentMemory.startOf(i), presentMemory.endOf(i));
  mapImage();
  reserveArea(places.stacks);
  reserveArea(places.devices);
  reserveArea(places.bigBlocks);
  if (isSanitized()) adoptShadow(tableAt(map.root));
  writeCr3(map.root);
}

function reserveArea(base: u64): void {
  tableAt(map.root)[indexAt(base, 3)] = newTable() | PRESENT | WRITABLE;
}

function newTable(): u64 {
  const frame = takeFrames(0);
  if (frame === 0) panic("no memory for the kernel's page tables");
  clearPage(frame + places.directMap);
  return frame;
}

/** Maps RAM at the direct map; the parts of it that hold the kernel's code and constants cannot be written there either. */
function mapDirect(from: u64, to: u64): void {
  const start = from & ~(u64(PAGE_SIZE) - 1);
  const end = (to + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
  const constStart = u64(imageToPhysical(kernelStart()));
  const constEnd = u64(imageToPhysical(rodataEnd()));
  const flags = PRESENT | map.global | map.noExecute;
  mapDirectPart(start, bits.min(end, constStart), flags | WRITABLE);
  mapDirectPart(bits.max(start, constStart), bits.min(end, constEnd), flags);
  mapDirectPart(bits.max(start, constEnd), end, flags | WRITABLE);
}

function mapDirectPart(start: u64, end: u64, flags: u64): void {
  if (start < end) mapRange(start + places.directMap, start, end - start, flags);
}

function mapImage(): void {
  const flags = PRESENT | map.global;
  mapPart(kernelStart(), textEnd(), flags);
  mapPart(rodataStart(), rodataEnd(), flags | map.noExecute);
  let at = dataStart();
  for (let guard = nextGuard(at); guard !== 0; guard = nextGuard(at)) {
    mapPart(at, guard, flags | WRITABLE | map.noExecute);
    at = guard + PAGE_SIZE;
  }
  mapPart(at, kernelEnd(), flags | WRITABLE | map.noExecute);
}

/** The first page at or above the address that lies below one of the image's stacks and stays unmapped; 0 if there is none. */
function nextGuard(from: u64): u64 {
  let next: u64 = bootStackGuard() >= from ? bootStackGuard() : 0;
  for (let i: u64 = 1; i <= INTERRUPT_STACKS; i++) {
    const guard = interruptStackGuard(i);
    if (guard >= from && (next === 0 || guard < next)) next = guard;
  }
  return next;
}

function mapPart(start: u64, end: u64, flags: u64): void {
  if (start < end) mapRange(start, imageToPhysical(start), end - start, flags);
}

/** Maps whole pages, as large as addresses and CPU allow. */
function mapRange(virtual: u64, physical: u64, length: u64, flags: u64): void {
  let at: u64 = 0;
  while (at < length) {
    const place = (virtual + at) | (physical + at);
    const rest = length - at;
    if (features.gigabytePages && (place & (GIANT_SIZE - 1)) === 0 && rest >= GIANT_SIZE) {
      tableFor(virtual + at, 2)[indexAt(virtual + at, 2)] = (physical + at) | flags | LARGE;
      at += GIANT_SIZE;
    } else if ((place & (LARGE_SIZE - 1)) === 0 && rest >= LARGE_SIZE) {
      tableFor(virtual + at, 1)[indexAt(virtual + at, 1)] = (physical + at) | flags | LARGE;
      at += LARGE_SIZE;
    } else {
      at += mapSmall(virtual + at, physical + at, rest, flags);
    }
  }
}

/** Maps pages of 4 KiB up to the end of their table, or of the range. Returns how many bytes. */
function mapSmall(virtual: u64, physical: u64, length: u64, flags: u64): u64 {
  const table = tableFor(virtual, 0);
  let index = indexAt(virtual, 0);
  let done: u64 = 0;
  while (done < length && index < 512) {
    table[index] = (physical + done) | flags;
    done += PAGE_SIZE;
    index++;
  }
  return done;
}

/** The table of a level that an address goes through, made if it is not there. */
function tableFor(virtual: u64, level: u64): Ptr<u64> {
  let table = tableAt(map.root);
  for (let at: u64 = 3; at > level; at--) {
    const index = indexAt(virtual, at);
    if (table[index] === 0) table[index] = newTable() | PRESENT | WRITABLE;
    table = tableAt(table[index] & FRAME_MASK);
  }
  return table;
}

/** Flags of a page that the kernel reads and writes. */
export function kernelDataFlags(): u64 {
  return PRESENT | WRITABLE | map.global | map.noExecute;
}

/** Maps one page of an area that grows. Throws ENOMEM. */
export function mapKernelPage(virtual: VirtAddr, physical: PhysAddr, flags: u64): void {
  const wasOn = disableInterrupts();
  map.lock.acquire();
  const done = tryMap(virtual, physical | flags);
  map.lock.release();
  restoreInterrupts(wasOn);
  if (!done) throw Errno.ENOMEM;
}

function tryMap(virtual: u64, entry: u64): boolean {
  let table = tableAt(map.root);
  for (let level: u64 = 3; level > 0; level--) {
    const index = indexAt(virtual, level);
    if (table[index] === 0) {
      const frame = takeFrames(0);
      if (frame === 0) return false;
      clearPage(frame + places.directMap);
      table[index] = frame | PRESENT | WRITABLE;
    }
    // A large page: it is mapped already.
    if ((table[index] & LARGE) !== 0) return true;
    table = tableAt(table[index] & FRAME_MASK);
  }
  table[indexAt(virtual, 0)] = entry;
  return true;
}

/** Takes a page of 4 KiB out; returns the entry that was there, 0 if none. */
export function unmapKernelPage(virtual: VirtAddr): u64 {
  let table = tableAt(map.root);
  for (let level: u64 = 3; level > 0; level--) {
    const entry = table[indexAt(virtual, level)];
    if (entry === 0) return 0;
    table = tableAt(entry & FRAME_MASK);
  }
  const index = indexAt(virtual, 0);
  const entry = table[index];
  table[index] = 0;
  invalidatePage(virtual);
  return entry;
}

/** Whether an address of the kernel's half is mapped: for backtraces, which must not fault. */
export function isKernelMapped(virtual: u64): boolean {
  if (virtual < places.directMap || map.root === 0) return false;
  let table = tableAt(map.root);
  for (let level: u64 = 3; level > 0; level--) {
    const entry = table[indexAt(virtual, level)];
    if ((entry & PRESENT) === 0) return false;
    if ((entry & LARGE) !== 0) return true;
    table = tableAt(entry & FRAME_MASK);
  }
  return (table[indexAt(virtual, 0)] & PRESENT) !== 0;
}

/**
 * Makes firmware tables readable that the memory map does not call memory, at their addresses in the direct map.
 * Throws ENOMEM.
 */
export function mapFirmware(physical: u64, length: u64): VirtAddr {
  const first = physical & ~(u64(PAGE_SIZE) - 1);
  for (let at = first; at < physical + length; at += PAGE_SIZE) {
    const virtual = at + places.directMap;
    if (!isKernelMapped(virtual)) mapKernelPage(virtual as VirtAddr, at as PhysAddr, PRESENT | map.noExecute);
  }
  return (physical + places.directMap) as VirtAddr;
}
