import type { PhysAddr } from "../platform/address.ts";
import { releaseFrame } from "../platform/frames.ts";

/** Pages below this lie in an array, those above in a map: files are mostly small, and sparse when they are not. */
const DENSE_PAGES: u64 = 4096;

/** The frames of a file by page index. It owns one share of each. */
export class PageMap {
  /** 0: no frame. */
  private readonly dense: PhysAddr[] = [];
  private sparse: Map<u64, PhysAddr> | null = null;
  /** Frames in the map. */
  count: u64 = 0;

  /** 0 when there is none. */
  get(index: u64): PhysAddr {
    if (index < DENSE_PAGES) return index < this.dense.length ? this.dense[index] : 0;
    const sparse = this.sparse;
    return sparse === null ? 0 : (sparse.get(index) ?? 0);
  }

  /** Takes over the caller's share of the frame; there must be none at the index. Throws ENOMEM, and then has not. */
  set(index: u64, frame: PhysAddr): void {
    if (index < DENSE_PAGES) {
      const length = this.dense.length;
      if (index === length) this.dense.push(frame);
      else {
        if (index > length) this.dense.extend(index + 1 - length);
        this.dense[index] = frame;
      }
    } else {
      const sparse = this.sparse ?? new Map<u64, PhysAddr>();
      this.sparse = sparse;
      sparse.set(index, frame);
    }
    this.count += 1;
  }

  /** Lets go of the frames from an index on; returns how many there were. */
  removeFrom(first: u64): u64 {
    const before = this.count;
    for (let i = this.dense.length; i > first; i--) this.drop(this.dense[i - 1]);
    if (this.dense.length > first) this.dense.length = first;
    const sparse = this.sparse;
    if (sparse !== null) this.removeSparse(sparse, first, 0xffff_ffff_ffff_ffff);
    return before - this.count;
  }

  /** Lets go of the frames of the pages from `first` up to, not including, `end`; returns how many there were. */
  removeRange(first: u64, end: u64): u64 {
    const before = this.count;
    const denseEnd = bits.min(end, this.dense.length);
    for (let i = first; i < denseEnd; i++) {
      this.drop(this.dense[i]);
      this.dense[i] = 0;
    }
    const sparse = this.sparse;
    if (sparse !== null && end > DENSE_PAGES) this.removeSparse(sparse, first, end);
    return before - this.count;
  }

  private removeSparse(sparse: Map<u64, PhysAddr>, first: u64, end: u64): void {
    for (;;) {
      const index = anyBetween(sparse, first, end);
      if (index === undefined) return;
      this.drop(sparse.get(index) ?? 0);
      sparse.delete(index);
    }
  }

  private drop(frame: PhysAddr): void {
    if (frame === 0) return;
    this.count -= 1;
    releaseFrame(frame);
  }

  destructor(): void {
    for (let i: u64 = 0; i < this.dense.length; i++) {
      if (this.dense[i] !== 0) releaseFrame(this.dense[i]);
    }
    const sparse = this.sparse;
    if (sparse === null) return;
    for (const [, frame] of sparse) releaseFrame(frame);
  }
}

function anyBetween(sparse: Map<u64, PhysAddr>, first: u64, end: u64): u64 | undefined {
  for (const [index] of sparse) {
    if (index >= first && index < end) return index;
  }
  return undefined;
}
