import { bareRecord, Signal, SignalCode, type SignalInfo, type SignalSet, setOf } from "./signal.ts";

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

  /**
   * Adds a signal. False when the queue is full for one that must come with its record: a real-time signal of anybody but kill(2), who
   * gets EAGAIN. All others become pending whatever happens, at worst without their records (signal(7), "Queueing and delivery
   * semantics": a standard signal is never lost).
   */
  add(info: SignalInfo): boolean {
    const bit = setOf(info.signal);
    const isStandard = info.signal < Signal.SIGRTMIN;
    if (isStandard && (this.set & bit) !== 0) return true;
    const isQueued =
      info !== bareRecord(info.signal) && this.hasRoomFor(info, isStandard) && this.tryPush(info);
    if (!isQueued && !isStandard && info.code !== i32(SignalCode.User)) return false;
    this.set |= bit;
    return true;
  }

  /** The limit is for what programs queue as they like. Of standard signals there is one of each, and a timer has one record for good. */
  private hasRoomFor(info: SignalInfo, isStandard: boolean): boolean {
    const isUnlimited = (isStandard && info.code >= 0) || info.code === i32(SignalCode.Timer);
    return isUnlimited || this.queue.length < QUEUE_LIMIT;
  }

  /** False: there is no memory. */
  private tryPush(info: SignalInfo): boolean {
    try {
      this.queue.push(info);
    } catch {
      return false;
    }
    info.isQueued = true;
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

  /** The oldest record of a pending signal; a bare one if it has none. */
  private takeSignal(signal: Signal): SignalInfo {
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
    if (found === null) return bareRecord(signal);
    return found.code === i32(SignalCode.Timer) ? found.snapshot() : found;
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
