/** Page tables of programs, and the door to their memory. */

import { isSanitized } from "unsafe";
import { Errno } from "../../../core/errno.ts";
import type { VirtAddr } from "../address.ts";
import { allocateFrame, frameBytes, frameShareCount, frameStatistics } from "../frames.ts";
import { activateKernelTable, PageFlags, PageTable } from "../paging.ts";
import {
  compareExchangeUser32,
  copyFromUser,
  copyStringFromUser,
  copyToUser,
  fillUser,
  readUser16,
  readUser32,
  readUser64,
  writeUser64,
  writeUser8,
} from "../user.ts";

const PAGE: VirtAddr = 0x40_0000;
const READ_ONLY: VirtAddr = 0x40_1000;
const UNMAPPED = 0x40_2000;
const WRITABLE = PageFlags.User | PageFlags.Write | PageFlags.NoExecute;

function expectFault(what: string, attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    assert(errnoOf(error) === i32(Errno.EFAULT), what);
    return;
  }
  panic(what);
}

function testAccess(): void {
  fillUser(PAGE, 0x41, 4096);
  assert(readUser64(PAGE + 4088) === 0x4141_4141_4141_4141, "fillUser");
  writeUser64(PAGE + 1, 0x1122_3344_5566_7788);
  assert(readUser32(PAGE + 1) === 0x5566_7788 && readUser16(PAGE + 7) === 0x1122, "unaligned words");
  writeUser8(PAGE, 0);
  const bytes = new FixedArray<u8, 300>();
  copyFromUser(bytes.span(), PAGE);
  assert(bytes[0] === 0 && bytes[1] === 0x88 && bytes[299] === 0x41, "copyFromUser");
  bytes[299] = 0;
  copyToUser(PAGE + 100, bytes.span());
  assert(copyStringFromUser(PAGE + 110, 300).length === 289, "copyStringFromUser");
  assert(
    compareExchangeUser32(PAGE, 0, 5) !== 0 && readUser32(PAGE) !== 5,
    "a word that is not what was expected",
  );
}

function testFaults(): void {
  const bytes = new FixedArray<u8, 300>();
  expectFault("reading where nothing is", () => {
    readUser64(UNMAPPED);
  });
  expectFault("writing what is read-only", () => writeUser64(READ_ONLY, 1));
  expectFault("reading the kernel", () => {
    readUser64(0xffff_8000_0000_0000);
  });
  expectFault("reading across the end of the lower half", () => {
    readUser64(0x7fff_ffff_fffc);
  });
  expectFault("reading what is not canonical", () => {
    readUser32(0x8000_0000_0000_0000);
  });
  expectFault("filling more than there is", () => fillUser(PAGE + 2048, 1, 8192));
  expectFault("an endless string", () => {
    fillUser(PAGE, 0x41, 4096);
    copyStringFromUser(PAGE, 0xffff_ffff_ffff_ffff);
  });
  expectFault("copying across the end of what is mapped", () => copyFromUser(bytes.span(), UNMAPPED - 100));
}

function testSharing(table: PageTable): void {
  const child = PageTable.create();
  table.shareRange(child, PAGE, (PAGE + 0x10_0000) as VirtAddr);
  const frame = table.frameAt(PAGE) ?? panic("the page is gone");
  assert(frameShareCount(frame) === 2 && child.presentPages === 2, "pages shared with a child");
  expectFault("writing what is shared", () => writeUser64(PAGE, 1));
  table.hideRange(PAGE, READ_ONLY);
  expectFault("reading what is hidden", () => {
    readUser64(PAGE);
  });
  table.protectRange(PAGE, READ_ONLY, WRITABLE);
  writeUser64(PAGE, 77);
  table.moveRange(PAGE, READ_ONLY, 0x7000_0000_0000 as VirtAddr);
  assert(readUser64(0x7000_0000_0000) === 77, "a page that moved");
  expectFault("reading where the page was", () => {
    readUser64(PAGE);
  });
  table.unmapRange(0 as VirtAddr, 0x8000_0000_0000 as VirtAddr);
  assert(table.presentPages === 0 && frameShareCount(frame) === 0, "everything unmapped");
}

function useTables(): void {
  const table = PageTable.create();
  table.map(PAGE, allocateFrame(), WRITABLE);
  const readOnly = allocateFrame();
  frameBytes(readOnly).fill(0x42);
  table.map(READ_ONLY, readOnly, PageFlags.User | PageFlags.NoExecute);
  table.activate();
  testAccess();
  testFaults();
  testSharing(table);
}

export function testPageTables(): void {
  useTables();
  const before = frameStatistics().free;
  useTables();
  assert(isSanitized() || frameStatistics().free === before, "page tables lost frames");
  activateKernelTable();
}
