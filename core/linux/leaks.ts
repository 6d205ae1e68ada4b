/**
 * Looks for leaks when a checked program ends: blocks that cannot be reached from its global variables. What these hold is
 * not a leak, so the search goes from every word of the writable segments that is the address of a block, and on from every
 * word of the blocks found. Other words may look like addresses: rather miss a leak than report what is none.
 */

import { pointer, symbolAddress, type Ptr } from "unsafe";
import { TextBuffer } from "../text-buffer.ts";
import { printError } from "./abort.ts";
import { allocateBlock } from "./blocks.ts";
import { countBlocks, header, HEADER_SIZE, newestBlock, releaseHeldBlocks } from "./heap-check.ts";

const REACHED = 0x4ea_c4ed;
const REPORTED = 20;
const PT_LOAD = 1;
const PF_W = 2;
const GOLDEN = 0x9e37_79b9_7f4a_7c15;

/** Open addressing: addresses of blocks, 0 for none. */
let table: Ptr<u64> = pointer<u64>(0);
let tableMask: u64 = 0;
/** Blocks that were reached and whose words are still to be looked at. */
let pending: Ptr<u64> = pointer<u64>(0);
let pendingCount: u64 = 0;

function slotOf(address: u64): u64 {
  let slot = ((address * GOLDEN) >> 20) & tableMask;
  while (table[slot] !== 0 && table[slot] !== address) slot = (slot + 1) & tableMask;
  return slot;
}

/** Enters all live blocks into the table; false when there is no memory for it. */
function makeTable(): boolean {
  const count = countBlocks();
  let slots: u64 = 64;
  while (slots < count * 2) slots *= 2;
  const tableAddress = allocateBlock(slots * 8);
  const pendingAddress = allocateBlock(count * 8 + 8);
  if (tableAddress === 0 || pendingAddress === 0) return false;
  table = pointer<u64>(tableAddress);
  tableMask = slots - 1;
  pending = pointer<u64>(pendingAddress);
  for (let at = newestBlock(); at !== 0; at = header(at)[0].next) {
    table[slotOf(at + HEADER_SIZE)] = at + HEADER_SIZE;
  }
  return true;
}

/** Reaches the blocks whose addresses are among the words. */
function scan(words: Ptr<u64>, count: u64): void {
  for (let i = 0; i < count; i++) {
    const address = words[i];
    if (address === 0 || table[slotOf(address)] !== address) continue;
    const block = header(address - HEADER_SIZE);
    if (block[0].state === REACHED) continue;
    block[0].state = REACHED;
    pending[pendingCount] = address;
    pendingCount += 1;
  }
}

/** Scans the writable segments of the image, by its program headers (ELF-64, fields by their offsets). */
function scanGlobals(): void {
  const image = symbolAddress("__ehdr_start");
  const headers = image + pointer<u64>(image + 32).value;
  const size = u64(pointer<u16>(image + 54).value);
  const count = u64(pointer<u16>(image + 56).value);
  for (let i = 0; i < count; i++) {
    const segment = headers + i * size;
    if (pointer<u32>(segment).value !== PT_LOAD) continue;
    if ((pointer<u32>(segment + 4).value & PF_W) === 0) continue;
    const start = (pointer<u64>(segment + 16).value + 7) & ~7;
    const end = pointer<u64>(segment + 16).value + pointer<u64>(segment + 40).value;
    // The tables of this search lie there too, but not the blocks' addresses.
    if (end > start) scan(pointer<u64>(start), (end - start) >> 3);
  }
}

/** Prints the blocks that were not freed and that no global variable leads to. Returns whether there were none. */
export function reportLeaks(): boolean {
  releaseHeldBlocks();
  if (!makeTable()) return true;
  scanGlobals();
  while (pendingCount > 0) {
    pendingCount -= 1;
    const address = pending[pendingCount];
    scan(pointer<u64>(address), header(address - HEADER_SIZE)[0].size >> 3);
  }
  let count: u64 = 0;
  let bytes: u64 = 0;
  for (let at = newestBlock(); at !== 0; at = header(at)[0].next) {
    if (header(at)[0].state === REACHED) continue;
    if (count < REPORTED) reportBlock(at);
    count += 1;
    bytes += header(at)[0].size;
  }
  if (count === 0) return true;
  const line = new TextBuffer();
  line.text("heap check: ");
  line.decimal(count);
  line.text(" blocks, ");
  line.decimal(bytes);
  line.text(" bytes were never freed\n");
  printError(line.span());
  return false;
}

function reportBlock(address: u64): void {
  const line = new TextBuffer();
  line.text("  leaked ");
  line.decimal(header(address)[0].size);
  line.text(" bytes at ");
  line.hex(address + HEADER_SIZE);
  // An object begins with its vtable's address, which lies in the image.
  const first = pointer<u64>(address + HEADER_SIZE);
  if (first[0] >= symbolAddress("__ehdr_start") && first[0] < symbolAddress("end")) {
    line.text(", count ");
    line.decimal(first[1]);
    line.text(", vtable ");
    line.hex(first[0]);
  }
  line.text("\n");
  printError(line.span());
}
