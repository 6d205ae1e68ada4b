/**
 * A map in the order of its keys, which are integers: a balanced tree (Adelson-Velsky and Landis, 1962), so that everything takes as many steps as the
 * logarithm of its size.
 *
 * Each entry has a weight as well, and each node knows the greatest below it. So the entries with at least a certain weight are found without a look at the
 * others: stretches that overlap another (with their ends as weights, an interval tree), or gaps that are large enough.
 */

import { objectAddress, objectAt } from "unsafe";

/** Longest way down: a tree of this height has more nodes than there is memory (Knuth, TAOCP 3, 6.2.3: 1.44 log n). */
const DEEPEST = 48;

/** An entry. It is not to be kept across a change of the map. */
export class OrderedEntry<V> {
  /** Changed by the map alone, as is what follows `value`. */
  key: u64;
  value: V;
  weight: u64;
  /** The greatest weight of this node and those below it. */
  most: u64;
  height: u32 = 1;
  left: OrderedEntry<V> | null = null;
  right: OrderedEntry<V> | null = null;

  constructor(key: u64, value: V, weight: u64) {
    this.key = key;
    this.value = value;
    this.weight = weight;
    this.most = weight;
  }

  /** Works out what depends on the nodes below. */
  refresh(): void {
    const { left, right } = this;
    const lower = left === null ? 0 : left.height;
    const upper = right === null ? 0 : right.height;
    this.height = bits.max(lower, upper) + 1;
    let most = this.weight;
    if (left !== null) most = bits.max(most, left.most);
    if (right !== null) most = bits.max(most, right.most);
    this.most = most;
  }

  /** How much higher the left side is than the right one. */
  get tilt(): i32 {
    const lower = this.left === null ? 0 : this.left.height;
    const upper = this.right === null ? 0 : this.right.height;
    return i32(lower) - i32(upper);
  }
}

/** The nodes from the root down to a place, which the tree keeps alive: their addresses, as counting them would cost more than all the rest. */
@struct
class Path<V> {
  private readonly nodes = new FixedArray<u64, 48>();
  length: usize = 0;

  push(node: OrderedEntry<V>): void {
    assert(this.length < DEEPEST, "an ordered map is out of balance");
    this.nodes[this.length] = objectAddress(node);
    this.length += 1;
  }

  at(index: usize): OrderedEntry<V> {
    return objectAt<OrderedEntry<V>>(this.nodes[index]);
  }
}

/** See above. */
export class OrderedMap<V> {
  private root: OrderedEntry<V> | null = null;
  private count: usize = 0;

  get size(): usize {
    return this.count;
  }

  // ---------------------------------------------------------------- looking

  /** The entry with the key, or null. */
  get(key: u64): OrderedEntry<V> | null {
    let at = this.root;
    while (at !== null && at.key !== key) at = key < at.key ? at.left : at.right;
    return at;
  }

