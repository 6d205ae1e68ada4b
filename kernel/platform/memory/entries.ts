/** Page table entries (Intel SDM 3A, 4.5). */

import { pointer, type Ptr } from "unsafe";
import { places } from "../address.ts";

/** The entry is used by the CPU; all others are the kernel's to define without it. */
export const PRESENT = 1 << 0;
/** Writes are allowed (CR0.WP holds the kernel to it too). */
export const WRITABLE = 1 << 1;
/** Ring 3 has access. */
export const USER = 1 << 2;
/** PWT: a bit of the index into the PAT. */
export const WRITE_THROUGH = 1 << 3;
/** PCD: a bit of the index into the PAT. */
export const CACHE_DISABLE = 1 << 4;
/** Set by the CPU when it uses the entry. */
export const ACCESSED = 1 << 5;
/** Set by the CPU when it writes to the page. */
export const DIRTY = 1 << 6;
/** In a directory: a page of 2 MiB (or 1 GiB), not a table. */
export const LARGE = 1 << 7;
/** Stays in the TLB when CR3 changes: the kernel's own pages. */
export const GLOBAL = 1 << 8;
/** Ours: not present, but the frame belongs to the page (PROT_NONE). */
export const HIDDEN = 1 << 9;
/** No instructions are fetched; only with EFER.NXE. */
export const NO_EXECUTE = 0x8000_0000_0000_0000;
/** The physical address of the page or of the next table. */
export const FRAME_MASK = 0x000f_ffff_ffff_f000;

/** Entries of a table at every level. */
export const ENTRIES = 512;

/** The entries of a table, by its physical address. @inline */
export function tableAt(physical: u64): Ptr<u64> {
  return pointer<u64>(physical + places.directMap);
}

/** Index of an address in a table of a level: 3 is the root, 0 the table of pages. @inline */
export function indexAt(address: u64, level: u64): u64 {
  return (address >> (12 + 9 * level)) & 511;
}
