/** Advisory locks on files: those of a process or an open file on ranges of bytes (fcntl(2)), and those of an open file on the whole (flock(2)). */

import { Errno } from "../../core/errno.ts";
import { SpinLock } from "../platform/lock.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import type { Inode } from "./inode.ts";
import { type RangeLock, RangeLocks } from "./range-locks.ts";

class LockLists {
  readonly ranges: RangeLocks = new RangeLocks();
  /** Open files that hold the whole file shared; whether one holds it alone. */
  sharers: u32 = 0;
  isHeldAlone: boolean = false;
}

/** For each owner that waits for a range: the owner that it waits for. */
class Waits {
  readonly blockedBy: Map<u64, u64> = new Map<u64, u64>();

  /** Whether `owner` would wait for itself if it waited for `holder`. */
  wouldDeadlock(owner: u64, holder: u64): boolean {
    let at: u64 | undefined = holder;
    for (let steps: u64 = 0; at !== undefined && steps <= this.blockedBy.size; steps++) {
      if (at === owner) return true;
      at = this.blockedBy.get(at);
    }
    return false;
  }
}
const allWaits: SpinLock<Waits> = new SpinLock(new Waits());

/** The locks on one file. */
export class FileLocks {
  private readonly lists: SpinLock<LockLists> = new SpinLock(new LockLists());
  private readonly released: WaitQueue = new WaitQueue();

  /** What keeps the lock from being set: of several the one that begins first; or null. */
  findConflict(wanted: RangeLock): RangeLock | null {
    using lists = this.lists.lock();
    return lists.value.ranges.conflict(wanted);
  }

  /** Sets the lock; while others are in the way waits, or throws EAGAIN. Throws EDEADLK, RESTART, ENOMEM. */
  setRange(lock: RangeLock, waits: boolean): void {
    if (waits) while (!this.setOrWait(lock));
    else if (this.trySet(lock) !== null) throw Errno.EAGAIN;
  }

  /** False: another lock was in the way, and may be no longer. */
  private setOrWait(lock: RangeLock): boolean {
    this.released.prepare();
    try {
      const obstacle = this.trySet(lock);
      if (obstacle === null) return true;
      this.sleep(lock.owner, obstacle.owner);
      return false;
    } finally {
      this.released.cancel();
    }
  }

  private trySet(lock: RangeLock): RangeLock | null {
    using lists = this.lists.lock();
    const obstacle = lists.value.ranges.conflict(lock);
    if (obstacle === null) lists.value.ranges.add(lock);
    return obstacle;
  }

  private sleep(owner: u64, holder: u64): void {
    // Open files wait for nobody that could be found to wait for them: any process that has one may unlock it.
    if (isOpenFile(owner)) {
      this.released.sleep();
      return;
    }
    beginWait(owner, holder);
    try {
      this.released.sleep();
    } finally {
      endWait(owner);
    }
  }

  /** Takes the owner's locks off the range. Throws ENOMEM. */
  clearRange(owner: u64, start: u64, end: u64): void {
    this.removeRange(owner, start, end);
    this.released.wakeAll();
  }

  private removeRange(owner: u64, start: u64, end: u64): void {
    using lists = this.lists.lock();
    lists.value.ranges.remove(owner, start, end);
  }

  /** Takes all of the owner's locks off. */
  clearOwner(owner: u64): void {
    if (this.dropOwner(owner)) this.released.wakeAll();
  }

  private dropOwner(owner: u64): boolean {
    using lists = this.lists.lock();
    return lists.value.ranges.removeAll(owner);
  }

  /** flock(2). Throws EAGAIN when somebody is in the way and `waits` is false, RESTART. */
  acquireWhole(isExclusive: boolean, waits: boolean): void {
    for (;;) {
      if (waits) this.released.prepare();
      if (this.tryAcquire(isExclusive)) {
        if (waits) this.released.cancel();
        return;
      }
      if (!waits) throw Errno.EAGAIN;
      this.released.sleep();
    }
  }

  private tryAcquire(isExclusive: boolean): boolean {
    using lists = this.lists.lock();
    if (lists.value.isHeldAlone || (isExclusive && lists.value.sharers > 0)) return false;
    if (isExclusive) lists.value.isHeldAlone = true;
    else lists.value.sharers += 1;
    return true;
  }

  /** Lets go of a hold that `acquireWhole` gave, and wakes who waits for it. */
  releaseWhole(isExclusive: boolean): void {
    this.release(isExclusive);
    this.released.wakeAll();
  }

  private release(isExclusive: boolean): void {
    using lists = this.lists.lock();
    if (isExclusive) lists.value.isHeldAlone = false;
    else lists.value.sharers -= 1;
  }
}

function beginWait(owner: u64, holder: u64): void {
  using waits = allWaits.lock();
  if (waits.value.wouldDeadlock(owner, holder)) throw Errno.EDEADLK;
  waits.value.blockedBy.set(owner, holder);
}

function endWait(owner: u64): void {
  using waits = allWaits.lock();
  waits.value.blockedBy.delete(owner);
}

const OPEN_FILE: u64 = 0x8000_0000_0000_0000;
const isOpenFile = (owner: u64): boolean => (owner & OPEN_FILE) !== 0;
const lastOwnerId: Atomic<u64> = new Atomic<u64>(0);

/** An open file as the owner of locks on ranges (F_OFD_SETLK): they go when it is closed for good. */
export class RangeOwner {
  readonly id: u64 = OPEN_FILE | (lastOwnerId.fetchAdd(1) + 1);
  private readonly locks: FileLocks;

  constructor(locks: FileLocks) {
    this.locks = locks;
  }

  destructor(): void {
    this.locks.clearOwner(this.id);
  }
}

/** An open file's hold on the whole file (flock(2)): let go when the open file is closed for good. */
export class WholeLock {
  private readonly locks: FileLocks;
  readonly isExclusive: boolean;
  private isHeld: boolean = false;

  constructor(locks: FileLocks, isExclusive: boolean) {
    this.locks = locks;
    this.isExclusive = isExclusive;
  }

  /** Throws EAGAIN, RESTART. */
  acquire(waits: boolean): void {
    this.locks.acquireWhole(this.isExclusive, waits);
    this.isHeld = true;
  }

  destructor(): void {
    if (this.isHeld) this.locks.releaseWhole(this.isExclusive);
  }
}

class Making {}
const making: SpinLock<Making> = new SpinLock(new Making());

/** The file's locks, made when they are first needed. Throws ENOMEM. */
export function locksOf(inode: Inode): FileLocks {
  const known = inode.locks;
  if (known !== null) return known;
  const made = new FileLocks();
  using _ = making.lock();
  // Another thread may have been quicker.
  return (inode.locks ??= made);
}

/** A descriptor of the file was closed: POSIX has the process lose all its range locks on it. `owner`: the descriptor table's id. */
export function dropRangeLocks(inode: Inode, owner: u64): void {
  const locks = inode.locks;
  if (locks !== null) locks.clearOwner(owner);
}
