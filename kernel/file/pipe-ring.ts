import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { PAGE_SIZE, type PhysAddr } from "../platform/address.ts";
import { allocateFrame, frameBytes, releaseFrame } from "../platform/frames.ts";

const WITHIN: u64 = PAGE_SIZE - 1;

/** The bytes of a pipe. `start` is the first one's place; they go on from there, round the end. */
export class PipeRing {
  /** As many as a power of two; 0: not taken yet. */
  private frames: PhysAddr[];
  private start: u64 = 0;
  used: u64 = 0;

  /** `size`: as in `resize`. */
  constructor(size: u64) {
    this.frames = new Array<PhysAddr>(size / PAGE_SIZE);
  }

  private get size(): u64 {
    return this.frames.length * PAGE_SIZE;
  }

  /** Bytes that still fit. */
  get room(): u64 {
    return this.size - this.used;
  }

  /** Moves up to `count` bytes out. Throws EFAULT: what was not moved whole is still there. */
  take(buffer: IoBuffer, count: u64): void {
    let left = bits.min(count, this.used);
    while (left > 0) {
      const within = this.start & WITHIN;
      const length = bits.min(left, PAGE_SIZE - within);
      const bytes = frameBytes(this.frames[this.start / PAGE_SIZE]);
      buffer.copyOut(bytes.subspan(within, within + length));
      left -= length;
      this.used -= length;
      // An empty pipe begins anew, so that short messages always use the same page.
      this.start = this.used === 0 ? 0 : (this.start + length) & (this.size - 1);
    }
  }

  /** Moves up to `count` bytes in, as far as there is room. Throws EFAULT, ENOMEM: what came before is in. */
  put(buffer: IoBuffer, count: u64): void {
    let left = bits.min(count, this.room);
    while (left > 0) {
      const end = (this.start + this.used) & (this.size - 1);
      const within = end & WITHIN;
      const length = bits.min(left, PAGE_SIZE - within);
      buffer.copyIn(needFrame(this.frames, end / PAGE_SIZE).subspan(within, within + length));
      left -= length;
      this.used += length;
    }
  }

  /** Has room for `size` bytes, a power of two and at least a page. Throws EBUSY when there are more, ENOMEM, and then nothing has changed. */
  resize(size: u64): void {
    if (this.used > size) throw Errno.EBUSY;
    const frames = new Array<PhysAddr>(size / PAGE_SIZE);
    try {
      this.copyTo(frames);
    } catch (error) {
      releaseAll(frames);
      throw error;
    }
    releaseAll(this.frames);
    this.frames = frames;
    this.start = 0;
  }

  private copyTo(frames: PhysAddr[]): void {
    for (let done: u64 = 0; done < this.used;) {
      const at = (this.start + done) & (this.size - 1);
      const from = at & WITHIN;
      const to = done & WITHIN;
      const length = bits.min(this.used - done, PAGE_SIZE - bits.max(from, to));
      const bytes = frameBytes(this.frames[at / PAGE_SIZE]).subspan(from, from + length);
      needFrame(frames, done / PAGE_SIZE)
        .subspan(to, to + length)
        .copyFrom(bytes);
      done += length;
    }
  }

  destructor(): void {
    releaseAll(this.frames);
  }
}

/** The bytes of a page, which is taken if it is not there. Throws ENOMEM. */
function needFrame(frames: PhysAddr[], index: u64): Span<u8> {
  if (frames[index] === 0) frames[index] = allocateFrame();
  return frameBytes(frames[index]);
}

function releaseAll(frames: readonly PhysAddr[]): void {
  for (let i: u64 = 0; i < frames.length; i++) {
    if (frames[i] !== 0) releaseFrame(frames[i]);
  }
}
