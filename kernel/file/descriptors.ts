import { Errno } from "../../core/errno.ts";
import { NumberPool } from "../../core/number-pool.ts";
import { SpinLock } from "../platform/lock.ts";
import { checkAlive } from "../platform/thread-flags.ts";
import type { File } from "./file.ts";
import { dropRangeLocks } from "./file-locks.ts";
import { declareNumber } from "../setting/number-setting.ts";

/** How high RLIMIT_NOFILE may be set. A process that had more before keeps it. */
export const mostDescriptors = declareNumber("fs/nr_open", 0x10_0000, 64, 0x7fff_ffc0);

/** Descriptors that are copied with interrupts off; a multiple of 64. */
const COPIED_AT_ONCE: usize = 1024;

class Slots {
  readonly files: (File | null)[] = [];
  /** A bit for each descriptor that execve(2) closes. */
  readonly closeOnExec: u64[] = [];
  /** Those that are open. */
  private readonly taken: NumberPool = new NumberPool();

  at(fd: i32): File | null {
    const index = u64(fd);
    return fd >= 0 && index < this.files.length ? this.files[index] : null;
  }

  /** The first free descriptor from `lowest` on, with room for it. Throws EMFILE, ENOMEM. */
  findFree(lowest: u32, limit: u64): u32 {
    const fd = this.taken.lowestFree(u64(lowest));
    if (fd >= limit) throw Errno.EMFILE;
    this.makeRoom(u32(fd));
    return u32(fd);
  }

  makeRoom(fd: u32): void {
    this.taken.prepare(u64(fd));
    if (fd < this.files.length) return;
    const words = (u64(fd) >> 6) + 1;
    if (words > this.closeOnExec.length) this.closeOnExec.extend(words - this.closeOnExec.length);
    this.files.extend(u64(fd) + 1 - this.files.length);
  }

  /** Puts the file there, where there is room, and returns what was there. */
  set(fd: u32, file: File | null, isClosedOnExec: boolean): File | null {
    const previous = this.files[fd];
    if (previous === null && file !== null) this.taken.take(u64(fd));
    else if (previous !== null && file === null) this.taken.giveBack(u64(fd));
    this.files[fd] = file;
    const bit = u64(1) << (fd & 63);
    if (isClosedOnExec) this.closeOnExec[fd >> 6] |= bit;
    else this.closeOnExec[fd >> 6] &= ~bit;
    return previous;
  }

  /** Adds what `other` has from the end of this on, a part of it; true: that was all. Throws ENOMEM. */
  appendFrom(other: Slots): boolean {
    const start = this.files.length;
    const end = bits.min(other.files.length, start + COPIED_AT_ONCE);
    for (let word = start >> 6; word << 6 < end; word++) this.closeOnExec.push(other.closeOnExec[word]);
    this.files.reserve(end);
    if (end > start) this.taken.prepare(end - 1);
    for (let fd = start; fd < end; fd++) {
      const file = other.files[fd];
      this.files.push(file);
      if (file !== null) this.taken.take(fd);
    }
    return end === other.files.length;
  }

  isClosedOnExec(fd: i32): boolean {
    return ((this.closeOnExec[u64(fd) >> 6] >> (u64(fd) & 63)) & 1) !== 0;
  }
}

/**
 * A process's descriptors, shared by what clone(2) with CLONE_FILES makes. Files leave the table under its lock and are let go
 * after it: closing may wake others.
 */
export class DescriptorTable {
  /** Names the owner of range locks. */
  readonly id: u64 = newTableId();
  private readonly slots: SpinLock<Slots> = new SpinLock(new Slots());
  /** Processes that use it. */
  private readonly users: Atomic<u32> = new Atomic<u32>(1);

  /** The open file of a descriptor. Throws EBADF, also for one that only names a place (O_PATH), which can do next to nothing. */
  get(fd: i32): File {
    const file = this.getAny(fd);
    if (file.isPathOnly) throw Errno.EBADF;
    return file;
  }

  /** The same, O_PATH's too: for what open(2) says can be done with such. Throws EBADF. */
  getAny(fd: i32): File {
    using slots = this.slots.lock();
    const file = slots.value.at(fd);
    if (file === null) throw Errno.EBADF;
    return file;
  }

  /** The same; null when there is none. */
  find(fd: i32): File | null {
    using slots = this.slots.lock();
    return slots.value.at(fd);
  }

  /** The open files of several descriptors, which are the low halves of the words; null where there is none. */
  gather(words: Span<u64>, to: Span<File | null>): void {
    using slots = this.slots.lock();
    const table = slots.value;
    for (let i: u64 = 0; i < words.length; i++) to[i] = table.at(i32(words[i]));
  }

