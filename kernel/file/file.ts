import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { SharedReference } from "../platform/shared-reference.ts";
import type { MappingHold, PageSource } from "../memory/region.ts";
import type { PollTable } from "../task/poll-table.ts";
import { SpinLock } from "../platform/lock.ts";
import { AsyncNotice, type AsyncList } from "./async-notice.ts";
import type { DirectorySink } from "./directory-sink.ts";
import { locksOf, RangeOwner, type WholeLock } from "./file-locks.ts";
import type { Inode } from "./inode.ts";
import { isReadable, isWritable, OpenFlags } from "./open-flags.ts";
import { PollEvents, READABLE, WRITABLE } from "./poll-events.ts";
import { WatchNode } from "./watch-graph.ts";

class Making {}
const making: SpinLock<Making> = new SpinLock(new Making());

/** Where `seek` counts from: SEEK_SET and so on of lseek(2). */
export enum SeekOrigin {
  Start = 0,
  Current = 1,
  End = 2,
  Data = 3,
  Hole = 4,
}

/**
 * An open file description: what a descriptor leads to, shared by its duplicates and by forked children.
 *
 * It is closed when the last reference goes: subclasses that have something to do then have a `destructor`. `read` and `write` move
 * bytes by the buffer, and how much they moved is what `buffer.remaining` lost; what they throw counts only if that is nothing.
 * They check no access mode: system calls do.
 */
export abstract class File {
  readonly inode: Inode;
  private readonly flagWord: Atomic<u32>;
  /** The next byte to read or write; for directories the position of the next entry. */
  offset: u64 = 0;
  /** Who is sent a signal when it becomes ready; null: nobody yet. */
  readonly asyncNotice = new SharedReference<AsyncNotice | null>(null);
  /** What it holds by flock(2). */
  readonly wholeLock = new SharedReference<WholeLock | null>(null);
  /** As the owner of locks on ranges; null: it never was one. */
  readonly rangeOwner = new SharedReference<RangeOwner | null>(null);
  /** Made when a set of epoll(7) first watches it. Guarded by `watchGraph`. */
  private madeWatchNode: WatchNode | null = null;

  constructor(inode: Inode, flags: u32) {
    this.inode = inode;
    this.flagWord = new Atomic<u32>(flags);
  }

  /** Access mode and status flags (`OpenFlags`). */
  get flags(): u32 {
    return this.flagWord.load();
  }

  /** Sets those of `mask` as in `value`, in one step: all who have the file open may do so at once. */
  changeFlags(mask: u32, value: u32): void {
    for (;;) {
      const before = this.flagWord.load();
      const after = (before & ~mask) | (value & mask);
      if (this.flagWord.compareExchange(before, after) === before) return;
    }
  }

  /** What a mapping of it keeps: that it is open for writing. */
  get mappingHold(): MappingHold | null {
    return null;
  }

  /** Opened for reading: else read(2) is EBADF. */
  get isReadable(): boolean {
    return isReadable(this.flags);
  }

  /** Opened for writing: else write(2) is EBADF. */
  get isWritable(): boolean {
    return isWritable(this.flags);
  }

  /** O_PATH: it names a place, and is not open for anything. */
  get isPathOnly(): boolean {
    return (this.flags & OpenFlags.Path) !== 0;
  }

  /** O_APPEND: every write goes to the end. */
  get isAppending(): boolean {
    return (this.flags & OpenFlags.Append) !== 0;
  }

  /** O_NONBLOCK: what would wait throws EAGAIN. */
  get isNonBlocking(): boolean {
    return (this.flags & OpenFlags.NonBlocking) !== 0;
  }

  /** Reads at the offset and moves it; nothing at the end. Throws EAGAIN, RESTART, EFAULT, EIO… */
  read(_buffer: IoBuffer): void {
    throw Errno.EINVAL;
  }

  /** Writes at the offset and moves it. Throws EAGAIN, RESTART, EPIPE, EFAULT, ENOSPC, EIO… */
  write(_buffer: IoBuffer): void {
    throw Errno.EINVAL;
  }

