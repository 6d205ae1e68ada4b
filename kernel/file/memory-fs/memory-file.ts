import { Errno } from "../../../core/errno.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import { forgetMappings } from "../../memory/mappings.ts";
import { PAGE_SIZE, type PhysAddr } from "../../platform/address.ts";
import { initrdBytes } from "../../platform/boot/info.ts";
import {
  allocateFrame,
  allocateZeroedFrame,
  frameBytes,
  releaseFrame,
  shareFrame,
} from "../../platform/frames.ts";
import { Mutex } from "../../task/mutex.ts";
import { isInterrupted } from "../../task/thread.ts";
import type { File } from "../file.ts";
import { WriteHold } from "../file-holds.ts";
import { Inode } from "../inode.ts";
import { isWritable } from "../open-flags.ts";
import { FileType } from "../../rights/mode.ts";
import type { MemoryFileSystem } from "./memory-file-system.ts";
import { MemoryOpenFile } from "./memory-open-file.ts";
import { PageMap } from "../../memory/page-map.ts";

/** Largest size (what lseek(2) can reach). */
const MOST_BYTES: u64 = 0x7fff_ffff_ffff_ffff;

/** A page index behind all. */
const NO_END: u64 = 0xffff_ffff_ffff_ffff;

/** What is said to hold a file's contents together: who holds this lock reads or writes a stretch of it in one piece. */
export class Turn {}

/**
 * A regular file in memory. Pages come into being when they are written, or mapped; what lies between reads as zeros.
 *
 * A file of the boot archive begins with its pages still there: they are copied when they are first used.
 *
 * Locks: `turn` keeps reads, writes and truncations apart, and may be held while user memory is touched; the page map's lock may
 * not, since touching user memory can ask this very file for a page.
 */
export class MemoryFile extends Inode {
  private readonly memory: MemoryFileSystem;
  private readonly pages: Mutex<PageMap> = new Mutex(new PageMap());
  readonly turn: Mutex<Turn> = new Mutex(new Turn());
  /** Bytes of the archive that are this file's contents where it has no page; changed under the page map's lock. */
  private archiveOffset: u64 = 0;
  private archiveLength: u64 = 0;
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  constructor(memory: MemoryFileSystem, permissions: u32, user: u32, group: u32) {
    super(memory, memory.newNumber(), FileType.Regular | permissions, user, group);
    this.memory = memory;
  }

  /** Gives a new file its contents: bytes of the boot archive. */
  fillFromArchive(offset: u64, length: u64): void {
    this.archiveOffset = offset;
    this.archiveLength = length;
    this.size = length;
  }

  override get blocks(): u64 {
    const archived = (this.archiveLength + 511) >> 9;
    using pages = this.pages.lock();
    return bits.max(pages.value.count * 8, archived);
  }

  override open(flags: u32): File {
    return new MemoryOpenFile(this, flags, isWritable(flags) ? new WriteHold(this) : null);
  }

  // ---------------------------------------------------------------- pages

  override share(index: u64): PhysAddr {
    using pages = this.pages.lock();
    if (index >= (this.size + PAGE_SIZE - 1) >> 12) throw Errno.ENXIO;
    let frame = pages.value.get(index);
    if (frame === 0) frame = this.addPage(pages.value, index);
    shareFrame(frame);
    return frame;
  }

  /** A page that was not there: from the archive, or zeros. The map is locked. */
  private addPage(pages: PageMap, index: u64): PhysAddr {
    // What the archive holds was there all along: it may always be read.
    if (this.isArchived(index)) this.memory.countPage();
    else this.memory.takePage();
    try {
      const frame = this.isArchived(index) ? this.copyArchived(index) : allocateZeroedFrame();
      return this.install(pages, index, frame);
    } catch (error) {
      this.memory.givePages(1);
      throw error;
    }
  }

  private install(pages: PageMap, index: u64, frame: PhysAddr): PhysAddr {
    try {
      pages.set(index, frame);
    } catch (error) {
      releaseFrame(frame);
      throw error;
    }
    return frame;
  }

  private isArchived(index: u64): boolean {
    return index << 12 < this.archiveLength;
  }

