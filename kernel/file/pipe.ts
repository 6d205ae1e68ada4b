/**
 * A pipe's bytes (pipe(7)): a ring of pages that are taken as they are needed.
 *
 * `used`, `readers` and `writers` are changed under the lock, but looked at without it by who is about to sleep: a wait queue must
 * not be entered with a lock that may sleep in between (wait-queue.ts), and whoever changes them wakes after.
 */

import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { Mutex, type MutexGuard } from "../task/mutex.ts";
import type { PollTable } from "../task/poll-table.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { PipeRing } from "./pipe-ring.ts";
import type { PipeAccount } from "./pipe-account.ts";
import { AsyncList, AsyncReason } from "./async-notice.ts";
import { PollEvents, READABLE, WRITABLE } from "./poll-events.ts";

/** Writes up to this size are never mixed with others' (PIPE_BUF). */
const PIPE_ATOMIC: u64 = 4096;

/** The ring of bytes between the two ends of a pipe, which both are open files of it. */
export class Pipe {
  private readonly ring: Mutex<PipeRing>;
  private readonly account: PipeAccount;
  private readonly readable: WaitQueue = new WaitQueue();
  private readonly writable: WaitQueue = new WaitQueue();
  /** Who is sent signals when bytes, or room, came. */
  readonly bytesCame: AsyncList = new AsyncList();
  readonly roomCame: AsyncList = new AsyncList();
  /** Openers of a FIFO wait here for the other side. */
  private readonly opened: WaitQueue = new WaitQueue();
  /** A copy of the ring's, for those without its lock. */
  private readonly used: Atomic<u64> = new Atomic<u64>(0);
  private readonly size: Atomic<u64>;
  private readonly readers: Atomic<u32> = new Atomic<u32>(0);
  private readonly writers: Atomic<u32> = new Atomic<u32>(0);
  /** How often each side was opened: an opener that slept sees that the other side came, even if it has gone again. */
  private readonly readerOpens: Atomic<u32> = new Atomic<u32>(0);
  private readonly writerOpens: Atomic<u32> = new Atomic<u32>(0);

  /** Throws ENOMEM. */
  constructor(account: PipeAccount) {
    this.account = account;
    this.ring = new Mutex(new PipeRing(account.size));
    this.size = new Atomic<u64>(account.size);
  }

  /** Bytes that wait to be read (FIONREAD). */
  get length(): u64 {
    return this.used.load();
  }

  /** Bytes that it can hold. */
  get capacity(): u64 {
    return this.size.load();
  }

  /**
   * Has it hold `size` bytes, a power of two and at least a page. `isBound`: the limits of its user hold. Throws EBUSY when there are more in
   * it, EPERM, ENOMEM, and then nothing has changed.
   */
  resize(size: u64, isBound: boolean): void {
    this.exchangeRing(size, isBound);
    this.writable.wakeAll();
  }

  private exchangeRing(size: u64, isBound: boolean): void {
    using ring = this.ring.lock();
    const before = this.account.size;
    this.account.change(size, isBound);
    try {
      ring.value.resize(size);
    } catch (error) {
      this.account.change(before, false);
      throw error;
    }
    this.size.store(size);
  }

  // ---------------------------------------------------------------- sides

  /** While it is held no side comes by `openFifo`; sides may go. */
  lockSides(): MutexGuard<PipeRing> {
    return this.ring.lock();
  }

  /** A side is opened; who waits in open(2) for it is woken. */
  addReader(): void {
    this.readers.fetchAdd(1);
    this.readerOpens.fetchAdd(1);
    this.opened.wakeAll();
  }

  /** As `addReader`. */
  addWriter(): void {
    this.writers.fetchAdd(1);
    this.writerOpens.fetchAdd(1);
    this.opened.wakeAll();
  }

  /** A side is closed. After the last reader writers are woken, to get EPIPE. */
  removeReader(): void {
    if (this.readers.fetchSubtract(1) !== 1) return;
    this.writable.wakeAll();
    this.roomCame.tell(AsyncReason.Writable);
  }

  /** After the last writer readers are woken, to see the end. */
  removeWriter(): void {
    if (this.writers.fetchSubtract(1) !== 1) return;
    this.readable.wakeAll();
    this.bytesCame.tell(AsyncReason.Readable);
  }

  /** Whether it is open to be read. May have changed by the time that the caller looks. */
  get hasReaders(): boolean {
    return this.readers.load() !== 0;
  }

  /** As `hasReaders`. */
  get hasWriters(): boolean {
    return this.writers.load() !== 0;
  }

  /** Counts up, so that a side that came and went while one slept is not missed. */
  get timesOpenedToRead(): u32 {
    return this.readerOpens.load();
  }

