import { OrderedMap } from "../../core/ordered-map.ts";
import type { PhysAddr } from "../platform/address.ts";
import { releaseFrame } from "../platform/frames.ts";

/** Pages below this lie in an array, those above in chunks: files are mostly small, and sparse when they are not. */
const DENSE_PAGES: u64 = 4096;
const CHUNK_PAGES: u64 = 64;
const NONE: u64 = 0xffff_ffff_ffff_ffff;

/** Neighbouring pages of a large file. */
class PageChunk {
  /** 0: no frame. */
  readonly frames = new FixedArray<PhysAddr, 64>();
  count: u32 = 0;
}

/** The frames of a file by page index. It owns one share of each. */
export class PageMap {
  /** 0: no frame. */
  private readonly dense: PhysAddr[] = [];
  /** By the number of the chunk, counted from page 0. */
  private chunks: OrderedMap<PageChunk> | null = null;
  /** Frames in the map. */
  count: u64 = 0;
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  /** 0 when there is none. */
  get(index: u64): PhysAddr {
    if (index < DENSE_PAGES) return index < this.dense.length ? this.dense[index] : 0;
    const chunk = this.chunks?.get(index / CHUNK_PAGES)?.value ?? null;
    return chunk === null ? 0 : chunk.frames[index % CHUNK_PAGES];
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
      const chunk = this.needChunk(index / CHUNK_PAGES);
      chunk.frames[index % CHUNK_PAGES] = frame;
      chunk.count += 1;
    }
    this.count += 1;
  }

  /** Sees to it that `set` finds room for the index. Throws ENOMEM. */
  prepare(index: u64): void {
    if (index >= DENSE_PAGES) this.needChunk(index / CHUNK_PAGES);
    else if (index >= this.dense.length) this.dense.extend(index + 1 - this.dense.length);
  }

  private needChunk(number: u64): PageChunk {
    const chunks = this.chunks ?? new OrderedMap<PageChunk>();
    this.chunks = chunks;
    const known = chunks.get(number);
    if (known !== null) return known.value;
    const made = new PageChunk();
    chunks.set(number, made);
    return made;
  }

  /** The first index from `from` up to, not including, `end` that has a frame; `end` if there is none. */
  next(from: u64, end: u64): u64 {
    const denseEnd = bits.min(end, this.dense.length);
    for (let i = from; i < denseEnd; i++) {
      if (this.dense[i] !== 0) return i;
    }
    let at = bits.max(from, DENSE_PAGES);
    while (at < end) {
      const number = this.nextChunk(at / CHUNK_PAGES, end);
      if (number === NONE) return end;
      at = bits.max(at, number * CHUNK_PAGES);
      const stop = bits.min(end, (number + 1) * CHUNK_PAGES);
      for (; at < stop; at++) {
        if (this.get(at) !== 0) return at;
      }
    }
    return end;
  }

  /** The lowest chunk from `number` on that is there and begins before the page `end`; NONE if there is none. */
  private nextChunk(number: u64, end: u64): u64 {
    const next = this.chunks?.ceiling(number) ?? null;
    return next !== null && next.key * CHUNK_PAGES < end ? next.key : NONE;
  }

  /** Lets go of the frames of the pages from `first` up to, not including, `end`; returns how many there were. */
  removeRange(first: u64, end: u64): u64 {
    const before = this.count;
    const denseEnd = bits.min(end, this.dense.length);
    for (let i = first; i < denseEnd; i++) {
      this.drop(this.dense[i]);
      this.dense[i] = 0;
    }
    if (end >= this.dense.length && first < this.dense.length) this.dense.length = first;
    const chunks = this.chunks;
    if (chunks !== null && end > DENSE_PAGES) this.removeFromChunks(chunks, first, end);
    return before - this.count;
  }

  private removeFromChunks(chunks: OrderedMap<PageChunk>, first: u64, end: u64): void {
    let number = bits.max(first, DENSE_PAGES) / CHUNK_PAGES;
    for (let next = chunks.ceiling(number); next !== null; next = chunks.ceiling(number)) {
      number = next.key;
      const chunk = next.value;
      const start = number * CHUNK_PAGES;
      if (start >= end) return;
      const from = bits.max(first, start) - start;
      const stop = bits.min(end - start, CHUNK_PAGES);
      for (let i = from; i < stop; i++) {
        if (chunk.frames[i] === 0) continue;
        this.drop(chunk.frames[i]);
        chunk.frames[i] = 0;
        chunk.count -= 1;
      }
      if (chunk.count === 0) chunks.delete(number);
      number += 1;
    }
  }

  private drop(frame: PhysAddr): void {
    if (frame === 0) return;
    this.count -= 1;
    releaseFrame(frame);
  }

  destructor(): void {
    if (this.isMade) this.removeRange(0, NONE);
  }
}