  private copyArchived(index: u64): PhysAddr {
    const start = index << 12;
    const length = bits.min(this.archiveLength - start, PAGE_SIZE);
    const frame = length === PAGE_SIZE ? allocateFrame() : allocateZeroedFrame();
    const from = this.archiveOffset + start;
    frameBytes(frame).copyFrom(initrdBytes().subspan(from, from + length));
    return frame;
  }

  /** A share of the page for reading, 0 for a hole. */
  private shareForReading(index: u64): PhysAddr {
    using pages = this.pages.lock();
    let frame = pages.value.get(index);
    if (frame === 0 && this.isArchived(index)) frame = this.addPage(pages.value, index);
    if (frame !== 0) shareFrame(frame);
    return frame;
  }

  /**
   * A share of the page for writing; 0 when there is none yet and `isWhole` says that all of it will be written: then there is room for
   * it, and it is counted.
   */
  private shareForWriting(index: u64, isWhole: boolean): PhysAddr {
    using pages = this.pages.lock();
    let frame = pages.value.get(index);
    if (frame === 0) {
      if (isWhole) {
        pages.value.prepare(index);
        this.memory.takePage();
        return 0;
      }
      frame = this.addPage(pages.value, index);
    }
    shareFrame(frame);
    return frame;
  }

  // ---------------------------------------------------------------- reading and writing

  /**
   * Reads what lies between the offset and the end of the file. Throws EFAULT when the buffer is bad before that: what was moved counts all the same. The
   * caller has the turn, or does not mind sharing it.
   */
  override readAt(buffer: IoBuffer, offset: u64): void {
    let at = offset;
    let isGood = true;
    while (isGood && buffer.remaining > 0 && at < this.size) {
      const within = at & (PAGE_SIZE - 1);
      const count = bits.min(bits.min(buffer.remaining, PAGE_SIZE - within), this.size - at);
      const frame = this.shareForReading(at >> 12);
      let moved: u64 = 0;
      if (frame === 0) {
        moved = buffer.fillOutSome(0, count);
      } else {
        try {
          moved = buffer.copyOutSome(frameBytes(frame).subspan(within, within + count));
        } finally {
          releaseFrame(frame);
        }
      }
      at += moved;
      isGood = moved === count;
    }
    if (at > offset) this.touchAccessed();
    if (!isGood) throw Errno.EFAULT;
  }

  override writeAt(buffer: IoBuffer, offset: u64): void {
    if (buffer.remaining === 0) return;
    if (offset > MOST_BYTES || buffer.remaining > MOST_BYTES - offset) throw Errno.EFBIG;
    let at = offset;
    let isGood = true;
    try {
      while (isGood && buffer.remaining > 0) {
        const within = at & (PAGE_SIZE - 1);
        const count = bits.min(buffer.remaining, PAGE_SIZE - within);
        const moved = this.writePage(buffer, at >> 12, within, count);
        at += moved;
        if (moved > 0 && at > this.size) this.size = at;
        isGood = moved === count;
      }
    } finally {
      if (at > offset) this.touchModified();
    }
    if (!isGood) throw Errno.EFAULT;
  }

  /** Returns how many bytes of the buffer were good. */
  private writePage(buffer: IoBuffer, index: u64, within: u64, count: u64): u64 {
    const frame = this.shareForWriting(index, count === PAGE_SIZE);
    if (frame === 0) return this.writeNewPage(buffer, index);
    try {
      return buffer.copyInSome(frameBytes(frame).subspan(within, within + count));
    } finally {
      releaseFrame(frame);
    }
  }

  /**
   * A whole page that was not there is filled before anyone sees it, and so need not be zeroed. Once the bytes are taken from the buffer
   * nothing can fail any more: they count as written. Returns how many of them were good.
   */
  private writeNewPage(buffer: IoBuffer, index: u64): u64 {
    let frame: PhysAddr = 0;
    let moved: u64 = 0;
    try {
      frame = allocateFrame();
      moved = buffer.copyInSome(frameBytes(frame));
    } finally {
      if (moved === 0) {
        if (frame !== 0) releaseFrame(frame);
        this.memory.givePages(1);
      }
    }
    if (moved === 0) return 0;
    frameBytes(frame).subspan(moved).fill(0);
    this.replacePage(index, frame, moved);
    return moved;
  }

