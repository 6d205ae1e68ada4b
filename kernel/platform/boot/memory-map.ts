import { PAGE_SIZE } from "../address.ts";

/** Physical addresses from start up to, not including, end. */
@struct
export class MemoryRange {
  start: u64 = 0;
  end: u64 = 0;
}

const MOST_RANGES = 128;

/** Ranges that do not overlap, in ascending order. Static: it is needed before there is a heap. */
@struct
export class RangeList {
  private ranges = new FixedArray<MemoryRange, 128>();
  count: usize = 0;

  startOf(index: usize): u64 {
    return this.ranges[index].start;
  }

  endOf(index: usize): u64 {
    return this.ranges[index].end;
  }

  /** Adds a range; joins it with what it touches. Ranges beyond the 128th are lost. */
  add(start: u64, end: u64): void {
    if (start >= end) return;
    let first: usize = 0;
    while (first < this.count && this.ranges[first].end < start) first++;
    let last = first;
    let from = start;
    let to = end;
    while (last < this.count && this.ranges[last].start <= end) {
      from = bits.min(from, this.ranges[last].start);
      to = bits.max(to, this.ranges[last].end);
      last++;
    }
    if (last === first) {
      if (this.count === MOST_RANGES) return;
      this.open(first);
    } else {
      this.close(first + 1, last);
    }
    this.ranges[first].start = from;
    this.ranges[first].end = to;
  }

  /** Takes a range out. */
  remove(start: u64, end: u64): void {
    if (start >= end) return;
    let index: usize = 0;
    while (index < this.count) {
      const range = this.ranges[index];
      if (range.end <= start || range.start >= end) {
        index++;
      } else if (range.start < start && range.end > end) {
        if (this.count === MOST_RANGES) {
          range.end = start;
          return;
        }
        this.open(index);
        this.ranges[index].start = this.ranges[index + 1].start;
        this.ranges[index].end = start;
        this.ranges[index + 1].start = end;
        return;
      } else if (range.start < start) {
        range.end = start;
        index++;
      } else if (range.end > end) {
        range.start = end;
        index++;
      } else {
        this.close(index, index + 1);
      }
    }
  }

  /** Cuts every range to whole pages. */
  alignInward(): void {
    let index: usize = 0;
    while (index < this.count) {
      const range = this.ranges[index];
      range.start = (range.start + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
      range.end &= ~(u64(PAGE_SIZE) - 1);
      if (range.start >= range.end) this.close(index, index + 1);
      else index++;
    }
  }

  /** Sum of the lengths. */
  total(): u64 {
    let sum: u64 = 0;
    for (let i: usize = 0; i < this.count; i++) sum += this.ranges[i].end - this.ranges[i].start;
    return sum;
  }

  /** Makes room for a range at the index. */
  private open(index: usize): void {
    for (let i = this.count; i > index; i--) {
      this.ranges[i].start = this.ranges[i - 1].start;
      this.ranges[i].end = this.ranges[i - 1].end;
    }
    this.count++;
  }

  /** Drops the ranges from first up to, not including, last. */
  private close(first: usize, last: usize): void {
    const gone = last - first;
    for (let i = first; i + gone < this.count; i++) {
      this.ranges[i].start = this.ranges[i + gone].start;
      this.ranges[i].end = this.ranges[i + gone].end;
    }
    this.count -= gone;
  }
}

/** Everything that is memory, whoever uses it: what the direct map covers. */
export const presentMemory = new RangeList();
/** What nobody uses: given to the frame allocator once, whole pages. */
export const freeMemory = new RangeList();
