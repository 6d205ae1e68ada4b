import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE, type VirtAddr } from "../platform/address.ts";
import { frameBytes } from "../platform/frames.ts";
import { PageTable } from "../platform/paging.ts";
import { checkAlive } from "../platform/thread-flags.ts";
import { declareText } from "../setting/setting.ts";
import { Dumpable } from "../rights/dumpable.ts";
import { Mutex } from "../task/mutex.ts";
import { FaultResult } from "./fault-result.ts";
import { resolvePage } from "./page-resolution.ts";
import { pageFlags } from "./page-flags.ts";
import { Access, allows, Protection } from "./protection.ts";
import { Inheritance, isData, type PageSource, Region, Sharing } from "./region.ts";
import { RegionList } from "./region-list.ts";
import { SpaceLimits } from "./space-limits.ts";

/** The lowest address that a program may map (vm.mmap_min_addr), so that null pointers always fault. */
export const USER_START: u64 = 0x10000;
declareText("vm/mmap_min_addr", () => USER_START.toString());
/** One past the highest user address: the last page below the canonical hole stays empty (SYSRET, Intel SDM 4.1). */
export const USER_END: u64 = 0x7fff_ffff_f000;
/** Where MAP_32BIT looks for room, as Linux does: the code of old compilers jumps no farther than 2 GiB. */
const LOW_START: u64 = 0x4000_0000;
const LOW_END: u64 = 0x8000_0000;
/** Room kept between a growing stack and what lies below it. */
const STACK_GUARD: u64 = 256 * PAGE_SIZE;

const lastId: Atomic<u64> = new Atomic<u64>(0);

/** A process's memory: its regions, and the page table that holds what was touched so far. */
export class AddressSpace {
  /** Its own, never 0, never used again. */
  readonly id: u64 = lastId.fetchAdd(1) + 1;
  readonly table: PageTable;
  /** Mappings are laid from here downward. */
  private readonly mappingTop: u64;
  private readonly regions: Mutex<RegionList>;
  /** The program break: the heap that brk(2) moves lies between these. */
  private breakStart: u64 = 0;
  private breakEnd: u64 = 0;
  /** The most that it was before something was taken away: bytes of its regions, and pages that were present. */
  private mostBytes: u64 = 0;
  private mostPages: u64 = 0;
  /** How large it may become. */
  limits = new SpaceLimits();
  /** Who may look into it; for fork(2) it is part of the memory, execve(2) begins anew. */
  dumpable: Dumpable = Dumpable.Yes;

  /** Without any mapping; those that say no address will lie below `mappingTop`. Throws ENOMEM. */
  constructor(mappingTop: u64) {
    this.mappingTop = mappingTop;
    this.table = PageTable.create();
    this.regions = new Mutex(new RegionList());
  }

  /** A copy for fork(2): private pages are shared until one side writes. Throws ENOMEM, EINTR. */
  fork(): AddressSpace {
    const child = new AddressSpace(this.mappingTop);
    using ours = this.regions.lock();
    using theirs = child.regions.lock();
    for (let region = ours.value.above(0); region !== null; region = ours.value.next(region)) {
      checkAlive();
      if (region.inheritance === Inheritance.LeftOut) continue;
      theirs.value.insert(region.withBounds(region.start, region.end));
      if (region.sharing === Sharing.Private && region.inheritance === Inheritance.Copied) {
        this.table.shareRange(child.table, region.start as VirtAddr, region.end as VirtAddr);
      }
    }
    child.breakStart = this.breakStart;
    child.breakEnd = this.breakEnd;
    child.limits = this.limits;
    child.dumpable = this.dumpable;
    return child;
  }

  /** Maps the region where it says, in place of what was there. Throws ENOMEM, or EEXIST when `replace` is false and something is there. */
  map(region: Region, replace: boolean): void {
    if (region.start < USER_START || region.end > USER_END || region.end <= region.start) throw Errno.ENOMEM;
    using regions = this.regions.lock();
    if (!regions.value.isFree(region.start, region.end)) {
      if (!replace) throw Errno.EEXIST;
      this.checkLimits(regions.value, region, region.start, region.end);
      this.removeRange(regions.value, region.start, region.end);
    } else {
      this.checkLimits(regions.value, region, 0, 0);
    }
    this.insert(regions.value, region);
  }

