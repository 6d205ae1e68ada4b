import type { PhysAddr, VirtAddr } from "./address.ts";

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

/**
 * An address space's page table: four levels, of which the lower half is its own and the upper half is the kernel's, the same in all.
 * Each mapped page owns a share of its frame. Not locked: the owner (AddressSpace) locks. When the last reference goes the tables and the
 * shares of all mapped frames are released.
 */
export declare class PageTable {
  /** Throws ENOMEM. */
  static create(): PageTable;
  /** For `ThreadContext.pageTableRoot`. */
  readonly root: u64;
  /** Pages that have a frame, hidden ones included. */
  readonly presentPages: u64;

  /**
   * Maps a page (the address is below USER_LIMIT), taking over the caller's share of the frame. An entry that was there is
   * overwritten, its frame's share *not* released. Throws ENOMEM when there is no frame for a table.
   */
  map(page: VirtAddr, frame: PhysAddr, flags: PageFlags): void;
  /** Takes a page out; its share goes to the caller. */
  unmap(page: VirtAddr): PhysAddr | null;
  /** Changes the rights of one page that is mapped, and shows it if it was hidden. */
  protect(page: VirtAddr, flags: PageFlags): void;
  lookup(page: VirtAddr): PageEntry;
  /** The frame of a page, hidden or not, or null. */
  frameAt(page: VirtAddr): PhysAddr | null;

  /** Takes out all pages from start up to, not including, end, and releases their shares. */
  unmapRange(start: VirtAddr, end: VirtAddr): void;
  /** Changes the rights of all mapped pages of a range, and shows the hidden ones. */
  protectRange(start: VirtAddr, end: VirtAddr, flags: PageFlags): void;
  /** Makes every access to the range fault; the frames stay. */
  hideRange(start: VirtAddr, end: VirtAddr): void;
  /** Maps all pages of the range in `child` too (each with a share more), read-only in both (fork(2)). Throws ENOMEM. */
  shareRange(child: PageTable, start: VirtAddr, end: VirtAddr): void;
  /** Moves the pages of a range elsewhere in the same table (mremap(2)). Throws ENOMEM, and then some may have been moved. */
  moveRange(start: VirtAddr, end: VirtAddr, to: VirtAddr): void;

  /** Loads it into this CPU now. */
  activate(): void;
}
