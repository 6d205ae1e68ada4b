/**
 * Maps: the global class `Map`. A hash table that keeps the order of insertion (the scheme of CPython's dict).
 *
 * `items` holds the pairs in order; a deleted one is zeroed and stays as a gap until the table is made anew. `slots`, of a
 * power of two, holds numbers of entries plus one, 0 for none, at the first free place from the key's hash on. Slots never
 * empty again: one that leads to a gap is passed over. So the table is full when the entries, gaps included, fill three
 * quarters of the slots, and is then made anew with twice as many slots as live entries need.
 *
 * Who goes over a map goes by the numbers of its entries. These change when gaps close, so he keeps the `epoch` to which his
 * number belongs, and `follow` brings the number up to date.
 */

import { addressOf, arrayData, atomicLoad, copyBytes, fillBytes, objectAddress, pointer, sizeOf, takeAt } from "unsafe"; // prettier-ignore
import { ArrayObject } from "./array.ts";
import { Errno } from "./errno.ts";
import { hashKey } from "./hash.ts";
import { letGo } from "./let-go.ts";

/** Set in the hash of every live entry, so that 0 marks a gap. */
const LIVE = 0x8000_0000_0000_0000;
const NOT_FOUND = 0xffff_ffff_ffff_ffff;
const FEWEST_SLOTS = 8;
const MOST_ENTRIES = 0xffff_fffe;
const COUNT_OFFSET = 8;

@struct
class MapEntry<K, V> {
  hash: u64;
  key: K;
  value: V;
}

/** The time from one rebuilding of a map's table, or its clearing, to the next. */
export class MapEpoch {
  /** How it ended: the numbers of the gaps that were closed, in order; none when the map was cleared. */
  closed: u32[] | null = null;
  /** Null while it lasts, and when the map was cleared. */
  next: MapEpoch | null = null;
}

/** See `Map` in prelude.d.ts for what the methods promise. */
export class MapObject<K, V> {
  private items: MapEntry<K, V>[] = [];
  private slots: u32[] = [];
  private live: usize = 0;
  /** Bound of the numbers of entries, gaps included: for `nextEntry`. */
  endEntry: usize = 0;
  /** Null until there is a first entry. */
  epoch: MapEpoch | null = null;

  constructor(entries: readonly (readonly [K, V])[] | null = null) {
    if (entries !== null) for (let i = 0; i < entries.length; i++) this.set(entries[i][0], entries[i][1]);
  }

  get size(): usize {
    return this.live;
  }

  /** The number of the entry with the key, or NOT_FOUND. */
  private find(key: K, hash: u64): usize {
    if (this.live === 0) return NOT_FOUND;
    const slots = arrayData(this.slots);
    const entries = arrayData(this.items);
    const mask = this.slots.length - 1;
    let at = hash & mask;
    while (slots[at] !== 0) {
      const index = u64(slots[at]) - 1;
      if (entries[index].hash === hash && entries[index].key === key) return index;
      at = (at + 1) & mask;
    }
    return NOT_FOUND;
  }

  has(key: K): boolean {
    return this.find(key, hashKey(key) | LIVE) !== NOT_FOUND;
  }

  get(key: K): V | undefined {
    const index = this.find(key, hashKey(key) | LIVE);
    if (index === NOT_FOUND) return undefined;
    return this.items[index].value;
  }

  set(key: K, value: V): this {
    const hash = hashKey(key) | LIVE;
    const known = this.find(key, hash);
    if (known !== NOT_FOUND) {
      this.items[known].value = value;
      return this;
    }
    if ((this.endEntry + 1) * 4 > this.slots.length * 3) this.rebuild();
    if (this.endEntry === MOST_ENTRIES) throw Errno.ENOMEM;
    // All that can throw comes before the first change.
    this.items.extend(1);
    const index = this.endEntry;
    const entries = arrayData(this.items);
    entries[index].hash = hash;
    entries[index].key = key;
    entries[index].value = value;
    this.endEntry = index + 1;
    this.live += 1;
    this.place(hash, index);
    return this;
  }

  /** Enters the number of an entry in the first free slot. */
  private place(hash: u64, index: usize): void {
    const slots = arrayData(this.slots);
    const mask = this.slots.length - 1;
    let at = hash & mask;
    while (slots[at] !== 0) at = (at + 1) & mask;
    slots[at] = u32(index + 1);
  }

  /** Closes the gaps and makes as many slots as twice the live entries need. */
  private rebuild(): void {
    let count: usize = FEWEST_SLOTS;
    while (count * 3 < (this.live + 1) * 2 * 4) count *= 2;
    const slots = new Array<u32>(count);
    const epoch = new MapEpoch();
    this.recordGaps(epoch);
    this.closeGaps();
    this.slots = slots;
    const entries = arrayData(this.items);
    for (let i = 0; i < this.endEntry; i++) this.place(entries[i].hash, i);
  }

  /** Ends the epoch. If someone else keeps it, he is on his way over the map. */
  private recordGaps(next: MapEpoch): void {
    const ended = this.epoch;
    if (ended !== null && isShared(ended)) {
      const closed: u32[] = [];
      for (let i = 0; i < this.endEntry; i++) if (this.items[i].hash === 0) closed.push(u32(i));
      ended.closed = closed;
      ended.next = next;
    }
    this.epoch = next;
  }

