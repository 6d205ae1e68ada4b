import { writeU32, writeU64 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";
import { anonymousInode } from "../file/anonymous-inode.ts";
import { File } from "../file/file.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { PollEvents, READABLE } from "../file/poll-events.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import type { PollTable } from "../task/poll-table.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { currentUserThread } from "./current.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";
import { Signal, SignalCode, type SignalInfo, type SignalSet } from "./signal.ts";

/** `struct signalfd_siginfo`. */
const RECORD_SIZE: u64 = 128;

/** The process's queue that is woken by every signal, made when it is first asked for. Throws ENOMEM. */
function arrivalsOf(process: Process): WaitQueue {
  const made = new WaitQueue();
  using _ = table.lock();
  return (process.signalArrivals ??= made);
}

/** Signals that are read (signalfd(2)): those of a set that wait for whoever reads, which it has mostly blocked. */
export class SignalFile extends File {
  /** What it reads. */
  readonly wanted: Atomic<u64>;

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(wanted: SignalSet, flags: u32) {
    super(anonymousInode, OpenFlags.ReadWrite | flags);
    this.wanted = new Atomic<u64>(wanted);
  }

  /** As many records as fit, at least one. */
  override read(buffer: IoBuffer): void {
    if (buffer.remaining < RECORD_SIZE) throw Errno.EINVAL;
    let info = this.isNonBlocking ? this.take() : this.wait();
    if (info === null) throw Errno.EAGAIN;
    while (info !== null) {
      storeRecord(buffer, info);
      if (buffer.remaining < RECORD_SIZE) return;
      info = this.take();
    }
  }

  override write(_buffer: IoBuffer): void {
    throw Errno.EINVAL;
  }

  private take(): SignalInfo | null {
    const thread = currentUserThread();
    const others = ~this.wanted.load();
    using _ = table.lock();
    return thread.pending.take(others) ?? thread.process.pending.take(others);
  }

  /** Throws RESTART, ENOMEM. */
  private wait(): SignalInfo {
    const arrivals = arrivalsOf(currentUserThread().process);
    for (;;) {
      arrivals.prepare();
      const info = this.take();
      if (info !== null) {
        arrivals.cancel();
        return info;
      }
      arrivals.sleep();
    }
  }

  override poll(table: PollTable | null): PollEvents {
    const thread = currentUserThread();
    if (table !== null) table.add(arrivalsOf(thread.process));
    const waiting = (thread.pending.signals | thread.process.pending.signals) & this.wanted.load();
    return waiting !== 0 ? READABLE : PollEvents.None;
  }

  override describe(): string {
    return "anon_inode:[signalfd]";
  }
}

/** Throws EFAULT. */
function storeRecord(buffer: IoBuffer, info: SignalInfo): void {
  const bytes = new FixedArray<u8, 128>();
  const record = bytes.span();
  writeU32(record, 0, u32(info.signal));
  writeU32(record, 8, u32(info.code));
  if (info.isFault) {
    writeU64(record, 72, info.value);
  } else if (info.code === i32(SignalCode.Timer)) {
    writeU32(record, 24, u32(info.pid));
    writeU32(record, 32, info.uid);
    writeU32(record, 44, u32(info.value));
    writeU64(record, 48, info.value);
  } else {
    writeU32(record, 12, u32(info.pid));
    writeU32(record, 16, info.uid);
    if (info.signal === Signal.SIGCHLD) writeU32(record, 40, u32(info.status));
    if (info.code < 0) {
      writeU32(record, 44, u32(info.value));
      writeU64(record, 48, info.value);
    }
  }
  buffer.copyOut(record);
}
