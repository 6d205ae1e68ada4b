import { disableInterrupts, restoreInterrupts } from "../../platform/cpu.ts";
import { RawLock } from "../../platform/memory/raw-lock.ts";
import { PollTable } from "../../task/poll-table.ts";
import { WaitQueue } from "../../task/wait-queue.ts";
import { Waiter } from "../../task/waiter.ts";
import type { File } from "../file.ts";
import { PollEvents } from "../poll-events.ts";
import { watchGraph, WatchLink } from "../watch-graph.ts";

/** Events besides those of poll(2). EPOLLEXCLUSIVE: of several sets that wait for the file, not all are woken. */
export const EXCLUSIVE: u32 = 0x1000_0000;
/** EPOLLWAKEUP: accepted; there is no suspending to prevent. */
export const WAKE_UP: u32 = 0x2000_0000;
/** EPOLLONESHOT: reported once, then only after EPOLL_CTL_MOD. */
export const ONE_SHOT: u32 = 0x4000_0000;
/** EPOLLET: reported when something happens, not for as long as it holds. */
export const EDGE: u32 = 0x8000_0000;
const ALWAYS: u32 = PollEvents.Error | PollEvents.HangUp;

/**
 * The interests that may have something to report, linked through themselves: wakes come in interrupt context, where nothing can be
 * allocated.
 */
export class ReadyList {
  private readonly lock = new RawLock();
  private first: Interest | null = null;
  private last: Interest | null = null;
  length: u64 = 0;
  /** Woken when an interest comes on the list. */
  readonly changed: WaitQueue = new WaitQueue();

  /** Puts it at the end, unless it is on the list, and wakes who waits. */
  add(interest: Interest): void {
    if (this.putBack(interest)) this.changed.wakeAll();
  }

  /** The same, for who is in the middle of a wake: returns the queue to be woken next. */
  addWhileWaking(interest: Interest): WaitQueue | null {
    return this.putBack(interest) ? this.changed : null;
  }

  /** The same without waking. False: it was on the list. */
  putBack(interest: Interest): boolean {
    const wasOn = disableInterrupts();
    this.lock.acquire();
    const isNew = !interest.isReady;
    if (isNew) {
      interest.isReady = true;
      interest.next = null;
      if (this.last === null) this.first = interest;
      else this.last.next = interest;
      this.last = interest;
      this.length += 1;
    }
    this.lock.release();
    restoreInterrupts(wasOn);
    return isNew;
  }

  /** Takes the first one off; null when there is none. */
  take(): Interest | null {
    const wasOn = disableInterrupts();
    this.lock.acquire();
    const interest = this.first;
    if (interest !== null) {
      this.first = interest.next;
      if (this.first === null) this.last = null;
      interest.next = null;
      interest.isReady = false;
      this.length -= 1;
    }
    this.lock.release();
    restoreInterrupts(wasOn);
    return interest;
  }
}

/** An interest's entry in one of the queues that tell of its file's changes. */
class InterestWaiter extends Waiter {
  private readonly queue: WaitQueue;
  /** Null once it is out of the queue for good. The two hold each other until then: `notice` comes in interrupts, where a weak reference is of no use. */
  private interest: Interest | null;

  constructor(queue: WaitQueue, interest: Interest) {
    super();
    this.queue = queue;
    this.interest = interest;
  }

  listen(): void {
    this.queue.listen(this);
  }

  leave(): void {
    this.queue.leave(this);
    this.interest = null;
  }

  override get isExclusive(): boolean {
    return this.interest?.isExclusive ?? false;
  }

  override notice(): WaitQueue | null {
    const interest = this.interest;
    return interest === null ? null : interest.list.addWhileWaking(interest);
  }
}

/** What a program wants to know of one file (epoll_ctl(2)). Guarded by the epoll file's lock, but for the links of the ready list and of the graph. */
export class Interest extends WatchLink {
  readonly fd: i32;
  readonly list: ReadyList;
  /** Does not keep the file open: when its last descriptor is closed the interest is gone. */
  private readonly target: Weak<File>;
  private events: u32 = 0;
  data: u64 = 0;
  private readonly waiters: InterestWaiter[] = [];
  next: Interest | null = null;
  isReady: boolean = false;
  /** Taken out of the set; it may still be on the ready list. */
  isRemoved: boolean = false;

  constructor(fd: i32, file: File, list: ReadyList) {
    super();
    this.fd = fd;
    this.target = new Weak<File>(file);
    this.list = list;
  }

  /** Null when it was closed. */
  get file(): File | null {
    return this.target.get();
  }

  get isExclusive(): boolean {
    return (this.events & EXCLUSIVE) !== 0;
  }

  get isEdge(): boolean {
    return (this.events & EDGE) !== 0;
  }

  /** Sets what is wanted and looks whether it is there already. Throws ENOMEM. */
  change(events: u32, data: u64): void {
    this.events = events | ALWAYS;
    this.data = data;
    this.list.add(this);
  }

  /** EPOLLONESHOT: after a report nothing is wanted until the next `change`. */
  reported(): void {
    if ((this.events & ONE_SHOT) !== 0) this.events = 0;
  }

  /** The wanted events that are there now. Listens first, so that none is missed. Throws ENOMEM. */
  look(): u32 {
    const file = this.file;
    if (file === null || this.isRemoved || this.events === 0) return 0;
    if (this.waiters.length === 0) {
      using table = new InterestTable(this);
      return file.poll(table) & this.events;
    }
    for (let i: usize = 0; i < this.waiters.length; i++) this.waiters[i].listen();
    return file.poll(null) & this.events;
  }

  /** A queue of the file's. Throws ENOMEM. */
  listenTo(queue: WaitQueue): void {
    const waiter = new InterestWaiter(queue, this);
    this.waiters.push(waiter);
    waiter.listen();
  }

  /** Takes it out of the set. Every interest is removed in the end, see `InterestWaiter.interest`. */
  remove(): void {
    this.isRemoved = true;
    this.leaveGraph();
    for (let i: usize = 0; i < this.waiters.length; i++) this.waiters[i].leave();
    this.waiters.clear();
  }

  private leaveGraph(): void {
    using _ = watchGraph.lock();
    this.disconnect();
  }
}

/** Collects the queues of a file for an interest. */
class InterestTable extends PollTable {
  private readonly interest: Interest;

  constructor(interest: Interest) {
    super();
    this.interest = interest;
  }

  override add(queue: WaitQueue): void {
    this.interest.listenTo(queue);
  }
}
