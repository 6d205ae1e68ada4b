import { Errno } from "../../core/errno.ts";
import { OrderedMap } from "../../core/ordered-map.ts";
import { declareNumber } from "../setting/number-setting.ts";
import type { Protection } from "./protection.ts";
import { type Inheritance, isData, Region, Sharing } from "./region.ts";

/** Most regions of one address space. As on Linux a new mapping may be one more, parts of one that is split may not. */
const mostRegions = declareNumber("vm/max_map_count", 65530, 0, 0x7fff_ffff);

/**
 * The regions of an address space, not overlapping, in a tree by their addresses. An entry's weight is the free room below its region, so that room of
 * a size is found as fast as a region.
 */
export class RegionList {
  private readonly regions: OrderedMap<Region> = new OrderedMap<Region>();
  /** Bytes in all regions, and in those of data (see `isData`). */
  bytes: u64 = 0;
  dataBytes: u64 = 0;

  get length(): usize {
    return this.regions.size;
  }

  // ---------------------------------------------------------------- looking

  /** The region that holds the address, or null. */
  find(address: u64): Region | null {
    const region = this.below(address);
    return region !== null && region.end > address ? region : null;
  }

  /** The first region that ends above the address, or null: the one that holds it, or the next one. */
  above(address: u64): Region | null {
    return this.find(address) ?? this.from(address);
  }

  /** The region behind one, or null. */
  next(region: Region): Region | null {
    return this.from(region.end);
  }

  /** The first region that begins at or above the address, or null. */
  private from(address: u64): Region | null {
    return this.regions.ceiling(address)?.value ?? null;
  }

  /** The last region that begins at or below the address, or null. */
  private below(address: u64): Region | null {
    return this.regions.floor(address)?.value ?? null;
  }

  /** Where the last region that begins below the address ends; 0 if there is none. */
  private endBelow(address: u64): u64 {
    return address === 0 ? 0 : (this.below(address - 1)?.end ?? 0);
  }

  /** Whether nothing lies between the addresses. */
  isFree(start: u64, end: u64): boolean {
    const region = this.above(start);
    return region === null || region.start >= end;
  }

  /** Whether all that lies between the addresses may be made writable. */
  mayWrite(start: u64, end: u64): boolean {
    for (let region = this.above(start); region !== null && region.start < end; region = this.next(region)) {
      if (!region.mayWrite) return false;
    }
    return true;
  }

  /** Whether all that lies between the addresses is private memory without a file. */
  isAnonymous(start: u64, end: u64): boolean {
    for (let region = this.above(start); region !== null && region.start < end; region = this.next(region)) {
      if (region.sharing !== Sharing.Private || region.source !== null) return false;
    }
    return true;
  }

  /** The highest free room of `length` bytes between the limits. Throws ENOMEM when there is none. */
  findGap(length: u64, lowest: u64, highest: u64): u64 {
    let top = highest;
    for (;;) {
      const below = this.below(top - 1);
      // A region that goes beyond the limit leaves no room at it.
      const bottom = below === null ? lowest : bits.max(lowest, below.end);
      if (top > bottom && top - bottom >= length) return top - length;
      if (below === null || below.start <= lowest) throw Errno.ENOMEM;
      const next = this.regions.lastWithWeight(below.start, length);
      if (next === null) throw Errno.ENOMEM;
      top = next.key;
    }
  }

  // ---------------------------------------------------------------- changing

  /** Adds a region where nothing is, joined with its neighbours where they continue each other. Throws ENOMEM, and then nothing has changed. */
  insert(region: Region): void {
    const after = this.from(region.start);
    const before = this.below(region.start);
    if (before !== null && before.continuesIn(region)) {
      before.end = region.end;
      if (after !== null && before.continuesIn(after)) this.join(before, after);
      else this.measureGap(after);
    } else if (after !== null && region.continuesIn(after)) {
      after.firstPage = region.firstPage;
      this.moveStart(after, region.start);
    } else {
      if (this.regions.size > mostRegions.value) throw Errno.ENOMEM;
      this.regions.set(region.start, region, region.start - (before?.end ?? 0));
      this.measureGap(after);
    }
    this.count(region, region.end - region.start);
  }

  /** Lets a region (a stack) begin further down, where nothing is. */
  growDown(region: Region, start: u64): void {
    this.count(region, region.start - start);
    this.moveStart(region, start);
  }

  /** Makes the addresses a boundary of regions, splitting those that cross them. Throws ENOMEM before it has changed anything that matters. */
  split(start: u64, end: u64): void {
    // Two more at most.
    if (this.isInside(start)) this.checkCount();
    if (this.isInside(end)) this.checkCount();
    this.splitAt(end);
    this.splitAt(start);
  }

  /** Takes out everything between the addresses. Throws ENOMEM when a region must be split and there is no memory. */
  remove(start: u64, end: u64): void {
    // Only a hole in the middle of a region leaves more of them than before.
    if (this.regions.size >= mostRegions.value && this.isInside(start) && this.isInside(end))
      throw Errno.ENOMEM;
    this.splitAt(end);
    this.splitAt(start);
    for (let region = this.from(start); region !== null && region.start < end; region = this.from(start)) {
      this.uncount(region);
      this.regions.delete(region.start);
    }
    this.measureGap(this.from(end));
  }

  /** Gives all regions between the addresses, which are boundaries, the protection; joins those that now continue each other. */
  protect(start: u64, end: u64, protection: Protection): void {
    for (let region = this.from(start); region !== null && region.start < end; region = this.next(region)) {
      this.uncount(region);
      region.protection = protection;
      this.count(region, region.end - region.start);
    }
    this.mergeAround(start, end);
  }

  /** Says of all regions between the addresses, which are boundaries, what fork(2) does with them. */
  setInheritance(start: u64, end: u64, inheritance: Inheritance): void {
    for (let region = this.from(start); region !== null && region.start < end; region = this.next(region))
      region.inheritance = inheritance;
    this.mergeAround(start, end);
  }

  private mergeAround(start: u64, end: u64): void {
    let region = this.above(start === 0 ? 0 : start - 1);
    while (region !== null && region.start < end) {
      const next = this.next(region);
      if (next !== null && region.continuesIn(next)) this.join(region, next);
      else region = next;
    }
  }

  // ---------------------------------------------------------------- what belongs together

  /** Makes one region of two that continue each other. */
  private join(region: Region, next: Region): void {
    region.end = next.end;
    this.regions.delete(next.start);
  }

  private moveStart(region: Region, start: u64): void {
    this.regions.setKey(region.start, start);
    region.start = start;
    this.measureGap(region);
  }

  /** What lies below the region has changed. */
  private measureGap(region: Region | null): void {
    if (region !== null) this.regions.setWeight(region.start, region.start - this.endBelow(region.start));
  }

  private count(region: Region, bytes: u64): void {
    this.bytes += bytes;
    if (isData(region)) this.dataBytes += bytes;
  }

  private uncount(region: Region): void {
    this.count(region, region.start - region.end);
  }

  /** Throws ENOMEM when no region may be split. */
  private checkCount(): void {
    if (this.regions.size >= mostRegions.value) throw Errno.ENOMEM;
  }

  /** Whether a region crosses the address. */
  private isInside(address: u64): boolean {
    const region = this.find(address);
    return region !== null && region.start < address;
  }

  private splitAt(address: u64): void {
    const region = this.find(address);
    if (region === null || region.start === address) return;
    this.regions.set(address, region.withBounds(address, region.end), 0);
    region.end = address;
  }
}