  /** Takes over the caller's share of the frame. A page that appeared meanwhile (somebody maps the file) gets its first `count` bytes. */
  private replacePage(index: u64, frame: PhysAddr, count: u64): void {
    using pages = this.pages.lock();
    const known = pages.value.get(index);
    if (known === 0) {
      this.install(pages.value, index, frame);
      return;
    }
    frameBytes(known).copyFrom(frameBytes(frame).subspan(0, count));
    releaseFrame(frame);
    this.memory.givePages(1);
  }

  // ---------------------------------------------------------------- size

  override truncate(size: u64): void {
    if (size > MOST_BYTES) throw Errno.EFBIG;
    using _ = this.turn.lockAlive();
    const isCut = size < this.size;
    if (isCut) this.cut(size);
    else this.size = size;
    this.touchModified();
    if (isCut) forgetMappings(this, (size + PAGE_SIZE - 1) >> 12);
  }

  private cut(size: u64): void {
    const within = size & (PAGE_SIZE - 1);
    const firstGone = (size + PAGE_SIZE - 1) >> 12;
    using pages = this.pages.lock();
    let last = pages.value.get(size >> 12);
    if (within !== 0 && last === 0 && this.isArchived(size >> 12))
      last = this.addPage(pages.value, size >> 12);
    // What lies behind the end must read as zeros if the file grows again.
    if (within !== 0 && last !== 0) frameBytes(last).subspan(within).fill(0);
    if (this.archiveLength > size) this.archiveLength = size;
    this.memory.givePages(pages.value.removeRange(firstGone, NO_END));
    // Under the lock, so that nobody gets a page beyond the new end any more.
    this.size = size;
  }

  override reserve(offset: u64, length: u64, isHole: boolean): void {
    if (isHole) {
      this.punch(offset, length);
      return;
    }
    const first = offset >> 12;
    const end = (offset + length + PAGE_SIZE - 1) >> 12;
    // Asked before, so that what cannot succeed does not take all memory on the way.
    this.memory.checkRoom(end - first - bits.min(this.pageCount(), end - first));
    for (let index = first; index < end; index++) {
      if (isInterrupted()) throw Errno.EINTR;
      this.needPage(index);
    }
  }

  private pageCount(): u64 {
    using pages = this.pages.lock();
    return pages.value.count;
  }

  private needPage(index: u64): void {
    using pages = this.pages.lock();
    if (pages.value.get(index) === 0) this.addPage(pages.value, index);
  }

  /** Makes the range read as zeros. Pages stay, as programs may have mapped them. */
  private punch(offset: u64, length: u64): void {
    using _ = this.turn.lockAlive();
    const end = bits.min(offset + length, this.size);
    if (offset >= end) return;
    using pages = this.pages.lock();
    const first = offset >> 12;
    const stop = (end + PAGE_SIZE - 1) >> 12;
    for (let index = first; index < stop && this.isArchived(index); index++) {
      if (pages.value.get(index) === 0) this.addPage(pages.value, index);
    }
    for (let index = pages.value.next(first, stop); index < stop; index = pages.value.next(index + 1, stop)) {
      const from = bits.max(offset, index << 12) & (PAGE_SIZE - 1);
      const to = bits.min(end - (index << 12), PAGE_SIZE);
      frameBytes(pages.value.get(index)).subspan(from, to).fill(0);
    }
    this.touchModified();
  }

  /** The first byte at or behind the offset that has a page (or, for a hole, none); the size when there is none. */
  findData(offset: u64, isHole: boolean): u64 {
    using pages = this.pages.lock();
    if (offset >= this.size) return this.size;
    const first = offset >> 12;
    const end = (this.size + PAGE_SIZE - 1) >> 12;
    let index = first;
    if (isHole) while (index < end && (this.isArchived(index) || pages.value.get(index) !== 0)) index++;
    else if (!this.isArchived(index)) index = pages.value.next(first, end);
    return bits.min(bits.max(offset, index << 12), this.size);
  }

  destructor(): void {
    if (!this.isMade) return;
    using pages = this.pages.lock();
    this.memory.givePages(pages.value.count);
    this.memory.fileGone();
  }
}
