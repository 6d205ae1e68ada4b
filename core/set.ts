/** Sets: the global class `Set`, a map from its items to nothing of interest. */

import { MapObject } from "./map.ts";

/** See `Set` in prelude.d.ts for what the methods promise. */
export class SetObject<T> {
  private readonly map: MapObject<T, boolean> = new MapObject<T, boolean>();

  get size(): usize {
    return this.map.size;
  }

  /** As in MapObject: `for…of` over a set goes by these three. */
  get endEntry(): usize {
    return this.map.endEntry;
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
    for (let i = this.nextEntry(0); i < this.endEntry; i = this.nextEntry(i + 1)) fn(this.itemAt(i));
  }

  values(): T[] {
    return this.map.keys();
  }
}
