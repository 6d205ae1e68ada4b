import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { PollTable } from "../task/poll-table.ts";
import { RepeatingTimer } from "../task/repeating-timer.ts";
import { NEVER, setClock } from "../task/timer.ts";
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

/** How often the clock was set, and who waits for it to be. */
const settings: Atomic<u64> = new Atomic<u64>(0);
const clockSet: WaitQueue = new WaitQueue();

/** Sets the real time (clock_settime(2)), as `setClock`, and tells the timers that are to be told (TFD_TIMER_CANCEL_ON_SET). */
export function setClockAndTell(nanoseconds: u64): void {
  setClock(nanoseconds);
  settings.fetchAdd(1);
  clockSet.wakeAll();
}

/** A timer that is read (timerfd_create(2)): eight bytes that say how often it was due since it was last read. */
export class TimerFile extends File {
  /** As the program names it. */
  readonly clock: u32;
  readonly timer: CountingTimer = new CountingTimer();
  /** With TFD_TIMER_CANCEL_ON_SET: what `settings` was when it was started, or last found to have changed. */
  private readonly settingsSeen: Atomic<u64> = new Atomic<u64>(0);
  private readonly isCancelledBySetting: Atomic<boolean> = new Atomic<boolean>(false);
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(clock: u32, flags: u32) {
    super(anonymousInode, OpenFlags.ReadWrite | flags);
    this.clock = clock;
  }

  /** Whether setting the clock makes the next read fail (TFD_TIMER_CANCEL_ON_SET), from now on. */
  watchClock(isWatching: boolean): void {
    this.settingsSeen.store(settings.load());
    this.isCancelledBySetting.store(isWatching);
  }

  private get isCancelled(): boolean {
    return this.isCancelledBySetting.load() && this.settingsSeen.load() !== settings.load();
  }

  /** Throws ECANCELED, once, when the clock was set and that matters: how often it was due by the old one means nothing. */
  private checkClock(): void {
    if (!this.isCancelledBySetting.load()) return;
    const now = settings.load();
    if (this.settingsSeen.exchange(now) === now) return;
    this.timer.expirations.store(0);
    throw Errno.ECANCELED;
  }

  override read(buffer: IoBuffer): void {
    if (buffer.remaining < 8) throw Errno.EINVAL;
    for (;;) {
      this.checkClock();
      const times = this.timer.expirations.exchange(0);
      if (times !== 0) {
        writeWord(buffer, times);
        return;
      }
      if (this.isNonBlocking) throw Errno.EAGAIN;
      this.wait();
    }
  }

  /** Throws RESTART, ENOMEM. */
  private wait(): void {
    using waits = new PollTable();
    waits.prepare();
    if (this.poll(waits) !== PollEvents.None) waits.cancel();
    else waits.sleep(NEVER);
  }

  override poll(table: PollTable | null): PollEvents {
    table?.add(this.timer.expired);
    table?.add(clockSet);
    return this.timer.expirations.load() !== 0 || this.isCancelled ? READABLE : PollEvents.None;
  }

  override describe(): string {
    return "anon_inode:[timerfd]";
  }

  destructor(): void {
    if (this.isMade) this.timer.cancel();
  }
}