  /** Throws ENOMEM when the region, in place of what lies between the addresses, would be too much. */
  private checkLimits(list: RegionList, region: Region, from: u64, to: u64): void {
    if (!this.limits.allow(list, region.end - region.start, isData(region), from, to)) throw Errno.ENOMEM;
  }

  private insert(list: RegionList, region: Region): void {
    if (region.source !== null) region.source.wasMapped = true;
    list.insert(region);
  }

  /** Maps a region built at address 0 at `hint` if that is free, else where there is room, below 2 GiB if it is to be (MAP_32BIT). Returns its address. Throws ENOMEM. */
  place(region: Region, hint: u64, isLow: boolean): u64 {
    const length = region.end - region.start;
    const top = isLow ? LOW_END : USER_END;
    if (length > top) throw Errno.ENOMEM;
    using regions = this.regions.lock();
    this.checkLimits(regions.value, region, 0, 0);
    let start = hint;
    const fits = hint >= USER_START && hint <= top - length;
    if (!fits || !regions.value.isFree(hint, hint + length)) {
      start = isLow
        ? regions.value.findGap(length, LOW_START, LOW_END)
        : regions.value.findGap(length, USER_START, this.mappingTop);
    }
    region.start = start;
    region.end = start + length;
    this.insert(regions.value, region);
    return start;
  }

  /** Where `place` would put so many bytes. Throws ENOMEM. */
  findGap(length: u64): u64 {
    using regions = this.regions.lock();
    return regions.value.findGap(length, USER_START, this.mappingTop);
  }

  /** Unmaps everything between the addresses (multiples of the page size). Throws ENOMEM when a region must be split. */
  unmap(start: u64, end: u64): void {
    using regions = this.regions.lock();
    this.removeRange(regions.value, start, end);
  }

  /** Changes what the addresses allow. Throws ENOMEM when part of them is not mapped or there would be too much data, EACCES when part may not be written. */
  protect(start: u64, end: u64, protection: Protection): void {
    using regions = this.regions.lock();
    const list = regions.value;
    if (!this.isCovered(list, start, end)) throw Errno.ENOMEM;
    if ((protection & Protection.Write) !== 0) {
      if (!list.mayWrite(start, end)) throw Errno.EACCES;
      if (!this.limits.allowWriting(list, start, end)) throw Errno.ENOMEM;
    }
    list.split(start, end);
    // Write access comes back page by page in `fault`, where shared frames are told from the process's own.
    if (protection === Protection.None) this.table.hideRange(start as VirtAddr, end as VirtAddr);
    else this.table.protectRange(start as VirtAddr, end as VirtAddr, pageFlags(protection, false));
    list.protect(start, end, protection);
  }

  /** Drops the contents of the addresses: private anonymous memory reads as zeros again (MADV_DONTNEED). Throws ENOMEM when part is not mapped. */
  discard(start: u64, end: u64): void {
    using regions = this.regions.lock();
    if (!this.isCovered(regions.value, start, end)) throw Errno.ENOMEM;
    this.noteSize(regions.value);
    this.table.unmapRange(start as VirtAddr, end as VirtAddr);
  }

  /** Says what fork(2) does with the addresses. Throws ENOMEM when part is not mapped, EINVAL unless what is to be wiped is private memory without a file. */
  setInheritance(start: u64, end: u64, inheritance: Inheritance): void {
    using regions = this.regions.lock();
    const list = regions.value;
    if (!this.isCovered(list, start, end)) throw Errno.ENOMEM;
    if (inheritance === Inheritance.Wiped && !list.isAnonymous(start, end)) throw Errno.EINVAL;
    list.split(start, end);
    list.setInheritance(start, end, inheritance);
  }

  /** Brings in all pages between the addresses for the access, up to the first that cannot be; tells what kept that out. */
  populate(start: u64, end: u64, access: Access): FaultResult {
    for (let page = start; page < end; page += PAGE_SIZE) {
      checkAlive();
      const result = this.fault(page, access);
      if (result !== FaultResult.Resolved) return result;
    }
    return FaultResult.Resolved;
  }

