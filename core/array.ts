/**
 * Growable arrays: the methods of the type `T[]`.
 *
 * An array is an object of three words, length at 16, capacity at 24, and data at 32, a block of `capacity` items of
 * which the first `length` are in use. The block holds the items bit by bit: growing moves them without counting. The
 * compiler takes `T[]` and `ArrayObject<T>` to be the same type, makes the function that destroys an array (it drops the
 * items and frees the block), and reads and writes `a[i]` by itself; an assignment to `length` from outside calls `setLength`.
 *
 * Calls to functions of the user's, and drops of items (which may run destructors), happen only while the array is in
 * a state that bears being changed by them: indices are compared with the length anew after each.
 */

import { bitCast, copyBytes, dropAt, fillBytes, initializeAt, isCounted, isFloat, moveBytes, pointer, sizeOf, takeAt, type Ptr } from "unsafe"; // prettier-ignore
import { concatAll } from "./format.ts";
import { allocateItems, allocateUnsetItems, freeMemory } from "./heap.ts";
import { ArrayIterator } from "./iterators.ts";
import { reverseItems, rotateItems } from "./items.ts";
import { sortItems } from "./sort.ts";

const SMALLEST = 4;

/** See `Array` in prelude.d.ts for what the methods promise. */
export class ArrayObject<T> {
  length: usize;
  capacity: usize;
  data: Ptr<T>;

  /** An empty array with room for `capacity` items. Throws ENOMEM. */
  static withCapacity<T>(capacity: usize): T[] {
    const array = new ArrayObject<T>();
    if (capacity > 0) {
      array.data = pointer<T>(allocateUnsetItems(capacity, sizeOf<T>()));
      array.capacity = capacity;
    }
    return bitCast<T[]>(array);
  }

  /** An array of `length` zero values. Throws ENOMEM. */
  static withLength<T>(length: usize): T[] {
    const array = new ArrayObject<T>();
    if (length > 0) {
      array.data = pointer<T>(allocateItems(length, sizeOf<T>()));
      array.capacity = length;
      array.length = length;
    }
    return bitCast<T[]>(array);
  }

  /** Moves the items to a block of `capacity` items, not less than there are, and frees the old one. */
  private moveTo(capacity: usize): void {
    const data = pointer<T>(allocateUnsetItems(capacity, sizeOf<T>()));
    copyBytes(data.cast<u8>(), this.data.cast<u8>(), this.length * sizeOf<T>());
    this.freeData();
    this.data = data;
    this.capacity = capacity;
  }

  private freeData(): void {
    if (this.capacity > 0) freeMemory(this.data.address, this.capacity * sizeOf<T>());
  }

  private grownCapacity(minimum: usize): usize {
    return bits.max(bits.max(minimum, this.capacity * 2), SMALLEST);
  }

  /** Makes room for `capacity` items in all, and for more than that if it must, so that repeated pushes stay cheap. */
  reserve(capacity: usize): void {
    if (capacity > this.capacity) this.moveTo(this.grownCapacity(capacity));
  }

  push(item: T): usize {
    const index = this.length;
    if (index === this.capacity) return this.pushGrowing(item);
    initializeAt(this.data.add(index), item);
    this.length = index + 1;
    return index + 1;
  }

  /**
   * The item may lie in this very array, so the old block is freed last.
   * @noinline
   */
  private pushGrowing(item: T): usize {
    const length = this.length;
    const capacity = this.grownCapacity(length + 1);
    const data = pointer<T>(allocateUnsetItems(capacity, sizeOf<T>()));
    initializeAt(data.add(length), item);
    copyBytes(data.cast<u8>(), this.data.cast<u8>(), length * sizeOf<T>());
    this.freeData();
    this.data = data;
    this.capacity = capacity;
    this.length = length + 1;
    return length + 1;
  }

  /** Adds copies of all items of another array, or of this one. Throws ENOMEM. */
  pushAll(other: readonly T[]): void {
    const count = other.length;
    this.reserve(this.length + count);
    for (let i = 0; i < count; i++) this.push(other[i]);
  }

  /** Adds `count` zero values at the end, in place. T must have a zero value. Throws ENOMEM. */
  extend(count: usize): void {
    this.reserve(this.length + count);
    fillBytes(this.data.add(this.length).cast<u8>(), 0, count * sizeOf<T>());
    this.length += count;
  }

  pop(): T | undefined {
    if (this.length === 0) return undefined;
    this.length -= 1;
    return takeAt(this.data.add(this.length));
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    return this.removeAt(0);
  }