  /** Gives the file the lowest free descriptor from `lowest` on. `limit` is the process's RLIMIT_NOFILE. Throws EMFILE, ENOMEM. */
  install(file: File, isClosedOnExec: boolean, limit: u64, lowest: u32 = 0): i32 {
    using slots = this.slots.lock();
    const fd = slots.value.findFree(lowest, limit);
    slots.value.set(fd, file, isClosedOnExec);
    return i32(fd);
  }

  /** dup2(2): `fd` becomes the file's, and what it was is closed. Throws EBADF (`fd` out of range), ENOMEM. */
  replace(fd: i32, file: File, isClosedOnExec: boolean, limit: u64): void {
    if (fd < 0 || u64(fd) >= limit) throw Errno.EBADF;
    const previous = this.exchange(fd, file, isClosedOnExec);
    if (previous !== null) dropRangeLocks(previous.inode, this.id);
  }

  private exchange(fd: i32, file: File | null, isClosedOnExec: boolean): File | null {
    using slots = this.slots.lock();
    slots.value.makeRoom(u32(fd));
    return slots.value.set(u32(fd), file, isClosedOnExec);
  }

  /** Throws EBADF. */
  close(fd: i32): void {
    const file = this.take(fd);
    if (file === null) throw Errno.EBADF;
    // POSIX: any close of a file drops all the locks that the process has on it, whichever descriptor set them.
    dropRangeLocks(file.inode, this.id);
  }

  private take(fd: i32): File | null {
    using slots = this.slots.lock();
    if (slots.value.at(fd) === null) return null;
    return slots.value.set(u32(fd), null, false);
  }

  /** FD_CLOEXEC. Throws EBADF. */
  isClosedOnExec(fd: i32): boolean {
    using slots = this.slots.lock();
    if (slots.value.at(fd) === null) throw Errno.EBADF;
    return slots.value.isClosedOnExec(fd);
  }

  /** Sets FD_CLOEXEC. Throws EBADF. */
  setClosedOnExec(fd: i32, value: boolean): void {
    using slots = this.slots.lock();
    const file = slots.value.at(fd);
    if (file === null) throw Errno.EBADF;
    slots.value.set(u32(fd), file, value);
  }

  /** One more than the highest descriptor that was ever in use. */
  get length(): u64 {
    using slots = this.slots.lock();
    return slots.value.files.length;
  }

  /** A table of its own with the same files (fork(2)). Throws ENOMEM, EINTR. */
  copy(): DescriptorTable {
    const other = new DescriptorTable();
    while (!this.copyPartTo(other)) checkAlive();
    return other;
  }

  /** Of a large table a part at a time, as interrupts are off meanwhile. True: that was the last one. */
  private copyPartTo(other: DescriptorTable): boolean {
    using ours = this.slots.lock();
    using theirs = other.slots.lock();
    return theirs.value.appendFrom(ours.value);
  }

  /** Closes what execve(2) closes. */
  closeOnExec(): void {
    const end = this.length;
    for (let fd: u64 = 0; fd < end; fd += 64) {
      if (!this.hasCloseOnExec(fd)) continue;
      for (let i: u64 = 0; i < 64; i++) this.closeIfOnExec(i32(fd + i));
    }
  }

  private hasCloseOnExec(fd: u64): boolean {
    using slots = this.slots.lock();
    return slots.value.closeOnExec[fd >> 6] !== 0;
  }

  private closeIfOnExec(fd: i32): void {
    const file = this.takeIfOnExec(fd);
    if (file !== null) dropRangeLocks(file.inode, this.id);
  }

  private takeIfOnExec(fd: i32): File | null {
    using slots = this.slots.lock();
    if (slots.value.at(fd) === null || !slots.value.isClosedOnExec(fd)) return null;
    return slots.value.set(u32(fd), null, false);
  }

  /** The process ends. A table that other processes share stays as it is. */
  closeAll(): void {
    if (this.users.fetchSubtract(1) !== 1) return;
    const end = this.length;
    for (let fd: u64 = 0; fd < end; fd++) {
      const file = this.take(i32(fd));
      if (file !== null) dropRangeLocks(file.inode, this.id);
    }
  }

  /** One more process uses this table (CLONE_FILES). */
  share(): DescriptorTable {
    this.users.fetchAdd(1);
    return this;
  }

  /** A table that the process shares with no other: this one if nobody else uses it, else a copy (execve(2)). Throws ENOMEM. */
  unshare(): DescriptorTable {
    if (this.users.load() === 1) return this;
    const own = this.copy();
    this.users.fetchSubtract(1);
    return own;
  }
}

const lastTableId: Atomic<u64> = new Atomic<u64>(0);

function newTableId(): u64 {
  return lastTableId.fetchAdd(1) + 1;
}