  /**
   * mremap(2): gives the mapping of [start, end) another size; `target` 0: where it is, or elsewhere if it may move. Returns its
   * address. Throws EFAULT unless the range is one mapping, ENOMEM.
   */
  resize(start: u64, end: u64, size: u64, mayMove: boolean, target: u64): u64 {
    using regions = this.regions.lock();
    const list = regions.value;
    const region = list.find(start);
    if (region === null) throw Errno.EFAULT;
    const isShrink = size <= end - start;
    // What goes may be of several mappings.
    if (isShrink && target === 0) {
      if (start + size < end) this.removeRange(list, start + size, end);
      return start;
    }
    if (region.end < end) throw Errno.EFAULT;
    // Of no size: what is shared is mapped once more (mremap(2)).
    if (start === end && region.sharing === Sharing.Private) throw Errno.EINVAL;
    const growth = isShrink ? 0 : size - (end - start);
    if (!this.limits.allow(list, growth, isData(region), 0, 0)) throw Errno.ENOMEM;
    if (
      target === 0 &&
      start < end &&
      region.end === end &&
      start + size <= USER_END &&
      list.isFree(end, start + size)
    ) {
      list.insert(region.withBounds(end, start + size));
      return start;
    }
    if (!mayMove) throw Errno.ENOMEM;
    return this.move(list, region, start, end, size, target);
  }

  private move(list: RegionList, region: Region, start: u64, end: u64, size: u64, target: u64): u64 {
    let to = target;
    if (target === 0) {
      to = list.findGap(size, USER_START, this.mappingTop);
    } else {
      if (target < USER_START || target > USER_END - size) throw Errno.EINVAL;
      if (target < end && start < target + size) throw Errno.EINVAL;
      this.removeRange(list, target, target + size);
    }
    const kept = bits.min(end - start, size);
    list.insert(region.moved(start, to, size));
    this.table.moveRange(start as VirtAddr, (start + kept) as VirtAddr, to as VirtAddr);
    this.removeRange(list, start, end);
    return to;
  }

  /** Takes out the source's pages from `first` on, see mappings.ts. */
  forget(source: PageSource, first: u64): void {
    using regions = this.regions.lock();
    this.noteSize(regions.value);
    for (let region = regions.value.above(0); region !== null; region = regions.value.next(region)) {
      const pages = (region.end - region.start) >> 12;
      if (region.source !== source || region.firstPage + pages <= first) continue;
      const skipped = bits.max(first, region.firstPage) - region.firstPage;
      this.table.unmapRange((region.start + (skipped << 12)) as VirtAddr, region.end as VirtAddr);
    }
  }

  /** Whether all of the addresses are mapped. */
  isMapped(start: u64, end: u64): boolean {
    using regions = this.regions.lock();
    return this.isCovered(regions.value, start, end);
  }

  /** Whether what is written at the address is seen by whoever else maps it. */
  isShared(address: u64): boolean {
    using regions = this.regions.lock();
    const region = regions.value.find(address);
    return region !== null && region.sharing === Sharing.Shared;
  }

  /** Sets where the heap begins (after the program's data) when a program is loaded. */
  setBreakStart(address: u64): void {
    this.breakStart = address;
    this.breakEnd = address;
  }

  /** brk(2): moves the program break and returns it; unchanged when that is not possible. */
  setBreak(address: u64): u64 {
    using regions = this.regions.lock();
    if (address < this.breakStart || address > USER_END) return this.breakEnd;
    const oldEnd = roundUpToPage(this.breakEnd);
    const newEnd = roundUpToPage(address);
    if (newEnd > oldEnd) {
      if (!regions.value.isFree(oldEnd, newEnd)) return this.breakEnd;
      if (!this.limits.allow(regions.value, newEnd - oldEnd, true, 0, 0)) return this.breakEnd;
      if (!tryInsert(regions.value, oldEnd, newEnd)) return this.breakEnd;
    } else if (newEnd < oldEnd) {
      this.removeRange(regions.value, newEnd, oldEnd);
    }
    this.breakEnd = address;
    return address;
  }

  /** Takes regions and pages out from under a program that is being replaced or has ended. */
  clear(): void {
    using regions = this.regions.lock();
    this.removeRange(regions.value, 0, USER_END);
  }

