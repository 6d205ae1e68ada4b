import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import type { PollTable } from "../task/poll-table.ts";
import { RepeatingTimer } from "../task/repeating-timer.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { anonymousInode } from "./anonymous-inode.ts";
import { writeWord } from "./counter-buffer.ts";
import { File } from "./file.ts";
import { OpenFlags } from "./open-flags.ts";
import { PollEvents, READABLE } from "./poll-events.ts";

/** Counts how often it was due. */
export class CountingTimer extends RepeatingTimer {
  readonly expirations: Atomic<u64> = new Atomic<u64>(0);
  readonly expired: WaitQueue = new WaitQueue();

  override expire(times: u64): void {
    this.expirations.fetchAdd(times);
    this.expired.wakeAll();
  }
}

/** A timer that is read (timerfd_create(2)): eight bytes that say how often it was due since it was last read. */
export class TimerFile extends File {
  /** As the program names it. */
  readonly clock: u32;
  readonly timer: CountingTimer = new CountingTimer();
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(clock: u32, flags: u32) {
    super(anonymousInode, OpenFlags.ReadWrite | flags);
    this.clock = clock;
  }

  override read(buffer: IoBuffer): void {
    if (buffer.remaining < 8) throw Errno.EINVAL;
    for (;;) {
      const times = this.timer.expirations.exchange(0);
      if (times !== 0) {
        writeWord(buffer, times);
        return;
      }
      if (this.isNonBlocking) throw Errno.EAGAIN;
      this.timer.expired.prepare();
      if (this.timer.expirations.load() !== 0) this.timer.expired.cancel();
      else this.timer.expired.sleep();
    }
  }

  override poll(table: PollTable | null): PollEvents {
    table?.add(this.timer.expired);
    return this.timer.expirations.load() !== 0 ? READABLE : PollEvents.None;
  }

  override describe(): string {
    return "anon_inode:[timerfd]";
  }

  destructor(): void {
    if (this.isMade) this.timer.cancel();
  }
}
