/** What lies in a page of a mapping once it is touched: zeros, a page of its file, or its own copy of one. */

import type { PhysAddr, VirtAddr } from "../platform/address.ts";
import {
  allocateFrame,
  allocateZeroedFrame,
  frameBytes,
  frameShareCount,
  releaseFrame,
} from "../platform/frames.ts";
import type { PageFlags, PageTable } from "../platform/paging.ts";
import { pageFlags } from "./page-flags.ts";
import { type PageSource, type Region, Sharing } from "./region.ts";

/** Makes the page fit for reading or writing as its region allows it. With the address space's lock. Throws ENOMEM, and what the file of a mapping throws. */
export function resolvePage(table: PageTable, region: Region, page: VirtAddr, write: boolean): void {
  const present = table.frameAt(page);
  if (present !== null) resolvePresent(table, region, page, present, write);
  else if (region.source === null) resolveAnonymous(table, region, page);
  else resolveFromSource(table, region, region.source, page, write);
}

/** The page is there but not for this access: copy it if others share it, else just give the right. */
function resolvePresent(
  table: PageTable,
  region: Region,
  page: VirtAddr,
  frame: PhysAddr,
  write: boolean,
): void {
  const isShared = region.sharing === Sharing.Private && frameShareCount(frame) > 1;
  if (!write || !isShared) {
    if (write && region.sharing === Sharing.Shared) region.source?.pageWritten();
    table.map(page, frame, pageFlags(region.protection, write));
    return;
  }
  const copy = allocateFrame();
  frameBytes(copy).copyFrom(frameBytes(frame));
  table.map(page, copy, pageFlags(region.protection, true));
  releaseFrame(frame);
}

function resolveAnonymous(table: PageTable, region: Region, page: VirtAddr): void {
  install(table, page, allocateZeroedFrame(), pageFlags(region.protection, true));
}

function resolveFromSource(
  table: PageTable,
  region: Region,
  source: PageSource,
  page: VirtAddr,
  write: boolean,
): void {
  const frame = source.share(region.firstPage + ((page - region.start) >> 12));
  if (region.sharing === Sharing.Private && write) {
    try {
      const copy = allocateFrame();
      frameBytes(copy).copyFrom(frameBytes(frame));
      install(table, page, copy, pageFlags(region.protection, true));
    } finally {
      releaseFrame(frame);
    }
  } else {
    install(table, page, frame, pageFlags(region.protection, region.sharing === Sharing.Shared));
    if (write) source.pageWritten();
  }
}

/** Maps a frame whose share we hold; gives the share back if there is no memory for the table. */
function install(table: PageTable, page: VirtAddr, frame: PhysAddr, flags: PageFlags): void {
  try {
    table.map(page, frame, flags);
  } catch (error) {
    releaseFrame(frame);
    throw error;
  }
}
