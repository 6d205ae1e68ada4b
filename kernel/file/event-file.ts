import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { SpinLock } from "../platform/lock.ts";
import type { PollTable } from "../task/poll-table.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { anonymousInode } from "./anonymous-inode.ts";
import { readWord, writeWord } from "./counter-buffer.ts";
import { File } from "./file.ts";
import { OpenFlags } from "./open-flags.ts";
import { PollEvents, READABLE, WRITABLE } from "./poll-events.ts";

const MOST: u64 = 0xffff_ffff_ffff_fffe;

class Counter {
  value: u64 = 0;
}

/** A counter that can be waited for (eventfd(2)): writing adds to it, reading takes all of it, or one if it is a semaphore. */
export class EventFile extends File {
  private readonly counter: SpinLock<Counter> = new SpinLock(new Counter());
  private readonly isSemaphore: boolean;
  private readonly changed: WaitQueue = new WaitQueue();

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(initial: u64, isSemaphore: boolean, flags: u32) {
    super(anonymousInode, OpenFlags.ReadWrite | flags);
    this.isSemaphore = isSemaphore;
    using counter = this.counter.lock();
    counter.value.value = initial;
  }

  override read(buffer: IoBuffer): void {
    if (buffer.remaining < 8) throw Errno.EINVAL;
    for (;;) {
      const taken = this.take();
      if (taken !== 0) {
        this.changed.wakeAll();
        writeWord(buffer, taken);
        return;
      }
      if (this.isNonBlocking) throw Errno.EAGAIN;
      this.changed.prepare();
      if (this.value !== 0) this.changed.cancel();
      else this.changed.sleep();
    }
  }

  private take(): u64 {
    using counter = this.counter.lock();
    const value = counter.value.value;
    if (value === 0) return 0;
    const taken: u64 = this.isSemaphore ? 1 : value;
    counter.value.value = value - taken;
    return taken;
  }

  override write(buffer: IoBuffer): void {
    if (buffer.remaining < 8) throw Errno.EINVAL;
    // Of a copy: the buffer keeps its bytes until they count.
    let source = buffer;
    const added = readWord(source);
    if (added > MOST) throw Errno.EINVAL;
    while (!this.add(added)) {
      if (this.isNonBlocking) throw Errno.EAGAIN;
      this.changed.prepare();
      if (this.value <= MOST - added) this.changed.cancel();
      else this.changed.sleep();
    }
    buffer.skip(8);
    this.changed.wakeAll();
  }

  private add(added: u64): boolean {
    using counter = this.counter.lock();
    if (counter.value.value > MOST - added) return false;
    counter.value.value += added;
    return true;
  }

  private get value(): u64 {
    using counter = this.counter.lock();
    return counter.value.value;
  }

  override poll(table: PollTable | null): PollEvents {
    table?.add(this.changed);
    const value = this.value;
    let events = PollEvents.None;
    if (value > 0) events |= READABLE;
    if (value < MOST) events |= WRITABLE;
    return events;
  }

  override describe(): string {
    return "anon_inode:[eventfd]";
  }
}
