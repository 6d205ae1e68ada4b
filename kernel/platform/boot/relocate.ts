/**
 * Moving the kernel to random addresses, before anything of it runs but the code at its entry (KASLR). `nokaslr` on the command
 * line leaves everything where it was linked, for debuggers and for whoever looks at addresses.
 *
 * The image stays where it was loaded; its virtual address changes by a multiple of 2 MiB within the top 2 GiB, and every place in it that
 * holds such an address changes with it. The linker's list of these places (compiler/image/relocations.ts) lies in the boot part
 * of the image, which is given up later. Meanwhile the code runs at the old address, where the same memory stays mapped: so it may be
 * written to under its own feet. What it stores must be numbers, never addresses of the image.
 *
 * The areas of the kernel's half (address.ts) are moved by multiples of 1 GiB.
 *
 * A kernel with the sanitizer stays: its reports are the same each time. There is no shadow yet:
 * @nosanitize
 */

import { isSanitized, pointer, symbolAddress } from "unsafe";
import { NumberCursor } from "../../../core/leb128.ts";
import { AREA_SIZE, places } from "../address.ts";
import { features } from "../cpu/features.ts";
import { writeCr3 } from "../cpu/registers.ts";
import { random64 } from "../random.ts";
import { hasWord } from "./flags.ts";
import { dataStart, imageToPhysical, kernelEnd, rodataStart, textStart } from "./image.ts";
import { readMultibootCommandLine } from "./multiboot2.ts";
import { readStartInfoCommandLine } from "./pvh.ts";
import { PVH } from "./protocol.ts";

const GIGABYTE = 0x4000_0000;
const LARGE_PAGE = 0x20_0000;
/** Present, writable, and for a page of 2 MiB besides. */
const TABLE_FLAGS = 3;
const LARGE_FLAGS = 0x83;

/** The image lies this far from where it was linked, at least: the old place stays mapped until it has been left. */
const LEAST_SLIDE = 64 * 1024 * 1024;
/** What the top 2 GiB have room for. */
const MOST_SLIDE = 0x8000_0000;

/**
 * Moves the kernel, and returns how far the image now lies above the place where it was linked: 0 when it stays.
 * @export boot_relocate
 * @entry boot 16
 */
export function relocateKernel(protocol: u64, address: u64): u64 {
  if (isSanitized()) return 0;
  const sites = symbolAddress("metal_relocations");
  if (protocol === PVH) readStartInfoCommandLine(address);
  else readMultibootCommandLine(address);
  if (sites === 0 || hasWord("nokaslr")) return 0;
  features.detect();
  moveAreas();
  const room = (MOST_SLIDE - LEAST_SLIDE - imageSize()) / LARGE_PAGE;
  const slide = LEAST_SLIDE + (random64() % room) * LARGE_PAGE;
  mapImageAt(slide);
  relocate(sites, slide);
  return slide;
}

/** From physical address 0 to the end of the image, in whole large pages. */
function imageSize(): u64 {
  return (imageToPhysical(kernelEnd()) + LARGE_PAGE - 1) & ~(u64(LARGE_PAGE) - 1);
}

/** The first page tables as they are: of 2 GiB that the image may lie in, and their root. Other tables are at their physical addresses. */
function mapImageAt(slide: u64): void {
  const directories = pointer<u64>(symbolAddress("boot_image_directories"));
  const first = slide / LARGE_PAGE;
  for (let at: u64 = 0; at < imageSize(); at += LARGE_PAGE)
    directories[first + at / LARGE_PAGE] = at | LARGE_FLAGS;
}

/** Chooses the places of the areas, and maps the first 4 GiB at the direct map's. */
function moveAreas(): void {
  places.directMap += randomPlace(64, 4 * GIGABYTE);
  places.bigBlocks += randomPlace(16, AREA_SIZE);
  places.stacks += randomPlace(16, AREA_SIZE);
  places.devices += randomPlace(16, AREA_SIZE);
  const pointers = pointer<u64>(symbolAddress("boot_direct_pointers"));
  const directories = imageToPhysical(symbolAddress("boot_directories"));
  const first = (places.directMap / GIGABYTE) & 511;
  for (let i: u64 = 0; i < 4; i++) pointers[first + i] = (directories + i * 4096) | TABLE_FLAGS;
  const root = symbolAddress("boot_root");
  const index = (places.directMap >> 39) & 511;
  pointer<u64>(root)[index] = imageToPhysical(symbolAddress("boot_direct_pointers")) | TABLE_FLAGS;
  writeCr3(imageToPhysical(root));
}

/** Some multiple of 1 GiB within so many entries of the root, from which `size` bytes lie within one entry. */
function randomPlace(entries: u64, size: u64): u64 {
  const number = random64();
  return (
    ((number >> 32) % entries) * 512 * GIGABYTE + (u64(u32(number)) % (513 - size / GIGABYTE)) * GIGABYTE
  );
}

/** Adds `slide` to every address in the image. */
function relocate(sites: u64, slide: u64): void {
  // The list is read by addresses that do not change, so these come first.
  const text = textStart();
  const constants = rodataStart();
  const data = dataStart();
  const cursor = new NumberCursor();
  cursor.at = sites;
  relocatePart(cursor, text, slide);
  relocatePart(cursor, constants, slide);
  relocatePart(cursor, data, slide);
}

function relocatePart(cursor: NumberCursor, start: u64, slide: u64): void {
  let at = start;
  for (let step = cursor.next(); step !== 0; step = cursor.next()) {
    at += (step - 1) >> 1;
    if (((step - 1) & 1) !== 0) pointer<u64>(at).value += slide;
    else pointer<u32>(at).value += u32(slide);
  }
}