  /** Of several items, a call comes to `insertAll`, as `push` of several does to `pushAll`. */
  unshift(item: T): usize {
    this.insert(0, item);
    return this.length;
  }

  insert(index: usize, item: T): void {
    assert(index <= this.length, "insert: the index is above the array's length");
    const last = this.length;
    this.push(item);
    rotateItems(this.data, index, last, this.length);
  }

  insertAll(index: usize, other: readonly T[]): void {
    assert(index <= this.length, "insertAll: the index is above the array's length");
    const last = this.length;
    this.pushAll(other);
    rotateItems(this.data, index, last, this.length);
  }

  removeAt(index: usize): T {
    assert(index < this.length, "removeAt: the index is not below the array's length");
    const item = takeAt(this.data.add(index));
    this.length -= 1;
    this.closeGap(index, 1);
    return item;
  }

  splice(start: usize, count: usize = this.length, ...items: T[]): T[] {
    const from = bits.min(start, this.length);
    const removed = bits.min(count, this.length - from);
    const result = ArrayObject.withCapacity<T>(removed);
    for (let i = 0; i < removed; i++) result.push(takeAt(this.data.add(from + i)));
    this.length -= removed;
    this.closeGap(from, removed);
    this.insertAll(from, items);
    return result;
  }

  /** Moves the items behind a gap of `count` uninitialised ones at `index` down; the length is that without the gap. */
  private closeGap(index: usize, count: usize): void {
    const from = this.data.add(index + count).cast<u8>();
    moveBytes(this.data.add(index).cast<u8>(), from, (this.length - index) * sizeOf<T>());
  }

  clear(): void {
    this.setLength(0);
  }

  /** Drops the items from `length` on; panics when there are not so many (an array has no zero items to grow by). */
  setLength(length: usize): void {
    assert(length <= this.length, "an array's length can only be made smaller");
    if (isCounted<T>()) {
      while (this.length > length) {
        this.length -= 1;
        dropAt(this.data.add(this.length));
      }
    } else {
      this.length = length;
    }
  }

  fill(item: T, start: usize = 0, end: usize = this.length): this {
    for (let i = start; i < end && i < this.length; i++) this.data[i] = item;
    return this;
  }

  reverse(): this {
    reverseItems(this.data, this.length);
    return this;
  }

  /** While the comparisons run the array is empty: what they add to it is dropped. */
  sort(compare: ((a: T, b: T) => i32) | null = null): this {
    // By its address: the block is nobody's while it is sorted, so the compiler need not look after it.
    const data = pointer<T>(this.data.address);
    const length = this.length;
    const capacity = this.capacity;
    this.data = pointer<T>(0);
    this.length = 0;
    this.capacity = 0;
    try {
      sortItems(data, length, compare);
    } finally {
      this.clear();
      this.freeData();
      this.data = data;
      this.length = length;
      this.capacity = capacity;
    }
    return this;
  }

  slice(start: usize = 0, end: usize = this.length): T[] {
    const to = bits.min(end, this.length);
    const from = bits.min(start, to);
    const result = ArrayObject.withCapacity<T>(to - from);
    for (let i = from; i < to; i++) result.push(this.data[i]);
    return result;
  }

  concat(...others: (readonly T[])[]): T[] {
    let length = this.length;
    for (const other of others) length += other.length;
    const result = ArrayObject.withCapacity<T>(length);
    for (let i = 0; i < this.length; i++) result.push(this.data[i]);
    for (const other of others) result.pushAll(other);
    return result;
  }

  indexOf(item: T, from: usize = 0): i64 {
    for (let i = from; i < this.length; i++) if (this.data[i] === item) return i64(i);
    return -1;
  }

  lastIndexOf(item: T): i64 {
    for (let i = this.length; i > 0; i--) {
      if (this.data[i - 1] === item) return i64(i - 1);
    }
    return -1;
  }

  includes(item: T, from: usize = 0): boolean {
    if (this.indexOf(item, from) >= 0) return true;
    if (isFloat<T>()) {
      // NaN, which is not equal to itself.
      for (let i = from; i < this.length; i++) {
        const own = this.data[i];
        if (own !== own && item !== item) return true;
      }
    }
    return false;
  }

  join(separator: string = ","): string {
    const parts: string[] = [];
    for (let i = 0; i < this.length; i++) {
      if (i > 0) parts.push(separator);
      const item = this.data[i];
      if (item !== null) parts.push(`${item}`);
    }
    return concatAll(parts.span());
  }

