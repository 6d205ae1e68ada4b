/** /dev/kmsg: the kernel log, a record by each read; and what is written becomes a line of it (Linux, Documentation/ABI/testing/dev-kmsg). */

import { Errno } from "../../core/errno.ts";
import { CharacterDevice } from "../file/device-registry.ts";
import { File } from "../file/file.ts";
import type { Inode } from "../file/inode.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { PollEvents, READABLE } from "../file/poll-events.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { SpinLock } from "../platform/lock.ts";
import {
  isInLog,
  isLogLost,
  log,
  LogListener,
  LogPlace,
  LogStart,
  placeInLog,
  setLogListener,
  takeLogRecord,
} from "../platform/log.ts";
import type { Credentials } from "../rights/credentials.ts";
import { mayUseLog } from "../rights/policy.ts";
import type { PollTable } from "../task/poll-table.ts";
import { WaitQueue } from "../task/wait-queue.ts";

/** Who has read all waits here. */
const readers: WaitQueue = new WaitQueue();

class ReaderCall extends LogListener {
  override grew(): void {
    readers.wakeAll();
  }
}

const SEEK_SET: u32 = 0;
const SEEK_END: u32 = 2;
const SEEK_DATA: u32 = 3;

/** What is written is cut behind so many bytes. */
const LONGEST_MESSAGE: u64 = 1024;
/** Priority of what is written and does not say any: facility "user", level "info" or, as the console's standard, "warning". */
const USER_FACILITY: u32 = 1 << 3;
const STANDARD_LEVEL: u32 = 4;

class LogFile extends File {
  private readonly place: SpinLock<LogPlace> = new SpinLock(new LogPlace());

  constructor(inode: Inode, flags: u32) {
    super(inode, flags);
    this.goTo(LogStart.Oldest);
  }

  private goTo(start: LogStart): void {
    using place = this.place.lock();
    placeInLog(place.value, start);
  }

  /** SEEK_SET: the oldest record; SEEK_DATA: the first that was not cleared; SEEK_END: behind the last. Throws ESPIPE for an offset, EINVAL. */
  override seek(offset: i64, origin: u32): u64 {
    if (offset !== 0) throw Errno.ESPIPE;
    if (origin === SEEK_SET) this.goTo(LogStart.Oldest);
    else if (origin === SEEK_DATA) this.goTo(LogStart.Cleared);
    else if (origin === SEEK_END) this.goTo(LogStart.End);
    else throw Errno.EINVAL;
    return 0;
  }

  /** One record. Throws EPIPE when it was overwritten: the next read gives the oldest; EINVAL when there is no room for it: it is passed over. */
  override read(buffer: IoBuffer): void {
    for (;;) {
      const record = this.take();
      if (record !== null) {
        if (record.length > buffer.remaining) throw Errno.EINVAL;
        buffer.copyOut(record.bytes());
        return;
      }
      if (this.isNonBlocking) throw Errno.EAGAIN;
      readers.prepare();
      if (this.hasMore()) readers.cancel();
      else readers.sleep();
    }
  }

  override readAt(buffer: IoBuffer, _offset: u64): void {
    this.read(buffer);
  }

  private take(): string | null {
    using place = this.place.lock();
    if (isLogLost(place.value)) {
      placeInLog(place.value, LogStart.Oldest);
      throw Errno.EPIPE;
    }
    return isInLog(place.value) ? takeLogRecord(place.value) : null;
  }

  private hasMore(): boolean {
    using place = this.place.lock();
    return isInLog(place.value);
  }

  /** A line, which may begin with its priority, `<N>`. Programs cannot write as the kernel. */
  override write(buffer: IoBuffer): void {
    const bytes = new Array<u8>(bits.min(buffer.remaining, LONGEST_MESSAGE));
    buffer.copyIn(bytes.span());
    buffer.skip(buffer.remaining);
    const text = String.fromBytes(bytes.span()).trimEnd();
    const end = text.startsWith("<") ? text.indexOf(">") : -1;
    const said = end < 0 ? null : parseInteger(text.slice(1, u64(end)), 10);
    if (said === null || said < 0 || said > MOST_PRIORITY) {
      log.user(USER_FACILITY | STANDARD_LEVEL, text);
      return;
    }
    const priority = u32(said);
    log.user(priority < USER_FACILITY ? USER_FACILITY | priority : priority, text.slice(u64(end) + 1));
  }

  override writeAt(buffer: IoBuffer, _offset: u64): void {
    this.write(buffer);
  }

  override poll(table: PollTable | null): PollEvents {
    table?.add(readers);
    using place = this.place.lock();
    if (!isInLog(place.value)) return PollEvents.None;
    return isLogLost(place.value) ? READABLE | PollEvents.Error | PollEvents.Priority : READABLE;
  }
}

/** 24 facilities of eight levels; what is more is cut off by Linux, and is no priority here. */
const MOST_PRIORITY: i64 = 191;

/** The device of the node kmsg. */
export class LogDevice extends CharacterDevice {
  constructor() {
    super();
    setLogListener(new ReaderCall());
  }

  /** Everybody may have the node, but not the log. */
  override checkOpen(credentials: Credentials, flags: u32): void {
    if ((flags & OpenFlags.AccessMode) !== OpenFlags.WriteOnly && !mayUseLog(credentials, true))
      throw Errno.EPERM;
  }

  override open(inode: Inode, flags: u32): File {
    return new LogFile(inode, flags);
  }
}