  /** Calls nothing back: copies the regions' descriptions for /proc/PID/maps. Throws ENOMEM. */
  describe(): Region[] {
    using regions = this.regions.lock();
    const list: Region[] = [];
    for (let region = regions.value.above(0); region !== null; region = regions.value.next(region)) {
      list.push(region.withBounds(region.start, region.end));
    }
    return list;
  }

  /** Copies memory as far as its pages are present, for somebody else than the process itself (/proc/PID/cmdline). Returns how many bytes. */
  peek(address: u64, to: Span<u8>): u64 {
    using _ = this.regions.lock();
    let done: u64 = 0;
    while (done < to.length) {
      const at = address + done;
      const within = at & (PAGE_SIZE - 1);
      const frame = at < USER_END ? this.table.frameAt((at - within) as VirtAddr) : null;
      if (frame === null) break;
      const count = bits.min(PAGE_SIZE - within, to.length - done);
      to.subspan(done, done + count).copyFrom(frameBytes(frame).subspan(within, within + count));
      done += count;
    }
    return done;
  }

  /** Bytes in all regions. */
  totalBytes(): u64 {
    using regions = this.regions.lock();
    return regions.value.bytes;
  }

  /** Bytes in pages that are present. */
  residentBytes(): u64 {
    return this.table.presentPages * PAGE_SIZE;
  }

  /** The most that the two have been so far. */
  mostTotalBytes(): u64 {
    using regions = this.regions.lock();
    return bits.max(this.mostBytes, regions.value.bytes);
  }

  mostResidentBytes(): u64 {
    return bits.max(this.mostPages, this.table.presentPages) * PAGE_SIZE;
  }

  /**
   * Makes the page at the address fit for the access, if a region allows it. Called by the page-fault handler, with
   * interrupts on, in the context of a thread of this process.
   */
  fault(address: u64, access: Access): FaultResult {
    try {
      using regions = this.regions.lock();
      const region = regions.value.find(address) ?? this.growStack(regions.value, address);
      if (region === null) return FaultResult.NotMapped;
      if (!allows(region.protection, access)) return FaultResult.Denied;
      resolvePage(this.table, region, (address & ~(PAGE_SIZE - 1)) as VirtAddr, access === Access.Write);
      return FaultResult.Resolved;
    } catch (error) {
      return errnoOf(error) === Errno.ENOMEM ? FaultResult.OutOfMemory : FaultResult.Beyond;
    }
  }

  /** The stack region above the address, grown down to it, if the address may be part of a stack. */
  private growStack(list: RegionList, address: u64): Region | null {
    const region = list.above(address);
    if (region === null) return null;
    const start = address & ~(PAGE_SIZE - 1);
    if (!region.growsDown || start < USER_START || region.end - start > this.limits.stack) return null;
    if (!this.limits.allow(list, region.start - start, false, 0, 0)) return null;
    if (!list.isFree(start - bits.min(start, STACK_GUARD), region.start)) return null;
    list.growDown(region, start);
    return region;
  }

  /** To be called before something is taken away. */
  private noteSize(list: RegionList): void {
    this.mostBytes = bits.max(this.mostBytes, list.bytes);
    this.mostPages = bits.max(this.mostPages, this.table.presentPages);
  }

  private removeRange(list: RegionList, start: u64, end: u64): void {
    this.noteSize(list);
    list.remove(start, end);
    this.table.unmapRange(start as VirtAddr, end as VirtAddr);
  }

  private isCovered(list: RegionList, start: u64, end: u64): boolean {
    let next = start;
    for (let at = list.above(start); at !== null && next < end; at = list.next(at)) {
      if (at.start > next) return false;
      next = at.end;
    }
    return next >= end;
  }
}

/** The next multiple of the page size; wraps to 0 near the end of the address space. */
export function roundUpToPage(value: u64): u64 {
  return (value + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

/** More heap; false when there is no memory to note it. */
function tryInsert(list: RegionList, start: u64, end: u64): boolean {
  try {
    const protection = Protection.Read | Protection.Write;
    list.insert(new Region(start, end, protection, Sharing.Private, null, 0, false, "[heap]"));
    return true;
  } catch {
    return false;
  }
}