  /** As `timesOpenedToRead`. */
  get timesOpenedToWrite(): u32 {
    return this.writerOpens.load();
  }

  /** A FIFO's reader waits until `timesOpenedToWrite` is no longer `before`. Throws RESTART. */
  waitForWriter(before: u32): void {
    this.waitForOpen(this.writerOpens, before);
  }

  /** A FIFO's writer waits until `timesOpenedToRead` is no longer `before`. Throws RESTART. */
  waitForReader(before: u32): void {
    this.waitForOpen(this.readerOpens, before);
  }

  private waitForOpen(opens: Atomic<u32>, before: u32): void {
    for (;;) {
      this.opened.prepare();
      if (opens.load() !== before) {
        this.opened.cancel();
        return;
      }
      try {
        this.opened.sleep();
      } catch (error) {
        // The other side has met this one, which must not wait for it again when the call is restarted.
        if (opens.load() === before) throw error;
      }
    }
  }

  // ---------------------------------------------------------------- reading

  /** Reads what there is; waits for the first byte. Nothing at the end: all writers have closed. Throws EAGAIN, RESTART, EFAULT. */
  read(buffer: IoBuffer, isNonBlocking: boolean): void {
    if (buffer.remaining === 0) return;
    for (;;) {
      if (this.used.load() === 0) {
        if (!this.hasWriters) return;
        if (isNonBlocking) throw Errno.EAGAIN;
        this.waitForBytes();
      }
      if (this.tryRead(buffer)) return;
    }
  }

  private waitForBytes(): void {
    this.readable.prepare();
    if (this.used.load() !== 0 || !this.hasWriters) this.readable.cancel();
    else this.readable.sleep();
  }

  /** False: somebody else was faster. */
  private tryRead(buffer: IoBuffer): boolean {
    if (this.takeOut(buffer) === 0) return false;
    this.writable.wakeAll();
    this.roomCame.tell(AsyncReason.Writable);
    return true;
  }

  /** Moves bytes out; returns how many there were. */
  private takeOut(buffer: IoBuffer): u64 {
    using ring = this.ring.lock();
    const before = ring.value.used;
    try {
      ring.value.take(buffer, buffer.remaining);
    } finally {
      this.used.store(ring.value.used);
    }
    return before;
  }

  // ---------------------------------------------------------------- writing

  /**
   * Writes all of the buffer, waiting for room; without waiting (`isNonBlocking`) as much as fits, but up to PIPE_BUF bytes whole or
   * not at all. Throws EPIPE when there is no reader, EAGAIN, RESTART, EFAULT, ENOMEM.
   */
  write(buffer: IoBuffer, isNonBlocking: boolean): void {
    const least = buffer.remaining <= PIPE_ATOMIC ? buffer.remaining : 1;
    while (buffer.remaining > 0) {
      if (!this.hasReaders) throw Errno.EPIPE;
      const needed = bits.min(least, buffer.remaining);
      if (this.tryWrite(buffer, needed)) continue;
      if (isNonBlocking) throw Errno.EAGAIN;
      this.waitForRoom(needed);
    }
  }

  private tryWrite(buffer: IoBuffer, needed: u64): boolean {
    if (!this.putIn(buffer, needed)) return false;
    this.readable.wakeAll();
    this.bytesCame.tell(AsyncReason.Readable);
    return true;
  }

  private putIn(buffer: IoBuffer, needed: u64): boolean {
    using ring = this.ring.lock();
    if (ring.value.room < needed) return false;
    try {
      ring.value.put(buffer, buffer.remaining);
    } finally {
      this.used.store(ring.value.used);
    }
    return true;
  }

  private get room(): u64 {
    const size = this.size.load();
    return size - bits.min(this.used.load(), size);
  }

  private waitForRoom(needed: u64): void {
    this.writable.prepare();
    if (this.room >= needed || !this.hasReaders) this.writable.cancel();
    else this.writable.sleep();
  }

  // ---------------------------------------------------------------- readiness

  /** Enters the queues that are woken when the side (or sides) becomes ready. Throws ENOMEM. */
  watch(table: PollTable, reads: boolean, writes: boolean): void {
    if (reads) table.add(this.readable);
    if (writes) table.add(this.writable);
  }

  /** What the side (or sides) is ready for. */
  readiness(reads: boolean, writes: boolean): PollEvents {
    const used = this.used.load();
    let events = PollEvents.None;
    if (reads) {
      if (used > 0) events |= READABLE;
      if (!this.hasWriters && this.writerOpens.load() > 0) events |= PollEvents.HangUp;
    }
    if (writes) {
      if (this.room >= PIPE_ATOMIC) events |= WRITABLE;
      if (!this.hasReaders) events |= PollEvents.Error;
    }
    return events;
  }
}
