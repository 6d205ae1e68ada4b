/**
 * The page tables of programs. The tables' own frames count their entries in use (the field `next` of their frame record), so that taking
 * a table down ends as soon as it is empty, and nobody scans empty tables.
 */

import { PAGE_SHIFT, PAGE_SIZE, type PhysAddr, USER_LIMIT, type VirtAddr } from "./address.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { invalidatePage, readCr3, writeCr3 } from "./cpu/registers.ts";
import { allocateZeroedFrame, releaseFrame, shareFrame } from "./frames.ts";
import { recordOf } from "./memory/chunks.ts";
import { changeEntryCount, entryCount } from "./memory/entry-counts.ts";
import {
  ACCESSED,
  CACHE_DISABLE,
  DIRTY,
  ENTRIES,
  FRAME_MASK,
  HIDDEN,
  indexAt,
  NO_EXECUTE,
  PRESENT,
  tableAt,
  USER,
  WRITABLE,
  WRITE_THROUGH,
} from "./memory/entries.ts";
import { kernelRoot, noExecuteBit } from "./memory/kernel-map.ts";
import { releaseTables } from "./memory/table-release.ts";
import { checkAlive } from "./thread-flags.ts";

/** Rights of a page. Without User it is the kernel's; every page can be read. */
export enum PageFlags {
  None = 0,
  Write = 1,
  User = 2,
  NoExecute = 4,
  /** Device registers. */
  Uncached = 8,
}

/** What a page table says about one page. */
@struct
export class PageEntry {
  /** A frame belongs to the page: `phys` and `flags` mean something. It may yet be hidden. */
  isMapped: boolean = false;
  /** The frame is kept but every access faults (PROT_NONE). */
  isHidden: boolean = false;
  isDirty: boolean = false;
  isAccessed: boolean = false;
  phys: PhysAddr = 0;
  flags: PageFlags = PageFlags.None;
}

/** Bits of a directory's entry for a table: the entries of the last level alone restrict. */
const TABLE_BITS = PRESENT | WRITABLE | USER;
/** Bytes that one entry of a level covers. */
const LEAF_TABLE_SPAN = 0x20_0000;

function entryBits(flags: PageFlags): u64 {
  let result: u64 = PRESENT;
  if ((flags & PageFlags.Write) !== 0) result |= WRITABLE;
  if ((flags & PageFlags.User) !== 0) result |= USER;
  if ((flags & PageFlags.NoExecute) !== 0) result |= noExecuteBit();
  if ((flags & PageFlags.Uncached) !== 0) result |= CACHE_DISABLE | WRITE_THROUGH;
  return result;
}

function flagsOf(entry: u64): PageFlags {
  let flags = PageFlags.None;
  if ((entry & WRITABLE) !== 0) flags |= PageFlags.Write;
  if ((entry & USER) !== 0) flags |= PageFlags.User;
  if ((entry & NO_EXECUTE) !== 0) flags |= PageFlags.NoExecute;
  if ((entry & CACHE_DISABLE) !== 0) flags |= PageFlags.Uncached;
  return flags;
}

const ONE_LESS = 0xffff_ffff;

/** A new table without entries. Throws ENOMEM. */
function newTable(): u64 {
  const frame = allocateZeroedFrame();
  recordOf(frame >> PAGE_SHIFT).value.next = 0;
  return frame;
}

/**
 * An address space's page table: four levels, of which the lower half is its own and the upper half is the kernel's, the same in all.
 * Each mapped page owns a share of its frame. Not locked: the owner (AddressSpace) locks. When the last reference goes the tables and the
 * shares of all mapped frames are released.
 */
export class PageTable {
  /** Physical address of the top table; for `ThreadContext.pageTableRoot`. */
  readonly root: u64;
  private pages: u64 = 0;
  /** Tables below the root. They are kept until the whole is given up. */
  private tables: u64 = 0;

  private constructor(root: u64) {
    this.root = root;
  }

  /** Throws ENOMEM. */
  static create(): PageTable {
    const root = newTable();
    const table = tableAt(root);
    const kernel = tableAt(kernelRoot());
    for (let i: usize = 256; i < ENTRIES; i++) table[i] = kernel[i];
    try {
      return new PageTable(root);
    } catch (error) {
      releaseFrame(root as PhysAddr);
      throw error;
    }
  }

  /** Pages that have a frame, hidden ones included. */
  get presentPages(): u64 {
    return this.pages;
  }

  /** Frames that the tables themselves take. */
  get tableFrames(): u64 {
    return this.tables + 1;
  }