  /** Whether entries still have the numbers that they had in an epoch. */
  isIn(epoch: MapEpoch | null): boolean {
    return this.epoch === epoch;
  }

  /** The number that an entry of a past epoch has now, or the entry behind it when that is gone. */
  follow(since: MapEpoch | null, entry: usize): usize {
    let number = entry;
    let epoch = since;
    while (epoch !== this.epoch) {
      const closed = epoch?.closed;
      if (!closed) return 0;
      number -= countBelow(closed, number);
      epoch = epoch?.next ?? null;
    }
    return number;
  }

  private closeGaps(): void {
    if (this.endEntry === this.live) return;
    const size = sizeOf<MapEntry<K, V>>();
    const entries = arrayData(this.items);
    let to: usize = 0;
    for (let from = 0; from < this.endEntry; from++) {
      if (entries[from].hash === 0) continue;
      if (to < from) {
        copyBytes(entries.add(to).cast<u8>(), entries.add(from).cast<u8>(), size);
        fillBytes(entries.add(from).cast<u8>(), 0, size);
      }
      to += 1;
    }
    this.endEntry = to;
    this.items.length = to;
  }

  delete(key: K): boolean {
    const index = this.find(key, hashKey(key) | LIVE);
    if (index === NOT_FOUND) return false;
    // The table is whole again before the old key and value are dropped, which may run destructors.
    const entry = arrayData(this.items).add(index);
    const oldKey = takeAt(addressOf(entry[0].key));
    const oldValue = takeAt(addressOf(entry[0].value));
    fillBytes(entry.cast<u8>(), 0, sizeOf<MapEntry<K, V>>());
    this.live -= 1;
    letGo(oldKey);
    letGo(oldValue);
    return true;
  }

  clear(): void {
    // Dropped when the new state is in place.
    const old = this.items;
    this.items = [];
    this.slots = [];
    this.live = 0;
    this.endEntry = 0;
    this.epoch = null;
    letGo(old);
  }

  /** The number of the first live entry from `from` on, or `endEntry`: `for…of` over a map goes by this. */
  nextEntry(from: usize): usize {
    let at = from;
    while (at < this.endEntry && this.items[at].hash === 0) at += 1;
    return bits.min(at, this.endEntry);
  }

  /** The key of a live entry. */
  keyAt(entry: usize): K {
    return this.items[entry].key;
  }

  /** The value of a live entry. */
  valueAt(entry: usize): V {
    return this.items[entry].value;
  }

  forEach(fn: (value: V, key: K) => void): void {
    let epoch = this.epoch;
    for (let i = this.nextEntry(0); i < this.endEntry; i = this.nextEntry(i)) {
      fn(this.items[i].value, this.items[i].key);
      i = this.follow(epoch, i + 1);
      epoch = this.epoch;
    }
  }

  keys(): K[] {
    const result = ArrayObject.withCapacity<K>(this.live);
    for (let i = this.nextEntry(0); i < this.endEntry; i = this.nextEntry(i + 1)) result.push(this.keyAt(i));
    return result;
  }

  values(): V[] {
    const result = ArrayObject.withCapacity<V>(this.live);
    for (let i = this.nextEntry(0); i < this.endEntry; i = this.nextEntry(i + 1))
      result.push(this.valueAt(i));
    return result;
  }

  entries(): [K, V][] {
    const result = ArrayObject.withCapacity<[K, V]>(this.live);
    for (let i = this.nextEntry(0); i < this.endEntry; i = this.nextEntry(i + 1)) {
      result.push([this.keyAt(i), this.valueAt(i)]);
    }
    return result;
  }

  /** For what takes any `Iterable`: loops over a map go by the numbers of its entries. */
  [Symbol.iterator](): Iterator<[K, V]> {
    return new MapIterator<K, V>(this);
  }
}

/** For what takes any `Iterable`, as loops over the map itself go: what is added is visited, what is deleted is not. */
class MapIterator<K, V> {
  private entry: usize = 0;
  private epoch: MapEpoch | null;
  private readonly map: MapObject<K, V>;

  constructor(map: MapObject<K, V>) {
    this.map = map;
    this.epoch = map.epoch;
  }

  next(): IteratorResult<[K, V]> {
    const { map } = this;
    const at = map.nextEntry(map.follow(this.epoch, this.entry));
    this.epoch = map.epoch;
    this.entry = at + 1;
    if (at >= map.endEntry) return { done: true, value: undefined };
    return { done: false, value: [map.keyAt(at), map.valueAt(at)] };
  }
}

/**
 * Whether there is a reference beside the map's own. A copy that the caller happened to have would only make it record more.
 * @inline
 */
function isShared(epoch: MapEpoch): boolean {
  return atomicLoad(pointer<u64>(objectAddress(epoch) + COUNT_OFFSET)) > 1;
}

/** How many of the numbers, which are in order, are below a bound. */
function countBelow(numbers: u32[], bound: usize): usize {
  let low: usize = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) / 2;
    if (numbers[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
