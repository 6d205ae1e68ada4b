import { Signal, type SignalInfo, type SignalSet, setOf } from "./signal.ts";

/** How many queued signals one process or thread may have (RLIMIT_SIGPENDING is per user on Linux; this is per queue). */
const QUEUE_LIMIT: usize = 1024;

/** Signals sent and not yet delivered. Changed under the process table's lock; a thread looks at the set of its own without it. */
export class PendingSignals {
  private set: SignalSet = 0;
  /** At most one entry for a standard signal; real-time signals queue in the order they were sent. */
  private readonly queue: SignalInfo[] = [];

  /** All that wait, blocked or not. */
  get signals(): SignalSet {
    return this.set;
  }

  /** Adds a signal. False when the queue is full (sigqueue(3) then fails with EAGAIN). Throws ENOMEM. */
  add(info: SignalInfo): boolean {
    const bit = setOf(info.signal);
    if (info.signal < Signal.SIGRTMIN && (this.set & bit) !== 0) return true;
    if (this.queue.length >= QUEUE_LIMIT) return false;
    this.queue.push(info);
    info.isQueued = true;
    this.set |= bit;
    return true;
  }

  /** Takes the next signal that is not in `blocked`: faults first, then the lowest number. Null when there is none. */
  take(blocked: SignalSet): SignalInfo | null {
    const ready = this.set & ~blocked;
    if (ready === 0) return null;
    const fault = this.queue.findIndex((info) => info.isFault && (setOf(info.signal) & ready) !== 0);
    const signal =
      fault >= 0 ? this.queue[u64(fault)].signal : ((u32(bits.trailingZeros(ready)) + 1) as Signal);
    return this.takeSignal(signal);
  }

  private takeSignal(signal: Signal): SignalInfo | null {
    let found: SignalInfo | null = null;
    let isMore = false;
    for (let i: u64 = 0; i < this.queue.length && !isMore;) {
      if (this.queue[i].signal !== signal) {
        i++;
      } else if (found === null) {
        found = this.queue.removeAt(i);
        found.isQueued = false;
      } else {
        isMore = true;
      }
    }
    if (!isMore) this.set &= ~setOf(signal);
    return found;
  }

  /** Forgets the signals of a set. */
  discard(signals: SignalSet): void {
    if ((this.set & signals) === 0) return;
    for (let i: u64 = 0; i < this.queue.length;) {
      if ((setOf(this.queue[i].signal) & signals) !== 0) this.queue.removeAt(i).isQueued = false;
      else i++;
    }
    this.set &= ~signals;
  }
}