  /** The entry with the greatest key that is not above this one, or null. */
  floor(key: u64): OrderedEntry<V> | null {
    let found: OrderedEntry<V> | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.key > key) {
        at = at.left;
      } else {
        found = at;
        if (at.key === key) break;
        at = at.right;
      }
    }
    return found;
  }

  /** The entry with the lowest key that is not below this one, or null. */
  ceiling(key: u64): OrderedEntry<V> | null {
    let found: OrderedEntry<V> | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.key < key) {
        at = at.right;
      } else {
        found = at;
        if (at.key === key) break;
        at = at.left;
      }
    }
    return found;
  }

  /** The entry with the greatest key up to `key` of those with at least this weight, or null. */
  lastWithWeight(key: u64, weight: u64): OrderedEntry<V> | null {
    // The last node passed on the way down that has one, at itself or to its left: all to its right are further on.
    let above: OrderedEntry<V> | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.key > key) {
        at = at.left;
        continue;
      }
      if (at.weight >= weight || (at.left !== null && at.left.most >= weight)) above = at;
      at = at.right;
    }
    if (above === null || above.weight >= weight) return above;
    at = above.left;
    while (at !== null) {
      if (at.right !== null && at.right.most >= weight) at = at.right;
      else if (at.weight >= weight) return at;
      else at = at.left;
    }
    return null;
  }

  /** The entry with the lowest key from `key` on of those with at least this weight, or null. */
  firstWithWeight(key: u64, weight: u64): OrderedEntry<V> | null {
    // As above, with the sides changed.
    let above: OrderedEntry<V> | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.key < key) {
        at = at.right;
        continue;
      }
      if (at.weight >= weight || (at.right !== null && at.right.most >= weight)) above = at;
      at = at.left;
    }
    if (above === null || above.weight >= weight) return above;
    at = above.right;
    while (at !== null) {
      if (at.left !== null && at.left.most >= weight) at = at.left;
      else if (at.weight >= weight) return at;
      else at = at.right;
    }
    return null;
  }

  /** The greatest weight of all; 0 when there is none. */
  get most(): u64 {
    return this.root === null ? 0 : this.root.most;
  }

  // ---------------------------------------------------------------- changing

  /** Adds an entry, or gives the one that has the key another value and weight. Throws ENOMEM, and then nothing has changed. */
  set(key: u64, value: V, weight: u64 = 0): void {
    const path = new Path<V>();
    let at = this.root;
    while (at !== null) {
      path.push(at);
      if (at.key === key) {
        at.value = value;
        at.weight = weight;
        this.mend(path);
        return;
      }
      at = key < at.key ? at.left : at.right;
    }
    const made = new OrderedEntry<V>(key, value, weight);
    if (path.length === 0) {
      this.root = made;
    } else {
      const above = path.at(path.length - 1);
      if (key < above.key) above.left = made;
      else above.right = made;
    }
    this.count += 1;
    this.mend(path);
  }

  /** Takes an entry out; false when there is none with the key. */
  delete(key: u64): boolean {
    const path = new Path<V>();
    let at = this.root;
    while (at !== null && at.key !== key) {
      path.push(at);
      at = key < at.key ? at.left : at.right;
    }
    if (at === null) return false;
    const found = at;
    if (at.left !== null && at.right !== null) {
      // The next one takes its place, and goes from its own.
      path.push(at);
      at = at.right;
      while (at.left !== null) {
        path.push(at);
        at = at.left;
      }
      const value = found.value;
      found.key = at.key;
      found.value = at.value;
      found.weight = at.weight;
      at.value = value;
    }
    const below = at.left ?? at.right;
    this.replaceBelow(path, at, below);
    this.count -= 1;
    this.mend(path);
    return true;
  }

  /** Gives an entry another value and weight. There must be one with the key, so that it cannot fail. */
  replace(key: u64, value: V, weight: u64): void {
    const entry = this.get(key);
    if (entry === null) panic("an ordered map has no such key");
    entry.value = value;
    this.setWeight(key, weight);
  }

  /** Gives an entry another weight. There must be one with the key. */
  setWeight(key: u64, weight: u64): void {
    const path = new Path<V>();
    let at = this.root;
    while (at !== null) {
      path.push(at);
      if (at.key === key) break;
      at = key < at.key ? at.left : at.right;
    }
    if (at === null) panic("an ordered map has no such key");
    if (at.weight === weight) return;
    at.weight = weight;
    for (let i = path.length; i > 0; i--) path.at(i - 1).refresh();
  }

  /** Gives an entry another key, between those of its neighbours. There must be one with the key. */
  setKey(key: u64, other: u64): void {
    const entry = this.get(key);
    if (entry === null) panic("an ordered map has no such key");
    entry.key = other;
  }

  /** Takes all out. */
  clear(): void {
    this.root = null;
    this.count = 0;
  }

  // ---------------------------------------------------------------- balance

  /** From the lowest node of the path up: heights, weights and balance. */
  private mend(path: Path<V>): void {
    for (let i = path.length; i > 0; i--) {
      const node = path.at(i - 1);
      node.refresh();
      const { tilt } = node;
      if (tilt >= -1 && tilt <= 1) continue;
      const top = tilt > 0 ? turnRight(node) : turnLeft(node);
      if (i === 1) this.root = top;
      else if (path.at(i - 2).left === node) path.at(i - 2).left = top;
      else path.at(i - 2).right = top;
    }
  }

  /** Puts `by` where `node`, which is below the last node of the path, was. */
  private replaceBelow(path: Path<V>, node: OrderedEntry<V>, by: OrderedEntry<V> | null): void {
    if (path.length === 0) {
      this.root = by;
      return;
    }
    const above = path.at(path.length - 1);
    if (above.left === node) above.left = by;
    else above.right = by;
  }
}

/** The left side is too high: what is on top of it comes on top of all. Returns that. */
function turnRight<V>(node: OrderedEntry<V>): OrderedEntry<V> {
  let top = node.left!;
  if (top.tilt < 0) {
    top = rotateLeft(top);
    node.left = top;
  }
  return rotateRight(node);
}

/** The same on the right. */
function turnLeft<V>(node: OrderedEntry<V>): OrderedEntry<V> {
  let top = node.right!;
  if (top.tilt > 0) {
    top = rotateRight(top);
    node.right = top;
  }
  return rotateLeft(node);
}

function rotateRight<V>(node: OrderedEntry<V>): OrderedEntry<V> {
  const top = node.left!;
  node.left = top.right;
  top.right = node;
  node.refresh();
  top.refresh();
  return top;
}

function rotateLeft<V>(node: OrderedEntry<V>): OrderedEntry<V> {
  const top = node.right!;
  node.right = top.left;
  top.left = node;
  node.refresh();
  top.refresh();
  return top;
}
