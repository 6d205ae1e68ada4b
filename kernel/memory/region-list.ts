import { Errno } from "../../core/errno.ts";
import { declareNumber } from "../setting/number-setting.ts";
import { Region } from "./region.ts";

/** Most regions of one address space. As on Linux a new mapping may be one more, parts of one that is split may not. */
const mostRegions = declareNumber("vm/max_map_count", 65530, 0, 0x7fff_ffff);

/** The regions of an address space, sorted by address, not overlapping. Found by binary search. */
export class RegionList {
  private readonly regions: Region[] = [];
  /** Where the last search for free room ended: the next one begins there. */
  private gapHint: u64 = 0;

  get length(): usize {
    return this.regions.length;
  }

  at(index: usize): Region {
    return this.regions[index];
  }

  /** Index of the first region that ends above the address; `length` if there is none. */
  indexAbove(address: u64): usize {
    let low: usize = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.regions[middle].end <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The region that holds the address, or null. */
  find(address: u64): Region | null {
    const index = this.indexAbove(address);
    if (index === this.regions.length) return null;
    const region = this.regions[index];
    return region.start <= address ? region : null;
  }

  /** Whether nothing lies between the addresses. */
  isFree(start: u64, end: u64): boolean {
    const index = this.indexAbove(start);
    return index === this.regions.length || this.regions[index].start >= end;
  }

  /** Whether all that lies between the addresses may be made writable. */
  mayWrite(start: u64, end: u64): boolean {
    for (let i = this.indexAbove(start); i < this.length && this.regions[i].start < end; i++) {
      if (!this.regions[i].mayWrite) return false;
    }
    return true;
  }

  /** Adds a region where nothing is, joined with its neighbours where they continue each other. Throws ENOMEM. */
  insert(region: Region): void {
    const index = this.indexAbove(region.start);
    const after = index < this.regions.length ? this.regions[index] : null;
    if (index > 0 && this.regions[index - 1].continuesIn(region)) {
      const before = this.regions[index - 1];
      before.end = region.end;
      if (after !== null && before.continuesIn(after)) {
        before.end = after.end;
        this.regions.removeAt(index);
      }
    } else if (after !== null && region.continuesIn(after)) {
      after.firstPage = region.firstPage;
      after.start = region.start;
    } else {
      if (this.regions.length > mostRegions.value) throw Errno.ENOMEM;
      this.regions.insert(index, region);
    }
  }

  /** Throws ENOMEM when no region may be split. */
  private checkCount(): void {
    if (this.regions.length >= mostRegions.value) throw Errno.ENOMEM;
  }

  /**
   * Makes the addresses a boundary of regions, splitting those that cross them. Returns the index of the first region
   * at or above `start`. Throws ENOMEM before it has changed anything that matters.
   */
  split(start: u64, end: u64): usize {
    // Two more at most.
    if (this.isInside(start)) this.checkCount();
    if (this.isInside(end)) this.checkCount();
    return this.splitUnchecked(start, end);
  }

  private splitUnchecked(start: u64, end: u64): usize {
    this.splitAt(end);
    return this.splitAt(start);
  }

  /** Whether a region crosses the address. */
  private isInside(address: u64): boolean {
    const index = this.indexAbove(address);
    return index < this.regions.length && this.regions[index].start < address;
  }

  private splitAt(address: u64): usize {
    const index = this.indexAbove(address);
    if (index === this.regions.length) return index;
    const region = this.regions[index];
    if (region.start >= address) return index;
    this.regions.insert(index + 1, region.withBounds(address, region.end));
    region.end = address;
    return index + 1;
  }

  /** Takes out everything between the addresses. Throws ENOMEM when a region must be split and there is no memory. */
  remove(start: u64, end: u64): void {
    // Only a hole in the middle of a region leaves more of them than before.
    if (this.regions.length >= mostRegions.value && this.isInside(start) && this.isInside(end))
      throw Errno.ENOMEM;
    const first = this.splitUnchecked(start, end);
    let last = first;
    while (last < this.regions.length && this.regions[last].start < end) last++;
    if (last > first) this.regions.splice(first, last - first);
    if (this.gapHint < end) this.gapHint = end;
  }

  /** Joins the regions around the addresses where they now continue each other. */
  mergeAround(start: u64, end: u64): void {
    let index = this.indexAbove(start === 0 ? 0 : start - 1);
    while (index + 1 < this.regions.length && this.regions[index].start < end) {
      const region = this.regions[index];
      const next = this.regions[index + 1];
      if (region.continuesIn(next)) {
        region.end = next.end;
        this.regions.removeAt(index + 1);
      } else {
        index++;
      }
    }
  }

  /** The highest free room of `length` bytes between the limits. Throws ENOMEM when there is none. */
  findGap(length: u64, lowest: u64, highest: u64): u64 {
    if (this.gapHint > lowest + length && this.gapHint <= highest) {
      const start = this.gapHint - length;
      if (this.isFree(start, this.gapHint)) {
        this.gapHint = start;
        return start;
      }
    }
    let top = highest;
    let index = this.indexAbove(highest);
    if (index < this.regions.length && this.regions[index].start < highest) top = this.regions[index].start;
    for (;;) {
      const bottom = index === 0 ? lowest : bits.max(lowest, this.regions[index - 1].end);
      if (top > bottom && top - bottom >= length) {
        this.gapHint = top - length;
        return top - length;
      }
      if (index === 0 || this.regions[index - 1].start < lowest) throw Errno.ENOMEM;
      index -= 1;
      top = bits.min(top, this.regions[index].start);
    }
  }
}
