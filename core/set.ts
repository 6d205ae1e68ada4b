/** Sets: the global class `Set`, a map from its items to nothing of interest. */

import { MapObject, type MapEpoch } from "./map.ts";

/** See `Set` in prelude.d.ts for what the methods promise. */
export class SetObject<T> {
  private readonly map: MapObject<T, boolean> = new MapObject<T, boolean>();

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

  values(): T[] {
    return this.map.keys();
  }
}
