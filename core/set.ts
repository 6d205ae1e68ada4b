/** Sets: the global class `Set`, a map from its items to nothing of interest. */

import { MapObject, type MapEpoch } from "./map.ts";

/** See `Set` in prelude.d.ts for what the methods promise. */
export class SetObject<T> {
  private readonly map: MapObject<T, boolean> = new MapObject<T, boolean>();

  constructor(items: readonly T[] | null = null) {
    if (items !== null) for (let i = 0; i < items.length; i++) this.add(items[i]);
  }

  get size(): usize {
    return this.map.size;
  }

  /** As in MapObject: `for…of` over a set goes by these. */
  get endEntry(): usize {
    return this.map.endEntry;
  }

  get epoch(): MapEpoch | null {
    return this.map.epoch;
  }

  isIn(epoch: MapEpoch | null): boolean {
    return this.map.isIn(epoch);
  }

  follow(since: MapEpoch | null, entry: usize): usize {
    return this.map.follow(since, entry);
  }

  nextEntry(from: usize): usize {
    return this.map.nextEntry(from);
  }

  itemAt(entry: usize): T {
    return this.map.keyAt(entry);
  }

  has(item: T): boolean {
    return this.map.has(item);
  }

  add(item: T): this {
    this.map.set(item, true);
    return this;
  }

  delete(item: T): boolean {
    return this.map.delete(item);
  }

  clear(): void {
    this.map.clear();
  }

  forEach(fn: (item: T) => void): void {
    this.map.forEach((_, item) => fn(item));
  }

  keys(): T[] {
    return this.map.keys();
  }

  values(): T[] {
    return this.map.keys();
  }

  union(other: Set<T>): Set<T> {
    const result = new Set<T>(this.values());
    for (const item of other) result.add(item);
    return result;
  }

  /** In the order of the smaller one. */
  intersection(other: Set<T>): Set<T> {
    const result = new Set<T>();
    if (this.size > other.size) {
      for (const item of other) if (this.has(item)) result.add(item);
    } else {
      for (const item of this.values()) if (other.has(item)) result.add(item);
    }
    return result;
  }

  difference(other: Set<T>): Set<T> {
    const result = new Set<T>();
    for (const item of this.values()) if (!other.has(item)) result.add(item);
    return result;
  }

  symmetricDifference(other: Set<T>): Set<T> {
    const result = this.difference(other);
    for (const item of other) if (!this.has(item)) result.add(item);
    return result;
  }

  isSubsetOf(other: Set<T>): boolean {
    return this.size <= other.size && this.values().every((item) => other.has(item));
  }

  isSupersetOf(other: Set<T>): boolean {
    return this.size >= other.size && other.values().every((item) => this.has(item));
  }

  isDisjointFrom(other: Set<T>): boolean {
    return this.intersection(other).size === 0;
  }

  /** For what takes any `Iterable`, as that of a map. */
  [Symbol.iterator](): Iterator<T> {
    const items = this.map[Symbol.iterator]();
    return {
      next: () => {
        const { done, value } = items.next();
        return done || !value ? { done: true, value: undefined } : { done: false, value: value[0] };
      },
    };
  }
}
