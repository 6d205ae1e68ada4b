/**
 * Which sets of epoll(7) watch which files. A set can be watched by sets itself, so programs build graphs of them; along these wakes and questions
 * travel, and what they cost must not be for programs to choose. As on Linux, no more than five sets are in a row, and a file that is watched
 * over several sets in a row is so over a certain number of ways only.
 *
 * Here are the nodes and links without the files, so that a closed file leaves nothing behind but its node. All of it is guarded by the one lock
 * `watchGraph`. Searches go by levels: what is at one distance from the start, then what is at the next, which the limit makes few.
 */

import { Errno } from "../../core/errno.ts";
import { Mutex } from "../task/mutex.ts";

/** Steps from the first to the last set in a row (EP_MAX_NESTS). */
const MOST_STEPS: u32 = 4;
/** More ways than any limit, so that sums do not wrap. */
const TOO_MANY: u64 = 1_000_000;

/** How many ways of so many steps between sets may lead to one file. */
function mostWays(steps: u32): u64 {
  switch (steps) {
    case 0:
      return TOO_MANY;
    case 1:
      return 500;
    case 2:
      return 100;
    case 3:
      return 50;
    default:
      return 10;
  }
}

/** One set watches one file: in the lists of both. */
export class WatchLink {
  private watcher: WatchNode | null = null;
  private watched: WatchNode | null = null;
  nextAbove: WatchLink | null = null;
  nextBelow: WatchLink | null = null;
  private previousAbove: WatchLink | null = null;
  private previousBelow: WatchLink | null = null;

  /** The set above, or the file below. Null while it is in no graph. */
  end(isAbove: boolean): WatchNode | null {
    return isAbove ? this.watcher : this.watched;
  }

  /** Enters the graph. */
  connect(watcher: WatchNode, watched: WatchNode): void {
    this.watcher = watcher;
    this.watched = watched;
    this.nextAbove = watched.above;
    if (this.nextAbove !== null) this.nextAbove.previousAbove = this;
    watched.above = this;
    this.nextBelow = watcher.below;
    if (this.nextBelow !== null) this.nextBelow.previousBelow = this;
    watcher.below = this;
  }

  /** Leaves the graph, if it is in it. */
  disconnect(): void {
    const { watcher, watched } = this;
    if (watcher === null || watched === null) return;
    if (this.nextAbove !== null) this.nextAbove.previousAbove = this.previousAbove;
    if (this.previousAbove !== null) this.previousAbove.nextAbove = this.nextAbove;
    else watched.above = this.nextAbove;
    if (this.nextBelow !== null) this.nextBelow.previousBelow = this.previousBelow;
    if (this.previousBelow !== null) this.previousBelow.nextBelow = this.nextBelow;
    else watcher.below = this.nextBelow;
    this.nextAbove = this.nextBelow = this.previousAbove = this.previousBelow = null;
    this.watcher = this.watched = null;
  }
}

/** A set, or a file that one watches. */
export class WatchNode {
  /** Cleared when the set is closed. */
  isSet: boolean;
  /** The links to those that watch it, and, of a set, to those that it watches. */
  above: WatchLink | null = null;
  below: WatchLink | null = null;
  /** Which search has found it, and the place in what that has found. */
  search: u64 = 0;
  position: u64 = 0;

  constructor(isSet: boolean) {
    this.isSet = isSet;
  }
}

/** The graph of all sets. */
export class WatchGraph {
  private searches: u64 = 0;

  /**
   * Has a set watch a file by a link that is in no graph yet. Throws ELOOP when sets would watch each other or too many be in a row, EINVAL when a file
   * would be watched over too many ways, ENOMEM: then nothing has changed.
   */
  add(link: WatchLink, set: WatchNode, file: WatchNode): void {
    const files: WatchNode[] = [];
    if (file.isSet) this.checkSteps(set, file, files);
    else if (set.above !== null) files.push(file);
    link.connect(set, file);
    try {
      for (const each of files) this.checkWays(each);
    } catch (error) {
      link.disconnect();
      throw error;
    }
  }

  /** Finds the files that are no sets below the lower one, too. */
  private checkSteps(upper: WatchNode, lower: WatchNode, files: WatchNode[]): void {
    if (lower === upper) throw Errno.ELOOP;
    const steps = this.stepsFrom(lower, false, upper, files) + 1;
    if (steps > MOST_STEPS || steps + this.stepsFrom(upper, true, lower, []) > MOST_STEPS) throw Errno.ELOOP;
  }

  /** Steps to the farthest set in one direction. Throws ELOOP when there are too many, or `avoided` is among them. */
  private stepsFrom(start: WatchNode, isUp: boolean, avoided: WatchNode, files: WatchNode[]): u32 {
    this.searches += 1;
    const whole = this.searches;
    let level: WatchNode[] = [start];
    for (let steps: u32 = 0; ; steps++) {
      this.searches += 1;
      const next: WatchNode[] = [];
      for (const node of level) {
        for (
          let link = isUp ? node.above : node.below;
          link !== null;
          link = isUp ? link.nextAbove : link.nextBelow
        ) {
          const found = link.end(isUp);
          if (found === null) continue;
          if (found === avoided) throw Errno.ELOOP;
          const search = found.isSet ? this.searches : whole;
          if (found.search === search) continue;
          found.search = search;
          if (found.isSet) next.push(found);
          else files.push(found);
        }
      }
      if (next.length === 0) return steps;
      if (steps === MOST_STEPS) throw Errno.ELOOP;
      level = next;
    }
  }

  /** Throws EINVAL. */
  private checkWays(file: WatchNode): void {
    let level: WatchNode[] = [file];
    let ways: u64[] = [1];
    for (let steps: u32 = 0; level.length > 0; steps++) {
      if (steps > MOST_STEPS + 1) throw Errno.EINVAL;
      this.searches += 1;
      const next: WatchNode[] = [];
      const nextWays: u64[] = [];
      for (let i: usize = 0; i < level.length; i++) {
        for (let link = level[i].above; link !== null; link = link.nextAbove) {
          const set = link.end(true);
          if (set === null) continue;
          if (set.search === this.searches) {
            nextWays[set.position] = bits.min(nextWays[set.position] + ways[i], TOO_MANY);
            continue;
          }
          set.search = this.searches;
          set.position = next.length;
          next.push(set);
          nextWays.push(ways[i]);
        }
      }
      let ended: u64 = 0;
      for (let i: usize = 0; i < next.length; i++) if (next[i].above === null) ended += nextWays[i];
      if (steps > 0 && ended > mostWays(steps)) throw Errno.EINVAL;
      level = next;
      ways = nextWays;
    }
  }
}

/** Locked with the set's own lock held, never the other way round; held while a set is closed, so no file may be let go of under it. */
export const watchGraph: Mutex<WatchGraph> = new Mutex(new WatchGraph());