  private get isActive(): boolean {
    return readCr3() === this.root;
  }

  /** Physical address of the table of pages that the address goes through; 0 if there is none. */
  private findLeaf(address: u64): u64 {
    let table = this.root;
    for (let level: u64 = 3; level > 0; level--) {
      const entry = tableAt(table)[indexAt(address, level)];
      if (entry === 0) return 0;
      table = entry & FRAME_MASK;
    }
    return table;
  }

  /** The same, made if it is not there. Throws ENOMEM. */
  private makeLeaf(address: u64): u64 {
    assert(address < USER_LIMIT, "a page of the kernel's half in a program's page table");
    let table = this.root;
    for (let level: u64 = 3; level > 0; level--) {
      const index = indexAt(address, level);
      let entry = tableAt(table)[index];
      if (entry === 0) {
        entry = newTable() | TABLE_BITS;
        tableAt(table)[index] = entry;
        changeEntryCount(table, 1);
        this.tables++;
      }
      table = entry & FRAME_MASK;
    }
    return table;
  }

  /**
   * Maps a page (the address is below USER_LIMIT), taking over the caller's share of the frame. An entry that was there is
   * overwritten, its frame's share *not* released. Throws ENOMEM when there is no frame for a table.
   */
  map(page: VirtAddr, frame: PhysAddr, flags: PageFlags): void {
    const leaf = this.makeLeaf(page);
    const index = indexAt(page, 0);
    const old = tableAt(leaf)[index];
    tableAt(leaf)[index] = frame | entryBits(flags);
    if (old === 0) {
      changeEntryCount(leaf, 1);
      this.pages++;
    } else if ((old & PRESENT) !== 0 && this.isActive) {
      invalidatePage(page);
    }
  }

  /** Takes a page out; its share goes to the caller. */
  unmap(page: VirtAddr): PhysAddr | null {
    const leaf = this.findLeaf(page);
    if (leaf === 0) return null;
    const index = indexAt(page, 0);
    const entry = tableAt(leaf)[index];
    if (entry === 0) return null;
    this.clearEntry(leaf, index, page);
    return (entry & FRAME_MASK) as PhysAddr;
  }

  private clearEntry(leaf: u64, index: u64, page: u64): void {
    tableAt(leaf)[index] = 0;
    changeEntryCount(leaf, ONE_LESS);
    this.pages--;
    if (this.isActive) invalidatePage(page);
  }

  /** Changes the rights of one page that is mapped, and shows it if it was hidden. */
  protect(page: VirtAddr, flags: PageFlags): void {
    this.protectRange(page, (page + PAGE_SIZE) as VirtAddr, flags);
  }

  /** What the table says of one page; `isMapped` is false where there is nothing. */
  lookup(page: VirtAddr): PageEntry {
    const result = new PageEntry();
    const leaf = this.findLeaf(page);
    const entry = leaf === 0 ? u64(0) : tableAt(leaf)[indexAt(page, 0)];
    result.isMapped = entry !== 0;
    result.isHidden = (entry & HIDDEN) !== 0;
    result.isDirty = (entry & DIRTY) !== 0;
    result.isAccessed = (entry & ACCESSED) !== 0;
    result.phys = (entry & FRAME_MASK) as PhysAddr;
    result.flags = flagsOf(entry);
    return result;
  }

  /** The frame of a page, hidden or not, or null. */
  frameAt(page: VirtAddr): PhysAddr | null {
    const leaf = this.findLeaf(page);
    if (leaf === 0) return null;
    const entry = tableAt(leaf)[indexAt(page, 0)];
    return entry === 0 ? null : ((entry & FRAME_MASK) as PhysAddr);
  }

  /** The first address at or above `address` that may be mapped: skips what has no tables. */
  private nextMapped(address: u64, end: u64): u64 {
    let at = address;
    while (at < end) {
      let table = this.root;
      let level: u64 = 3;
      while (level > 0) {
        const entry = tableAt(table)[indexAt(at, level)];
        if (entry === 0) break;
        table = entry & FRAME_MASK;
        level--;
      }
      if (level === 0) return at;
      const span = u64(1) << (12 + 9 * level);
      at = (at & ~(span - 1)) + span;
    }
    return end;
  }

