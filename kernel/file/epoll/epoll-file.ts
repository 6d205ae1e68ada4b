import { Errno } from "../../../core/errno.ts";
import { Mutex } from "../../task/mutex.ts";
import type { PollTable } from "../../task/poll-table.ts";
import { anonymousInode } from "../anonymous-inode.ts";
import { File } from "../file.ts";
import { OpenFlags } from "../open-flags.ts";
import { PollEvents, READABLE } from "../poll-events.ts";
import { watchGraph, WatchNode } from "../watch-graph.ts";
import { Interest, ReadyList } from "./interest.ts";

/** Where the reports of epoll_wait(2) go. */
export abstract class EventSink {
  abstract get hasRoom(): boolean;
  /** Called while there is room. Throws EFAULT. */
  abstract take(events: u32, data: u64): void;
  /** Whether taking is reporting: what is only looked for stays as it is. */
  get isReport(): boolean {
    return true;
  }
}

/** Learns whether there is something. */
class Probe extends EventSink {
  hasFound: boolean = false;

  override get hasRoom(): boolean {
    return !this.hasFound;
  }

  override take(_events: u32, _data: u64): void {
    this.hasFound = true;
  }

  override get isReport(): boolean {
    return false;
  }
}

class Interests {
  readonly byDescriptor: Map<i32, Interest> = new Map<i32, Interest>();
}

/**
 * A set of files that are watched (epoll(7)). Each file that changes puts its interest on a list, so a wait costs what is ready, not what
 * is watched.
 */
export class EpollFile extends File {
  private readonly interests: Mutex<Interests> = new Mutex(new Interests());
  private readonly ready: ReadyList = new ReadyList();
  private readonly node: WatchNode = new WatchNode(true);
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  /** Throws ENOMEM. */
  constructor() {
    super(anonymousInode, OpenFlags.ReadWrite);
  }

  /** EPOLL_CTL_ADD. Throws EEXIST, EPERM (a file that is always ready), ELOOP and EINVAL (as WatchGraph), ENOMEM. */
  addFile(fd: i32, file: File, events: u32, data: u64): void {
    if (!file.isPollable) throw Errno.EPERM;
    using interests = this.interests.lock();
    const map = interests.value.byDescriptor;
    const known = map.get(fd);
    if (known !== undefined) {
      if (known.file === file) throw Errno.EEXIST;
      known.remove();
    }
    const interest = new Interest(fd, file, this.ready);
    map.set(fd, interest);
    try {
      using graph = watchGraph.lock();
      graph.value.add(interest, this.watchNode(), file.watchNode());
    } catch (error) {
      map.delete(fd);
      throw error;
    }
    interest.change(events, data);
  }

  /** EPOLL_CTL_MOD. Throws ENOENT, EINVAL (an exclusive one cannot change), ENOMEM. */
  changeFile(fd: i32, file: File, events: u32, data: u64): void {
    using interests = this.interests.lock();
    const interest = this.interestOf(interests.value, fd, file);
    if (interest.isExclusive) throw Errno.EINVAL;
    interest.change(events, data);
  }

  /** EPOLL_CTL_DEL. Throws ENOENT. */
  removeFile(fd: i32, file: File): void {
    using interests = this.interests.lock();
    this.interestOf(interests.value, fd, file).remove();
    interests.value.byDescriptor.delete(fd);
  }

  private interestOf(interests: Interests, fd: i32, file: File): Interest {
    const interest = interests.byDescriptor.get(fd);
    if (interest === undefined || interest.file !== file) throw Errno.ENOENT;
    return interest;
  }

  /** Gives the sink what is ready, until it is full. Returns how many. Throws EFAULT, ENOMEM. */
  private collect(sink: EventSink): u64 {
    using interests = this.interests.lock();
    let count: u64 = 0;
    // As many as are on the list now: those that are put back come behind them.
    for (let left = this.ready.length; left > 0 && sink.hasRoom; left--) {
      const interest = this.ready.take();
      if (interest === null) break;
      if (interest.file === null) this.forget(interests.value, interest);
      const events = this.lookAt(interest);
      if (events === 0) continue;
      // Level-triggered ones are looked at again by the next wait.
      if (!sink.isReport || !interest.isEdge) this.ready.putBack(interest);
      sink.take(events, interest.data);
      if (sink.isReport) interest.reported();
      count += 1;
    }
    return count;
  }

  /** The interest's events; if memory runs out it stays on the list, to be looked at again. */
  private lookAt(interest: Interest): u32 {
    try {
      return interest.look();
    } catch (error) {
      this.ready.putBack(interest);
      throw error;
    }
  }

  /** The file was closed. */
  private forget(interests: Interests, interest: Interest): void {
    interest.remove();
    if (interests.byDescriptor.get(interest.fd) === interest) interests.byDescriptor.delete(interest.fd);
  }

  /**
   * Gives the sink what is ready; if there is nothing, waits for it until a deadline (monotonic nanoseconds; 0: not at all). Returns how
   * many. Throws RESTART, EFAULT, ENOMEM.
   */
  wait(sink: EventSink, deadline: u64): u64 {
    for (;;) {
      const count = this.collect(sink);
      if (count > 0) {
        // There may be more for others.
        if (this.ready.length > 0) this.ready.changed.wakeAll();
        return count;
      }
      if (deadline === 0) return 0;
      this.ready.changed.prepare();
      if (this.ready.length > 0) this.ready.changed.cancel();
      else if (!this.ready.changed.sleep(deadline)) return this.collect(sink);
    }
  }

  /**
   * Asks sets below, which ask theirs; the graph of sets has no more than five in a row.
   * @recursive 5
   */
  override poll(table: PollTable | null): PollEvents {
    table?.add(this.ready.changed);
    const probe = new Probe();
    this.collect(probe);
    return probe.hasFound ? READABLE : PollEvents.None;
  }

  override watchNode(): WatchNode {
    return this.node;
  }

  override describe(): string {
    return "anon_inode:[eventpoll]";
  }

  destructor(): void {
    if (!this.isMade) return;
    using interests = this.interests.lock();
    for (const [, interest] of interests.value.byDescriptor) interest.remove();
    // What is on the list and the list hold each other.
    while (this.ready.take() !== null);
    using _ = watchGraph.lock();
    this.node.isSet = false;
  }
}