  /** Throws ESPIPE when the file has no offsets (all but regular files and disks). */
  readAt(_buffer: IoBuffer, _offset: u64): void {
    throw Errno.ESPIPE;
  }

  /** As `readAt`. */
  writeAt(_buffer: IoBuffer, _offset: u64): void {
    throw Errno.ESPIPE;
  }

  /** Moves the offset and returns it. Throws EINVAL, ESPIPE, ENXIO, EOVERFLOW. */
  seek(_offset: i64, _origin: u32): u64 {
    throw Errno.ESPIPE;
  }

  /** What it is ready for now; with a table also enters the queues that are woken when that changes. Throws ENOMEM. */
  poll(_table: PollTable | null): PollEvents {
    return READABLE | WRITABLE;
  }

  /** By which its locks on ranges are known, its own and not a process's (F_OFD_SETLK). Throws ENOMEM. */
  rangeOwnerId(): u64 {
    const known = this.rangeOwner.load();
    if (known !== null) return known.id;
    const made = new RangeOwner(locksOf(this.inode));
    using _ = making.lock();
    const quicker = this.rangeOwner.load();
    if (quicker !== null) return quicker.id;
    this.rangeOwner.store(made);
    return made.id;
  }

  /** Where O_ASYNC listens; null: it sends no signals (all but pipes, terminals and sockets). */
  get asyncList(): AsyncList | null {
    return null;
  }

  /** What F_SETOWN and F_SETSIG set, made when it is first asked for. Throws ENOMEM. */
  noticeOf(): AsyncNotice {
    const known = this.asyncNotice.load();
    if (known !== null) return known;
    const made = new AsyncNotice();
    using _ = making.lock();
    const quicker = this.asyncNotice.load();
    if (quicker !== null) return quicker;
    this.asyncNotice.store(made);
    return made;
  }

  /** Sets O_ASYNC or takes it away. False: it cannot be set on this file. Throws ENOMEM. */
  setAsync(isOn: boolean, fd: i32): boolean {
    const list = this.asyncList;
    if (list === null) return !isOn;
    if (isOn) this.noticeOf().start(list, fd);
    else this.asyncNotice.load()?.stop();
    this.changeFlags(OpenFlags.Async, isOn ? OpenFlags.Async : 0);
    return true;
  }

  /** Whether epoll(7) takes it: files that are always ready are refused there. */
  get isPollable(): boolean {
    return true;
  }

  /** Its place in the graph of epoll(7)'s sets, which is locked. Throws ENOMEM. */
  watchNode(): WatchNode {
    this.madeWatchNode ??= new WatchNode(false);
    return this.madeWatchNode;
  }

  /** Whether EPIPE comes with SIGPIPE: for all that is a stream of bytes. */
  get raisesPipeSignal(): boolean {
    return true;
  }

  /** It is sent along with a message (unix(7)): `arrives` follows when it is received, or lost. */
  setsOut(): void {}
  arrives(): void {}

  /** A request of ioctl(2); `argument` is mostly an address in user memory. Throws ENOTTY for one that it does not know. */
  control(_request: u32, _argument: u64): i64 {
    throw Errno.ENOTTY;
  }

  /** Gives the sink the entries from `offset` on and moves it behind the last one taken. Throws ENOTDIR. */
  readEntries(_sink: DirectorySink): void {
    throw Errno.ENOTDIR;
  }

  /** Throws EINVAL when it has no length to set. */
  truncate(_size: u64): void {
    throw Errno.EINVAL;
  }

  /** Writes to the disk what is only in memory. Throws EINVAL for files that are on none (pipes…), EIO. */
  synchronize(): void {
    throw Errno.EINVAL;
  }

  /** What mmap(2) of it maps; null: fresh zeros (/dev/zero). Throws EACCES unless it is open for that use, ENODEV. */
  mapping(_isShared: boolean, _isWritable: boolean): PageSource | null {
    throw Errno.ENODEV;
  }

  /** As the links in /proc/PID/fd show it. Throws ENOMEM. */
  describe(): string {
    return this.inode.describe();
  }
}