  map<U>(fn: (item: T, index: usize) => U): U[] {
    const result = ArrayObject.withCapacity<U>(this.length);
    for (let i = 0; i < this.length; i++) result.push(fn(this.data[i], i));
    return result;
  }

  flatMap<U>(fn: (item: T, index: usize) => readonly U[]): U[] {
    const result: U[] = [];
    for (let i = 0; i < this.length; i++) result.pushAll(fn(this.data[i], i));
    return result;
  }

  filter(fn: (item: T, index: usize) => boolean): T[] {
    const result: T[] = [];
    for (let i = 0; i < this.length; i++) {
      const item = this.data[i];
      if (fn(item, i)) result.push(item);
    }
    return result;
  }

  find(fn: (item: T, index: usize) => boolean): T | undefined {
    for (let i = 0; i < this.length; i++) {
      const item = this.data[i];
      if (fn(item, i)) return item;
    }
    return undefined;
  }

  findIndex(fn: (item: T, index: usize) => boolean): i64 {
    for (let i = 0; i < this.length; i++) {
      if (fn(this.data[i], i)) return i64(i);
    }
    return -1;
  }

  findLast(fn: (item: T, index: usize) => boolean): T | undefined {
    for (let i = this.length; i > 0; i = bits.min(i - 1, this.length)) {
      const item = this.data[i - 1];
      if (fn(item, i - 1)) return item;
    }
    return undefined;
  }

  findLastIndex(fn: (item: T, index: usize) => boolean): i64 {
    for (let i = this.length; i > 0; i = bits.min(i - 1, this.length)) {
      if (fn(this.data[i - 1], i - 1)) return i64(i - 1);
    }
    return -1;
  }

  some(fn: (item: T, index: usize) => boolean): boolean {
    return this.findIndex(fn) >= 0;
  }

  every(fn: (item: T, index: usize) => boolean): boolean {
    for (let i = 0; i < this.length; i++) {
      if (!fn(this.data[i], i)) return false;
    }
    return true;
  }

  forEach(fn: (item: T, index: usize) => void): void {
    for (let i = 0; i < this.length; i++) fn(this.data[i], i);
  }

  reduce<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U {
    let sum = initial;
    for (let i = 0; i < this.length; i++) sum = fn(sum, this.data[i], i);
    return sum;
  }

  /** `reduce` without a first value. */
  reduceFirst(fn: (sum: T, item: T, index: usize) => T): T {
    if (this.length === 0) throw new TypeError("Reduce of empty array with no initial value");
    let sum = this.data[0];
    for (let i: usize = 1; i < this.length; i++) sum = fn(sum, this.data[i], i);
    return sum;
  }

  reduceRightFirst(fn: (sum: T, item: T, index: usize) => T): T {
    if (this.length === 0) throw new TypeError("Reduce of empty array with no initial value");
    let sum = this.data[this.length - 1];
    for (let i = this.length - 1; i > 0; i = bits.min(i - 1, this.length)) {
      sum = fn(sum, this.data[i - 1], i - 1);
    }
    return sum;
  }

  reduceRight<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U {
    let sum = initial;
    for (let i = this.length; i > 0; i = bits.min(i - 1, this.length)) sum = fn(sum, this.data[i - 1], i - 1);
    return sum;
  }

  /** Counts from the end when the index is negative; nothing when it is out of range. */
  at(index: i64): T | undefined {
    const position = u64(index < 0 ? index + i64(this.length) : index);
    return position < this.length ? this.data[position] : undefined;
  }

  keys(): usize[] {
    return this.map((_, i) => i);
  }

  values(): T[] {
    return this.slice();
  }

  entries(): [usize, T][] {
    return this.map((item, i): [usize, T] => [i, item]);
  }

  toReversed(): T[] {
    return this.slice().reverse();
  }

  toSorted(compare: ((a: T, b: T) => i32) | null = null): T[] {
    return this.slice().sort(compare ?? undefined);
  }

  with(index: usize, item: T): T[] {
    const result = this.slice();
    result[index] = item;
    return result;
  }

  span(): Span<T> {
    return this.data.span(this.length);
  }

  /** For what takes any `Iterable`: loops over an array go by its indices. */
  [Symbol.iterator](): Iterator<T> {
    return new ArrayIterator<T>(bitCast<T[]>(this));
  }
}