  /** Takes out all pages from start up to, not including, end, and releases their shares. */
  unmapRange(start: VirtAddr, end: VirtAddr): void {
    const isActive = this.isActive;
    let at: u64 = this.nextMapped(start, end);
    while (at < end) {
      const leaf = this.findLeaf(at);
      const stop = bits.min(end, (at & ~(u64(LEAF_TABLE_SPAN) - 1)) + LEAF_TABLE_SPAN);
      const table = tableAt(leaf);
      let left = entryCount(leaf);
      let gone: u32 = 0;
      for (; at < stop && left > 0; at += PAGE_SIZE) {
        const index = indexAt(at, 0);
        const entry = table[index];
        if (entry === 0) continue;
        table[index] = 0;
        if (isActive) invalidatePage(at);
        releaseFrame((entry & FRAME_MASK) as PhysAddr);
        left--;
        gone++;
      }
      changeEntryCount(leaf, 0 - gone);
      this.pages -= u64(gone);
      at = this.nextMapped(stop, end);
    }
  }

  /** Changes the rights of all mapped pages of a range, and shows the hidden ones. */
  protectRange(start: VirtAddr, end: VirtAddr, flags: PageFlags): void {
    this.changeRange(start, end, FRAME_MASK | ACCESSED | DIRTY, entryBits(flags));
  }

  /** Makes every access to the range fault; the frames stay. */
  hideRange(start: VirtAddr, end: VirtAddr): void {
    this.changeRange(start, end, ~u64(PRESENT), HIDDEN);
  }

  /** Replaces the entries of all mapped pages: keeps the bits of `keep`, sets those of `set`. */
  private changeRange(start: u64, end: u64, keep: u64, set: u64): void {
    const isActive = this.isActive;
    let at = this.nextMapped(start, end);
    while (at < end) {
      const table = tableAt(this.findLeaf(at));
      const stop = bits.min(end, (at & ~(u64(LEAF_TABLE_SPAN) - 1)) + LEAF_TABLE_SPAN);
      for (; at < stop; at += PAGE_SIZE) {
        const index = indexAt(at, 0);
        const entry = table[index];
        if (entry === 0) continue;
        table[index] = (entry & keep) | set;
        if (isActive) invalidatePage(at);
      }
      at = this.nextMapped(stop, end);
    }
  }

  /** Maps all pages of the range in `child` too (each with a share more), read-only in both (fork(2)). Throws ENOMEM, EINTR. */
  shareRange(child: PageTable, start: VirtAddr, end: VirtAddr): void {
    const isActive = this.isActive;
    let at: u64 = this.nextMapped(start, end);
    while (at < end) {
      checkAlive();
      const ours = tableAt(this.findLeaf(at));
      const childLeaf = child.makeLeaf(at);
      const theirs = tableAt(childLeaf);
      const stop = bits.min(end, (at & ~(u64(LEAF_TABLE_SPAN) - 1)) + LEAF_TABLE_SPAN);
      let count: u32 = 0;
      for (; at < stop; at += PAGE_SIZE) {
        const index = indexAt(at, 0);
        const entry = ours[index];
        if (entry === 0) continue;
        const shared = entry & ~u64(WRITABLE);
        shareFrame((entry & FRAME_MASK) as PhysAddr);
        theirs[index] = shared & ~u64(ACCESSED | DIRTY);
        count++;
        if (entry === shared) continue;
        ours[index] = shared;
        if (isActive) invalidatePage(at);
      }
      changeEntryCount(childLeaf, count);
      child.pages += u64(count);
      at = this.nextMapped(stop, end);
    }
  }

  /** Moves the pages of a range elsewhere in the same table (mremap(2)). Throws ENOMEM, and then some may have been moved. */
  moveRange(start: VirtAddr, end: VirtAddr, to: VirtAddr): void {
    for (let at = this.nextMapped(start, end); at < end; at = this.nextMapped(at + PAGE_SIZE, end)) {
      const leaf = this.findLeaf(at);
      const index = indexAt(at, 0);
      const entry = tableAt(leaf)[index];
      if (entry === 0) continue;
      const target = to + (at - start);
      const targetLeaf = this.makeLeaf(target);
      this.clearEntry(leaf, index, at);
      tableAt(targetLeaf)[indexAt(target, 0)] = entry;
      changeEntryCount(targetLeaf, 1);
      this.pages++;
    }
  }

  /** Loads it into this CPU now. */
  activate(): void {
    if (!this.isActive) writeCr3(this.root);
  }

  destructor(): void {
    const wasOn = disableInterrupts();
    // A kernel thread may be running with it still loaded.
    if (this.isActive) writeCr3(kernelRoot());
    restoreInterrupts(wasOn);
    releaseTables(this.root);
  }
}

/** Loads the table that maps nothing but the kernel. */
export function activateKernelTable(): void {
  writeCr3(kernelRoot());
}
